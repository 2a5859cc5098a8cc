"""One report against many at once: the most that each pair can score, as far as days, kind and tolls say.

The one thing to know: this only leaves out. It is never less than what `held.Held.score` says of a pair, so whoever asks it first
misses nothing and looks closely at few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from haal.linkage.reports.levels import REST, toll
from haal.linkage.reports.near.days import places
from haal.linkage.reports.near.pack import FORM, HEAD, NONE, READING, wording_of
from haal.linkage.reports.near.weighed import Both, Numbers, Weighed, Whole
from haal.linkage.reports.seen import Seen

_HEAD = np.dtype(
    [
        ("form", "u1"),
        ("wording", "u1"),
        ("readings", "u1"),
        ("kind", "<u4"),
        ("names", "<u4"),
        ("page", "<u4"),
        ("tolls", "<i8", (3,)),
        ("days", "<i4", (3, 2)),
    ]
)
_SMALL = 64  # figures: beyond, a toll is taken to fit as well as any
_BEST = REST["killed"] - 1


def most(one: Seen, packed: Sequence[bytes], *, by: Weighed, weigh_kind: Callable[[bytes], Both]) -> Numbers:
    """Return the most that a report can score with each of many in their short form; less than all: they cannot be one event.

    `weigh_kind`: what the bytes of type and target weigh. Raises ValueError: one is of another version.
    """
    heads = np.frombuffer(b"".join([each[: HEAD.size] for each in packed]), dtype=_HEAD)
    if (heads["form"] != FORM).any():
        raise ValueError(heads["form"])
    days = heads["days"].astype(np.int64)
    event = np.where(days[:, 0, :1] != NONE, days[:, 0], days[:, 1])
    at = places(one, event, days[:, 2], none=NONE)
    side = by.side[at]
    begin = HEAD.size + READING.size * heads["readings"].astype(np.int64)
    parts = zip(packed, begin.tolist(), (begin + heads["kind"]).tolist(), strict=True)
    kinds = [each[first:end] for each, first, end in parts]
    known = {kind: weigh_kind(kind) for kind in set(kinds)}
    what = np.array([known[kind] for kind in kinds])
    found: Numbers = (
        by.prior + by.time[at] + what[np.arange(len(what)), side] + by.best[heads["wording"] & wording_of(one), side]
    )
    for place, mine in enumerate((one.killed, one.injured, one.taken)):
        if mine is not None:
            told = np.minimum(heads["tolls"][:, place], _SMALL) - NONE
            found += by.toll[place][_levels(mine)[told], side]
    return found


@lru_cache(maxsize=1_024)
def _levels(mine: int) -> Whole:
    """Return how well a toll fits with every other: one that is not told, the small ones, and whatever is more."""
    return np.array([0, *(toll(mine, theirs) for theirs in range(_SMALL)), _BEST])
