"""What people decided, as pairs of reports that tell of the same event or of two: each decision becomes a label.

The one thing to know: it is read out of the links as they were made and undone, never kept a second time, and no box is opened.
What the rule linked alone is no label, and says nothing of those it joined. Of two answers to one pair the later counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from haal.domain.access import SYSTEM
from haal.domain.ids import IncidentId, ReportId
from haal.storage import link as link_rows
from haal.storage.link import How
from haal.storage.together import past, same
from haal.storage.together.past import Past
from haal.storage.together.same import Refusal


class Decided(StrEnum):
    """By which kind of act."""

    ACCEPT = (
        "accept"  # of what was proposed or named; what was proposed beside it is refused, and what it left is another
    )
    REFUSE = "refuse"
    BEGIN = "begin"  # no to all that was proposed
    UNDO = "undo"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Two reports, the smaller id first, and what a person said of them."""

    report: ReportId
    other: ReportId
    is_same: bool
    at: datetime
    how: Decided


def every() -> tuple[Label, ...]:
    """Return what people say today of each pair they decided about, oldest answer first."""
    return labels_of(past.history(), refusals=same.refusals())


def parted() -> frozenset[frozenset[ReportId]]:
    """Return the pairs that people hold for two events: not to be proposed again."""
    return frozenset(frozenset({each.report, each.other}) for each in every() if not each.is_same)


def kept_from(report_id: ReportId) -> frozenset[IncidentId]:
    """Return the incidents that are not proposed to a report: it was parted from them, or from a report that is there now."""
    if not link_rows.has_past(report_id):
        return frozenset()
    refused, beside = link_rows.refused_for(report_id), past.beside(report_id)
    if beside == {report_id}:
        return refused
    found = labels_of(past.history(beside), refusals=same.refusals())
    apart = [{each.report, each.other} for each in found if not each.is_same]
    return refused | link_rows.incidents_of(set().union(*(pair for pair in apart if report_id in pair)) - {report_id})


def labels_of(rows: Sequence[Past], *, refusals: Iterable[Refusal] = ()) -> tuple[Label, ...]:
    """Return the labels in a history of links, given in the order in which they were made; pure."""
    history = _History.of(rows)
    said = [*_of_refusals(refusals, history), *_of_links(rows, history), *_of_partings(rows, history)]
    said.sort(key=lambda label: label.at)  # of one instant: what was parted counts more than what was joined
    latest = {(label.report, label.other): label for label in said}
    return tuple(sorted(latest.values(), key=lambda label: (label.at, label.report, label.other)))


@dataclass(slots=True, kw_only=True)
class _History:
    """The links by incident and by report."""

    of_incident: dict[IncidentId, list[Past]] = field(default_factory=lambda: defaultdict(list))
    began: dict[tuple[ReportId, datetime], Past] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Past]) -> _History:
        history = cls()
        for row in rows:
            if row.linked_at is not None:
                history.of_incident[row.incident_id].append(row)
                history.began[row.report_id, row.linked_at] = row
        return history

    def joined(self, row: Past) -> Iterator[ReportId]:
        """Yield who was in an incident when a report was linked to it, without those who came by the same act."""
        for each in self.of_incident[row.incident_id]:
            together = row.how in _MANY and (each.how, each.linked_at) == (row.how, row.linked_at)
            if each.id < row.id and not together and _stood(each, row.linked_at):
                yield each.report_id

    def left(self, incident_id: IncidentId, at: datetime) -> Iterator[ReportId]:
        """Yield who was in an incident after an instant."""
        for each in self.of_incident[incident_id]:
            if each.linked_at is not None and each.linked_at <= at and _stood(each, at):
                yield each.report_id


_MANY = frozenset({How.MERGE, How.SPLIT})
_BY_PEOPLE: Mapping[How, Decided] = {
    How.ASKED: Decided.ACCEPT,
    How.BY_HAND: Decided.ACCEPT,
    How.MERGE: Decided.MERGE,
    How.SPLIT: Decided.SPLIT,
}


def _of_links(rows: Iterable[Past], history: _History) -> Iterator[Label]:
    for row in rows:
        decided = _BY_PEOPLE.get(row.how)
        if decided and row.linked_at and row.linked_by != SYSTEM.person_id:
            yield from _labels(row.report_id, history.joined(row), is_same=True, at=row.linked_at, how=decided)


def _of_partings(rows: Iterable[Past], history: _History) -> Iterator[Label]:
    for row in rows:
        decided = _parted_by(row, history)
        if decided and row.undone_at:
            others = history.left(row.incident_id, row.undone_at)
            yield from _labels(row.report_id, others, is_same=False, at=row.undone_at, how=decided)


def _parted_by(row: Past, history: _History) -> Decided | None:
    """Return by which act a person parted a report from an incident; None: nobody did."""
    if row.undone_at is None or row.undone_by == SYSTEM.person_id:
        return None
    after = history.began.get((row.report_id, row.undone_at))
    if after is None or after.incident_id == row.incident_id:
        return Decided.REFUSE if row.linked_at is None else Decided.UNDO
    if after.how is How.NEW:
        return Decided.BEGIN if row.linked_at is None else Decided.UNDO
    return None if after.how is How.MERGE else _BY_PEOPLE.get(after.how)


def _of_refusals(refusals: Iterable[Refusal], history: _History) -> Iterator[Label]:
    """Two incidents that somebody held for two; a split says so of itself, and only of those who went."""
    for each in refusals:
        here, there = (set(history.left(one, each.at)) for one in (each.one, each.other))
        rows = (*history.of_incident[each.one], *history.of_incident[each.other])
        if any(row.how is How.SPLIT and row.linked_at == each.at for row in rows):
            continue
        for report_id in sorted(here):
            yield from _labels(report_id, sorted(there), is_same=False, at=each.at, how=Decided.REFUSE)


def _labels(
    report_id: ReportId, others: Iterable[ReportId], *, is_same: bool, at: datetime, how: Decided
) -> Iterator[Label]:
    for each in others:
        if each != report_id:
            one, other = sorted((report_id, each))
            yield Label(report=one, other=other, is_same=is_same, at=at, how=how)


def _stood(row: Past, at: datetime | None) -> bool:
    """Return whether a link was not undone yet after an instant."""
    return row.undone_at is None or (at is not None and row.undone_at > at)
