"""The safety plan of a gathering place, as its own helpers write it: a guided form and a check that says what to do first.

The plan belongs to that place's own helpers and to nobody else; no role reads all plans. It is locked with the place's
own word, which its helpers hold and the box does not. Not a plan to defend anything: ways out, where to wait inside, what
is weak, whom to call, and what was agreed for each danger (who checks it, what is then done).

The one thing to know: the check never says that a place is safe, and it gives no marks. It says what is missing and when
that is to be done. The questions follow what the unarmed civilian protection manual (acceptance, pairs, a way out for
helpers too) and GCPEA's guidance for schools (use by armed people of any side, the way there) ask; whoever came armed has
no field. People for each way out: NFPA 101, 7.4.1.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from haal.domain.gathering.place import PlaceKind
from haal.domain.hazard import Hazard
from haal.domain.policy import Policy

TEXT_CHARS_MAX = 360  # so that the whole plan is one printed page
LINE_CHARS_MAX = 140
RESPONSES_MAX = 3
CROWD_MAX = 100_000
WAYS_OUT_MAX = 50
# at most so many people for one, two and three ways out; with four there is no limit from this rule
PEOPLE_BY_WAYS_OUT = (0, 49, 500, 1000)


class PlanReason(StrEnum):
    """Why a plan is not kept or not opened."""

    IS_EMPTY = "plan-is-empty"
    WORD_DOES_NOT_OPEN = "word-does-not-open"
    CROWD_OUT_OF_RANGE = "crowd-out-of-range"
    REVIEW_DAY_WRONG = "review-day-wrong"
    DAY_NOT_YET = "day-not-yet"
    OWNER_NOT_OF_PLACE = "owner-not-of-place"
    TOO_MANY_RESPONSES = "too-many-responses"


class Answer(StrEnum):
    """What a helper says to a question. Not known is an answer, and one to act on."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


class When(StrEnum):
    """How soon something is to be done."""

    FIRST = "before-people-gather"
    MONTH = "within-a-month"
    REVIEW = "at-the-review"


class Question(StrEnum):
    """What a helper is asked of the place."""

    ARMED_HERE = "armed-here"
    THREATENED = "threatened"
    WAY_HERE = "way-here"
    WAYS_OPEN = "ways-open"
    EVERYBODY_OUT = "everybody-out"
    WARNING_HEARD = "warning-heard"
    STEWARDS_OUT = "stewards-out"
    INSIDE = "inside"
    SIGNAL_KNOWN = "signal-known"
    COUNTED = "counted"
    CONTACTS_TRIED = "contacts-tried"
    FIRST_AIDER = "first-aider"
    ACCEPTED = "accepted"
    MOVABLE = "movable"
    LESSONS = "lessons"


class Missing(StrEnum):
    """What the plan itself lacks."""

    NOT_ALONE = "not-alone"
    WAYS_OUT = "ways-out-not-written"
    TOO_FEW_WAYS = "too-few-ways-out"
    CONTACTS = "contacts-not-written"
    REVIEW = "review-is-due"
    CROWD = "crowd-not-set"
    ACCESS = "access-not-written"
    KIT = "kit-not-checked"
    DRILL = "no-drill"
    RESPONSES = "no-responses"


# question -> the answer with which nothing is to be done, and how soon otherwise
_WELL: Mapping[Question, tuple[Answer, When]] = MappingProxyType(
    {
        Question.ARMED_HERE: (Answer.NO, When.FIRST),
        Question.THREATENED: (Answer.NO, When.FIRST),
        Question.WAY_HERE: (Answer.NO, When.FIRST),
        Question.WAYS_OPEN: (Answer.YES, When.FIRST),
        Question.EVERYBODY_OUT: (Answer.YES, When.FIRST),
        Question.WARNING_HEARD: (Answer.YES, When.FIRST),
        Question.STEWARDS_OUT: (Answer.YES, When.FIRST),
        Question.INSIDE: (Answer.YES, When.MONTH),
        Question.SIGNAL_KNOWN: (Answer.YES, When.MONTH),
        Question.COUNTED: (Answer.YES, When.MONTH),
        Question.CONTACTS_TRIED: (Answer.YES, When.MONTH),
        Question.FIRST_AIDER: (Answer.YES, When.MONTH),
        Question.ACCEPTED: (Answer.YES, When.MONTH),
        Question.MOVABLE: (Answer.YES, When.MONTH),
        Question.LESSONS: (Answer.YES, When.REVIEW),
    }
)
_OF_SCHOOLS = frozenset({Question.LESSONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was agreed for one danger: by which sign it is known, who checks it, and what is then done."""

    hazard: Hazard
    sign: str = ""
    who_checks: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do here when danger comes, by those who know the house."""

    exits: str = ""
    assembly: str = ""
    weak_points: str = ""
    contacts: str = ""
    access: str = ""
    signal: str = ""
    kit: str = ""
    crowd_max: int | None = None
    ways_out: int | None = None
    kit_checked_on: date | None = None
    drilled_on: date | None = None
    answers: Mapping[Question, Answer] = field(default_factory=dict)
    responses: tuple[Response, ...] = ()

    def is_empty(self) -> bool:
        """Return whether nothing is written; answers alone are no plan."""
        return not (any(text.strip() for _, text in texts_of(self)) or self.responses)

    def for_danger(self, hazards: frozenset[Hazard]) -> tuple[Response, ...]:
        """Return the responses, those to these dangers first."""
        return tuple(sorted(self.responses, key=lambda one: one.hazard not in hazards))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to do, and how soon."""

    what: Question | Missing
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A plan as it is kept: with who looks after it and when it is looked at again, which stay readable to the box."""

    plan: Plan
    owner: str
    review_on: date


def texts_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a plan by the name of their field."""
    for each in fields(Plan):
        value = getattr(plan, each.name)
        if isinstance(value, str):
            yield each.name, value


def questions_for(kind: PlaceKind) -> tuple[Question, ...]:
    """Return what is asked of a place of this kind, what matters first at the top."""
    return tuple(one for one in Question if kind is PlaceKind.SCHOOL or one not in _OF_SCHOOLS)


def why_not_keep(kept: Kept, *, stewards: frozenset[str], today: date, policy: Policy) -> PlanReason | None:
    """Return what forbids keeping the plan, or None."""
    plan = kept.plan
    if plan.is_empty():
        return PlanReason.IS_EMPTY
    if len(plan.responses) > RESPONSES_MAX:
        return PlanReason.TOO_MANY_RESPONSES
    if not 0 <= (plan.crowd_max or 0) <= CROWD_MAX or not 0 <= (plan.ways_out or 0) <= WAYS_OUT_MAX:
        return PlanReason.CROWD_OUT_OF_RANGE
    if any(day is not None and day > today for day in (plan.kit_checked_on, plan.drilled_on)):
        return PlanReason.DAY_NOT_YET
    if not today < kept.review_on <= today + timedelta(days=policy.plan_review_days_max):
        return PlanReason.REVIEW_DAY_WRONG
    return None if kept.owner in stewards else PlanReason.OWNER_NOT_OF_PLACE


def people_for(ways_out: int) -> int | None:
    """Return for how many people so many ways out are enough; None: this rule sets no limit."""
    return PEOPLE_BY_WAYS_OUT[ways_out] if ways_out < len(PEOPLE_BY_WAYS_OUT) else None


def findings(
    plan: Plan, *, kind: PlaceKind, stewards_count: int, review_on: date, today: date, policy: Policy
) -> tuple[Finding, ...]:
    """Return what is to be done, soonest first; an empty answer means that nothing of these is missing, never "safe"."""
    missing = _missing(plan, stewards_count=stewards_count, review_on=review_on, today=today, policy=policy)
    found = [Finding(what=what, when=when) for what, when in missing]
    for question in questions_for(kind):
        well, when = _WELL[question]
        if plan.answers.get(question, Answer.NOT_KNOWN) is not well:
            found.append(Finding(what=question, when=when))
    order = list(When)
    return tuple(sorted(found, key=lambda one: order.index(one.when)))


def _missing(
    plan: Plan, *, stewards_count: int, review_on: date, today: date, policy: Policy
) -> Iterator[tuple[Missing, When]]:
    limit = people_for(plan.ways_out) if plan.ways_out is not None else None
    rules = (
        (Missing.NOT_ALONE, When.FIRST, stewards_count < policy.shift_people_min),
        (Missing.WAYS_OUT, When.FIRST, plan.ways_out is None or not plan.exits.strip()),
        (Missing.TOO_FEW_WAYS, When.FIRST, limit is not None and (plan.crowd_max or 0) > limit),
        (Missing.CONTACTS, When.FIRST, not plan.contacts.strip()),
        (Missing.REVIEW, When.FIRST, review_on <= today),
        (Missing.CROWD, When.MONTH, not plan.crowd_max),
        (Missing.ACCESS, When.MONTH, not plan.access.strip()),
        (Missing.KIT, When.MONTH, _is_old(plan.kit_checked_on, today, days=policy.plan_kit_days)),
        (Missing.DRILL, When.MONTH, _is_old(plan.drilled_on, today, days=policy.plan_drill_days)),
        (Missing.RESPONSES, When.MONTH, not plan.responses),
    )
    return ((what, when) for what, when, holds in rules if holds)


def _is_old(day: date | None, today: date, *, days: int) -> bool:
    return day is None or today - day > timedelta(days=days)


def as_plain(plan: Plan) -> dict[str, Any]:
    """Return the plan as values that JSON knows."""
    return {
        **dict(texts_of(plan)),
        "crowd_max": plan.crowd_max,
        "ways_out": plan.ways_out,
        "kit_checked_on": plan.kit_checked_on.isoformat() if plan.kit_checked_on else None,
        "drilled_on": plan.drilled_on.isoformat() if plan.drilled_on else None,
        "answers": {question.value: answer.value for question, answer in plan.answers.items()},
        "responses": [[one.hazard.value, one.sign, one.who_checks, one.then] for one in plan.responses],
    }


def of_plain(told: Mapping[str, Any]) -> Plan:
    """Return the plan that `as_plain` wrote."""
    return Plan(
        **{name: told[name] for name, _ in texts_of(Plan())},
        kit_checked_on=_day(told["kit_checked_on"]),
        drilled_on=_day(told["drilled_on"]),
        crowd_max=told["crowd_max"],
        ways_out=told["ways_out"],
        answers={Question(question): Answer(answer) for question, answer in told["answers"].items()},
        responses=tuple(
            Response(hazard=Hazard(hazard), sign=sign, who_checks=who, then=then)
            for hazard, sign, who, then in told["responses"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
