"""What is told of a person sought or seen, and for whom it is kept.

The one thing to know: all of this lies in one box of the tracing table and nowhere else; the report that intake keeps says
only that something was told (`LINES`). A sighting has no field for who was there with them, who held them or where they were
held, and its teller is sealed to two key keepers: whoever gets at a sighting learns of nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from haal.domain.tracing.person import AgeBand, Sex, may_be_child

TEXT_CHARS_MAX = 2_000
NAME_CHARS_MAX = 200


class Entry(StrEnum):
    """Which of the two it is."""

    REQUEST = "request"
    SIGHTING = "sighting"


class Situation(StrEnum):
    """Three different things with three different duties."""

    SEPARATED = "separated"
    TAKEN = "taken-and-not-heard-of-since"
    AFTER_EVENT = "not-yet-found-after-an-event"


LINES = {Entry.REQUEST: "somebody is sought", Entry.SIGHTING: "somebody was seen"}
LINE_SINCE = "something was told since of somebody sought"


class TracingReason(StrEnum):
    """Why something about a person sought is refused."""

    NOBODY_NAMED = "tracing-nobody-named"
    CONSENT_TO_SEARCH = "tracing-consent-to-search"
    CHILD_NOT_BY_DESK = "tracing-child-not-by-desk"
    SECOND_PERSON_FIRST = "tracing-second-person-first"
    NOT_FROM_THIS_STATE = "tracing-not-from-this-state"
    ADULT_HAS_NOT_SAID = "tracing-adult-has-not-said"
    ADULT_SAID_NO = "tracing-adult-said-no"
    BY_A_PERSON_ONLY = "tracing-by-a-person-only"
    SEEKER_MAY_BE_DANGER = "tracing-seeker-may-be-danger"
    FAMILY_ALONE_CLOSES = "tracing-family-alone-closes"
    NEVER_WIPED = "tracing-never-wiped"
    NO_CONSENT_TO_PUBLISH = "tracing-no-consent-to-publish"
    LIVE_KIDNAPPING = "tracing-live-kidnapping"
    SHOW_THE_SEEKER = "tracing-show-the-seeker"
    PROTECTION_NAMED = "tracing-protection-named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """Three separate answers of the one who tells; every default is no.

    `search`: family finders may look and ask others. `tell`: what is told here may be said to the one sought. `publish`: the
    name may stand on a public list (see `haal.domain.tracing.publishing`).
    """

    search: bool = False
    tell: bool = False
    publish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Whom it is about, as far as it was told. `names`: as many spellings as there are; `area` is never a house."""

    names: tuple[str, ...] = ()
    age: AgeBand = AgeBand.UNKNOWN
    sex: Sex = Sex.UNKNOWN
    alone: bool = False  # without anybody of their own
    area: str = ""
    district: str = ""
    first_day: date | None = None  # last seen, or seen: between these days
    last_day: date | None = None
    marks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """One request or sighting. `contact` is of the one who tells, or of the one found who asks for their own people."""

    entry: Entry
    situation: Situation
    who: Described
    consents: Consents = field(default_factory=Consents)
    family_word: bool = False  # the family itself asks that it be made known
    danger: bool = False  # the one who tells fears for the one sought, or for themselves
    home: bool = False  # of one seen: they are with their own people again
    contact: str = ""


def why_not_take(told: ToldOf) -> TracingReason | None:
    """Return what forbids taking it in, or None. A person without a name is described by marks."""
    if not any(name.strip() for name in told.who.names) and not told.who.marks.strip():
        return TracingReason.NOBODY_NAMED
    if told.entry is Entry.REQUEST and not told.consents.search:
        return TracingReason.CONSENT_TO_SEARCH
    return None


def needs_care(who: Described) -> bool:
    """Return whether nobody matches this one without vetting: a child, of unknown age, or a woman on her own."""
    return may_be_child(who.age) or (who.alone and who.sex is not Sex.MALE)
