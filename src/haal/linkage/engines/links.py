"""The links among many reports: each with what stands near it in place and time, scored, on all cores.

The one thing to know: what comes out is what `Model.score` gives for reports without wording. The work is in `compiled`; here it is
dealt out in parts and put together in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np

from haal.linkage.engines.compiled.met import Blocks, meet
from haal.linkage.engines.compiled.scored import Facts, Found, Met
from haal.linkage.engines.layout import Laid
from haal.linkage.engines.tables import Numbers, Whole, tables
from haal.linkage.reports.groups import JOIN
from haal.linkage.scorer.model import Model

PART = 8_192  # reports that are looked at in one go
ROOM = 262_144  # pairs that are laid down before they are taken away
CORES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Pairs of reports by their numbers in time, the earlier first, and the score of each."""

    one: Whole
    other: Whole
    score: Numbers


def links(laid: Laid, *, model: Model, above: float = JOIN) -> Linked:
    """Return the pairs that score more than `above`, each once, in order of their first."""
    count = len(laid.place)
    facts = Facts(reports=laid.reports, places=laid.spots.places, weights=tables(model, whats=laid.whats))
    blocks = Blocks(
        near=laid.spots.near,
        names=laid.spots.words,
        in_cell=laid.in_cell,
        in_name=laid.in_name,
        timeless=laid.timeless,
    )
    rooms: SimpleQueue[tuple[Met, Found]] = SimpleQueue()
    for _ in range(CORES):
        rooms.put(_room(count))

    def met(begin: int) -> Linked:
        room = rooms.get()
        try:
            return joined(list(_parts(begin, min(begin + PART, count), room)))
        finally:
            rooms.put(room)

    def _parts(begin: int, end: int, room: tuple[Met, Found]) -> Iterator[Linked]:
        while begin < end:
            begin = meet((begin, end, above), (blocks, facts), room)
            found = room[1]
            here = slice(0, int(found.size[0]))
            yield Linked(one=found.one[here].copy(), other=found.other[here].copy(), score=found.score[here].copy())

    with ThreadPoolExecutor(CORES) as pool:
        return joined(list(pool.map(met, range(0, count, PART))))


def joined(every: Sequence[Linked]) -> Linked:
    """Return all pairs in one."""
    if not every:
        return Linked(one=np.empty(0, dtype=np.int32), other=np.empty(0, dtype=np.int32), score=np.empty(0))
    return Linked(
        one=np.concatenate([each.one for each in every]),
        other=np.concatenate([each.other for each in every]),
        score=np.concatenate([each.score for each in every]),
    )


def _room(count: int) -> tuple[Met, Found]:
    met = Met(
        other=np.empty(count, dtype=np.int32),
        by=np.full(count, -1, dtype=np.int32),
        size=np.zeros(1, dtype=np.int64),
    )
    size = max(ROOM, count)
    return met, Found(
        one=np.empty(size, dtype=np.int32),
        other=np.empty(size, dtype=np.int32),
        score=np.empty(size),
        size=np.zeros(1, dtype=np.int64),
    )
