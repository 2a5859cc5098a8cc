"""The verdict: what follows from the findings on a claim. Pure, a truth table (`tests/spec/test_claim.py`).

The one thing to know: the order of the rules is the order of what a reader must know first: whether it can be checked,
whether anything was found, what speaks against it, who is said to have done it, and only then that it is supported. No
rule reads a name: swapping the names of parties in claims and reports changes no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from haal.domain.claim.evidence import Answer, Facet, Finding, Named, Size
from haal.domain.claim.stated import Checkable, ClaimKind
from haal.domain.ids import ReportId


class Verdict(StrEnum):
    """What the reports say of a claim."""

    SUPPORTED = "supported"
    OTHER_ACTOR = "supported-other-actor"
    PARTLY = "partly"
    EXAGGERATED = "exaggerated"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    ALLEGED = "only-alleged"
    NOT_FOUND = "not-found"
    NOT_CHECKABLE = "not-checkable"


class CodedVerdict(StrEnum):
    """The four words in which people code the same by hand."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the rules ask. `identity`: the claim says who it was and little else. `rest`: time, place, hour, spot, traits."""

    kind: ClaimKind
    checkable: Checkable
    reports_count: int
    act: Finding = Finding.AGREES
    named: Named = Named.NOT_ASKED
    size: Size = Size.NOT_ASKED
    rest: tuple[Finding, ...] = ()
    doubted: bool = False
    identity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """Who says that this actor did it, and what the actor answered. `answer` empty: no answer was found in any report."""

    said_by: tuple[str, ...]
    by_official: bool
    answer: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with everything it rests on. `searches`: what was looked for, in words, when reports were searched.

    `coded`: the same in the four words of coding by hand.
    """

    verdict: Verdict
    coded: CodedVerdict
    answers: tuple[Answer, ...]
    report_ids: tuple[ReportId, ...]
    searches: tuple[str, ...] = ()
    allegation: Allegation | None = None

    def answer(self, facet: Facet) -> Answer | None:
        """Return what was found on one facet, or None when the claim does not ask it."""
        return next((one for one in self.answers if one.facet is facet), None)


_OTHERS = frozenset({Named.OTHER, Named.OTHER_SAYS_SO})


def verdict_of(found: Findings) -> Verdict:
    """Return the verdict that follows."""
    if found.checkable is Checkable.NO or found.kind is ClaimKind.PREDICTION:
        return Verdict.NOT_CHECKABLE
    if not found.reports_count:
        return Verdict.NOT_FOUND
    verdict = _against(found) or _on_the_actor(found) or _in_part(found)
    if verdict is Verdict.SUPPORTED and found.checkable is Checkable.PARTLY:
        return Verdict.PARTLY
    return verdict


def coded_of(verdict: Verdict, found: Findings) -> CodedVerdict:
    """Return the verdict in the four words of coding by hand, which know no other actor, no dispute and no allegation."""
    match verdict:
        case Verdict.SUPPORTED:
            return CodedVerdict.SUPPORTED
        case Verdict.CONTRADICTED | Verdict.EXAGGERATED:
            return CodedVerdict.CONTRADICTED
        case Verdict.NOT_FOUND | Verdict.NOT_CHECKABLE:
            return CodedVerdict.NOT_FOUND
        case Verdict.OTHER_ACTOR if found.kind is ClaimKind.PATTERN:
            return CodedVerdict.NOT_FOUND  # nothing was found on whoever was stated
        case Verdict.OTHER_ACTOR if found.named is Named.OTHER_SAYS_SO:
            return CodedVerdict.CONTRADICTED
    return CodedVerdict.PARTLY


def _against(found: Findings) -> Verdict | None:
    """What speaks against the claim."""
    if Finding.DIFFERS in found.rest or found.act is Finding.DIFFERS or found.size is Size.BELOW_ALL:
        return Verdict.CONTRADICTED
    if found.identity and found.named in _OTHERS:
        return Verdict.CONTRADICTED
    if found.size is Size.ABOVE_ALL:
        return Verdict.EXAGGERATED
    return Verdict.NOT_FOUND if found.act is Finding.NOT_TOLD else None


def _on_the_actor(found: Findings) -> Verdict | None:
    """What follows from who is said to have done it; None when that leaves the rest to decide."""
    if found.doubted:
        return Verdict.DISPUTED
    match found.named:
        case Named.OTHER | Named.OTHER_SAYS_SO:
            return Verdict.OTHER_ACTOR
        case Named.BOTH:
            return Verdict.DISPUTED
        case Named.NOBODY:
            return Verdict.NOT_FOUND if found.kind is ClaimKind.PATTERN or found.identity else Verdict.PARTLY
        case Named.ALLEGED if not _in_some_part(found):
            return Verdict.ALLEGED
    return None


def _in_part(found: Findings) -> Verdict:
    return Verdict.PARTLY if _in_some_part(found) else Verdict.SUPPORTED


def _in_some_part(found: Findings) -> bool:
    short = {Size.HIGH_END, Size.LOW_END, Size.NOT_TOLD}
    return bool({Finding.PART, Finding.NOT_TOLD} & {found.act, *found.rest}) or found.size in short
