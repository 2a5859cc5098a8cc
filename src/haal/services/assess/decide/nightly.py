"""A look over everything at once: where would all reports stand if they had come together? What differs is proposed, never done.

The one thing to know: it reads what is linked and what waits, groups it by the scorer that places one new report, and compares
the groups with the incidents as they stand. A person answers each proposal; what people parted once, report from report, is not
proposed again, wherever the two are by now. Ids never change by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain.access import SYSTEM
from haal.domain.ids import IncidentId, ReportId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.report import Channel, Kind, Report
from haal.linkage.reports.cluster import Placed, cluster
from haal.linkage.reports.seen import seen_of
from haal.linkage.reports.suggest import Candidate
from haal.linkage.reports.typical import typical
from haal.linkage.told import Told, told_of
from haal.services.assess import keep
from haal.services.assess.decide import labels
from haal.storage import audit, work
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.together import same

SUBJECT = "nightly-look"
LIKELY_MIN = 0.5  # a report that stands less surely where the look puts it is left where it is

type Groups = Mapping[str, Sequence[ReportId]]
type Homes = Mapping[ReportId, IncidentId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A report that would stand in `to`. `out_of` None: it waits."""

    report_id: ReportId
    to: IncidentId
    out_of: IncidentId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen. `apart`: groups of linked reports that would be an incident of their own; a person splits, nobody proposes."""

    reports: int
    groups: int
    moves: tuple[Move, ...]
    merges: tuple[tuple[IncidentId, IncidentId], ...]
    apart: tuple[tuple[ReportId, ...], ...]


def is_due(*, now: datetime, hour: int, policy: Policy = DEFAULT) -> bool:
    """Return whether it is night by the clock on the wall (`hour`) and the last look is long enough ago."""
    if not 0 <= hour - policy.night_look_hour < policy.night_look_hours:
        return False
    last = audit.latest(limit=1, subject=SUBJECT)
    return not last or now - last[0].at >= timedelta(hours=policy.night_look_apart_hours)


def look(*, tell: Callable[[int, int], None] = lambda done, total: None) -> Look:
    """Group everything and return what differs from how it stands. Raises KeysLocked."""
    homes = {report: incident for report, (incident, _how) in link_rows.membership().items()}
    placed = cluster(list(_everything(homes).values()), tell=tell)
    groups: dict[str, list[ReportId]] = defaultdict(list)
    for each in placed:
        groups[each.group].append(ReportId(each.report_id))
    sure = {ReportId(each.report_id) for each in placed if _is_sure(each)}
    return _without_parted(compared(groups, homes=homes, sure=sure), homes=homes, parted=labels.parted())


def propose(*, found: Look, now: datetime, step: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Keep what differs as proposals for a person, and that it was looked; return how many are new. Raises KeysLocked."""
    kept = 0
    for done, move in enumerate(found.moves, start=1):
        kept += _propose(move, now=now)
        step(done, len(found.moves))
    with work.atomic():
        kept += sum(same.propose(one, other, now=now) for one, other in found.merges)
        audit.write(by=SYSTEM, what="nightly-looked", subject=SUBJECT, now=now)
    return kept


def compared(groups: Groups, *, homes: Homes, sure: set[ReportId]) -> Look:
    """Return how groups differ from the incidents that reports are linked to."""
    lives = _lives(groups, homes)
    moves: list[Move] = []
    merges: list[tuple[IncidentId, IncidentId]] = []
    apart: list[tuple[ReportId, ...]] = []
    for name, members in groups.items():
        counts = Counter(homes[each] for each in members if each in homes)
        here = sorted((each for each in counts if lives[each] == name), key=lambda each: (-counts[each], each))
        if not here:
            apart += [tuple(sorted(each for each in members if each in homes))] if counts else []
            continue
        merges += [(here[0], each) for each in here[1:]]
        strangers = [each for each in members if each in sure and homes.get(each) not in here]
        moves += [Move(report_id=each, to=here[0], out_of=homes.get(each)) for each in strangers]
    return Look(
        reports=sum(len(members) for members in groups.values()),
        groups=len(groups),
        moves=tuple(moves),
        merges=tuple(merges),
        apart=tuple(apart),
    )


def _without_parted(found: Look, *, homes: Homes, parted: frozenset[frozenset[ReportId]]) -> Look:
    """Return what was seen without what would bring together two reports that a person parted."""
    members: dict[IncidentId, list[ReportId]] = defaultdict(list)
    for report_id, incident_id in homes.items():
        members[incident_id].append(report_id)

    def may_meet(one: Sequence[ReportId], other: Sequence[ReportId]) -> bool:
        return not any(frozenset({here, there}) in parted for here in one for there in other)

    moves = tuple(move for move in found.moves if may_meet([move.report_id], members[move.to]))
    merges = tuple((one, other) for one, other in found.merges if may_meet(members[one], members[other]))
    return replace(found, moves=moves, merges=merges)


def _lives(groups: Groups, homes: Homes) -> dict[IncidentId, str]:
    """Return for each incident the group that holds most of its reports."""
    held: dict[IncidentId, Counter[str]] = defaultdict(Counter)
    for name, members in groups.items():
        for each in members:
            if each in homes:
                held[homes[each]][name] += 1
    return {each: min(counts, key=lambda name: (-counts[name], name)) for each, counts in held.items()}


def _everything(homes: Homes) -> dict[ReportId, Told]:
    waiting = (each for channel in Channel for each in report_rows.waiting_ids(channel=channel))
    opened = report_rows.many({*homes, *waiting})
    return {each: told for each in sorted(opened) if (told := _told(opened[each]))}


def _told(report: Report) -> Told | None:
    """Return what a report tells; None when it is no news, or nothing of it is left."""
    told = told_of(report)
    return told if report.kind is Kind.NEWS and (told.text or told.place or told.event_type) else None


def _is_sure(placed: Placed) -> bool:
    return placed.score >= LIKELY_MIN


def _propose(move: Move, *, now: datetime) -> bool:
    """Keep one proposal; False: it is proposed already, was refused, or things have changed since."""
    bonds = link_rows.of_report(move.report_id)
    if any(bond.incident_id == move.to for bond in bonds) or link_rows.incident_of(move.report_id) != move.out_of:
        return False
    report = report_rows.get(move.report_id)
    told = told_of(report)
    found = typical(seen_of(told), [seen_of(each) for each in keep.members_of(move.to)])
    if found is None:
        return False
    candidate = Candidate(incident_id=move.to, score=found.score, features=found.features)
    with work.atomic():
        if link_rows.incident_of(move.report_id) != move.out_of:
            return False
        keep.propose(report=report, candidate=candidate, now=now)
    return True
