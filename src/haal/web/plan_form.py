"""The guided form of a place's plan: what was typed becomes a plan, and a plan fills the form again.

Shape only: rules are in `haal.domain.gathering.plan`. A number that is none goes on as one that no rule lets through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise

from haal.domain.errors import Malformed
from haal.domain.gathering.place import Place
from haal.domain.gathering.plan import (
    LINE_CHARS_MAX,
    RESPONSES_MAX,
    TEXT_CHARS_MAX,
    Answer,
    Kept,
    Plan,
    Question,
    Response,
    questions_for,
    texts_of,
)
from haal.domain.hazard import Hazard
from haal.services.help.queries_people import Colleague
from haal.web.templatetags.plan_words import ANSWERS, HINTS, LABELS, QUESTIONS

_NO_NUMBER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """One text of the plan."""

    name: str
    label: Promise
    hint: Promise | str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionField:
    """One question with the answer so far."""

    name: str
    words: Promise
    choices: tuple[tuple[str, Promise, bool], ...]


def kept_of(request: HttpRequest) -> Kept:
    """Return the plan as it was typed. Raises Malformed: a day is none, or a choice is not of its list."""
    told = request.POST
    plan = Plan(
        **{name: told.get(name, "").replace("\r\n", "\n") for name, _ in texts_of(Plan())},
        crowd_max=_number(told.get("crowd_max", "")),
        ways_out=_number(told.get("ways_out", "")),
        kit_checked_on=_day(told.get("kit_checked_on", "")),
        drilled_on=_day(told.get("drilled_on", "")),
        answers={question: _answer(told.get(f"ask-{question.value}", "")) for question in Question},
        responses=tuple(_responses(told)),
    )
    review_on = _day(told.get("review_on", "")) or date.min
    return Kept(plan=plan, owner=told.get("owner", ""), review_on=review_on)


def shown(
    place: Place,
    *,
    stewards: tuple[Colleague, ...],
    plan: Plan | None = None,
    owner: str = "",
    review_on: date | None = None,
) -> dict[str, object]:
    """Return what the template needs to show the form, filled in with a plan."""
    filled = plan or Plan()
    given = [*filled.responses, *([None] * RESPONSES_MAX)][:RESPONSES_MAX]
    return {
        "place": place,
        "stewards": stewards,
        "filled": filled,
        "texts": [
            TextField(name=name, label=LABELS[name], hint=HINTS.get(name, ""), value=value)
            for name, value in texts_of(filled)
        ],
        "questions": [_question(one, filled) for one in questions_for(place.kind)],
        "responses": list(enumerate(given)),
        "owner": owner,
        "review_on": review_on,
        "chars_max": TEXT_CHARS_MAX,
        "line_max": LINE_CHARS_MAX,
    }


def _question(question: Question, plan: Plan) -> QuestionField:
    given = plan.answers.get(question, Answer.NOT_KNOWN)
    return QuestionField(
        name=f"ask-{question.value}",
        words=QUESTIONS[question],
        choices=tuple((answer.value, ANSWERS[answer], answer is given) for answer in Answer),
    )


def _responses(told: Mapping[str, str]) -> list[Response]:
    found = []
    for n in range(RESPONSES_MAX):
        hazard = told.get(f"hazard{n}", "")
        if not hazard:
            continue
        if hazard not in set(Hazard):
            raise Malformed("hazard", expected="one of the list", got=f"{min(len(hazard), 1000)} characters")
        lines = {name: told.get(f"{name}{n}", "").strip() for name in ("sign", "who_checks", "then")}
        found.append(Response(hazard=Hazard(hazard), **lines))
    return found


def _answer(text: str) -> Answer:
    return Answer(text) if text in set(Answer) else Answer.NOT_KNOWN


def _number(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else _NO_NUMBER


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Malformed("day", expected="2026-11-25", got=f"{min(len(text), 1000)} characters") from None
