"""One report against many at once: the most that each pair can score, as far as days, kind and tolls say.

The one thing to know: this only leaves out. It is never less than what `held.Held.score` says of a pair, so whoever asks it first
misses nothing and looks closely at few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from haal.domain.incident import EventType
from haal.linkage.reports.levels import REST, toll, type_level
from haal.linkage.reports.near.days import places
from haal.linkage.reports.near.pack import FORM, HEAD, NONE, TYPES, UNTOLD, VAGUE, target_mark, wording_of
from haal.linkage.reports.near.weighed import Numbers, Weighed, Whole
from haal.linkage.reports.seen import Seen

_HEAD = np.dtype(
    [
        ("form", "u1"),
        ("wording", "u1"),
        ("readings", "u1"),
        ("type", "u1"),
        ("target", "<u2"),
        ("hit", "<u4"),
        ("names", "<u4"),
        ("page", "<u4"),
        ("tolls", "<i8", (3,)),
        ("days", "<i4", (3, 2)),
    ]
)
_SMALL = 64  # figures: beyond, a toll is taken to fit as well as any
_BEST = REST["killed"] - 1


def most(one: Seen, packed: Sequence[bytes], *, by: Weighed) -> Numbers:
    """Return the most that a report can score with each of many in their short form; less than all: they cannot be one event.

    Raises ValueError: one is of another version.
    """
    heads = np.frombuffer(b"".join([each[: HEAD.size] for each in packed]), dtype=_HEAD)
    if (heads["form"] != FORM).any():
        raise ValueError(heads["form"])
    days = heads["days"].astype(np.int64)
    event = np.where(days[:, 0, :1] != NONE, days[:, 0], days[:, 1])
    at = places(one, event, days[:, 2], none=NONE)
    side = by.side[at]
    found: Numbers = (
        by.prior
        + by.time[at]
        + by.type[_types(one.event_type)[heads["type"]], side]
        + by.best[heads["wording"] & wording_of(one), side]
    )
    if mark := target_mark(one.target_kind):
        found += by.target[_targets(mark, heads["target"]), side]
    for place, mine in enumerate((one.killed, one.injured, one.taken)):
        if mine is not None:
            told = np.minimum(heads["tolls"][:, place], _SMALL) - NONE
            found += by.toll[place][_levels(mine)[told], side]
    return found


@lru_cache(maxsize=1_024)
def _levels(mine: int) -> Whole:
    """Return how well a toll fits with every other: one that is not told, the small ones, and whatever is more."""
    return np.array([0, *(toll(mine, theirs) for theirs in range(_SMALL)), _BEST])


@lru_cache(maxsize=len(TYPES))
def _types(mine: EventType | None) -> Whole:
    """Return how well a type fits with every other."""
    return np.array([type_level(mine, theirs) for theirs in TYPES])


def _targets(mine: int, theirs: Whole) -> Whole:
    """Return how well what was hit fits, at best: equal marks are taken to be equal targets."""
    told = np.where(theirs == mine, 3, 1)
    if mine == VAGUE:
        told[:] = 2
    told[theirs == VAGUE] = 2
    told[theirs == UNTOLD] = 0
    return told
