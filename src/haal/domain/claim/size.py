"""Is the number right? A stated quantity beside the figures that reports give, told as lowest, middle and highest.

The one thing to know: figures are kept as `casualties` keeps them, later beating earlier within one source line only. A
quantity fits when it holds a middle figure: the median over lines, the most frequent one, or that of the last day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from haal.domain import casualties
from haal.domain.claim.evidence import Answer, Evidence, Facet, Finding, Size
from haal.domain.claim.quantity import ABOUT, size_words
from haal.domain.claim.stated import Claim, ClaimKind, Quantity
from haal.domain.report import Counted, Scope

ROUND_FROM = 10  # below it, one more is another number; from it, a tenth more is a round number


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """How the stated number stands to what was told, and the answer in words."""

    size: Size
    answer: Answer | None = None


def sized(claim: Claim, reports: Sequence[Evidence], *, around: Sequence[Evidence]) -> Sized:
    """Return how the quantity stands; asked of the reports put beside the claim, or else of all of the same incident."""
    stated = claim.quantity
    if stated is None or stated.counted is None:
        return Sized(size=Size.NOT_ASKED)
    telling = [one for one in reports if stated.counted in one.counts]
    telling = telling or [one for one in around if stated.counted in one.counts]
    if not telling:
        answer = Answer(facet=Facet.NUMBER, finding=Finding.NOT_TOLD, words=f"stated {_words(stated)}; no figure told")
        return Sized(size=Size.NOT_TOLD, answer=answer)
    if claim.kind is ClaimKind.PATTERN:
        return _tally(stated, telling)
    return _in_range(stated, stated.counted, telling)


def size_of(stated: Quantity, figures: Sequence[int], middles: Collection[int]) -> Size:
    """Return how a quantity stands to figures (any order, not empty) and to those of them that stand in the middle."""
    low, high = min(figures), max(figures)
    if any(_holds(stated, one) for one in (*middles, *_beside(figures, middles))):
        return Size.FITS
    if stated.low > high:
        return Size.HIGH_END if high >= ROUND_FROM and stated.low <= high * (1 + ABOUT) else Size.ABOVE_ALL
    if stated.high is not None and stated.high < low:
        return Size.LOW_END if low >= ROUND_FROM and stated.high >= low * (1 - ABOUT) else Size.BELOW_ALL
    return Size.HIGH_END if stated.low > min(middles, default=low) else Size.LOW_END


def _in_range(stated: Quantity, counted: Counted, telling: Sequence[Evidence]) -> Sized:
    said = [
        casualties.Claim(
            counted=counted, scope=Scope.ALL, low=one.counts[counted], high=one.counts[counted], line=one.line,
            report_id=one.report_id, said_at=one.published,
        )
        for one in telling
    ]  # fmt: skip
    told = casualties.ranges(said)[0]
    figures = [one.low for one in said]
    middles = {told.median.low, *_most_frequent(figures), *_last(telling, counted)}
    size = size_of(stated, figures, middles)
    words = f"stated {_words(stated)}; told {size_words(min(figures), max(figures))}, middle {told.median.low}"
    return Sized(size=size, answer=_answer(stated, size, words=words, telling=telling, counted=counted))


def _tally(stated: Quantity, telling: Sequence[Evidence]) -> Sized:
    """A pattern's number is held against the sum over incidents, which is documented and never total: it cannot be too high."""
    counted = stated.counted or Counted.KILLED
    by_group: dict[str, list[int]] = defaultdict(list)
    for one in telling:
        by_group[one.group].append(one.counts[counted])
    low, high = (sum(pick(found) for found in by_group.values()) for pick in (min, max))
    size = Size.FITS if stated.low <= high else Size.HIGH_END
    words = f"stated {_words(stated)}; documented in {len(by_group)} incidents {size_words(low, high)}, not total"
    return Sized(size=size, answer=_answer(stated, size, words=words, telling=telling, counted=counted))


def _answer(stated: Quantity, size: Size, *, words: str, telling: Sequence[Evidence], counted: Counted) -> Answer:
    finding = {Size.FITS: Finding.AGREES, Size.ABOVE_ALL: Finding.DIFFERS, Size.BELOW_ALL: Finding.DIFFERS}.get(
        size, Finding.PART
    )
    pro = tuple(one.report_id for one in telling if _holds(stated, one.counts[counted]))
    con = tuple(one.report_id for one in telling if not _holds(stated, one.counts[counted]))
    return Answer(facet=Facet.NUMBER, finding=finding, words=words, pro=pro, con=con, asked=len(telling))


def _most_frequent(figures: Sequence[int]) -> set[int]:
    counts = Counter(figures)
    most = max(counts.values())
    return {figure for figure, count in counts.items() if count == most} if most > 1 else set()


def _last(telling: Sequence[Evidence], counted: Counted) -> set[int]:
    """Return the figure of the last day, when reports of at least two days give one and the last day gives but one."""
    days = {one.published for one in telling if one.published}
    if len(days) < 2:
        return set()
    found = {one.counts[counted] for one in telling if one.published == max(days)}
    return found if len(found) == 1 else set()


def _beside(figures: Iterable[int], middles: Iterable[int]) -> set[int]:
    """Return the figures told that are within a tenth of a middle one, where numbers are large enough for tenths."""
    return {figure for figure in figures for one in middles if one >= ROUND_FROM and abs(figure - one) <= ABOUT * one}


def _holds(stated: Quantity, figure: int) -> bool:
    return stated.low <= figure and (stated.high is None or figure <= stated.high)


def _words(stated: Quantity) -> str:
    return size_words(stated.low, stated.high)
