"""Groups that take one report after the other, and are at every moment those that all reports would make at once (`groups`).

The one thing to know: one more report asks for little to be grouped anew. Two groups join, and a report moves, only along a link above
`JOIN`; so taken anew are the kin (`groups.Grouping`) that the new report touches by such links, and where that makes kin that were
not there before, all that these touch, until new kin touch nothing left out. The rest goes the way it went: of two reports that never
met, one at least would have to have changed. So the answer is that of the whole, in any order of arrival.

Ids are numbers in the order in which groups began; none is used twice. In the box nothing is moved by this: what would change for
older reports is told as changes, to which a person says yes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from haal.linkage.reports.groups import FAR, JOIN, NEVER, Links, among, bounded
from haal.linkage.reports.levels import may_be_one, row
from haal.linkage.reports.pairs import keys_of, whenever_keys_of
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Model

type GroupId = int
type Share = Mapping[GroupId, list[int]]  # the older reports of a new group by the group they were in

NOWHERE = -1


class Kind(StrEnum):
    """What became of reports and groups."""

    BEGUN = "begun"  # the new report opens a group
    JOINED = "joined"  # the new report
    MOVED = "moved"  # older reports
    MERGED = "merged"  # what is left of `out_of`, whose id leads on
    SPLIT = "split"  # older reports that are a group of their own now


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is different since a report came. `out_of` None: it is the new report."""

    kind: Kind
    to: GroupId
    report_ids: tuple[str, ...]
    out_of: GroupId | None = None


@dataclass(slots=True, kw_only=True)
class Growing:
    """Reports by the order in which they came, the group of each, and where ids lead that are no more."""

    ids: list[str] = field(default_factory=list)
    homes: list[GroupId] = field(default_factory=list)
    groups: dict[GroupId, list[int]] = field(default_factory=dict)
    leads: dict[GroupId, GroupId] = field(default_factory=dict)
    _place: dict[str, int] = field(default_factory=dict)
    _links: Links = field(default_factory=Links)
    _close: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by links above JOIN
    _kin: dict[int, list[int]] = field(default_factory=dict)
    _kin_of: list[int] = field(default_factory=list)
    _begun: int = 0

    def __contains__(self, report_id: str) -> bool:
        """Return whether a report has come."""
        return report_id in self._place

    def group_of(self, report_id: str) -> GroupId:
        """Return the group in which a report is now."""
        return self.homes[self._place[report_id]]

    def now(self, group: GroupId) -> GroupId:
        """Return where an id leads: to itself while it is a group."""
        return self.leads.get(group, group)

    def add(self, report_id: str, scores: Mapping[str, float], *, never: Iterable[str] = ()) -> tuple[Change, ...]:
        """Take one report, given its scores with older ones and which of them its page tells too; return what changed.

        Raises:
            ValueError: it has come before.
            KeyError: a score is with one that has not come.
        """
        if report_id in self._place:
            raise ValueError(report_id)
        near = {self._place[other]: bounded(score) for other, score in scores.items()}
        near |= {self._place[other]: NEVER for other in never}
        new = self._place[report_id] = len(self.ids)
        self.ids.append(report_id)
        self.homes.append(NOWHERE)
        self._kin_of.append(NOWHERE)
        self._link(new, near)
        return tuple(self._kept(self._grouped_anew(new), new=new))

    def _link(self, new: int, near: Mapping[int, float]) -> None:
        for other, score in near.items():
            if score != FAR:  # for which a pair counts anyhow that was not compared
                self._links.put(new, other, score)
            if score > JOIN:
                self._close[new].append(other)
                self._close[other].append(new)

    def _grouped_anew(self, new: int) -> list[list[int]]:
        """Return the groups of the new report and of all kin that it may change; keep what is kin now."""
        taken: set[int] = set()
        more = self._touched_by([new])
        while True:
            taken |= more
            turn = sorted([new, *(one for each in taken for one in self._kin[each])], key=self.ids.__getitem__)
            found = among(turn, self._links)
            fresh = [kin for kin in found.kin if not self._are_kin(kin)]
            more = self._touched_by(one for kin in fresh for one in kin) - taken
            if not more:
                break
        for gone in {self._kin_of[one] for kin in fresh for one in kin} - {NOWHERE}:
            del self._kin[gone]
        for kin in fresh:
            self._kin[kin[0]] = kin
            for one in kin:
                self._kin_of[one] = kin[0]
        return found.groups

    def _touched_by(self, reports: Iterable[int]) -> set[int]:
        """Return the kin to which links above `JOIN` lead."""
        return {self._kin_of[other] for one in reports for other in self._close.get(one, ())} - {NOWHERE}

    def _are_kin(self, reports: Sequence[int]) -> bool:
        """Return whether these reports, and no other, were kin before."""
        at = {self._kin_of[one] for one in reports}
        return len(at) == 1 and len(self._kin.get(at.pop(), ())) == len(reports)

    def _kept(self, groups: Sequence[list[int]], *, new: int) -> Iterator[Change]:
        """Give each group its id, and keep it: the oldest of those whose most reports are there, or a new one."""
        shares = [self._share_of(group, new=new) for group in groups]
        lives = _lives(shares)
        for at, (group, share) in enumerate(zip(groups, shares, strict=True)):
            stay = sorted(each for each in share if lives[each] == at)
            if len(stay) == 1 and len(group) == len(share[stay[0]]) == len(self.groups[stay[0]]):
                continue
            if not stay:
                self._begun += 1
            to = stay[0] if stay else self._begun
            for out_of, reports in sorted(share.items()):
                if out_of in stay[1:]:
                    self._lead(out_of, to=to)
                    yield self._change(Kind.MERGED, reports, to=to, out_of=out_of)
                elif out_of != to:
                    yield self._change(Kind.MOVED if stay else Kind.SPLIT, reports, to=to, out_of=out_of)
            if new in group:
                yield self._change(Kind.JOINED if share else Kind.BEGUN, [new], to=to)
            self.groups[to] = group
            for one in group:
                self.homes[one] = to

    def _share_of(self, group: Iterable[int], *, new: int) -> Share:
        share: dict[GroupId, list[int]] = {}
        for one in group:
            if one != new:
                share.setdefault(self.homes[one], []).append(one)
        return share

    def _lead(self, gone: GroupId, *, to: GroupId) -> None:
        """Let an id lead to another, and all that led to it: one step is enough for ever."""
        del self.groups[gone]
        self.leads |= {each: to for each, led in self.leads.items() if led == gone} | {gone: to}

    def _change(self, kind: Kind, reports: Iterable[int], *, to: GroupId, out_of: GroupId | None = None) -> Change:
        return Change(kind=kind, to=to, report_ids=tuple(self.ids[one] for one in reports), out_of=out_of)


def _lives(shares: Sequence[Share]) -> Mapping[GroupId, int]:
    """Return for each older group in which new one most of its reports are; of two, in that of its oldest report."""
    parts: dict[GroupId, list[tuple[int, int, int]]] = defaultdict(list)
    for at, share in enumerate(shares):
        for each, reports in share.items():
            parts[each].append((-len(reports), min(reports), at))
    return {each: min(found)[2] for each, found in parts.items()}


@dataclass(slots=True, kw_only=True)
class Shelf:
    """Reports that came, by the keys under which they are found (`pairs.keys_of`): what a new one is held against."""

    model: Model
    _by_key: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    _by_page: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def put(self, one: Seen) -> tuple[Mapping[str, float], Sequence[str]]:
        """Keep a report; return its scores with those that can be one event, and those that its page tells too."""
        keys = set(keys_of(one))
        kept, asked = whenever_keys_of(one)
        met = {other.report_id: other for key in (*keys, *asked) for other in self._by_key.get(key, ())}
        scores = {name: self.model.score(row(one, other)) for name, other in met.items() if may_be_one(one, other)}
        never = tuple(self._by_page[one.page]) if one.page else ()
        for key in (*keys, *kept):
            self._by_key[key].append(one)
        if one.page:
            self._by_page[one.page].append(one.report_id)
        return scores, never
