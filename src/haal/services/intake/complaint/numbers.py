"""What everybody may know of complaints: how many a month, and how long until an answer. It opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.complaint.numbers import Month, months
from haal.domain.policy import DEFAULT, Policy
from haal.storage import complaint as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The months, and within how many days we answer."""

    months: tuple[Month, ...]
    answer_days: int


def published(*, now: datetime, policy: Policy = DEFAULT) -> Numbers:
    """Return the numbers of past months."""
    return Numbers(months=months(rows.days(), today=now.date()), answer_days=policy.complaint_answer_days)
