"""Who is said to have done it, by whom: the actor of a claim beside the parties that reports name.

The one thing to know: that somebody says so of themselves outweighs what others say of them; two who both say so are a
dispute. A sort of party ("militants") neither confirms nor contradicts a name. An allegation is shown with the answer of
whoever is accused, or with the fact that none was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from haal.domain.claim.actor import Likeness, StatedActor, is_sort, likeness
from haal.domain.claim.evidence import Answer, Evidence, Facet, Finding, Named
from haal.domain.claim.stated import ClaimKind
from haal.domain.claim.verdict import Allegation
from haal.domain.report import ResponsibilityKind

_NOBODY_SAID = re.compile(r"\b(?:no|nobody|no one|none)\b.{0,30}\b(?:claim|responsib|said it)", re.IGNORECASE)
_SAID_SO = ResponsibilityKind.CLAIMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the actor stands, the answer in words, and the allegation when it is no more than one."""

    named: Named
    answer: Answer | None = None
    allegation: Allegation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    report: Evidence
    kind: ResponsibilityKind
    like: Likeness


def naming(stated: StatedActor, reports: Sequence[Evidence], *, names: Iterable[str], kind: ClaimKind) -> Naming:
    """Return how the reports stand to the stated actor."""
    if not stated.name:
        return Naming(named=Named.NOT_ASKED)
    every = tuple(names)
    said = [
        _Said(report=one, kind=party.kind, like=_like(stated.name, party.party, every))
        for one in reports
        for party in one.parties
    ]
    named = _named(said, kind=kind)
    if named is Named.NOBODY and is_sort(stated.name):
        return Naming(named=Named.NOT_ASKED)  # it names nobody, and neither do they
    same = [one for one in said if one.like is Likeness.SAME and one.kind is not ResponsibilityKind.DENIED]
    other = [one for one in said if one.like is Likeness.OTHER and one.kind is not ResponsibilityKind.DENIED]
    answer = Answer(
        facet=Facet.ACTOR,
        finding=_FINDING[named],
        words=f"{_count(same)} name this actor ({_count(same, _SAID_SO)} in its own words), {_count(other)} another"
        f" ({_count(other, _SAID_SO)} in its own words), of {len(reports)}",
        pro=tuple(dict.fromkeys(one.report.report_id for one in same)),
        con=tuple(dict.fromkeys(one.report.report_id for one in other)),
        asked=len(reports),
    )
    return Naming(named=named, answer=answer, allegation=_allegation(same, said) if named is Named.ALLEGED else None)


def nobody_said_so(words: str, reports: Sequence[Evidence]) -> Answer | None:
    """Is it true that nobody said it was they? Asked only of a claim that says so."""
    if not _NOBODY_SAID.search(words) or not reports:
        return None
    con = tuple(one.report_id for one in reports if any(party.kind is _SAID_SO for party in one.parties))
    finding = Finding.DIFFERS if con else Finding.AGREES
    text = f"{len(con)} of {len(reports)} tell that somebody said so"
    return Answer(facet=Facet.ACTOR, finding=finding, words=text, con=con, asked=len(reports))


_FINDING = {
    Named.NOT_ASKED: Finding.AGREES, Named.SAYS_SO: Finding.AGREES, Named.ALLEGED: Finding.PART, Named.BOTH: Finding.PART,
    Named.OTHER_SAYS_SO: Finding.DIFFERS, Named.OTHER: Finding.DIFFERS, Named.NOBODY: Finding.NOT_TOLD,
}  # fmt: skip


def _like(stated: str, party: str, names: tuple[str, ...]) -> Likeness:
    found = likeness(stated, party, names=names)
    return Likeness.SAME if found is Likeness.VAGUE and is_sort(stated) else found


def _named(said: Sequence[_Said], *, kind: ClaimKind) -> Named:
    heard = {(one.like, one.kind is _SAID_SO) for one in said if one.kind is not ResponsibilityKind.DENIED}
    same_so, same = (Likeness.SAME, True) in heard, (Likeness.SAME, False) in heard
    other_so, other = (Likeness.OTHER, True) in heard, (Likeness.OTHER, False) in heard
    if kind is ClaimKind.PATTERN and (same_so or same):
        return Named.SAYS_SO if same_so else Named.ALLEGED  # what others do as well takes nothing from it
    if same_so:
        return Named.BOTH if other_so else Named.SAYS_SO
    if same:
        return Named.BOTH if other_so or other else Named.ALLEGED
    if other_so or other:
        return Named.OTHER_SAYS_SO if other_so else Named.OTHER
    return Named.NOBODY


def _allegation(same: Sequence[_Said], said: Sequence[_Said]) -> Allegation:
    answers = [
        one.report.report_id for one in said if one.kind is ResponsibilityKind.DENIED and one.like is Likeness.SAME
    ]
    return Allegation(
        said_by=tuple(dict.fromkeys(one.report.line for one in same)),
        by_official=any(one.kind is ResponsibilityKind.ALLEGED_BY_OFFICIAL for one in same),
        answer=tuple(dict.fromkeys(answers)),
    )


def _count(said: Sequence[_Said], kind: ResponsibilityKind | None = None) -> int:
    return len({one.report.report_id for one in said if kind is None or one.kind is kind})
