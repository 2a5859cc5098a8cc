"""First speakers: the offices and bodies whom the lines quote. Ten papers that quote one hospital stand on one hospital.

The one thing to know: an office is a kind (police, hospital, relatives), never a person and never a party: whoever takes
part in the fighting, of any side, is one kind, so exchanging the names of parties changes nothing. Read from the words
beside a verb of saying, and from what the teller gave as "said by"; a line that quotes nobody speaks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from haal.language.likeness.parties import masked
from haal.linkage.origin.groups import Group
from haal.linkage.origin.witness import Witness


class Speaker(StrEnum):
    """Who is quoted, as a kind of office or body."""

    POLICE = "police"
    HOSPITAL = "hospital"
    RESCUE = "rescue"
    DISTRICT = "district-office"
    PROVINCE = "province-government"
    STATE = "state-government"
    TRANSPORT = "transport-office"
    COURT = "court"
    PARTY_TO_FIGHT = "party-to-the-fight"
    POLITICAL_PARTY = "political-party"
    RIGHTS_GROUP = "rights-group"
    FAMILY = "family"
    WITNESSES = "witnesses"
    EMPLOYER = "employer"
    OFFICIALS = "officials-not-named"


# In this order: a longer name ("railway police") is found before the shorter one inside it.
_WORDS: tuple[tuple[Speaker, str], ...] = (
    (
        Speaker.HOSPITAL,
        (
            r"hospitals?|doctors?|surgeon|medical|trauma cent(?:re|er)|health (?:minister|secretary|department|officials?)"
            r"|ہسپتال|ڈاکٹر"
        ),
    ),
    (Speaker.RESCUE, r"rescue(?:rs| workers| service| officials?)?|ambulance|civil defen[cs]e|ریسکیو"),
    (
        Speaker.DISTRICT,
        (
            r"(?:deputy|assistant|district) commissioner|district (?:administration|chairman|officials?|government)|levies"
            r"|mayor|ڈپٹی کمشنر"
        ),
    ),
    (
        Speaker.PROVINCE,
        (
            r"home (?:department|minister|secretary)|chief minister|provincial (?:government|minister|spokes\w+)"
            r"|(?:government|governor'?s?) spokes\w+|وزیر اعلی"
        ),
    ),
    (
        Speaker.STATE,
        (
            r"interior minist\w+|prime minister|president|federal minister|information minister|foreign (?:office|minist\w+)"
            r"|وزیر داخلہ"
        ),
    ),
    (Speaker.TRANSPORT, r"railways?(?: officials?| police)?|highway police|airport|coach company|telecom\w*"),
    (Speaker.COURT, r"courts?|judge|magistrate|commission of inquiry|lawyers?"),
    (
        Speaker.PARTY_TO_FIGHT,
        (
            r"(?:the|a|an|armed|separatist|militant|rebel|claiming) (?:\w+ )?(?:groups?|outfit|faction)|militants|insurgents"
            r"|fighters|army|military|troops|security (?:forces|sources)|paramilitary|propaganda outlet|media wing"
        ),
    ),
    (Speaker.POLITICAL_PARTY, r"part(?:y|ies)(?: leaders?| spokes\w+| officials?)?|opposition|senators?|lawmakers?"),
    (
        Speaker.RIGHTS_GROUP,
        r"rights (?:groups?|desk|movement|body|commission|organi[sz]ations?)|activists?|human rights",
    ),
    (Speaker.FAMILY, r"relatives?|famil(?:y|ies)|brother|father|mother|sister|heirs"),
    (
        Speaker.WITNESSES,
        (
            r"witness(?:es)?|eyewitness(?:es)?|residents?|locals|local (?:sources|people)|villagers|survivors?|passengers?"
            r"|عینی شاہد\w*"
        ),
    ),
    (Speaker.EMPLOYER, r"mine owners?|contractor|company|employers?|union"),
    (
        Speaker.POLICE,
        r"police(?: officers?| chief| station)?|superintendent|station house officer|inspector general|پولیس",
    ),
    (Speaker.OFFICIALS, r"officials?|authorit(?:y|ies)|government|administration|spokes\w+|حکام"),
)
_KINDS = tuple((kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _WORDS)
_SAYS = re.compile(
    r"(?<!\w)(?:said|says?|saying|told|tells?|according to|confirmed|confirms|counted|counts|admitted|admits|stated|states"
    r"|announced|claimed|claims|put the|spoke of|speaks of|gave|reported by|figures?|statement|کہا|کہنا|بتایا|مطابق)(?!\w)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.;۔!?]\s+|\s+while\s+|;\s*")
_GENERAL = frozenset({Speaker.OFFICIALS})


def quoted(words: str) -> frozenset[Speaker]:
    """Return whom a text quotes. "Officials" counts only where the text names no office beside."""
    found: set[Speaker] = set()
    for clause in _CLAUSES.split(words):
        if _SAYS.search(clause):
            found |= offices(clause)
    return frozenset(found - _GENERAL or found)


def offices(words: str) -> frozenset[Speaker]:
    """Return the offices and bodies that `words` name; a longer name hides the shorter one inside it."""
    found, left = set(), words
    for kind, pattern in _KINDS:
        if pattern.search(left):
            found.add(kind)
            left = pattern.sub(" ", left)
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSpeakers:
    """To whom the lines of an incident go back: kinds of office, each once, and how many lines quote nobody by office."""

    offices: tuple[str, ...] = ()
    silent_lines_count: int = 0


def first_speakers(groups: Iterable[Group], witnesses: Iterable[Witness]) -> FirstSpeakers:
    """Return to whom these groups go back; a line quotes whom any of its reports quotes."""
    by_name = {one.report_id: one for one in witnesses}
    found: set[Speaker] = set()
    silent = 0
    for group in groups:
        said = {kind for name in group.reports for kind in _said(by_name[name])}
        found |= said
        silent += not said
    return FirstSpeakers(
        offices=tuple(sorted(kind.value for kind in found - _GENERAL or found)), silent_lines_count=silent
    )


def _said(witness: Witness) -> frozenset[Speaker]:
    given = frozenset(kind for words in witness.said_by if words != witness.outlet for kind in _given(words))
    return given | quoted(witness.text)


def _given(words: str) -> frozenset[Speaker]:
    """Return whom a teller gave as "said by": any party by its name is a party to the fight, like every other."""
    bare = masked(words)
    if bare == words:
        return offices(words)
    return frozenset({Speaker.PARTY_TO_FIGHT}) | (offices(bare) - _GENERAL)
