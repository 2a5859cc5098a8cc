"""A report: what one teller told, taken in once, in the custom's order.

Where from and by which road, what you saw, what you heard and from whom, who needs what; and of everyone: how do you know?
Nothing here says whether it is true (see `assessment`), and nothing names who did it as a person: there is no such field.
Contact, names, the exact place and files are in `Sealed` and leave intake only as ciphertext; the rest is the desk's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What the report is for; needs, offers and check-ins go straight to their end."""

    NEWS = "news"
    NEED = "need"
    OFFER = "offer"
    CHECK_IN = "check-in"
    SIGHTING = "sighting"
    TRACING = "tracing"
    CORRECTION = "correction"
    SHELTER = "shelter"  # of shelters and of families driven out


class Channel(StrEnum):
    """By which way it came."""

    FORM = "form"
    DESK = "desk"
    VOICE = "voice"
    CALL = "call"
    SMS = "sms"
    API = "api"
    PRESS = "press"


class Knows(StrEnum):
    """How do you know? Asked of everyone."""

    SAW = "saw"
    TOLD = "told-by-witness"
    SAID = "it-is-said"
    UNKNOWN = "not-told"


class TestifyConsent(StrEnum):
    """With whom the report may be kept for the record. Nobody yet is as easy as any other answer."""

    NOBODY = "nobody-yet"
    NUMBERS = "numbers-only"
    PRESS = "press"
    UN = "un"
    COURT_ABROAD = "court-abroad"
    COURT_HERE = "court-here"


class DateKnown(StrEnum):
    """How the day is known."""

    DAY = "day"  # a date is written or said
    INFERRED = "inferred"  # from a weekday or a relative word
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


class Counted(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    TAKEN = "taken"
    DISPLACED = "displaced"


class Scope(StrEnum):
    """Whom a figure counts."""

    ALL = "all"
    CIVILIANS = "civilians"
    FORCES = "forces"
    ATTACKERS = "attackers"
    WITH_ATTACKERS = "with-attackers"
    CHILDREN = "children"
    PART = "part"  # some of those that were hit: of one of several places, or one of several people
    NOT_SAID = "not-said"


class Aside(StrEnum):
    """Why a figure is kept and shown, but no range is built on it."""

    UNSUPPORTED = "unsupported"
    MISTRANSLATED = "mistranslated"
    MERGED = "merged"  # it sums up several incidents


class ResponsibilityKind(StrEnum):
    """Who says who did it: a record of a claim, never a finding."""

    CLAIMED = "claimed"
    ALLEGED_BY_OFFICIAL = "alleged_by_official"
    ALLEGED_BY_OTHER = "alleged_by_other"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """Three separate answers; every default is no."""

    warn: bool = False
    help: bool = False
    testify: TestifyConsent = TestifyConsent.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """When: an interval of days with how it is known. Both None: not told."""

    first: date | None = None
    last: date | None = None
    known: DateKnown = DateKnown.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """One reading of a place name: a point with a radius (km) and a weight (0..1)."""

    name: str
    lat: float
    lon: float
    radius_km: float
    weight: float = 1.0
    place_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where: the words as told, and what they may mean, best first."""

    words: str = ""
    district: str = ""
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number as told: `low == high` for a plain number, `high` None for "at least".

    `corrects`: it says that this earlier number was wrong; then `said_by` names who corrects and `why` says why. `aside`:
    who brings it says that it cannot be used as it stands.
    """

    counted: Counted
    low: int
    high: int | None
    scope: Scope = Scope.NOT_SAID
    said_by: str = ""
    corrects: int | None = None
    why: str = ""
    aside: Aside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Somebody says that somebody did it, or denies it. `party` is a group or an authority, never a person."""

    kind: ResponsibilityKind
    party: str
    said_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The story in the custom's order, as the desk reads it."""

    road: str = ""
    saw: str = ""
    heard: str = ""
    heard_from: str = ""
    needs: str = ""
    event_type: str = ""
    target_kind: str = ""
    happened: Happened = field(default_factory=Happened)
    where: Where = field(default_factory=Where)
    figures: tuple[Figure, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    displaced: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as it came: sealed before anything looks into it. Its name is personal too."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What only two key keepers together can open."""

    name: str = ""
    contact: str = ""
    exact_place: str = ""
    attachments: tuple[Attachment, ...] = ()

    def is_empty(self) -> bool:
        """Return whether there is nothing to seal."""
        return not (self.name or self.contact or self.exact_place or self.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a report comes from as far as independence goes: its source line (`own:Dawn`, `wire:AFP`, `teller`).

    `outlet` and `page` are for press only; two rows of one `page` tell of different events.
    """

    line: str = "teller"
    outlet: str = ""
    page: str = ""
    published: date | None = None
    published_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Everything a door hands to `intake.take_in`: what was told, by which way, and the key that makes a repeat harmless."""

    channel: Channel
    client_key: str
    kind: Kind = Kind.NEWS
    language: str = "en"
    knows: Knows = Knows.UNKNOWN
    answers: Answers = field(default_factory=Answers)
    consents: Consents = field(default_factory=Consents)
    sealed: Sealed = field(default_factory=Sealed)
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as the desk reads it, without what is sealed."""

    id: str
    kind: Kind
    channel: Channel
    language: str
    knows: Knows
    answers: Answers
    consents: Consents
    source: Source
    taken_in_by: str | None
    received_day: date
    has_sealed: bool
