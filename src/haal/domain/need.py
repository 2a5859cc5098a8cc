"""A need: what somebody asks for, for how many, roughly where, and how it stands.

An asker is told one of six states by the receipt code, so that nobody has to ask twice. Nobody is asked for tribe,
sect or an identity number, and help never depends on telling the news desk anything. A need travels through intake as
the first line of its text (`line_of`, `read`), so that a form, an SMS and a file all say it the same way. Who can
fill it is `haal.domain.aid.match`'s question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from haal.domain.errors import Malformed
from haal.domain.ids import NeedId
from haal.geometry.cells import Cell

FOR_COUNT_MAX = 10_000
AREA_RESOLUTION = 5  # about 250 km2: a tehsil, never a house
LINE_CHARS_MAX = 400


class NeedKind(StrEnum):
    """What can be asked for and offered. Money is not among it: Haal moves none."""

    WATER = "water"
    FOOD = "food"
    BABY_MILK = "baby-milk"
    SANITARY = "sanitary-things"
    SHELTER = "shelter"
    MEDICINE = "medicine"
    BLOOD = "blood"
    AMBULANCE = "ambulance"
    SAFE_TRANSPORT = "safe-transport"
    THE_DEAD = "bringing-home-the-dead"
    WINTER = "winter-things"
    FUEL = "fuel-and-charging"
    SCHOOL = "school"
    LEGAL = "legal"
    TALK = "someone-to-talk-to"
    PAPERS = "papers"
    INFORMATION = "information"
    OTHER = "other"  # to be sorted by a person


THROUGH_THE_HOSPITAL = frozenset({NeedKind.BLOOD, NeedKind.AMBULANCE})
# A child or a lone woman may be behind these: an offerer is met by two people first, never matched by a machine alone.
MET_FIRST = frozenset({NeedKind.SHELTER, NeedKind.SAFE_TRANSPORT, NeedKind.TALK})


class Whom(StrEnum):
    """For whom, without names; several may hold."""

    BABIES = "babies"  # to two years
    CHILDREN = "children"  # to eleven
    YOUNG = "young-people"  # to seventeen
    ADULTS = "adults"
    OLD = "old-people"  # from sixty
    PREGNANT = "pregnant"
    DISABLED = "people-with-disability"
    CHILD_ALONE = "child-alone"
    WOMAN_ALONE = "woman-alone"


class Unit(StrEnum):
    """In what an amount is counted."""

    LITRES = "litres"
    KILOGRAMS = "kilograms"
    PIECES = "pieces"
    PACKETS = "packets"
    NIGHTS = "nights"


class Urgency(StrEnum):
    """How soon; the asker's own word."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"


class NeedState(StrEnum):
    """How it stands, as the asker is told."""

    ASKED = "asked"
    SEEN = "seen"
    PROMISED = "promised"
    ON_THE_WAY = "on-the-way"
    DONE = "done"
    COULD_NOT = "could-not"


OPEN_STATES = frozenset({NeedState.ASKED, NeedState.SEEN, NeedState.PROMISED, NeedState.ON_THE_WAY})


class CouldNot(StrEnum):
    """Why it could not be done: always said, never left blank."""

    NOTHING_LEFT = "nothing-left"
    NO_ROAD = "no-road"
    TOO_DANGEROUS = "too-dangerous"
    ASKER_NOT_REACHED = "asker-not-reached"
    NOT_WHAT_WE_DO = "not-what-we-do"
    TIME_PASSED = "time-passed"
    NOT_NEEDED_ANY_MORE = "not-needed-any-more"
    WAS_NOT_SO = "was-not-so"  # somebody corrected it, and a person of the desk went after it


class Reason(StrEnum):
    """Why a need is not taken or not moved."""

    ONLY_THROUGH_THE_HOSPITAL = "only-through-the-hospital"
    FOR_HOW_MANY = "for-how-many"
    UNTIL_IS_PAST = "until-is-past"
    NOT_FROM_THIS_STATE = "not-from-this-state"
    WHY_NEEDED = "why-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Roughly where: a district's name and a coarse cell; either may be unknown."""

    district: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much, where a number of people does not say it."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        """Return it as `amount_of` reads it."""
        return f"{self.count} {self.unit.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a need says of itself. `until` is the instant after which it is of no use (aware UTC)."""

    kind: NeedKind
    for_count: int = 1
    urgency: Urgency = Urgency.TODAY
    until: datetime | None = None
    whom: frozenset[Whom] = frozenset()
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need as the desk works on it. `met_count` is how many of `for_count` are promised or served."""

    id: NeedId
    asked: Asked
    area: Area
    state: NeedState
    asked_at: datetime
    changed_at: datetime
    could_not: CouldNot | None = None
    met_count: int = 0
    set_aside: bool = False  # a person looks first: see `haal.domain.aid.aside`

    @property
    def left_count(self) -> int:
        """How many are still without a promise."""
        return max(0, self.asked.for_count - self.met_count)


_MOVES: Mapping[NeedState, frozenset[NeedState]] = MappingProxyType(
    {
        NeedState.ASKED: frozenset({NeedState.SEEN, NeedState.PROMISED, NeedState.COULD_NOT}),
        NeedState.SEEN: frozenset({NeedState.PROMISED, NeedState.COULD_NOT}),
        NeedState.PROMISED: frozenset({NeedState.SEEN, NeedState.ON_THE_WAY, NeedState.DONE, NeedState.COULD_NOT}),
        NeedState.ON_THE_WAY: frozenset({NeedState.SEEN, NeedState.DONE, NeedState.COULD_NOT}),
        # "It did not come" and "we can after all": nothing is closed against the asker.
        NeedState.DONE: frozenset({NeedState.SEEN}),
        NeedState.COULD_NOT: frozenset({NeedState.SEEN}),
    }
)


def why_not_ask(asked: Asked, *, by_hospital: bool, now: datetime) -> Reason | None:
    """Return what forbids taking the need, or None.

    Args:
        by_hospital: the hospital's own named person asks, at the desk.
    """
    if asked.kind in THROUGH_THE_HOSPITAL and not by_hospital:
        return Reason.ONLY_THROUGH_THE_HOSPITAL
    if not 1 <= asked.for_count <= FOR_COUNT_MAX:
        return Reason.FOR_HOW_MANY
    if asked.until is not None and asked.until <= now:
        return Reason.UNTIL_IS_PAST
    return None


def why_not_move(state: NeedState, to: NeedState, *, could_not: CouldNot | None) -> Reason | None:
    """Return what forbids telling the asker `to` after `state`, or None."""
    if to not in _MOVES[state]:
        return Reason.NOT_FROM_THIS_STATE
    if to is NeedState.COULD_NOT and could_not is None:
        return Reason.WHY_NEEDED
    return None


def is_past(until: datetime | None, *, now: datetime) -> bool:
    """Return whether `until` has come; without one nothing ever passes."""
    return until is not None and until <= now


def line_of(asked: Asked) -> str:
    """Return the need as one line, for example `water; for 12; now; until 2026-11-25T10:00Z`."""
    parts = [asked.kind.value, f"for {asked.for_count}", asked.urgency.value]
    if asked.until is not None:
        parts.append(f"until {minute_of(asked.until)}")
    if asked.whom:
        parts.append(f"whom {' '.join(sorted(asked.whom))}")
    if asked.amount:
        parts.append(f"amount {asked.amount}")
    return "; ".join(parts)


def read(text: str) -> Asked:
    """Return what the first line of `text` asks for; a line in other words is a need of kind OTHER, never lost.

    Raises:
        Malformed: the line begins as a need does, but a part of it does not fit.
    """
    first, *parts = [part.strip().lower() for part in text.split("\n", 1)[0][:LINE_CHARS_MAX].split(";")]
    if first not in set(NeedKind):
        return Asked(kind=NeedKind.OTHER)
    for_count, urgency, until, whom, amount = 1, Urgency.TODAY, None, frozenset[Whom](), None
    for part in parts:
        word, _, value = part.partition(" ")
        if word == "for":
            for_count = count_of(value)
        elif word == "until":
            until = instant_of(value)
        elif word == "whom":
            whom = whom_of(value)
        elif word == "amount":
            amount = amount_of(value)
        elif word in set(Urgency):
            urgency = Urgency(word)
        elif word:
            expected = "for N, until INSTANT, whom WORDS, amount N UNIT, now, today or days"
            raise Malformed("need", expected=expected, got=word[:20])
    return Asked(kind=NeedKind(first), for_count=for_count, urgency=urgency, until=until, whom=whom, amount=amount)


def count_of(text: str) -> int:
    """Return a whole number from 1 to FOR_COUNT_MAX, in digits of any script. Raises Malformed."""
    bare = text.strip()
    if not bare.isdecimal() or len(bare) > len(str(FOR_COUNT_MAX)) or not 1 <= int(bare) <= FOR_COUNT_MAX:
        raise Malformed("for", expected=f"a whole number from 1 to {FOR_COUNT_MAX}", got=f"{len(bare)} characters")
    return int(bare)


def whom_of(text: str) -> frozenset[Whom]:
    """Return for whom, from words set apart by spaces. Raises Malformed."""
    words = text.split()
    if not set(words) <= set(Whom):
        raise Malformed("whom", expected=" ".join(Whom), got=f"{len(text)} characters")
    return frozenset(Whom(word) for word in words)


def amount_of(text: str) -> Amount:
    """Return how much, from a number and a unit. Raises Malformed."""
    count, _, unit = text.strip().partition(" ")
    if unit.strip() not in set(Unit):
        raise Malformed("amount", expected=f"a number and one of {' '.join(Unit)}", got=f"{len(text)} characters")
    return Amount(count=count_of(count), unit=Unit(unit.strip()))


def instant_of(text: str) -> datetime:
    """Return an aware UTC instant from ISO 8601 to the minute. Raises Malformed."""
    try:
        instant = datetime.fromisoformat(text.strip().upper())
    except ValueError:
        raise Malformed("until", expected="2026-11-25T10:00Z", got=f"{len(text)} characters") from None
    if instant.tzinfo is None:
        raise Malformed("until", expected="an instant with its time zone", got="one without")
    return instant.astimezone(UTC)


def minute_of(instant: datetime) -> str:
    """Return an instant in UTC to the minute, as `instant_of` reads it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
