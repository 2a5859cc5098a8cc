"""An exercise at a place: for which danger, how many took part, and how long it took until everybody was where it was agreed.

The one thing to know: it is of a place and names nobody. How fast people got out says what the plan is worth, so it is for the
place's own helpers, as the plan is. Not the exercise of a warning: that is a mode of warnings (`haal.domain.warning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from haal.domain.hazard import Hazard
from haal.domain.policy import Policy

PEOPLE_MOST = 100_000
SECONDS_MOST = 6 * 60 * 60


class DrillReason(StrEnum):
    """Why an exercise is not kept."""

    DRILL_DAY = "drill-day"
    DRILL_TIME = "drill-time"
    DRILL_PEOPLE = "drill-people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One exercise. `seconds`: until everybody was where it was agreed."""

    held_on: date
    hazard: Hazard
    seconds: int
    people_count: int


def why_not_drill(drill: Drill, *, today: date) -> DrillReason | None:
    """Return what forbids keeping it, or None."""
    if drill.held_on > today or drill.held_on < today - timedelta(days=366):
        return DrillReason.DRILL_DAY
    if not 1 <= drill.seconds <= SECONDS_MOST:
        return DrillReason.DRILL_TIME
    return None if 2 <= drill.people_count <= PEOPLE_MOST else DrillReason.DRILL_PEOPLE


def next_due(drills: Sequence[Drill], *, policy: Policy) -> date | None:
    """Return on which day the next exercise is due; None: there was none yet, so it is due now."""
    last = max((drill.held_on for drill in drills), default=None)
    return last + timedelta(days=policy.plan_drill_days) if last else None
