"""Two reports held side by side: the score of a pair with its parts, and which report of an incident to hold a new one against.

The one thing to know: an incident's most typical report is the one whose score is nearest to the mean over its newest, so that
what a person sees is what `suggest` went by, not the best of it nor the worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from haal.linkage.reports.explain import Compared, explained
from haal.linkage.reports.groups import bounded
from haal.linkage.reports.levels import may_be_one, row
from haal.linkage.reports.seen import Seen
from haal.linkage.reports.suggest import MEMBERS_MAX
from haal.linkage.scorer.model import shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One report held against another. `score` = `base` + the weights of `features`; above 0 it speaks for one event.

    `base`: where any two reports begin. `can_be_one`: they are not two rows of one page nor a month apart.
    """

    one: str
    other: str
    score: float
    base: float
    features: tuple[Compared, ...]
    can_be_one: bool


def pair(one: Seen, other: Seen) -> Pair:
    """Return how two reports compare."""
    model = shipped("reports")
    return Pair(
        one=one.report_id,
        other=other.report_id,
        score=round(model.score(row(one, other)), 2),
        base=round(model.prior, 2),
        features=explained(one, other, model=model),
        can_be_one=may_be_one(one, other),
    )


def typical(one: Seen, members: Sequence[Seen]) -> Pair | None:
    """Return how a report compares with the most typical of an incident's reports (oldest first); None: it has none."""
    newest = members[-MEMBERS_MAX:]
    if not newest:
        return None
    model = shipped("reports")
    scores = [bounded(model.score(row(one, each))) for each in newest]
    mean = sum(scores) / len(scores)
    at = min(range(len(scores)), key=lambda place: (abs(scores[place] - mean), place))
    return pair(one, newest[at])
