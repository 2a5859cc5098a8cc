"""The alarm that one place helper raises alone, inside their own place, and the threats of which a place is told.

The one thing to know: an alarm and a threat reach the helpers of that one place and nobody else: no public page, no
feed, no count and no other role learns of them. What is sent to a helper's telephone names neither place nor danger;
what is to be said aloud stands on the place's own page. A threat against a person goes to that person's check-in
circle. There is no field for who threatens, and none for a text.

Not a warning of the public, which needs two people: see `haal.domain.warning`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from haal.domain.hazard import Hazard
from haal.domain.ids import AlarmId, CheckInId, PersonId, PlaceId, ThreatId

ALARM_LASTS = timedelta(hours=6)  # then it ends by itself; whoever is there raises it again
THREAT_LASTS = timedelta(hours=72)
TRIES_MAX = 6


class AlarmReason(StrEnum):
    """Why an alarm or a threat cannot be kept."""

    ALARM_IS_ON = "alarm-is-on"
    ALARM_IS_OVER = "alarm-is-over"
    THREAT_NEEDS_A_PLACE = "threat-needs-a-place"
    THREAT_NEEDS_A_TELLING = "threat-needs-a-telling"


class Against(StrEnum):
    """Against what a threat was made."""

    PLACE = "place"
    GATHERING = "gathering"  # at a place that is on the register
    PERSON = "person"


class CallState(StrEnum):
    """Where one call to one helper's own address stands."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm inside one place."""

    id: AlarmId
    place_id: PlaceId
    hazard: Hazard
    raised_by: PersonId
    raised_at: datetime
    ended_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The instant after which it is no alarm any more."""
        return self.ended_at or self.raised_at + ALARM_LASTS

    def is_on(self, now: datetime) -> bool:
        """Return whether it is on at `now`."""
        return now < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """A threat as the desk passes it on. `place_id` for a place or a gathering, `circle_id` when a person has a circle."""

    id: ThreatId
    against: Against
    place_id: PlaceId | None
    circle_id: CheckInId | None
    told_in: str  # the report or the incident that tells of it
    opened_by: PersonId
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The instant after which it calls nobody any more."""
        return self.closed_at or self.opened_at + THREAT_LASTS

    def is_open(self, now: datetime) -> bool:
        """Return whether it still calls its people at `now`."""
        return now < self.ends_at


CALL: Mapping[str, str] = MappingProxyType(
    {
        "en": "Your place needs you now. Sign in and look at its page, or call the other helpers.",
        "ur": "آپ کی جگہ کو ابھی آپ کی ضرورت ہے۔ سائن اِن کر کے اس کا صفحہ دیکھیں، یا دوسرے خدمتگاروں کو فون کریں۔",
    }
)


def call_in(language: str) -> tuple[str, str]:
    """Return the language in which a helper is called, and the words: no place, no danger, nothing for a stranger."""
    known = language if language in CALL else "en"
    return known, CALL[known]


def why_not_raise(*, on_now: Collection[Alarm]) -> AlarmReason | None:
    """Return what forbids a helper to raise the alarm in their own place, or None; `on_now`: alarms on there."""
    return AlarmReason.ALARM_IS_ON if on_now else None


def why_not_open(*, against: Against, place_id: PlaceId | None, told_in: str) -> AlarmReason | None:
    """Return what forbids passing a threat on, or None."""
    if not told_in:
        return AlarmReason.THREAT_NEEDS_A_TELLING
    if against is not Against.PERSON and place_id is None:
        return AlarmReason.THREAT_NEEDS_A_PLACE
    return None
