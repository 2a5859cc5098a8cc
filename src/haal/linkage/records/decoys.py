"""Decoys: the pairs of one set with the other moved by weeks. None of them is a match, so they show what chance looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from haal.linkage.records.block import pairs_of
from haal.linkage.records.levels import FORM, Around, levels_of
from haal.linkage.records.record import Record
from haal.linkage.scorer.model import Levels

MOVED_DAYS = (-70, -56, -42, -28, 28, 42, 56, 70)  # whole weeks: markets and Fridays stay what they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoys:
    """The levels of all decoys, and how often the set was moved."""

    levels: Levels
    copies: int


def decoys_of(
    left: Sequence[Record],
    right: Sequence[Record],
    *,
    around: Around,
    tell: Callable[[int, int], None] = lambda _, __: None,
) -> Decoys:
    """Move the right set by each number of days and compare it anew. `tell`: done, in all."""
    parts: list[Levels] = [np.zeros((0, len(FORM.codes)), dtype=np.int16)]
    for done, days in enumerate(MOVED_DAYS, start=1):
        moved = [_moved(record, days) for record in right]
        pairs = pairs_of(left, moved, names=around.names)
        parts.append(levels_of(left, moved, pairs=pairs, around=around))
        tell(done, len(MOVED_DAYS))
    return Decoys(levels=np.vstack(parts), copies=len(MOVED_DAYS))


def _moved(record: Record, days: int) -> Record:
    by = timedelta(days=days)
    return replace(record, first=record.first + by, last=record.last + by)
