"""How many: claims by sources, kept as claims. Nobody types a total, and the highest never wins by being highest.

A claim says what is counted, whom (its scope), how many (low to high), which source line said it and when. Within one
source line what was said later replaces what was said earlier, also when it is lower; between lines nothing replaces
anything, but for a named correction ("not 11 but 10", by whom and why) that a graded report brings: it beats every
dated claim of that number before it. A number of a part ("ten officers") is the least for the whole: it never lowers
it. What is shown is three claims out of those that stand: the lowest one that a graded report supports, the middle
one, the highest. Not an estimate of what nobody told: that is T6, always labelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from haal.domain.ids import ReportId
from haal.domain.report import Aside, Counted, Scope

PARTS = frozenset({Scope.CIVILIANS, Scope.FORCES, Scope.CHILDREN, Scope.PART})
"""Scopes of which each is a part of `Scope.ALL`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure as somebody said it. `high` None means "at least `low`"; `said_at` None means nobody knows when.

    `line` is the source line written out (`wire:AFP`), `said_by` the office or body the line names, `is_supported`
    whether the report that brought it was graded, and graded well enough to be built on. `corrects`: the earlier number
    that it takes back, `why` its reason. `aside`: why nothing is built on it.
    """

    counted: Counted
    scope: Scope
    low: int
    high: int | None
    line: str
    report_id: ReportId
    said_at: date | None = None
    said_by: str = ""
    is_supported: bool = False
    corrects: int | None = None
    why: str = ""
    aside: Aside | None = None

    @property
    def size(self) -> tuple[int, int]:
        """By what claims are ordered: the lower bound, then the upper."""
        return self.low, self.low if self.high is None else self.high


class CorrectionHow(StrEnum):
    """By what a number was taken back."""

    NAMED = "named"  # somebody says: not that number but this one
    SAME_LINE = "same-line"  # the same source line said a lower one later


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A number that was taken back: `was` by the claim `now`. Shown beside the range, whichever way it goes."""

    how: CorrectionHow
    was: int
    now: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Three standing claims about one count and one scope, how many lines stand behind it, and all that was ever said.

    `lowest_supported` is None until a graded report supports a number. `superseded` is kept and shown: who said what
    first; so is what was put aside. `said_lowest` and `said_highest`: of everything ever said but what was put aside.
    """

    counted: Counted
    scope: Scope
    lowest_supported: Claim | None
    median: Claim
    highest: Claim
    said_lowest: Claim
    said_highest: Claim
    standing: tuple[Claim, ...]
    superseded: tuple[Claim, ...]
    aside: tuple[Claim, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def lines_count(self) -> int:
        """How many source lines gave a number that stands."""
        return len({claim.line for claim in self.standing})


def ranges(claims: Iterable[Claim]) -> tuple[Range, ...]:
    """Return one range for each count and scope that was claimed, killed first, all before parts.

    Of what was only said and then put aside there is no range.
    """
    groups: dict[tuple[Counted, Scope], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.counted, _told_scope(claim.scope)), []).append(claim)
    order = {(counted, scope): place for place, (counted, scope) in enumerate((c, s) for c in Counted for s in Scope)}
    return tuple(
        _range(counted, scope, groups[counted, scope], parts=_parts(groups, counted, scope))
        for counted, scope in sorted(groups, key=order.__getitem__)
        if any(claim.aside is None for claim in groups[counted, scope])
    )


def standing(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return (claims that stand, claims that were replaced) among claims of one count and scope.

    A dated claim replaces the dated claims before it of its own line. A claim without a date replaces nothing and is
    not replaced. Two of one line and one day both stand, that line contradicts itself and it is shown; unless one of
    them corrects the other. A supported correction replaces the number it names in every line, as said up to its day.
    """
    every = tuple(claims)
    last: dict[str, date] = {}
    for claim in every:
        if claim.said_at is not None:
            last[claim.line] = max(last.get(claim.line, claim.said_at), claim.said_at)
    corrections = [claim for claim in every if claim.corrects is not None]
    stands: list[Claim] = []
    replaced: list[Claim] = []
    for claim in every:
        is_last = claim.said_at is None or claim.said_at == last[claim.line]
        is_taken_back = any(_takes_back(correction, claim) for correction in corrections)
        (stands if is_last and not is_taken_back else replaced).append(claim)
    return tuple(stands), tuple(replaced)


def corrections(claims: Iterable[Claim]) -> tuple[Correction, ...]:
    """Return what was taken back among claims of one count and scope: by name, or by a line that went down."""
    every = sorted(claims, key=lambda claim: (claim.said_at or date.max, claim.report_id))
    named = [
        Correction(how=CorrectionHow.NAMED, was=claim.corrects, now=claim)
        for claim in every
        if claim.corrects is not None and claim.corrects != claim.low
    ]
    before: dict[str, tuple[date, int]] = {}
    went_down = []
    for claim in every:
        if claim.said_at is None:
            continue
        day, highest = before.get(claim.line, (claim.said_at, claim.low))
        if day < claim.said_at and claim.low < highest and claim.corrects is None:
            went_down.append(Correction(how=CorrectionHow.SAME_LINE, was=highest, now=claim))
        before[claim.line] = (
            claim.said_at,
            max(highest, claim.low) if day == claim.said_at else claim.low,
        )
    return (*named, *went_down)


def _takes_back(correction: Claim, claim: Claim) -> bool:
    if claim is correction or claim.low != correction.corrects or correction.low == correction.corrects:
        return False
    if claim.line == correction.line:
        return claim.said_at is None or correction.said_at is None or claim.said_at <= correction.said_at
    before = claim.said_at is not None and correction.said_at is not None and claim.said_at < correction.said_at
    return correction.is_supported and before


def _range(counted: Counted, scope: Scope, claims: Sequence[Claim], *, parts: Sequence[Claim]) -> Range:
    usable = [claim for claim in claims if claim.aside is None]
    stands, replaced = standing(usable)
    ordered = sorted(stands or replaced, key=_order)
    supported = [claim for claim in ordered if claim.is_supported]
    at_least = [replace(claim, high=None) for claim in standing(parts)[0]]
    said_at_least = [replace(claim, high=None) for claim in parts]
    return Range(
        counted=counted,
        scope=scope,
        lowest_supported=supported[0] if supported else None,
        median=_median(ordered),
        highest=_highest(ordered, at_least),
        said_lowest=min(usable, key=_order),
        said_highest=_highest(usable, said_at_least),
        standing=tuple(ordered),
        superseded=tuple(sorted(replaced, key=_order)),
        aside=tuple(claim for claim in claims if claim.aside is not None),
        corrections=corrections(usable),
    )


def _parts(groups: dict[tuple[Counted, Scope], list[Claim]], counted: Counted, scope: Scope) -> list[Claim]:
    """Return the claims about parts of this whole; a part has none."""
    if scope is not Scope.ALL:
        return []
    return [claim for part in PARTS for claim in groups.get((counted, part), ()) if claim.aside is None]


def _highest(claims: Iterable[Claim], at_least: Iterable[Claim]) -> Claim:
    """Return the highest claim; a part counts only where it is more than anybody says of the whole."""
    highest = max(claims, key=lambda claim: claim.size)
    above = [claim for claim in at_least if claim.low > highest.size[1]]
    return max(above, key=lambda claim: (claim.low, claim.line, claim.report_id), default=highest)


def _median(ordered: list[Claim]) -> Claim:
    """Return the middle claim, each line heard once (its lowest); of two in the middle the lower, never a mean."""
    by_line: dict[str, Claim] = {}
    for claim in ordered:
        by_line.setdefault(claim.line, claim)
    heard = sorted(by_line.values(), key=_order)
    return heard[(len(heard) - 1) // 2]


def _order(claim: Claim) -> tuple[tuple[int, int], date, str, str]:
    return claim.size, claim.said_at or date.max, claim.line, claim.report_id


def _told_scope(scope: Scope) -> Scope:
    """A plain number without a word on whom it counts is read as all that were hit, attackers left out."""
    return Scope.ALL if scope is Scope.NOT_SAID else scope
