"""How surely a report belongs where it was put: from how it fits there, how it fits best elsewhere, and whether days are known.

The one thing to know: this is a second scorer of the same form, over what only the neighbourhood tells: a good fit is worth less
where a rival fits nearly as well (`hold`). Its probability is what `alone` (nobody is asked) and `ask` are decided by; but a report
of which no day is known, or whose day meets no day of the group, is asked about however well it fits: the same may have happened
there in another year.
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
ASK_MAX = 0.97  # said of what is asked about however it fits
HOLD_MIN = 2.0  # below that a report is asked about: too few judged reports stand there to tell 97 from 99 of a hundred
MARGIN = 1.0  # a rival within this of the fit takes all hold
_HOLD_AT = (0.0, 1.0, HOLD_MIN, 3.0, 4.0)
FORM = Form(name="reports-zone", codes=("hold",), sizes=(len(_HOLD_AT) + 2,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A report in its group: its mean link there, and the mean link of the next best group.

    `meets`: its day is known and meets that of a member.
    """

    fit: float
    rival: float
    meets: bool

    @property
    def hold(self) -> float:
        """How well it fits, or how much better than its best rival, whichever is less."""
        return min(self.fit, self.fit - self.rival - MARGIN)

    @property
    def may_be_alone(self) -> bool:
        """Whether nobody needs to be asked if it is likely enough."""
        return self.meets and self.hold >= HOLD_MIN

    def row(self) -> tuple[int, ...]:
        """Return the level of the second scorer."""
        return (_at(self.hold, _HOLD_AT),)


def standing(
    one: int, own: Sequence[int], others: Sequence[Sequence[int]], *, links: Links, seen: Sequence[Seen]
) -> Standing:
    """Return how a report stands in `own` (itself left out), beside the other groups it touches."""
    members = [each for each in own if each != one]
    return Standing(
        fit=links.mean(one, own),
        rival=max((links.mean(one, group) for group in others), default=FAR),
        meets=any(is_timed(seen[one], seen[each]) for each in members),
    )


def likely(at: Standing, model: Model) -> float:
    """Return the probability that the report belongs there."""
    sure = float(model.curve.at(np.array([model.score(at.row())]))[0])
    return sure if at.may_be_alone else min(sure, ASK_MAX)


def _at(value: float, edges: Sequence[float]) -> int:
    return 1 + sum(value >= edge for edge in edges)
