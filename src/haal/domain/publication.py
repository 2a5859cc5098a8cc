"""What the public may read of an incident, when, and who must have agreed.

Draft -> agreed -> released -> withdrawn. Nobody releases alone: one person drafts, another reads exactly what will
be shown, answers "could this help somebody to hit or to hunt?" and agrees; the database refuses one person as both.
One person alone can withdraw. Delay: 72 hours after the event, none when two independent press lines have told it
(it is public), earlier when both people say so. Somebody still held: nothing before release or the family's word,
however old. Pure. What is shown is `PublicIncident`; its area is `public_place`; its numbers are `casualties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from haal.domain.casualties import CorrectionHow
from haal.domain.ids import IncidentId, PublicationId
from haal.domain.incident import Days, EventType
from haal.domain.policy import Policy
from haal.domain.public_place import PublicPlace, finer_places
from haal.domain.report import Counted, ResponsibilityKind, Scope
from haal.language.neutral import sided_words

SUMMARY_CHARS_MAX = 1_200
PEOPLE_TAKEN = frozenset({EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE, EventType.HOSTAGE_TAKING})
SHOWN_AS_THEY_ARE = frozenset({Counted.KILLED, Counted.INJURED})
FEW = 5  # counts of one to four people helped, missing or taken are shown as "fewer than 5"
_LONG_NUMBER = re.compile(r"\d[\d\s().-]{5,}\d")
_LINK = re.compile(r"https?://|www\.|@\w", re.IGNORECASE)


class State(StrEnum):
    """Where a publication stands."""

    DRAFT = "draft"
    AGREED = "agreed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class HeldWord(StrEnum):
    """What is known of people who were taken."""

    NOT_SAID = "not-said"
    RELEASED = "released"
    FAMILY_ASKS = "family-asks"


class WithdrawnWhy(StrEnum):
    """Why a publication was withdrawn; shown in public as plainly as the publication was."""

    WRONG = "wrong"
    COULD_HARM = "could-harm"
    CONSENT = "consent"
    SAME_AS_ANOTHER = "same-as-another"
    REPLACED = "replaced"


class PublicationReason(StrEnum):
    """Why nothing is published, or not yet."""

    NOT_CHECKED = "publication-not-checked"
    NO_CONSENT = "publication-no-consent"
    PERSON_HELD = "publication-person-held"
    WORDS = "publication-words"
    PLACES = "publication-places"
    NUMBERS = "publication-numbers"
    PARTIES = "publication-parties"
    TOO_LONG = "publication-too-long"
    STATE = "publication-state"
    HARM_NOT_ASKED = "publication-harm-not-asked"
    ALREADY_OPEN = "publication-already-open"


class ActorCategory(StrEnum):
    """Who is said to have done it: a category, never a name of a group or person."""

    ARMED_GROUP = "armed-group"
    STATE_FORCE = "state-force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A category and how it is known; a record of a claim, never a finding."""

    category: ActorCategory
    confidence: ResponsibilityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicClaim:
    """One number as somebody said it. `high` None: at least `low`."""

    low: int
    high: int | None
    line: str
    said_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCorrection:
    """A number that was taken back: what it was, and the claim that stands instead."""

    how: CorrectionHow
    was: int
    now: PublicClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRange:
    """Three claims about one count; documented, never a total.

    `said_lowest`, `said_highest`: of everything ever said; `corrections`: what was taken back since. None and empty in
    what was published before they were kept.
    """

    counted: Counted
    scope: Scope
    lowest_supported: PublicClaim | None
    median: PublicClaim
    highest: PublicClaim
    lines_count: int
    said_lowest: PublicClaim | None = None
    said_highest: PublicClaim | None = None
    corrections: tuple[PublicCorrection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicIncident:
    """Everything that is shown of one incident, and nothing else is ever shown of it.

    `speakers`: the kinds of office to which its lines go back, `silent_lines_count` how many lines quote none.
    """

    id: IncidentId
    publication_id: PublicationId
    days: Days | None
    event_type: EventType | None
    place: PublicPlace
    summary: str
    ranges: tuple[PublicRange, ...]
    lines: tuple[str, ...]
    lines_count: int
    lines_max: int
    attributions: tuple[Attribution, ...]
    speakers: tuple[str, ...] = ()
    silent_lines_count: int = 0
    replaces: bool = False
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules ask of an incident before anything is drafted.

    `press_lines_count`: independent lines among press reports alone. `usable_count`: reports that may be used in public.
    `people_taken`: any report tells that people were taken. `last_day`: of the event, or when it was last told.
    """

    usable_count: int
    graded_count: int
    press_lines_count: int
    people_taken: bool
    last_day: date


def why_not_draft(facts: Facts, *, held: HeldWord) -> PublicationReason | None:
    """Return what forbids a draft, or None. Words of a side and narrow places are `why_not_say`."""
    if facts.usable_count == 0:
        return PublicationReason.NO_CONSENT
    if facts.graded_count == 0:
        return PublicationReason.NOT_CHECKED
    if facts.people_taken and held is HeldWord.NOT_SAID:
        return PublicationReason.PERSON_HELD
    return None


def why_not_say(summary: str, *, place: PublicPlace, parties: Iterable[str]) -> tuple[PublicationReason, str] | None:
    """Return what a public text may not say, with the words meant, or None. `parties`: names the reports accuse or quote."""
    if len(summary) > SUMMARY_CHARS_MAX:
        return PublicationReason.TOO_LONG, str(SUMMARY_CHARS_MAX)
    if named := names_said(summary, parties=parties):
        return PublicationReason.PARTIES, ", ".join(named)
    if sided := sided_words(summary):
        return PublicationReason.WORDS, ", ".join(dict.fromkeys(one.word for one in sided))
    if narrow := finer_places(summary, place=place):
        return PublicationReason.PLACES, ", ".join(dict.fromkeys(narrow))
    if found := (_LONG_NUMBER.search(summary) or _LINK.search(summary)):
        return PublicationReason.NUMBERS, found.group()
    return None


def names_said(text: str, *, parties: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand in a text as words of their own, in order: a short name inside another word is none."""
    words = text.casefold()
    found = (each for each in parties if each and re.search(_NAME % re.escape(each.casefold()), words))
    return tuple(sorted(set(found)))


def not_before(facts: Facts, *, early: bool, policy: Policy) -> datetime | None:
    """Return when the delay ends (aware, UTC); None when there is none."""
    if early or facts.press_lines_count >= 2:
        return None
    day_ends = datetime.combine(facts.last_day + timedelta(days=1), time(), tzinfo=UTC)
    return day_ends + timedelta(hours=policy.publication_delay_hours)


def category_of(party: str) -> ActorCategory:
    """Return the category of a party by what it is called; a liberation "army" or Islamic "State" is no state.

    The same test for every name: whoever is no organ of a state is an armed group.
    """
    if _GROUP_WORDS.search(party) or not _STATE_WORDS.search(party):
        return ActorCategory.ARMED_GROUP
    return ActorCategory.STATE_FORCE


def attributions(told: Iterable[tuple[str, ResponsibilityKind]]) -> tuple[Attribution, ...]:
    """Return each category and confidence once, in a fixed order; the names of parties end here."""
    found = {(category_of(party), kind) for party, kind in told}
    kinds = list(ResponsibilityKind)
    ordered = sorted(found, key=lambda pair: (kinds.index(pair[1]), pair[0].value))
    return tuple(Attribution(category=category, confidence=kind) for category, kind in ordered)


def shown_count(people: int) -> str:
    """Return how a count of people helped, missing, taken or displaced is shown: exact, `0`, or `<5`."""
    return f"<{FEW}" if 0 < people < FEW else str(people)


def is_told_by_itself(counted: Counted) -> bool:
    """Return whether a number may stand on an incident's page; others only appear by district and month."""
    return counted in SHOWN_AS_THEY_ARE


_NAME = r"(?<!\w)[\u0648\u0641\u0628\u0644\u0643]?(?:\u0627\u0644)?%s(?!\w)"  # Arabic writes "and", "by" and "the" joined to a name
_STATE_WORDS = re.compile(
    r"\b(army|military|air force|navy|coast guard|frontier corps|fc|police|levies|rangers|state force|security forces?"
    r"|counter[- ]terrorism department|ctd|isi|intelligence|government|ministry|administration|regulator|authorit(?:y|ies)"
    r"|soldiers|troops|فوج|پولیس|حکومت|ایف سی|لیویز)\b",
    re.IGNORECASE,
)
_GROUP_WORDS = re.compile(
    r"\b(liberation|republican|united baloch|islamic state|separatists?|militants?|taliban|jama?at|lashkar|jaish|sipah"
    r"|front|groups? backed|extremists?|insurgents?|rebels?|tribal|mob|faction|تنظیم|لشکر|طالبان|لبریشن)\b",
    re.IGNORECASE,
)
