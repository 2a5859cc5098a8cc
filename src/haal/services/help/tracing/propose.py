"""Hold a new case against all that are open, and propose what is worth a look to the finder who has the request.

The one thing to know: it runs after intake, never while somebody waits for a page, and what it finds changes nothing that a
seeker can see. Two requests for one person are proposed too: they are linked, and both stay.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.ids import ReportId, TracingId, TracingPairId, new_id
from haal.domain.tracing.case import Case, CaseState
from haal.domain.tracing.pair import Pair, PairKind, PairState, two_needed
from haal.domain.tracing.told import Described, Entry
from haal.linkage.sought.among import Among
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows


class Board:
    """Who is described in each open case, opened once for all that are considered together; lives as long as a round."""

    def __init__(self) -> None:
        """Open nothing before it is asked for."""
        self._among: dict[Entry, Among] = {}

    def of(self, entry: Entry) -> Among:
        """Return those of one kind. Raises KeysLocked."""
        if entry not in self._among:
            self._among[entry] = Among(case_rows.described(entry=entry))
        return self._among[entry]


def consider(*, report_id: ReportId, now: datetime, board: Board | None = None) -> int:
    """Propose the pairs of this report's case; return how many are new. Raises KeysLocked."""
    case = case_rows.of_report(report_id)
    told = case_rows.told_of(case.id) if case else None
    if case is None or told is None or case.state is not CaseState.OPEN:
        return 0
    opened, new = board or Board(), 0
    for entry in Entry:
        if case.entry is entry is Entry.SIGHTING:
            continue  # two sightings are no search
        ordered = case.entry is Entry.REQUEST and entry is Entry.SIGHTING
        among = opened.of(entry)
        for found in among.candidates(told.who, but=case.id, ordered=ordered):
            new += _propose(case, TracingId(found.id), (told.who, among.who(found.id)), now=now)
    return new


def link(*, case_id: TracingId, other_id: TracingId, now: datetime) -> bool:
    """Propose that two requests are for one person, since a note says so; True when that is new. Raises KeysLocked."""
    one, other = case_rows.told_of(case_id), case_rows.told_of(other_id)
    if one is None or other is None:
        return False
    return _propose(case_rows.get(case_id), other_id, (one.who, other.who), now=now) > 0


def _propose(case: Case, other_id: TracingId, both_told: tuple[Described, Described], *, now: datetime) -> int:
    request = case if case.entry is Entry.REQUEST else case_rows.get(other_id)
    both = {case.entry, case_rows.get(other_id).entry}
    pair = Pair(
        id=TracingPairId(new_id("m")),
        request_id=request.id,
        other_id=other_id if request.id == case.id else case.id,
        kind=PairKind.DUPLICATE if both == {Entry.REQUEST} else PairKind.SIGHTING,
        state=PairState.PROPOSED,
        proposed_at=now,
        two_needed=two_needed(*both_told, situation=request.situation),
    )
    with work.atomic():
        if not pair_rows.propose(pair):
            return 0
        audit.write(by=SYSTEM, what="tracing-pair-proposed", subject=pair.id, why=pair.kind.value, now=now)
    return 1
