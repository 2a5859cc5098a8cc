"""What a helper says of themselves for the rota, and after a shift.

The one thing to know: both pages are for the one who reads them. What stands there of somebody's own times and of what was hard is
shown on no other page.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.dates import WEEKDAYS
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.ids import ShiftId
from haal.domain.rota.after import NOTE_CHARS_MAX
from haal.domain.rota.practice import METHOD_OF, Method, Practice
from haal.domain.rota.terms import SELF_TOLD, Terms, day_parts, time_of
from haal.domain.rota.wanted import Skill
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.rota import after, own_terms
from haal.web.templatetags.rota.words import PARTS

_SEX = {"woman": True, "man": False}


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def terms(request: HttpRequest) -> HttpResponse:
    """Show what I said of myself."""
    seen = own_terms.read(by=actor(request), now=now())
    skills = sorted(SELF_TOLD)
    shown = {"seen": seen, "terms": seen.terms, "times": day_parts(seen.terms.times), "skills": skills}
    return render(request, "desk/shift_terms.html", {**shown, "days": _days()})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def keep_terms(request: HttpRequest) -> HttpResponse:
    """Keep what I say of myself."""
    told = request.POST
    said = Terms(
        times=frozenset(time for word in told.getlist("time") if (time := time_of(word)) is not None),
        away_from=_day(told, "away_from"),
        away_until=_day(told, "away_until"),
        is_woman=_SEX.get(told.get("sex", "")),
        skills=frozenset(Skill(skill) for skill in told.getlist("skill") if skill in set(Skill)),
        first_aid_on=_day(told, "first_aid_on"),
        week_shifts_max=_number(told, "week"),
        rest_hours=_number(told, "rest"),
    )
    own_terms.keep(terms=said, by=actor(request), now=now())
    return redirect("desk-shift-terms")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def forget_terms(request: HttpRequest) -> HttpResponse:
    """Forget what I said of myself."""
    own_terms.forget(by=actor(request), now=now())
    return redirect("desk-shift-terms")


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def over(request: HttpRequest, shift_id: str) -> HttpResponse:
    """Ask how my shift was."""
    seen = after.seen(shift_id=ShiftId(shift_id), by=actor(request))
    methods = [(method, [one for one in Practice if METHOD_OF[one] is method]) for method in Method]
    return render(request, "desk/shift_after.html", {"seen": seen, "methods": methods, "chars_max": NOTE_CHARS_MAX})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def keep_over(request: HttpRequest, shift_id: str) -> HttpResponse:
    """Keep how my shift was."""
    told = request.POST
    said = after.Said(
        practices=frozenset(Practice(one) for one in told.getlist("practice") if one in set(Practice)),
        note=told.get("note", "").replace("\r\n", "\n"),
        talked="talked" in told,
        was_hard="was_hard" in told,
    )
    after.keep(shift_id=ShiftId(shift_id), said=said, by=actor(request), now=now())
    return redirect("desk-shifts")


def _days() -> list[tuple[object, list[tuple[str, object]]]]:
    """Return each day of the week by name with its parts: the value that is posted, and the words."""
    return [(name, [(f"{day}-{part}", words) for part, words in PARTS.items()]) for day, name in WEEKDAYS.items()]


def _day(told: QueryDict, field: str) -> date | None:
    word = told.get(field, "")
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Malformed(field, expected="a day such as 2026-12-01", got="something else") from None


def _number(told: QueryDict, field: str) -> int:
    word = told.get(field, "")
    if not (word.isascii() and word.isdigit() and len(word) < 4):
        raise Malformed(field, expected="a number", got="something else")
    return int(word)


urlpatterns = [
    path("desk/shifts/me/", terms, name="desk-shift-terms"),
    path("desk/shifts/me/keep/", keep_terms, name="desk-shift-terms-keep"),
    path("desk/shifts/me/forget/", forget_terms, name="desk-shift-terms-forget"),
    path("desk/shifts/<str:shift_id>/after/", over, name="desk-shift-after"),
    path("desk/shifts/<str:shift_id>/after/keep/", keep_over, name="desk-shift-after-keep"),
]
