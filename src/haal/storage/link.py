"""The bond between a report and an incident: proposed, linked or undone, by whom, and why in features that can be explained.

The one thing to know: a report is linked to one incident at most (the database says so), and an undone or refused link stays as
undone: it is never proposed again. What the features mean is `haal.linkage`; their numbers lie in the desk's box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, models
from django.db.models import Q

from haal.domain.ids import IncidentId, PersonId, ReportId, SourceLineId
from haal.domain.incident import LinkState
from haal.storage.ground.fields import DeskBoxField

# Asked for every new report, in a box of any size; written once, since the ORM takes longer than the database.
_LAST = "SELECT max(id) FROM link"
_PAST = "SELECT 1 FROM link WHERE report_id = %s LIMIT 1"
_MEMBERS_BESIDE = """
SELECT incident_id, report_id FROM link WHERE state = 'linked' AND incident_id IN
(SELECT incident_id FROM link WHERE state = 'linked' AND report_id IN ({marks})) ORDER BY id DESC
"""


class How(StrEnum):
    """How a bond came about."""

    ALONE = "alone"  # by the rule, without a person
    ASKED = "asked"  # proposed to a person
    NEW = "new"  # the first report of a new incident
    BY_HAND = "by-hand"
    MERGE = "merge"
    SPLIT = "split"


class LinkRow(models.Model):
    """One bond."""

    id = models.BigAutoField(primary_key=True)
    report_id = models.CharField(max_length=40)
    incident_id = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    how = models.CharField(max_length=8)
    source_line_id = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    linked_by = models.CharField(max_length=40, null=True)
    linked_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, null=True)
    undone_at = models.DateTimeField(null=True)
    box = DeskBoxField()

    class Meta:
        """One standing incident for each report; one row for each pair that still matters."""

        db_table = "link"
        indexes = [
            models.Index(fields=["incident_id", "state"], name="link_incident"),
            models.Index(fields=["report_id"], name="link_report"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="link_one_incident", fields=["report_id"], condition=Q(state=LinkState.LINKED.value)
            ),
            models.UniqueConstraint(
                name="link_one_proposal",
                fields=["report_id", "incident_id"],
                condition=Q(state=LinkState.PROPOSED.value),
            ),
            models.CheckConstraint(
                name="link_linked_by_somebody",
                condition=~Q(state=LinkState.LINKED.value) | Q(linked_by__isnull=False, linked_at__isnull=False),
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One feature as it is kept: a code, its weight, the numbers to be said with it."""

    code: str
    weight: float
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A link as services see it."""

    id: int
    report_id: ReportId
    incident_id: IncidentId
    state: LinkState
    how: How
    source_line_id: SourceLineId
    linked_by: PersonId | None
    linked_at: datetime | None
    score: float
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An open proposal without its reasons; a smaller `id` is older."""

    id: int
    report_id: ReportId
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBond:
    """What is needed to keep a link. `by` None: only proposed."""

    report_id: ReportId
    incident_id: IncidentId
    how: How
    source_line_id: SourceLineId
    by: PersonId | None
    score: float = 0.0
    signs: Sequence[Sign] = ()


def add(bond: NewBond, *, now: datetime) -> None:
    """Keep a bond, proposed or linked."""
    LinkRow.objects.create(
        report_id=bond.report_id,
        incident_id=bond.incident_id,
        state=(LinkState.LINKED if bond.by else LinkState.PROPOSED).value,
        how=bond.how.value,
        source_line_id=bond.source_line_id,
        made_at=now,
        linked_by=bond.by,
        linked_at=now if bond.by else None,
        box={"score": bond.score, "signs": [[sign.code, sign.weight, *sign.numbers] for sign in bond.signs]},
    )


def undo(link_ids: Iterable[int], *, by: PersonId, now: datetime) -> None:
    """Undo links or refuse proposals; the rows stay."""
    LinkRow.objects.filter(pk__in=list(link_ids)).update(state=LinkState.UNDONE.value, undone_by=by, undone_at=now)


def drop_proposals(link_ids: Iterable[int]) -> None:
    """Forget open proposals that became links of their own row."""
    LinkRow.objects.filter(pk__in=list(link_ids), state=LinkState.PROPOSED.value).delete()


def drop_proposals_for(report_id: ReportId) -> None:
    """Forget the open proposals of a report that is looked at anew."""
    LinkRow.objects.filter(report_id=report_id, state=LinkState.PROPOSED.value).delete()


def drop_proposals_of(incident_id: IncidentId) -> tuple[ReportId, ...]:
    """Forget open proposals to an incident that is no more; return their reports, to be looked at anew."""
    rows = LinkRow.objects.filter(incident_id=incident_id, state=LinkState.PROPOSED.value)
    reports = tuple(ReportId(report_id) for report_id in rows.values_list("report_id", flat=True))
    rows.delete()
    return reports


def move(bond: Bond, *, to: IncidentId, how: How, by: PersonId, now: datetime) -> None:
    """Link the report of an undone bond to another incident, with the same explanation."""
    moved = NewBond(
        report_id=bond.report_id,
        incident_id=to,
        how=how,
        source_line_id=bond.source_line_id,
        by=by,
        score=bond.score,
        signs=bond.signs,
    )
    add(moved, now=now)


def of_report(report_id: ReportId) -> tuple[Bond, ...]:
    """Return every bond of a report, best first. Raises KeysLocked."""
    bonds = [_bond(row) for row in LinkRow.objects.filter(report_id=report_id)]
    return tuple(sorted(bonds, key=lambda bond: (-bond.score, bond.id)))


def linked_to(incident_id: IncidentId) -> tuple[Bond, ...]:
    """Return the standing links of an incident, oldest first. Raises KeysLocked."""
    rows = LinkRow.objects.filter(incident_id=incident_id, state=LinkState.LINKED.value).order_by("id")
    return tuple(_bond(row) for row in rows)


def incident_of(report_id: ReportId) -> IncidentId | None:
    """Return the incident a report is linked to, or None; no box is opened."""
    row = LinkRow.objects.filter(report_id=report_id, state=LinkState.LINKED.value).values_list("incident_id").first()
    return IncidentId(row[0]) if row else None


def incidents_of(report_ids: Iterable[str]) -> frozenset[IncidentId]:
    """Return the incidents that these reports are linked to; no box is opened."""
    rows = LinkRow.objects.filter(report_id__in=list(report_ids), state=LinkState.LINKED.value)
    return frozenset(IncidentId(each) for each in rows.values_list("incident_id", flat=True))


def ever_of(report_id: ReportId) -> tuple[IncidentId, ...]:
    """Return every incident that a report is or was linked to, or was proposed for; no box is opened."""
    rows = LinkRow.objects.filter(report_id=report_id).order_by("incident_id").values_list("incident_id", flat=True)
    return tuple(IncidentId(incident_id) for incident_id in rows.distinct())


def forget_signs(report_id: ReportId) -> None:
    """Empty the reasons of all links of a report, which say numbers that it told; that it is linked stays."""
    LinkRow.objects.filter(report_id=report_id).update(box={"score": 0.0, "signs": []})


def is_proposed(report_id: ReportId) -> bool:
    """Return whether a person is asked about this report."""
    return LinkRow.objects.filter(report_id=report_id, state=LinkState.PROPOSED.value).exists()


def proposed() -> tuple[Proposed, ...]:
    """Return every open proposal, oldest first; no box is opened."""
    rows = LinkRow.objects.filter(state=LinkState.PROPOSED.value).order_by("id")
    found = rows.values_list("id", "report_id", "incident_id")
    return tuple(Proposed(id=one, report_id=ReportId(each), incident_id=IncidentId(of)) for one, each, of in found)


def refused_for(report_id: ReportId) -> frozenset[IncidentId]:
    """Return the incidents that a report was parted from: they are not proposed again."""
    rows = LinkRow.objects.filter(report_id=report_id, state=LinkState.UNDONE.value)
    return frozenset(IncidentId(incident_id) for incident_id in rows.values_list("incident_id", flat=True))


def members_beside(report_ids: Iterable[ReportId], *, each_max: int) -> dict[IncidentId, tuple[ReportId, ...]]:
    """Return the incidents that these reports are linked to, each with its reports as `members` gives them."""
    asked = list(report_ids)
    if not asked:
        return {}
    marks = ", ".join(["%s"] * len(asked))
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS_BESIDE.format(marks=marks), asked)
        return _newest(cursor.fetchall(), each_max=each_max)


def members(incident_ids: Iterable[str], *, each_max: int) -> dict[IncidentId, tuple[ReportId, ...]]:
    """Return the linked reports of each incident, at most `each_max` of the newest; no box is opened."""
    rows = LinkRow.objects.filter(incident_id__in=list(incident_ids), state=LinkState.LINKED.value).order_by("-id")
    return _newest(rows.values_list("incident_id", "report_id"), each_max=each_max)


def _newest(rows: Iterable[tuple[str, str]], *, each_max: int) -> dict[IncidentId, tuple[ReportId, ...]]:
    """Return the first of each incident, given newest first, in their order."""
    found: dict[IncidentId, list[ReportId]] = {}
    for incident_id, report_id in rows:
        reports = found.setdefault(IncidentId(incident_id), [])
        if len(reports) < each_max:
            reports.append(ReportId(report_id))
    return {incident_id: tuple(reversed(reports)) for incident_id, reports in found.items()}


def membership() -> dict[ReportId, tuple[IncidentId, How]]:
    """Return the incident of every linked report and how it came there; no box is opened."""
    rows = LinkRow.objects.filter(state=LinkState.LINKED.value).values_list("report_id", "incident_id", "how")
    return {ReportId(report): (IncidentId(incident), How(how)) for report, incident, how in rows}


def lines_count() -> int:
    """Return how many source lines stand behind linked reports."""
    return LinkRow.objects.filter(state=LinkState.LINKED.value).values("source_line_id").distinct().count()


def last_id() -> int:
    """Return the number of the newest bond: whether anything was linked since."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        return int(cursor.fetchone()[0] or 0)


def has_past(report_id: ReportId) -> bool:
    """Return whether a report was ever linked or proposed."""
    with connection.cursor() as cursor:
        cursor.execute(_PAST, (report_id,))
        return cursor.fetchone() is not None


def _bond(row: LinkRow) -> Bond:
    opened = row.box.open()
    return Bond(
        id=row.id,
        report_id=ReportId(row.report_id),
        incident_id=IncidentId(row.incident_id),
        state=LinkState(row.state),
        how=How(row.how),
        source_line_id=SourceLineId(row.source_line_id),
        linked_by=PersonId(row.linked_by) if row.linked_by else None,
        linked_at=row.linked_at,
        score=float(opened["score"]),
        signs=tuple(Sign(code=sign[0], weight=float(sign[1]), numbers=tuple(sign[2:])) for sign in opened["signs"]),
    )
