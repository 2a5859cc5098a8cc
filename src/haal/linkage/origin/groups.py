"""Origin groups: which reports of an incident are one source, each joining with its reason, certain or not.

The one thing to know: credits join with certainty; likeness, shared rare errors, shared numbers and the order of arrival
add up, and only much of them joins, never with certainty. Two newsrooms that both say "our own" need more than a page
that says nothing. What is certain is what later replaces earlier within; what is not lowers how many may be said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.source import LineKind, SourceLine
from haal.linkage.origin.credit import Credit, credit_of
from haal.linkage.origin.likeness import alike, runs_of
from haal.linkage.origin.rare import rare_days, rare_figures, rare_spellings
from haal.linkage.origin.witness import Witness

Pair = tuple[str, str]

JOINS = 3.5
JOINS_TWO_CREDITS = 4.25
TEXT = ((0.75, 4.5), (0.6, 3.5), (0.45, 2.0), (0.35, 0.5))  # likeness from, weight
RARE_MOST = 1  # more of one kind tell no more: two who quote one official share all his numbers
RARE_FIGURE, RARE_DAY, RARE_SPELLING = 1.0, 1.25, 1.25  # one of each joins, two of them do not
SAME_NUMBERS, NUMBERS_LEAST = 0.5, 3
FOLLOWS, FOLLOWS_DAYS = 0.25, 2


class Sign(StrEnum):
    """Why a report joined a group."""

    CREDIT = "same-credit"
    OUTLET = "same-outlet"
    TAG = "agency-named"
    TEXT = "same-text"
    FIGURE = "rare-figure"
    DAY = "rare-day"
    SPELLING = "rare-spelling"
    NUMBERS = "same-numbers"
    FOLLOWS = "soon-after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """One report that joined `other`, the earlier one, with the weight of each sign; credits weigh nothing, they decide."""

    report_id: str
    other: str
    signs: tuple[tuple[Sign, float], ...]
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Reports of one origin, the earliest first, on one line."""

    line: SourceLine
    reports: tuple[str, ...]
    joinings: tuple[Joining, ...]

    @property
    def is_certain(self) -> bool:
        """Whether its line is known and nothing was only inferred."""
        return self.line.kind is not LineKind.UNKNOWN and all(one.is_certain for one in self.joinings)


def groups(witnesses: Iterable[Witness]) -> tuple[Group, ...]:
    """Return the origin groups of the reports of one incident, in a fixed order."""
    every = sorted(witnesses, key=_arrival)
    credits_ = {one.report_id: credit_of(one) for one in every}
    joined = _Joined(every, credits_)
    joined.by_credit()
    joined.by_signs(_signs(every, credits_))
    return joined.groups()


def sure_lines(witnesses: Iterable[Witness]) -> dict[str, SourceLine]:
    """Return the line of each report by credits alone: within such a line, later replaces earlier."""
    every = sorted(witnesses, key=_arrival)
    credits_ = {one.report_id: credit_of(one) for one in every}
    joined = _Joined(every, credits_)
    joined.by_credit()
    return {name: group.line for group in joined.groups() for name in group.reports}


class _Joined:
    """The groups while they grow."""

    def __init__(self, every: Sequence[Witness], credits_: Mapping[str, Credit]) -> None:
        self._order = {one.report_id: at for at, one in enumerate(every)}
        self._credits = credits_
        self._head = {name: name for name in self._order}
        self._given = {name: {credit.key} if credit.is_given else set() for name, credit in credits_.items()}
        self._joinings: list[Joining] = []

    def by_credit(self) -> None:
        first: dict[str, str] = {}
        for name, credit in self._credits.items():
            if credit.key in first:
                sign = Sign.CREDIT if credit.is_given else Sign.OUTLET
                self._join(name, first[credit.key], signs=((sign, 0.0),), is_certain=True)
            else:
                first[credit.key] = name

    def by_signs(self, signs: Mapping[Pair, tuple[tuple[Sign, float], ...]]) -> None:
        """Join the strongest first. A page without credit joins one group with credit, never ties two together."""
        weight = {pair: sum(each for _sign, each in found) for pair, found in signs.items()}
        for pair in sorted(weight, key=lambda each: (-weight[each], each)):
            one, other = sorted(pair, key=self._order.__getitem__)
            both = self._given[self._find(one)] | self._given[self._find(other)]
            least = JOINS_TWO_CREDITS if len(both) > 1 else JOINS
            two_pages = self._credits[one].is_given and self._credits[other].is_given
            if weight[pair] >= least and (two_pages or len(both) <= 1):
                self._join(other, one, signs=signs[pair], is_certain=False)

    def groups(self) -> tuple[Group, ...]:
        members: dict[str, list[str]] = defaultdict(list)
        for name in self._order:
            members[self._find(name)].append(name)
        joinings: dict[str, list[Joining]] = defaultdict(list)
        for joining in self._joinings:
            joinings[self._find(joining.report_id)].append(joining)
        return tuple(
            Group(line=self._line(names), reports=tuple(names), joinings=tuple(joinings[head]))
            for head, names in members.items()
        )

    def _line(self, names: Sequence[str]) -> SourceLine:
        """Return the line that most members give, one with a credit before one without; of equals the earliest."""
        counts = Counter(self._credits[name].line for name in names)
        given = [name for name in names if self._credits[name].is_given] or names
        return max((self._credits[name].line for name in given), key=counts.__getitem__)

    def _join(self, name: str, other: str, *, signs: tuple[tuple[Sign, float], ...], is_certain: bool) -> None:
        mine, theirs = self._find(name), self._find(other)
        if mine != theirs:
            first, last = sorted((mine, theirs), key=self._order.__getitem__)
            self._head[last] = first
            self._given[first] |= self._given[last]
            self._joinings.append(Joining(report_id=name, other=other, signs=signs, is_certain=is_certain))

    def _find(self, name: str) -> str:
        while self._head[name] != name:
            self._head[name] = name = self._head[self._head[name]]
        return name


def _signs(every: Sequence[Witness], credits_: Mapping[str, Credit]) -> dict[Pair, tuple[tuple[Sign, float], ...]]:
    """Return the signs of every pair that has any strong one; weak ones alone never join."""
    found: dict[Pair, list[tuple[Sign, float]]] = defaultdict(list)
    for one, other, share in alike({each.report_id: runs_of(each.text) for each in every}):
        if weight := next((weight for least, weight in TEXT if share >= least), 0.0):
            found[_pair(one, other)].append((Sign.TEXT, weight))
    for sign, each, rare in (
        (Sign.FIGURE, RARE_FIGURE, rare_figures(every)),
        (Sign.DAY, RARE_DAY, rare_days(every)),
        (Sign.SPELLING, RARE_SPELLING, rare_spellings(every)),
    ):
        for (one, other), count in rare.items():
            found[_pair(one, other)].append((sign, each * min(RARE_MOST, count)))
    _add_tags(found, every, credits_)
    by_name = {each.report_id: each for each in every}
    for pair, signs in found.items():
        signs.extend(_weak(by_name[pair[0]], by_name[pair[1]]))
    return {pair: tuple(signs) for pair, signs in found.items()}


def _add_tags(
    found: dict[Pair, list[tuple[Sign, float]]], every: Sequence[Witness], credits_: Mapping[str, Credit]
) -> None:
    """A page without a credit that names one agency joins that agency's line, or the first page that names it too."""
    first: dict[str, str] = {credits_[one.report_id].key: one.report_id for one in reversed(every)}
    for one in every:
        tag = credits_[one.report_id].tag
        if tag:
            other = first.setdefault(tag, one.report_id)
            if other != one.report_id:
                found[_pair(one.report_id, other)].append((Sign.TAG, JOINS))


def _weak(one: Witness, other: Witness) -> Iterable[tuple[Sign, float]]:
    if one.figures == other.figures and len(one.figures) >= NUMBERS_LEAST:
        yield Sign.NUMBERS, SAME_NUMBERS
    if one.published and other.published and abs((one.published - other.published).days) <= FOLLOWS_DAYS:
        yield Sign.FOLLOWS, FOLLOWS


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _arrival(one: Witness) -> tuple[str, str]:
    return (one.published.isoformat() if one.published else "9", one.report_id)
