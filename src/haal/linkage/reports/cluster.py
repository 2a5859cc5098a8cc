"""A whole set of reports at once: compared, grouped, each with how surely it belongs.

The one thing to know: the scorer is the same as for one new report (`suggest`); here every report sees all others. A group is
opened by the report that fits it best; all others are put there `alone` or are to be asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from haal.linkage.reports.groups import Links, grouped
from haal.linkage.reports.levels import rows
from haal.linkage.reports.pairs import candidates
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.reports.standing import ALONE_MIN, likely, standing
from haal.linkage.scorer.model import Model, shipped
from haal.linkage.told import Told

type Tell = Callable[[int, int], None]

STEP = 20_000  # pairs between two words of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a report was put: the group is named by the report that opened it. `score`: how likely it belongs there."""

    report_id: str
    group: str
    is_alone: bool
    score: float


def cluster(reports: Sequence[Told], *, tell: Tell = lambda done, total: None) -> list[Placed]:
    """Return the place of every report, in their order. `tell` hears how many pairs are done, of how many."""
    seen = [seen_of(told) for told in reports]
    pairs = candidates(seen)
    links = scored(seen, pairs, model=shipped("reports"), tell=tell)
    groups = grouped(len(seen), links, order=[one.report_id for one in seen])
    return _placed(seen, groups, links, model=shipped("reports-zone"))


def scored(
    seen: Sequence[Seen], pairs: Sequence[tuple[int, int]], *, model: Model, tell: Tell = lambda done, total: None
) -> Links:
    """Return the links between reports."""
    scores: dict[tuple[int, int], float] = {}
    for begin in range(0, len(pairs), STEP):
        part = pairs[begin : begin + STEP]
        scores.update(zip(part, model.scores(rows(seen, part)).tolist(), strict=True))
        tell(min(begin + STEP, len(pairs)), len(pairs))
    return Links.made(scores, never=same_page(seen))


def same_page(seen: Sequence[Seen]) -> Iterable[tuple[int, int]]:
    """Yield the pairs that one page tells: they are two events."""
    pages: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(seen):
        if one.page:
            pages[one.page].append(place)
    for members in pages.values():
        for at, one_place in enumerate(members):
            for other in members[at + 1 :]:
                yield one_place, other


def opener_of(group: Sequence[int], links: Links, seen: Sequence[Seen]) -> int:
    """Return the report that opens a group: of those whose day is known the one that fits all others best."""
    return max(group, key=lambda one: (seen[one].has_day, links.mean(one, group), seen[one].report_id))


def _placed(seen: Sequence[Seen], groups: Sequence[Sequence[int]], links: Links, *, model: Model) -> list[Placed]:
    home = {one: at for at, group in enumerate(groups) for one in group}
    found: dict[int, Placed] = {}
    for at, group in enumerate(groups):
        opener = opener_of(group, links, seen)
        for one in group:
            near = {home[other] for other in links.of.get(one, {})} - {at}
            stands = standing(one, group, [groups[each] for each in near], links=links, seen=seen)
            score = 1.0 if len(group) == 1 else likely(stands, model)
            found[one] = Placed(
                report_id=seen[one].report_id,
                group=seen[opener].report_id,
                is_alone=one == opener or score >= ALONE_MIN,
                score=round(score, 4),
            )
    return [found[place] for place in range(len(seen))]
