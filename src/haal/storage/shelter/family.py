"""The table of counts of families: where and how it stands in clear, everything counted in the desk's box.

The one thing to know: a count of one family with its ages is nearly a person, so numbers, district of origin, day and needs
are boxed, and the public reads a table of its own (`haal.storage.shelter.bulletin`). A count is never deleted by a person;
it is set aside with a reason, and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import Q

from haal.domain.errors import NotFound
from haal.domain.ids import FamilyCountId, PersonId, ReportId
from haal.domain.need import Area, NeedKind
from haal.domain.shelter import family as nouns
from haal.storage.boxes import erased
from haal.storage.ground.fields import DeskBoxField, with_keys


class FamilyCountRow(models.Model):
    """One count. `looked_by`: who looked at it and let it count."""

    id = models.CharField(primary_key=True, max_length=40)
    report_id = models.CharField(max_length=40, unique=True)
    district = models.CharField(max_length=60, blank=True, default="")
    cell = models.CharField(max_length=16, null=True)
    state = models.CharField(max_length=12, default=nouns.CountState.TOLD.value)
    aside = models.CharField(max_length=20, blank=True, default="")
    looked_by = models.CharField(max_length=40, blank=True, default="")
    told_at = models.DateTimeField()
    box = DeskBoxField(null=True)

    class Meta:
        """Set aside with a reason; counted only when somebody has looked at it; words until they are erased."""

        db_table = "family_count"
        indexes = [models.Index(fields=["state", "told_at"], name="family_count_state")]
        constraints = [
            models.CheckConstraint(
                name="family_count_aside_says_why",
                condition=Q(state="set-aside", aside__in=[why.value for why in nouns.AsideWhy])
                | ~Q(state="set-aside") & Q(aside=""),
            ),
            models.CheckConstraint(
                name="family_count_looked_at", condition=~Q(state="kept") | ~Q(looked_by="") & Q(box__isnull=False)
            ),
        ]


def keep(count: nouns.FamilyCount, *, report_id: ReportId, now: datetime) -> bool:
    """Keep a count of this report, once; False when there is one already."""
    _row, made = FamilyCountRow.objects.get_or_create(
        report_id=report_id,
        defaults={
            "id": count.id,
            "district": count.where.district,
            "cell": count.where.cell,
            "state": count.state.value,
            "told_at": now,
            "box": _plain(count.counted),
        },
    )
    return made


def get(count_id: FamilyCountId, *, for_change: bool = False) -> nouns.FamilyCount:
    """Return the count, opened. Raises NotFound, also when its words were erased; KeysLocked."""
    rows = FamilyCountRow.objects.select_for_update() if for_change else FamilyCountRow.objects
    row = rows.filter(pk=count_id, box__isnull=False).first()
    if row is None:
        raise NotFound
    return _opened([row])[0]


def of_report(report_id: ReportId) -> FamilyCountId | None:
    """Return the count that this report made, or None."""
    found = FamilyCountRow.objects.filter(report_id=report_id).values_list("pk", flat=True).first()
    return FamilyCountId(found) if found else None


def report_of(count_id: FamilyCountId) -> ReportId:
    """Return the report whose box holds the free words. Raises NotFound."""
    found = FamilyCountRow.objects.filter(pk=count_id).values_list("report_id", flat=True).first()
    if found is None:
        raise NotFound
    return ReportId(found)


def in_state(state: nouns.CountState, *, limit: int | None = None) -> tuple[nouns.FamilyCount, ...]:
    """Return the counts in a state, the latest told first. Raises KeysLocked."""
    rows = FamilyCountRow.objects.filter(state=state.value, box__isnull=False).order_by("-told_at", "id")
    return _opened(rows[:limit] if limit else rows)


def count_told() -> int:
    """Return how many nobody has looked at. Opens nothing."""
    return FamilyCountRow.objects.filter(state=nouns.CountState.TOLD.value).count()


def set_kept(count_id: FamilyCountId, *, by: PersonId) -> None:
    """Keep that somebody looked at it and it counts."""
    FamilyCountRow.objects.filter(pk=count_id).update(state=nouns.CountState.KEPT.value, looked_by=by)


def set_aside(count_id: FamilyCountId, *, why: nouns.AsideWhy) -> None:
    """Keep that nothing is built on it any more."""
    FamilyCountRow.objects.filter(pk=count_id).update(state=nouns.CountState.SET_ASIDE.value, aside=why.value)


def forget_words(report_id: ReportId) -> None:
    """Wipe the count of a report that was erased; nothing is built on it any more. Its area goes with `forget_place`."""
    rows = FamilyCountRow.objects.filter(report_id=report_id)
    if rows.update(box=None, state=nouns.CountState.SET_ASIDE.value, aside=nouns.AsideWhy.ERASED.value):
        erased.leave_nothing_after_commit()


def place_of_erased(report_id: ReportId) -> Area | None:
    """Return where a count of this report was that is wiped but for its area, or None."""
    row = FamilyCountRow.objects.filter(report_id=report_id, box__isnull=True).exclude(district="").first()
    return Area(district=row.district, cell=row.cell) if row else None


def forget_place(report_id: ReportId) -> None:
    """Wipe where it was."""
    FamilyCountRow.objects.filter(report_id=report_id).update(district="", cell=None)


def _plain(counted: nouns.Counted) -> dict[str, Any]:
    return {
        "home": counted.home,
        "families": counted.families,
        "people": counted.people,
        "disabled": counted.disabled,
        "onward": counted.onward,
        "day": counted.day.isoformat(),
        "move": counted.move.value,
        "ages": {band.value: number for band, number in counted.ages.items()},
        "needs": sorted(counted.needs),
    }


def _opened(rows: Iterable[FamilyCountRow]) -> tuple[nouns.FamilyCount, ...]:
    found = list(rows)
    boxes = with_keys([row.box for row in found])
    return tuple(_count(row, box.open()) for row, box in zip(found, boxes, strict=True))


def _count(row: FamilyCountRow, told: dict[str, Any]) -> nouns.FamilyCount:
    return nouns.FamilyCount(
        id=FamilyCountId(row.id),
        counted=nouns.Counted(
            home=str(told["home"]),
            families=int(told["families"]),
            move=nouns.Move(told["move"]),
            day=date.fromisoformat(told["day"]),
            people=int(told["people"]),
            ages=MappingProxyType({nouns.Band(band): int(number) for band, number in told["ages"].items()}),
            disabled=int(told["disabled"]),
            onward=str(told["onward"]),
            needs=frozenset(NeedKind(kind) for kind in told["needs"]),
        ),
        where=Area(district=row.district, cell=row.cell),
        state=nouns.CountState(row.state),
        aside=nouns.AsideWhy(row.aside) if row.aside else None,
    )
