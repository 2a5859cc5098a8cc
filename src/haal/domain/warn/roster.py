"""Who can be had in the night: the people who may agree to a warning, and which of them say they can be reached now.

The one thing to know: a warning needs two, and two are had at three in the morning only when at least five may agree
and one of them is outside the province, where power and network fail at other times. A thinner roster is said loudly
and forbids nothing: with two who can be reached people are warned.

Names are pseudonyms; how somebody is reached is between them and is written nowhere. Rows: `haal.storage.warn.duty.roster`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId

MAY_AGREE_MIN = 5
OUTSIDE_MIN = 1
TWO = 2
SECOND_WITHIN = timedelta(minutes=3)  # after this the desk shows who was asked, and what is left to do
REACHABLE_HOURS_MAX = 12  # a shift, not a promise for a week


class Thin(StrEnum):
    """What a roster lacks."""

    FEW_MAY_AGREE = "few-may-agree"
    NOBODY_OUTSIDE = "nobody-outside"
    NOT_TWO_REACHABLE = "not-two-reachable"


class Means(StrEnum):
    """What the number of people who can be reached means for the next warning."""

    NOBODY = "nobody"  # nobody can be warned by message; bell, voice and one place's own alarm are left
    ALONE = "alone"  # one may draft and ask; nothing leaves before a second is there
    PAIR = "pair"  # two can warn; if one sleeps, nobody can
    SHORT = "short"  # more than two, and not the five that a night needs
    WELL = "well"


class RosterReason(StrEnum):
    """Why a word to the roster is refused."""

    HOURS_OUT_OF_RANGE = "reachable-hours-out-of-range"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoster:
    """Somebody who may agree. `reachable_until` None: they have not said, or have gone."""

    person_id: PersonId
    is_outside: bool = False
    reachable_until: datetime | None = None

    def is_reachable(self, now: datetime) -> bool:
        """Return whether they say they can be reached at `now`."""
        return self.reachable_until is not None and now < self.reachable_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the roster stands at one moment."""

    may_agree_count: int
    outside_count: int
    reachable_count: int
    lacks: tuple[Thin, ...]
    means: Means

    @property
    def is_thin(self) -> bool:
        """Whether something is lacking, which is said loudly."""
        return bool(self.lacks)


def standing(roster: Sequence[OnRoster], *, now: datetime) -> Standing:
    """Return how the roster stands."""
    reachable = sum(1 for one in roster if one.is_reachable(now))
    outside = sum(1 for one in roster if one.is_outside)
    lacking = {
        Thin.FEW_MAY_AGREE: len(roster) < MAY_AGREE_MIN,
        Thin.NOBODY_OUTSIDE: outside < OUTSIDE_MIN,
        Thin.NOT_TWO_REACHABLE: reachable < TWO,
    }
    return Standing(
        may_agree_count=len(roster),
        outside_count=outside,
        reachable_count=reachable,
        lacks=tuple(thin for thin, lacks in lacking.items() if lacks),
        means=means(reachable),
    )


def means(reachable_count: int) -> Means:
    """Return what so many people mean for the next warning."""
    few = (Means.NOBODY, Means.ALONE, Means.PAIR)
    if reachable_count < len(few):
        return few[reachable_count]
    return Means.SHORT if reachable_count < MAY_AGREE_MIN else Means.WELL


def why_not_reachable(hours: int) -> RosterReason | None:
    """Return what forbids saying "I can be reached for so many hours", or None."""
    return None if 0 < hours <= REACHABLE_HOURS_MAX else RosterReason.HOURS_OUT_OF_RANGE


def waits_too_long(*, asked_at: datetime, now: datetime) -> bool:
    """Return whether the second person should have been there by now."""
    return now - asked_at >= SECOND_WITHIN
