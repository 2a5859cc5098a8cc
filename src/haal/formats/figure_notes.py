"""What the notes beside a figure say of it: that it cannot be used, counts a part only, or takes an earlier one back.

The one thing to know: notes are somebody's own words, so only plain phrases are read, any number in them must be the
figure's own, and what is not understood changes nothing. No report is known by its id. English, as the notes are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from haal.domain.report import Aside, Counted, Figure, Scope

_ASIDE: tuple[tuple[Aside, re.Pattern[str]], ...] = (
    (
        Aside.MISTRANSLATED,
        re.compile(r"\bmis-?translat\w+|\bwrongly translated\b|\btranslation error\b", re.IGNORECASE),
    ),
    (
        Aside.MERGED,
        re.compile(
            r"\b(?:figure|toll|number|killed|injured)s? (?:is |are |of |was )?(?:merged|merges|mixe[sd])\b"
            r"|\b(?:merged|mixed) (?:figure|toll|number)s?\b|\bfigure (?:sums|is the sum of)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Aside.UNSUPPORTED,
        re.compile(
            r"\boutlier\b|\bunsupported\b|\bnot supported by\b|\bno other report (?:has|gives|supports)\b",
            re.IGNORECASE,
        ),
    ),
)
_NAMES = {
    Counted.KILLED: re.compile(r"\b(?:dead|deaths?|died|killed|toll)\b", re.IGNORECASE),
    Counted.INJURED: re.compile(r"\b(?:injur\w+|hurt|wounded)\b", re.IGNORECASE),
    Counted.TAKEN: re.compile(r"\b(?:taken|abducted|kidnapped|missing|hostages?)\b", re.IGNORECASE),
}
_COUNTS = r"(?:counts?|speaks? of|tells? of|figure is|killed is|killed are|dead are)"
_FORCES = r"(?:officers|police\w*|soldiers|troops|guards|security (?:dead|staff|forces|men))"
_PART: tuple[tuple[Scope, re.Pattern[str]], ...] = (
    (
        Scope.FORCES,
        re.compile(
            rf"\b(?:{_COUNTS} (?:\w+ ){{0,2}})?{_FORCES} only\b"
            r"|\bcivilians? (?:were |are )?not (?:told|given|counted)\b",
            re.IGNORECASE,
        ),
    ),
    (Scope.CIVILIANS, re.compile(rf"\b(?:{_COUNTS} )?(?:civilians|passengers) only\b", re.IGNORECASE)),
    (Scope.CHILDREN, re.compile(rf"\b(?:{_COUNTS} )?(?:children|pupils) only\b", re.IGNORECASE)),
    (
        Scope.PART,
        re.compile(
            rf"\b{_COUNTS} (?:only )?(?:one|a single|two|\d+)"
            r" (?:deaths?|dead|men|man|victims?|bod(?:y|ies)|place|of the \w+)(?: only)?\b"
            r"|\b(?:one place|one attack|one of the (?:two|three|four|five|six|several)) only\b",
            re.IGNORECASE,
        ),
    ),
)
_ONLY = re.compile(r"\bonly\b|\bof the\b|\bnot (?:told|given|counted)\b", re.IGNORECASE)
_REVISED = (
    re.compile(
        r"\b(?:revised|corrected|lowered|reduced|raised|changed)(?: up| down)? from (?P<was>\d+)"
        r"(?: up| down)? to (?P<now>\d+)\b"
    ),
    re.compile(r"\bnow (?P<now>\d+),? (?:earlier|before|formerly|was|not) (?P<was>\d+)\b"),
)


def noted(figure: Figure, *, notes: str) -> Figure:
    """Return a figure with what the notes say of it."""
    clauses = [clause.strip() for clause in re.split(r"[;\n]", notes) if clause.strip()]
    for clause in clauses:
        figure = _put_aside(figure, clause)
        figure = _scoped(figure, clause)
        figure = _corrected(figure, clause)
    return figure


def _put_aside(figure: Figure, clause: str) -> Figure:
    for aside, pattern in _ASIDE:
        if pattern.search(clause) and _means(figure, clause):
            return replace(figure, aside=aside)
    return figure


def _scoped(figure: Figure, clause: str) -> Figure:
    """A figure of all that counts only some is one of those; a figure of civilians who were not told is none."""
    if figure.counted is not Counted.KILLED:
        return figure
    for scope, pattern in _PART:
        if pattern.search(clause) and _ONLY.search(clause):
            if figure.scope is Scope.ALL:
                return replace(figure, scope=scope)
            if scope is not figure.scope and figure.low == 0:
                return replace(figure, aside=Aside.UNSUPPORTED)
    return figure


def _corrected(figure: Figure, clause: str) -> Figure:
    for pattern in _REVISED:
        found = pattern.search(clause)
        if found and int(found["now"]) == figure.low != int(found["was"]) and _means(figure, clause):
            return replace(figure, corrects=int(found["was"]), why=clause)
    return figure


def _means(figure: Figure, clause: str) -> bool:
    """Return whether a clause can mean this figure: it names its kind, or no kind at all."""
    named = {counted for counted, pattern in _NAMES.items() if pattern.search(clause)}
    return not named or figure.counted in named
