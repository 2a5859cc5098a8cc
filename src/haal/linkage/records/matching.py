"""Match two data sets: which record of the left tells of the same incident as which of the right, and how surely.

The one thing to know: a record may have several partners (split or entered twice) and most have none. A pair is linked
`alone` from 0.98 on; from 0.5 on a person is asked; what is less likely is not in the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haal.linkage.records.block import pairs_of
from haal.linkage.records.decoys import decoys_of
from haal.linkage.records.labels import Labels
from haal.linkage.records.learning import Learned, Pool, learn
from haal.linkage.records.levels import around, levels_of
from haal.linkage.records.names import Names
from haal.linkage.records.record import Record
from haal.linkage.scorer.model import Model

ALONE_FROM = 0.98
ASK_FROM = 0.5


class Zone(StrEnum):
    """Who may link a pair: the program alone, or a person who is asked."""

    ALONE = "alone"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One pair that is, or may be, one incident. `score`: a probability."""

    left: str
    right: str
    score: float
    zone: Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The answer, likeliest first for each left record; what was learned; how many pairs were looked at."""

    links: tuple[Link, ...]
    learned: Learned
    looked_at: int


def match(
    left: Sequence[Record],
    right: Sequence[Record],
    *,
    labels: Labels,
    begin: Model | None = None,
    tell: Callable[[int, int], None] = lambda _, __: None,
) -> Matching:
    """Match two sets. `labels` may be empty; too few are not used. `tell`: steps done, in all."""
    names = Names(left, right)
    pairs = pairs_of(left, right, names=names)
    seen = around(left, right, names=names)
    pool = Pool(left=left, right=right, pairs=pairs, levels=levels_of(left, right, pairs=pairs, around=seen))
    learned = learn(pool, decoys=decoys_of(left, right, around=seen, tell=tell), labels=labels, begin=begin)
    chances = learned.probabilities(pool)
    found = sorted(
        (int(mine), -float(chance), int(yours)) for (mine, yours), chance in zip(pairs, chances, strict=True)
    )
    return Matching(links=tuple(_links(left, right, found)), learned=learned, looked_at=len(pairs))


def _links(left: Sequence[Record], right: Sequence[Record], found: Iterable[tuple[int, float, int]]) -> Iterable[Link]:
    for mine, less, yours in found:
        chance = round(-less, 4)
        if chance >= ASK_FROM:
            zone = Zone.ALONE if chance >= ALONE_FROM else Zone.ASK
            yield Link(left=left[mine].record_id, right=right[yours].record_id, score=chance, zone=zone)
