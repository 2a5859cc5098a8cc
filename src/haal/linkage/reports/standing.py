"""How surely a report belongs where it was put: from how it fits there, how it fits best elsewhere, and whether days are known.

The one thing to know: this is a second scorer of the same form, over what only the neighbourhood tells: a good fit is worth less
where a rival fits nearly as well. Its probability is what `alone` (nobody is asked) and `ask` are decided by; but a report of which
no day is known, or whose day meets no day of the group, is asked about however well it fits: the same may have happened there in
another year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haal.linkage.reports.groups import FAR, Links
from haal.linkage.reports.levels import is_timed
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Form, Model

ALONE_MIN = 0.98
ASK_MAX = 0.97  # said of what is asked about for want of a day
_FIT_AT = (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
_BEST_AT = (0.0, 1.5, 3.0, 4.0, 5.0)
_MARGIN_AT = (0.5, 1.5, 3.0, 5.0, 8.0)
_SIZES = {"fit": 9, "best": 7, "margin": 7, "members": 4}
FORM = Form(name="reports-zone", codes=tuple(_SIZES), sizes=tuple(_SIZES.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A report in its group: its mean link there, its best single link, and the mean link of the next best group.

    `meets`: its day is known and meets that of a member.
    """

    fit: float
    best: float
    rival: float
    members: int
    meets: bool

    def row(self) -> tuple[int, ...]:
        """Return the levels of the second scorer."""
        return (
            _at(self.fit, _FIT_AT),
            _at(self.best, _BEST_AT),
            _at(self.fit - self.rival, _MARGIN_AT),
            1 + min(2, (self.members >= 2) + (self.members >= 4)),
        )


def standing(
    one: int, own: Sequence[int], others: Sequence[Sequence[int]], *, links: Links, seen: Sequence[Seen]
) -> Standing:
    """Return how a report stands in `own` (itself left out), beside the other groups it touches."""
    near = links.of.get(one, {})
    members = [each for each in own if each != one]
    return Standing(
        fit=links.mean(one, own),
        best=max((near.get(each, FAR) for each in members), default=FAR),
        rival=max((links.mean(one, group) for group in others), default=FAR),
        members=len(members),
        meets=any(is_timed(seen[one], seen[each]) for each in members),
    )


def likely(at: Standing, model: Model) -> float:
    """Return the probability that the report belongs there."""
    sure = float(model.curve.at(np.array([model.score(at.row())]))[0])
    return sure if at.meets else min(sure, ASK_MAX)


def _at(value: float, edges: Sequence[float]) -> int:
    return 1 + sum(value >= edge for edge in edges)
