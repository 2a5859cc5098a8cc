"""Linking errs, and a link that was missed makes two persons of one: draw other clusterings that could be true, estimate each.

Two ways to say how linking errs. Shares: of the records that belong with others each is left alone with the chance `missed`, and
each that was joined was joined wrongly with the chance `false`. Or a list of pairs, each with the probability that it is one; every
draw joins each pair with its probability. The persons are drawn anew too (a bootstrap), so that the interval holds both: the
chance of who was listed and the error of who was linked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.random import Generator

from haal.domain.errors import Malformed
from haal.linkage.estimate import rule
from haal.linkage.estimate.fit import fit
from haal.linkage.estimate.interval import Interval
from haal.linkage.estimate.models import Model
from haal.linkage.estimate.table import Numbers, Pattern, Table, of_clusters, patterns

DRAWS, SEED = 200, 7
BATCH = 50  # draws between two words about how far it is
SHARE_MAX = 0.5
LIKELY = 0.5  # from here a pair is joined in the table as linked
NO_END = 1e9  # a total beyond it has no upper end
HAVING_LEAST = 0.9  # of the draws must have an estimate, or there is no interval

Tell = Callable[[int, int], None]
Draw = Callable[[int, Generator], Numbers]
Split = tuple[int, tuple[int, ...], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """How linking errs: shares of records."""

    missed: float = 0.0
    false: float = 0.0

    def __post_init__(self) -> None:
        """Refuse shares that are none, or so large that nothing was linked."""
        for name, share in (("missed", self.missed), ("false", self.false)):
            if not 0 <= share <= SHARE_MAX:
                raise Malformed(name, expected=f"a share from 0 to {SHARE_MAX}", got=str(share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records, and how probable it is that they tell of one."""

    left: str
    right: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How to draw. `links`: the shares, where shares and not pairs say how linking errs."""

    draws: int = DRAWS
    level: float = 0.95
    seed: int = SEED
    links: Links | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """What the draws say: the range over the models that were admissible, and the rule's total; None where too few say anything."""

    range: Interval | None
    interval: Interval | None
    draws: int
    without: int


def redrawn(draw: Draw, *, lists: int, form: Form, tell: Tell, models: Sequence[Model] = ()) -> Redrawn:
    """Draw tables, estimate each by the rule and by each of `models`, and return the middle of what they say."""
    chance = np.random.default_rng(form.seed)
    found: list[float | None] = []
    lowest: list[float] = []
    highest: list[float] = []
    while len(found) < form.draws:
        tables = draw(min(BATCH, form.draws - len(found)), chance)
        found += rule.totals(tables, lists=lists)
        if models:
            said = np.array([tables.sum(axis=1) + fit(tables, lists=lists, model=model).missed for model in models])
            lowest += said.min(axis=0).tolist()
            highest += said.max(axis=0).tolist()
        tell(len(found), form.draws)
    having = [total for total in found if total is not None]
    enough = len(having) >= HAVING_LEAST * form.draws
    return Redrawn(
        range=_middle(lowest, highest, level=form.level) if lowest else None,
        interval=_middle(having, having, level=form.level) if enough else None,
        draws=form.draws,
        without=len(found) - len(having),
    )


def _middle(lows: Sequence[float], highs: Sequence[float], *, level: float) -> Interval:
    low, high = float(np.quantile(lows, (1 - level) / 2)), float(np.quantile(highs, (1 + level) / 2))
    return Interval(low=low, high=high if high < NO_END else None, level=level)


def by_shares(table: Table, links: Links) -> Draw:
    """Return what draws tables that could have become this one by such errors."""
    counts = np.array(table.counts, dtype=np.float64)
    lists = len(table.lists)
    total = rule.totals(counts[None, :], lists=lists)[0]

    def draw(draws: int, chance: Generator) -> Numbers:
        persons = _persons_anew(np.tile(counts, (draws, 1)), total=total, chance=chance)
        parted = _part(persons, share=links.false, lists=lists, chance=chance)
        return _join(parted, share=links.missed, lists=lists, chance=chance)

    return draw


def by_pairs(records: Mapping[str, str], pairs: Sequence[Pair], *, lists: Sequence[str]) -> Draw:
    """Return what draws tables of records (record -> list) whose pairs are joined with their probability."""
    likely = joined_table(records, [pair for pair in pairs if pair.probability >= LIKELY], lists=lists)
    total = rule.totals(np.array([likely.counts], dtype=np.float64), lists=len(lists))[0]
    probabilities = np.array([pair.probability for pair in pairs])

    def draw(draws: int, chance: Generator) -> Numbers:
        tables = []
        for _ in range(draws):
            kept = chance.random(len(pairs)) < probabilities
            held = [pair for pair, is_kept in zip(pairs, kept, strict=True) if is_kept]
            tables.append(joined_table(records, held, lists=lists).counts)
        return _persons_anew(np.array(tables, dtype=np.float64), total=total, chance=chance)

    return draw


def joined_table(records: Mapping[str, str], pairs: Iterable[Pair], *, lists: Sequence[str]) -> Table:
    """Return the table of records in which whatever the pairs connect is one."""
    head = {name: name for name in records}

    def first(name: str) -> str:
        while head[name] != name:
            head[name] = head[head[name]]
            name = head[name]
        return name

    for pair in pairs:
        head[first(pair.left)] = first(pair.right)
    return of_clusters(((first(name), on) for name, on in records.items()), lists=lists)


@cache
def splits(lists: int, place: int, share: float) -> tuple[Split, ...]:
    """Return what becomes of a person on the lists of one pattern: the part that stays joined, the lone records, how probable.

    One record at random is the first, and each other is left alone with the chance `share`; two of six ways to be split in
    two of three lists differ only in which came first.
    """
    where = {pattern: number for number, pattern in enumerate(patterns(lists))}
    on = [list_ for list_, bit in enumerate(patterns(lists)[place]) if bit]
    found: list[Split] = []
    for size in range(1, len(on)):
        chance = size / len(on) * share ** (len(on) - size) * (1 - share) ** (size - 1)
        ways = [(stay, chance) for stay in combinations(on, size)]
        if size == 1:  # whoever was first, all are alone
            ways = [((on[0],), chance * len(on))]
        for stay, each in ways:
            alone = tuple(where[_pattern(lists, (one,))] for one in on if one not in stay)
            found.append((where[_pattern(lists, stay)], alone, each))
    return tuple(found)


def _pattern(lists: int, on: tuple[int, ...]) -> Pattern:
    return tuple(int(place in on) for place in range(lists))


def _persons_anew(tables: Numbers, *, total: float | None, chance: Generator) -> Numbers:
    """Draw as many persons as could have been listed of `total`, each with the pattern of a random one."""
    found = np.zeros_like(tables)
    for row, counts in enumerate(tables):
        listed = int(counts.sum())
        of_all = max(listed, round(total)) if total is not None and total < 1e12 else listed
        found[row] = chance.multinomial(chance.binomial(of_all, listed / of_all), counts / listed)
    return found


def _joined_places(lists: int) -> list[int]:
    """Return the places of patterns of two lists and more, the longest first."""
    held = [place for place, pattern in enumerate(patterns(lists)) if sum(pattern) > 1]
    return sorted(held, key=lambda place: -sum(patterns(lists)[place]))


def _part(tables: Numbers, *, share: float, lists: int, chance: Generator) -> Numbers:
    """Take out of each cluster the records that were joined wrongly."""
    found = tables.copy()
    for place in _joined_places(lists) if share else ():
        left = tables[:, place].astype(np.int64)
        rest = 1.0
        for stay, alone, probability in splits(lists, place, share):
            gone = chance.binomial(left, min(1.0, probability / rest))
            left, rest = left - gone, rest - probability
            found[:, place] -= gone
            for part in (stay, *alone):
                found[:, part] += gone
    return found


def _join(tables: Numbers, *, share: float, lists: int, chance: Generator) -> Numbers:
    """Put together what was left apart: as many as must have been, so that the table became what it is."""
    found = tables.copy()
    whole = np.zeros_like(tables)
    for place in _joined_places(lists) if share else ():
        size = sum(patterns(lists)[place])
        longer = tables[:, place] - _fragments(whole, place, lists=lists, share=share)
        whole[:, place] = np.maximum(longer, 0.0) / (1 - share) ** (size - 1)
    for place in _joined_places(lists) if share else ():
        for stay, alone, probability in splits(lists, place, share):
            parts = (stay, *alone)
            again = np.minimum(chance.poisson(whole[:, place] * probability), found[:, list(parts)].min(axis=1))
            found[:, place] += again
            found[:, list(parts)] -= again[:, None]
    return found


def _fragments(whole: Numbers, place: int, *, lists: int, share: float) -> Numbers:
    """Return how many of the clusters at a place are what is left of longer ones."""
    found = np.zeros(len(whole))
    for longer in _joined_places(lists):
        for stay, _, probability in splits(lists, longer, share):
            if stay == place:
                found += whole[:, longer] * probability
    return found
