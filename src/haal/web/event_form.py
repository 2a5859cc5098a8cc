"""The guided form of an event's plan and of its steps: what was typed becomes a plan, and a plan fills the form again.

Shape only: rules are in `haal.domain.event_plan`. Times are in the site's own time; a line of the timeline has an hour, and is of
the day on which it lies nearest to the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from haal.domain.errors import Malformed
from haal.domain.event_plan.debrief import Debrief
from haal.domain.event_plan.plan import (
    NOTE_CHARS_MAX,
    STEP_AROUND,
    STEPS_MAX,
    TEXT_CHARS_MAX,
    WHERE_CHARS_MAX,
    Check,
    Doing,
    EventKind,
    Plan,
    Step,
    checks_for,
    texts_of,
)
from haal.domain.gathering.plan import Answer
from haal.domain.ids import PersonId, PlaceId
from haal.domain.report import TestifyConsent
from haal.services.help.events.opened import At, Choices
from haal.web.event_words import CHECKS, LABELS, WORDS
from haal.web.templatetags.plan_words import ANSWERS

_NO_NUMBER = -1
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """One text of the plan."""

    name: str
    label: Promise
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckField:
    """One question with the answer so far. `of_kind`: the only kind of event of which it is asked, or nothing."""

    name: str
    words: Promise
    of_kind: Promise | str
    choices: tuple[tuple[str, Promise, bool], ...]


def at_of(request: HttpRequest) -> At:
    """Return which plan the page was about, as its reader had it."""
    return At(word=request.POST.get("word", ""), edition=request.POST.get("edition", ""))


def plan_of(request: HttpRequest) -> Plan:
    """Return the plan as it was typed. Raises Malformed: a time is none, or a choice is not of its list."""
    told = request.POST
    starts_at, ends_at = _instant(told.get("starts_at", "")), _instant(told.get("ends_at", ""))
    kind = member(EventKind, told.get("kind", ""), field="kind")
    return Plan(
        kind=kind,
        where=told.get("where", ""),
        district=told.get("district", ""),
        place_id=PlaceId(told["place"]) if told.get("place") else None,
        starts_at=starts_at,
        ends_at=ends_at,
        heads=number_of(told.get("heads", "")),
        ways_out=number_of(told.get("ways_out", "")),
        stewards=number_of(told.get("stewards", "")),
        first_aiders=number_of(told.get("first_aiders", "")),
        **{name: told.get(name, "").replace("\r\n", "\n") for name in LABELS},
        answers={check: _answer(told.get(f"ask-{check.value}", "")) for check in checks_for(kind)},
        steps=tuple(_steps(told, starts_at=starts_at)),
    )


def people_of(request: HttpRequest) -> tuple[PersonId, ...]:
    """Return who was ticked."""
    return tuple(PersonId(one) for one in request.POST.getlist("person"))


def named_of(request: HttpRequest) -> tuple[PersonId, PersonId]:
    """Return the two who were chosen to say go."""
    return PersonId(request.POST.get("named0", "")), PersonId(request.POST.get("named1", ""))


def debrief_of(request: HttpRequest) -> Debrief:
    """Return the debrief as it was typed. Raises Malformed."""
    told = request.POST
    return Debrief(
        where=told.get("where", ""),
        words=told.get("words", "").replace("\r\n", "\n"),
        came=number_of(told.get("came", "")),
        first_aid=number_of(told.get("first_aid", "")),
        testify=member(TestifyConsent, told.get("testify", ""), field="testify"),
    )


def shown(choices: Choices, *, me: tuple[str, str], plan: Plan | None = None) -> dict[str, object]:
    """Return what the template needs to show the form, filled in with a plan.

    Args:
        choices: what can be chosen.
        me: id and pseudonym of who fills it in.
        plan: what was typed, or kept, before.
    """
    given = [*(plan.steps if plan else ()), *([None] * STEPS_MAX)][:STEPS_MAX]
    values = dict(texts_of(plan)) if plan else {}
    elsewhere = plan.place_id if plan and plan.place_id not in dict(choices.places) else None
    return {
        "filled": plan,
        "elsewhere": elsewhere,
        "choices": choices,
        "me": me,
        "kinds": [(kind, WORDS[kind], plan is not None and kind is plan.kind) for kind in EventKind],
        "texts": [TextField(name=name, label=label, value=values.get(name, "")) for name, label in LABELS.items()],
        "checks": [_check(one, plan) for one in Check],
        "steps": list(enumerate(given)),
        "doings": [(doing, WORDS[doing]) for doing in Doing],
        "chars_max": TEXT_CHARS_MAX,
        "note_max": NOTE_CHARS_MAX,
        "where_max": WHERE_CHARS_MAX,
    }


def member[T: StrEnum](of: type[T], text: str, *, field: str) -> T:
    """Return the member of a closed list that this stands for. Raises Malformed."""
    if text not in set(of):
        raise Malformed(field, expected="one of the list", got=f"{min(len(text), 1000)} characters")
    return of(text)


def number_of(text: str) -> int | None:
    """Return a whole number, None when empty; what is no number goes on as one that no rule lets through."""
    bare = text.strip()
    if not bare:
        return None
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else _NO_NUMBER


def _check(check: Check, plan: Plan | None) -> CheckField:
    given = plan.answers.get(check, Answer.NOT_KNOWN) if plan else Answer.NOT_KNOWN
    kinds = [kind for kind in EventKind if check in checks_for(kind)]
    return CheckField(
        name=f"ask-{check.value}",
        words=CHECKS[check],
        of_kind=", ".join(str(WORDS[kind]) for kind in kinds) if len(kinds) < len(EventKind) else "",
        choices=tuple((answer.value, ANSWERS[answer], answer is given) for answer in Answer),
    )


def _steps(told: Mapping[str, str], *, starts_at: datetime) -> list[Step]:
    found = []
    for n in range(STEPS_MAX):
        hour, doing = told.get(f"hour{n}", ""), told.get(f"doing{n}", "")
        if hour and doing:
            note = told.get(f"note{n}", "").strip()
            at = _near(starts_at, hour=hour)
            found.append(Step(at=at, doing=member(Doing, doing, field="doing"), note=note))
    return sorted(found, key=lambda step: step.at)


def _near(starts_at: datetime, *, hour: str) -> datetime:
    """Return the instant of an hour that lies in the day which begins a little before the event."""
    try:
        typed = time.fromisoformat(hour.strip())
    except ValueError:
        raise Malformed("hour", expected="16:30", got=f"{min(len(hour), 1000)} characters") from None
    local = timezone.localtime(starts_at)
    first = local - STEP_AROUND
    at = local.replace(hour=typed.hour, minute=typed.minute, second=0, microsecond=0)
    if at < first:
        return at + _A_DAY
    return at - _A_DAY if at >= first + _A_DAY else at


def _instant(text: str) -> datetime:
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Malformed("time", expected="2026-11-25T16:30", got=f"{min(len(text), 1000)} characters") from None
    return typed if timezone.is_aware(typed) else timezone.make_aware(typed)


def _answer(text: str) -> Answer:
    return Answer(text) if text in set(Answer) else Answer.NOT_KNOWN
