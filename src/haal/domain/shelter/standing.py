"""How a shelter stands: how many fit in, how many are there, how many are on their way, and what is free; never below 0.

The one thing to know: the host counts heads, the desk knows whom it has promised a place. Both are kept apart: who was
promised and has not arrived holds a place that the host's count does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import OfferId
from haal.domain.need import Area
from haal.domain.offer import MET_BY_MIN
from haal.domain.shelter.facts import Facts

OLD_AFTER = timedelta(days=3)


class ClosedWhy(StrEnum):
    """Why a shelter is no longer one."""

    NO_LONGER_OFFERED = "no-longer-offered"
    NOT_FIT_TO_LIVE_IN = "not-fit-to-live-in"
    IN_DANGER = "in-danger"
    NEVER_WAS_ONE = "never-was-one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter:
    """A shelter as the desk lists it: no name, no host, no address. Its id is that of its offer.

    `present_count`: who was there when last counted; `coming_count`: who was promised a place and has not arrived.
    """

    id: OfferId
    area: Area
    facts: Facts
    capacity: int
    present_count: int
    coming_count: int
    counted_at: datetime
    met_by_count: int = 0
    closed: ClosedWhy | None = None

    @property
    def free_count(self) -> int:
        """How many more it takes: none when closed, never below 0."""
        return 0 if self.closed else max(0, self.capacity - self.present_count - self.coming_count)

    @property
    def over_count(self) -> int:
        """How many there are too many."""
        return max(0, self.present_count + self.coming_count - self.capacity)

    @property
    def is_met(self) -> bool:
        """Whether two of the desk have met the host; nobody is sent to one before that."""
        return self.met_by_count >= MET_BY_MIN

    def is_old(self, *, now: datetime) -> bool:
        """Whether it was counted too long ago to send anybody there without asking."""
        return now - self.counted_at > OLD_AFTER


def otherwise_count(*, present: int, arrived: int) -> int:
    """Return how many of those present came by themselves, given that `arrived` came by our matches.

    Below 0: some of those who came by our matches have left again, and their places are free.
    """
    return present - arrived
