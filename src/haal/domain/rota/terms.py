"""What a helper says of themselves for the rota: when they can, how often, what they learned; and what follows from it.

The one thing to know: it is about a person, so it lies in the desk's box and only they read it. The planner gets times and skills
and hands back a rota; nobody is shown why somebody is not free. Who has said nothing is planned for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from haal.domain.policy import Policy
from haal.domain.rota.wanted import REST_HOURS, Skill, Span
from haal.domain.warning_text import LAND_TIME

WEEK_SHIFTS_MOST = 7
REST_HOURS_LEAST = 8


class Part(StrEnum):
    """A part of a day, six hours long."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PART_HOURS = 24 // len(Part)
SELF_TOLD = frozenset({Skill.EXPERIENCED, Skill.CALMING})  # who is fit to be with children, others say
type Time = tuple[int, Part]
"""A day of the week (0: Monday) and a part of it."""


class TermsReason(StrEnum):
    """Why what a helper says of themselves is not kept."""

    TERMS_WEEK = "terms-week"
    TERMS_REST = "terms-rest"
    TERMS_AWAY = "terms-away"
    DAY_AHEAD = "terms-day-ahead"
    SAID_BY_OTHERS = "terms-said-by-others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When and how somebody can stand. `is_woman` None: not said. `first_aid_on`: when they last learned or refreshed it."""

    times: frozenset[Time] = frozenset()
    away_from: date | None = None
    away_until: date | None = None
    is_woman: bool | None = None
    skills: frozenset[Skill] = frozenset()
    first_aid_on: date | None = None
    week_shifts_max: int = 2
    rest_hours: int = REST_HOURS


def why_not_terms(terms: Terms, *, today: date) -> TermsReason | None:
    """Return what forbids keeping them, or None."""
    if not 0 <= terms.week_shifts_max <= WEEK_SHIFTS_MOST:
        return TermsReason.TERMS_WEEK
    if not REST_HOURS_LEAST <= terms.rest_hours <= 24:
        return TermsReason.TERMS_REST
    if terms.away_until is not None and (terms.away_from is None or terms.away_until < terms.away_from):
        return TermsReason.TERMS_AWAY
    if terms.first_aid_on is not None and terms.first_aid_on > today:
        return TermsReason.DAY_AHEAD
    return None if terms.skills <= SELF_TOLD else TermsReason.SAID_BY_OTHERS


def free(terms: Terms, *, since: date, days: int, rests_until: date | None = None) -> tuple[Span, ...]:
    """Return when they can stand in these days: parts of days that touch are one span. Who rests is not free until then."""
    spans: list[Span] = []
    for day in (since + timedelta(days=count) for count in range(days)):
        if _is_away(terms, day) or (rests_until is not None and day < rests_until):
            continue
        for number, part in enumerate(Part):
            if (day.weekday(), part) not in terms.times:
                continue
            begin = datetime.combine(day, time(number * PART_HOURS), LAND_TIME)
            end = begin + timedelta(hours=PART_HOURS)
            if spans and spans[-1].ends_at == begin:
                spans[-1] = Span(starts_at=spans[-1].starts_at, ends_at=end)
            else:
                spans.append(Span(starts_at=begin, ends_at=end))
    return tuple(spans)


def skills_on(terms: Terms, *, day: date, policy: Policy) -> frozenset[Skill]:
    """Return what they can be counted on for; first aid that was not refreshed for too long is not counted."""
    known = terms.skills - {Skill.FIRST_AID}
    if terms.first_aid_on is not None and (day - terms.first_aid_on).days <= policy.first_aid_counts_days:
        return known | {Skill.FIRST_AID}
    return known


def refresher_due_on(terms: Terms, *, policy: Policy) -> date | None:
    """Return on which day first aid is to be refreshed; None: they did not learn it."""
    if terms.first_aid_on is None:
        return None
    return terms.first_aid_on + timedelta(days=policy.first_aid_refresh_days)


def hard_days_rest(hard_on: Collection[date], *, today: date, policy: Policy) -> date | None:
    """Return until which day somebody is left out of new plans after hard events, or None: not so many, or long enough ago."""
    recent = sorted(day for day in hard_on if 0 <= (today - day).days < policy.hard_days)
    if len(recent) < policy.hard_events_max:
        return None
    until = recent[-1] + timedelta(days=policy.hard_rest_days)
    return until if until > today else None


def day_parts(times: Iterable[Time]) -> tuple[str, ...]:
    """Return times as they are kept and posted: `0-morning`."""
    return tuple(sorted(f"{day}-{part.value}" for day, part in times))


def time_of(word: str) -> Time | None:
    """Return the time of such a word, or None when it is none."""
    day, _, part = word.partition("-")
    if len(day) != 1 or day not in "0123456" or part not in set(Part):
        return None
    return int(day), Part(part)


def _is_away(terms: Terms, day: date) -> bool:
    if terms.away_from is None:
        return False
    return terms.away_from <= day <= (terms.away_until or terms.away_from)
