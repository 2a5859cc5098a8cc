"""The table of incidents: ids that never change, a redirect once merged, and the working reading.

The one thing to know: a row is never deleted. Days are in clear, because candidates are looked up by them; place,
district and type lie in the desk's box. Which reports belong to an incident is in `link`; numbers are nowhere here,
they stay claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.db.models import F, Q

from haal.domain import incident as nouns
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, ReportId, new_id
from haal.domain.incident import Days, IncidentState, LinkState, event_type_of
from haal.domain.report import PlaceCandidate
from haal.linkage.reading import Reading
from haal.storage.ground.fields import DeskBoxField
from haal.storage.link import LinkRow

_OPEN = "SELECT count(*) FROM (SELECT 1 FROM incident WHERE state = %s{between} LIMIT %s) AS found"


class IncidentRow(models.Model):
    """One incident."""

    id = models.CharField(primary_key=True, max_length=40)
    state = models.CharField(max_length=8, default=IncidentState.OPEN.value)
    redirect_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    day_first = models.DateField(null=True)
    day_last = models.DateField(null=True)
    seen_first = models.DateField(null=True)
    seen_last = models.DateField(null=True)
    made_at = models.DateTimeField()
    box = DeskBoxField()

    class Meta:
        """A merged incident points on, and never at itself; an open one points nowhere."""

        db_table = "incident"
        indexes = [
            models.Index(fields=["state", "seen_first", "seen_last"], name="incident_seen"),
            models.Index(fields=["state", "day_first"], name="incident_day"),
            models.Index(fields=["state", "seen_last"], name="incident_seen_last"),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_merged_points_on",
                condition=Q(state=IncidentState.MERGED.value, redirect_to__isnull=False)
                | (~Q(state=IncidentState.MERGED.value) & Q(redirect_to__isnull=True)),
            ),
            models.CheckConstraint(
                name="incident_not_at_itself", condition=Q(redirect_to__isnull=True) | ~Q(redirect_to=F("id"))
            ),
        ]


def add(reading: Reading, *, now: datetime) -> IncidentId:
    """Keep a new incident and return its id."""
    incident_id = IncidentId(new_id("i"))
    IncidentRow(id=incident_id, made_at=now, **_columns(reading)).save(force_insert=True)
    return incident_id


def set_reading(incident_id: IncidentId, reading: Reading, *, empty: bool) -> None:
    """Keep a new reading; an incident without reports is empty, and open again when it gets one. Not for merged
    ones.
    """
    state = IncidentState.EMPTY if empty else IncidentState.OPEN
    rows = IncidentRow.objects.filter(pk=incident_id).exclude(state=IncidentState.MERGED.value)
    rows.update(state=state.value, **_columns(reading))


def redirect(incident_id: IncidentId, *, to: IncidentId) -> None:
    """Point a merged incident, and whatever pointed to it, to where it went: every old id leads there in one step."""
    IncidentRow.objects.filter(pk=incident_id).update(state=IncidentState.MERGED.value, redirect_to=to)
    IncidentRow.objects.filter(redirect_to=incident_id).update(redirect_to=to)


def stands(incident_id: IncidentId) -> bool:
    """Return whether it has reports and was not merged into another; opens no box. Raises NotFound."""
    state = IncidentRow.objects.filter(pk=incident_id).values_list("state", flat=True).first()
    if state is None:
        raise NotFound
    return state == IncidentState.OPEN.value


def resolve(incident_id: IncidentId) -> IncidentId:
    """Return where an incident is now. Raises NotFound."""
    if not IncidentRow.objects.filter(pk=incident_id).exists():
        raise NotFound
    rows = IncidentRow.objects.filter(state=IncidentState.MERGED.value).values_list("id", "redirect_to_id")
    return nouns.follow(incident_id, {IncidentId(old): IncidentId(str(new)) for old, new in rows})


def get(incident_id: IncidentId) -> nouns.Incident:
    """Return the incident as it stands, even a merged one. Raises NotFound, KeysLocked."""
    found = many([incident_id])
    if not found:
        raise NotFound
    return found[0]


def many(incident_ids: Iterable[str]) -> tuple[nouns.Incident, ...]:
    """Return the incidents with these ids that exist, opened, latest day first."""
    rows = IncidentRow.objects.filter(pk__in=set(incident_ids)).order_by(F("day_first").desc(nulls_last=True), "id")
    return _to_domain(list(rows))


def newest(*, limit: int, offset: int = 0) -> tuple[nouns.Incident, ...]:
    """Return open incidents, latest day first. Raises KeysLocked."""
    rows = IncidentRow.objects.filter(state=IncidentState.OPEN.value)
    return _to_domain(list(rows.order_by(F("day_first").desc(nulls_last=True), "id")[offset : offset + limit]))


def near(*, first: date | None, last: date | None, limit: int) -> tuple[IncidentId, ...]:
    """Return open incidents that may have happened between two days, and those whose day nobody told; newest first."""
    rows = IncidentRow.objects.filter(state=IncidentState.OPEN.value)
    if first is not None and last is not None:
        rows = rows.filter(Q(seen_first__isnull=True) | Q(seen_first__lte=last, seen_last__gte=first))
    ids = rows.order_by(F("seen_last").desc(nulls_last=True), "-made_at", "id").values_list("id", flat=True)[:limit]
    return tuple(IncidentId(incident_id) for incident_id in ids)


def is_crowded(*, first: date | None, last: date | None, above: int) -> bool:
    """Return whether `near` would find more than so many, as far as those tell that ended between the two days.

    Each is counted at the day it ended, so that no more of the index is read than asked for.
    """
    between = " AND seen_last BETWEEN %s AND %s" if first and last else ""
    days = [first.isoformat(), last.isoformat()] if first and last else []
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(between=between), [IncidentState.OPEN.value, *days, above + 1])
        return bool(cursor.fetchone()[0] > above)


def count() -> int:
    """Return how many incidents stand."""
    return IncidentRow.objects.filter(state=IncidentState.OPEN.value).count()


def _columns(reading: Reading) -> dict[str, Any]:
    return {
        "day_first": reading.days.first if reading.days else None,
        "day_last": reading.days.last if reading.days else None,
        "seen_first": reading.seen.first if reading.seen else None,
        "seen_last": reading.seen.last if reading.seen else None,
        "box": {
            "place": asdict(reading.place) if reading.place else None,
            "district": reading.district,
            "event_type": reading.event_type.value if reading.event_type else "",
        },
    }


def _to_domain(rows: list[IncidentRow]) -> tuple[nouns.Incident, ...]:
    reports: dict[str, list[ReportId]] = {}
    links = LinkRow.objects.filter(incident_id__in=[row.id for row in rows], state=LinkState.LINKED.value)
    for incident_id, report_id in links.order_by("id").values_list("incident_id", "report_id"):
        reports.setdefault(incident_id, []).append(ReportId(report_id))
    return tuple(_one(row, tuple(reports.get(row.id, ()))) for row in rows)


def _one(row: IncidentRow, reports: tuple[ReportId, ...]) -> nouns.Incident:
    opened = row.box.open()
    place = opened["place"]
    return nouns.Incident(
        id=IncidentId(row.id),
        state=IncidentState(row.state),
        redirect_to=IncidentId(row.redirect_to_id) if row.redirect_to_id else None,
        days=Days(first=row.day_first, last=row.day_last) if row.day_first and row.day_last else None,
        place=PlaceCandidate(**place) if place else None,
        district=opened["district"],
        event_type=event_type_of(opened["event_type"]),
        reports=reports,
        made_at=row.made_at,
    )
