"""What is planned for one event: what, where, when, for how many, the ways out, first aid, and who does what at which hour.

It belongs to the people named on it and to nobody else; no role lists coming events (`haal.domain.event_plan.life`).

The one thing to know: what place helpers do is chosen from closed lists (`Doing`), and none of them carries anything, walks
through streets or looks into anybody's bag. What is typed is read by `haal.domain.event_plan.words` first. The check says what
is still to be done before people come, never that anything is out of danger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from haal.domain.event_plan.needed import Needed, needed
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.words import is_refused
from haal.domain.gathering.plan import CROWD_MAX, WAYS_OUT_MAX, Answer, people_for
from haal.domain.ids import PlaceId
from haal.domain.policy import Policy

WHERE_CHARS_MAX = 140
DISTRICT_CHARS_MAX = 60
TEXT_CHARS_MAX = 300  # so that a sheet is one page
NOTE_CHARS_MAX = 100
STEPS_MAX = 8
STEP_AROUND = timedelta(hours=6)  # place helpers come before the others, and leave after them


class EventKind(StrEnum):
    """What kind of event. A round of several days is one plan a day."""

    RALLY = "rally"
    FUNERAL = "funeral"
    EXAM = "exam-day"
    POLIO = "polio-round"


class Doing(StrEnum):
    """What place helpers do at an hour. A closed list."""

    MEET = "meet"
    WAYS_OUT = "see-to-ways-out"
    FIRST_AID = "first-aid-ready"
    WELCOME = "welcome"
    BEGINS = "begins"
    WITH_OTHERS = "with-those-who-need-help"
    COUNT = "count-how-many"
    REST = "rest"
    ENDS = "ends"
    GO_HOME = "all-go-home"
    LEAVE = "leave-together"


class Check(StrEnum):
    """What those who plan are asked. Not known is an answer, and one to act on."""

    ARMED_THERE = "armed-there"
    THREATENED = "threatened"
    WAYS_OPEN = "ways-open"
    END_HEARD = "end-heard"
    EVERYBODY_OUT = "everybody-out"
    STEWARDS_OUT = "stewards-out"
    CLINIC_KNOWN = "clinic-known"
    ACCEPTED = "accepted"
    MOVABLE = "movable"
    HOME_TOGETHER = "home-together"
    FAMILY_WANTS = "family-wants"
    YEAR_KEPT = "year-kept"
    TEAM_DECIDES = "team-decides"
    TEAM_CIRCLE = "team-circle"


class Lack(StrEnum):
    """What the plan itself lacks."""

    NOT_ALONE = "not-alone"
    TOO_FEW_STEWARDS = "too-few-stewards"
    TOO_FEW_FIRST_AIDERS = "too-few-first-aiders"
    HEADS = "heads-not-known"
    TOO_FEW_WAYS = "too-few-ways-out"
    WAYS_OUT = "ways-out-not-written"
    FIRST_AID = "first-aid-not-written"
    CONTACTS = "contacts-not-written"
    STEPS = "no-timeline"


_NO_IS_WELL = frozenset({Check.ARMED_THERE, Check.THREATENED})
# asked of these kinds only; every other check of all
_OF_KINDS: Mapping[Check, frozenset[EventKind]] = MappingProxyType(
    {
        Check.HOME_TOGETHER: frozenset({EventKind.RALLY, EventKind.EXAM}),
        Check.FAMILY_WANTS: frozenset({EventKind.FUNERAL}),
        Check.YEAR_KEPT: frozenset({EventKind.EXAM}),
        Check.TEAM_DECIDES: frozenset({EventKind.POLIO}),
        Check.TEAM_CIRCLE: frozenset({EventKind.POLIO}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the timeline. `done_at`: when somebody ticked it off."""

    at: datetime
    doing: Doing
    note: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is planned. `place_id`: one of the gathering places, whose warnings and rota then stand beside it.

    `stewards` and `first_aiders` are how many come as far as is known; nobody's name is asked.
    """

    kind: EventKind
    where: str
    starts_at: datetime
    ends_at: datetime
    district: str = ""
    place_id: PlaceId | None = None
    heads: int | None = None
    ways_out: int | None = None
    stewards: int | None = None
    first_aiders: int | None = None
    exits: str = ""
    first_aid: str = ""
    access: str = ""
    end_sign: str = ""
    contacts: str = ""
    answers: Mapping[Check, Answer] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def texts_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a plan by the name of their field; `where` and `district` are no such texts."""
    for each in fields(Plan):
        value = getattr(plan, each.name)
        if each.type == "str" and each.name not in {"where", "district"}:
            yield each.name, value


def checks_for(kind: EventKind) -> tuple[Check, ...]:
    """Return what is asked of an event of this kind."""
    return tuple(one for one in Check if kind in _OF_KINDS.get(one, frozenset(EventKind)))


def why_not_keep(plan: Plan, *, begun_at: datetime, now: datetime, policy: Policy) -> EventReason | None:
    """Return what forbids keeping the plan, or None. `begun_at`: when it was first written."""
    if not plan.where.strip():
        return EventReason.WHERE_NEEDED
    longest = timedelta(hours=policy.event_hours_max)
    if not now < plan.ends_at or not plan.starts_at < plan.ends_at <= plan.starts_at + longest:
        return EventReason.TIMES_WRONG
    if plan.ends_at > begun_at + timedelta(days=policy.event_ahead_days):
        return EventReason.TOO_FAR_AHEAD
    if not all(_is_in_range(plan)):
        return EventReason.NUMBERS_WRONG
    first, last = plan.starts_at - STEP_AROUND, plan.ends_at + STEP_AROUND
    if len(plan.steps) > STEPS_MAX or not all(first <= step.at <= last for step in plan.steps):
        return EventReason.STEPS_WRONG
    typed = [plan.where, plan.district, *(text for _, text in texts_of(plan)), *(step.note for step in plan.steps)]
    return EventReason.WORDS_REFUSED if any(map(is_refused, typed)) else None


def needed_for(plan: Plan, *, policy: Policy) -> Needed:
    """Return how many place helpers the event wants, in pairs."""
    return needed(heads=plan.heads or 0, ways_out=plan.ways_out or 0, policy=policy)


def to_do(plan: Plan, *, stewards_count: int, policy: Policy) -> tuple[Lack | Check, ...]:
    """Return what is to be done before people come; an empty answer means that nothing of these is left, no more.

    Args:
        plan: what is planned.
        stewards_count: how many place helpers come as far as is known, by the plan or by the rota.
        policy: how many are wanted.
    """
    want = needed_for(plan, policy=policy)
    limit = people_for(plan.ways_out) if plan.ways_out is not None else None
    rules = (
        (Lack.NOT_ALONE, stewards_count < policy.shift_people_min),
        (Lack.TOO_FEW_STEWARDS, stewards_count < want.stewards),
        (Lack.TOO_FEW_FIRST_AIDERS, (plan.first_aiders or 0) < want.first_aiders),
        (Lack.HEADS, not plan.heads),
        (Lack.TOO_FEW_WAYS, limit is not None and (plan.heads or 0) > limit),
        (Lack.WAYS_OUT, plan.ways_out is None or not plan.exits.strip()),
        (Lack.FIRST_AID, not plan.first_aid.strip()),
        (Lack.CONTACTS, not plan.contacts.strip()),
        (Lack.STEPS, not plan.steps),
    )
    found: list[Lack | Check] = [lack for lack, holds in rules if holds]
    for check in checks_for(plan.kind):
        well = Answer.NO if check in _NO_IS_WELL else Answer.YES
        if plan.answers.get(check, Answer.NOT_KNOWN) is not well:
            found.append(check)
    return tuple(found)


def _is_in_range(plan: Plan) -> Iterator[bool]:
    for number, most in (
        (plan.heads, CROWD_MAX),
        (plan.ways_out, WAYS_OUT_MAX),
        (plan.stewards, CROWD_MAX),
        (plan.first_aiders, CROWD_MAX),
    ):
        yield number is None or 0 <= number <= most
