"""How many: claims by sources, kept as claims. Nobody types a total, and the highest never wins by being highest.

A claim says what is counted, whom (its scope), how many (low to high), which source line said it and when. Within one
source line what was said later replaces what was said earlier, also when it is lower; between lines nothing replaces
anything. What is shown is three claims out of those that stand: the lowest one that a graded report supports, the
middle one, the highest, each with who said it and when. Not an estimate of what nobody told: that is T6, always
labelled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haal.domain.ids import ReportId
from haal.domain.report import Counted, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure as somebody said it. `high` None means "at least `low`"; `said_at` None means nobody knows when.

    `line` is the source line written out (`wire:AFP`), `said_by` the office or body the line names, `is_supported`
    whether the report that brought it was graded, and graded well enough to be built on.
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

    @property
    def size(self) -> tuple[int, int]:
        """By what claims are ordered: the lower bound, then the upper."""
        return self.low, self.low if self.high is None else self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Three standing claims about one count and one scope, how many lines stand behind it, and all that was ever said.

    `lowest_supported` is None until a graded report supports a number. `superseded` is kept and shown: who said what
    first.
    """

    counted: Counted
    scope: Scope
    lowest_supported: Claim | None
    median: Claim
    highest: Claim
    standing: tuple[Claim, ...]
    superseded: tuple[Claim, ...]

    @property
    def lines_count(self) -> int:
        """How many source lines gave a number that stands."""
        return len({claim.line for claim in self.standing})


def ranges(claims: Iterable[Claim]) -> tuple[Range, ...]:
    """Return one range for each count and scope that was claimed, killed first, all before parts."""
    groups: dict[tuple[Counted, Scope], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.counted, _told_scope(claim.scope)), []).append(claim)
    order = {(counted, scope): place for place, (counted, scope) in enumerate((c, s) for c in Counted for s in Scope)}
    return tuple(
        _range(counted, scope, groups[counted, scope]) for counted, scope in sorted(groups, key=order.__getitem__)
    )


def standing(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return (claims that stand, claims that were replaced) among claims of one count and scope.

    A dated claim replaces the dated claims before it of its own line. A claim without a date replaces nothing and is
    not replaced. Two of one line and one day both stand: that line contradicts itself, and it is shown.
    """
    every = tuple(claims)
    last: dict[str, date] = {}
    for claim in every:
        if claim.said_at is not None:
            last[claim.line] = max(last.get(claim.line, claim.said_at), claim.said_at)
    stands = tuple(claim for claim in every if claim.said_at is None or claim.said_at == last[claim.line])
    replaced = tuple(claim for claim in every if claim.said_at is not None and claim.said_at != last[claim.line])
    return stands, replaced


def _range(counted: Counted, scope: Scope, claims: list[Claim]) -> Range:
    stands, replaced = standing(claims)
    ordered = sorted(stands, key=_order)
    supported = [claim for claim in ordered if claim.is_supported]
    return Range(
        counted=counted,
        scope=scope,
        lowest_supported=supported[0] if supported else None,
        median=_median(ordered),
        highest=max(ordered, key=lambda claim: claim.size),
        standing=tuple(ordered),
        superseded=tuple(sorted(replaced, key=_order)),
    )


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
