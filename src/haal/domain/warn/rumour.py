"""A rumour: what is only said, by people who neither saw it nor have it from somebody who did.

The one thing to know: hearsay is never a warning, however many tell it, and who told it is kept nowhere: there is no
field for it. A rumour is told, then checked false or true by somebody else than who wrote it down. A false one is
answered by a counter-message, which is a warning like any other: two people, the same channels, the same ending.

What is told is one of a few stories, so that it can be answered in every language; words of its own stay in the
desk's box.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import IncidentId, PersonId, RumourId, WarningId

WORDS_CHARS_MAX = 300


class RumourState(StrEnum):
    """Whether it was checked."""

    TOLD = "told"
    CHECKED_FALSE = "checked-false"
    CHECKED_TRUE = "checked-true"


CHECKED = frozenset({RumourState.CHECKED_FALSE, RumourState.CHECKED_TRUE})


class RumourSubject(StrEnum):
    """What is told. The words of each stand in the phrase books."""

    ATTACK_HAPPENED = "attack-happened"
    ATTACK_COMING = "attack-coming"
    PEOPLE_KILLED = "people-killed"
    PEOPLE_TAKEN = "people-taken"
    WATER_POISONED = "water-poisoned"
    AID_GIVEN_OUT = "aid-given-out"
    MUST_LEAVE = "must-leave"
    HOLY_INSULTED = "holy-insulted"
    OTHER = "other"


class HowChecked(StrEnum):
    """How it was checked. Never with whom."""

    SEEN_THERE = "seen-there"  # somebody there looked
    ASKED_THERE = "asked-there"  # people there were asked, each apart
    STEWARD = "steward"  # the place's own helper says it
    RECORD = "record"  # the record shows it


class RumourReason(StrEnum):
    """Why a rumour is not kept, checked or answered."""

    CHECKED_ALREADY = "rumour-checked-already"
    NOT_CHECKED = "rumour-not-checked"
    OWN_RUMOUR = "rumour-own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumour:
    """One rumour about one place. `warning_id` is what answered it, if anything did."""

    id: RumourId
    subject: RumourSubject
    place: str
    lat: float
    lon: float
    radius_km: float
    words: str
    state: RumourState
    noted_by: PersonId
    noted_at: datetime
    incident_id: IncidentId | None = None
    checked_by: PersonId | None = None
    checked_at: datetime | None = None
    how: HowChecked | None = None
    warning_id: WarningId | None = None


def why_not_check(rumour: Rumour, *, by: PersonId) -> RumourReason | None:
    """Return what forbids `by` to say whether it is true, or None."""
    if rumour.state in CHECKED:
        return RumourReason.CHECKED_ALREADY
    return RumourReason.OWN_RUMOUR if rumour.noted_by == by else None
