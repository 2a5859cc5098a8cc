"""A rota for one's own place: what it wants, a proposal with its reasons, and the one act that takes it.

The one thing to know: a proposal is made when it is asked for, which takes seconds, and is kept nowhere. "Take it" sends back its
mark; if anything changed meanwhile nothing is kept.
"""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.dates import WEEKDAYS
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.ids import PlaceId, WishId
from haal.domain.rota.terms import SELF_TOLD
from haal.domain.rota.wanted import PEOPLE_MIN, Skill
from haal.domain.rota.wish import WEEKS_MAX, Wish
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.rota import proposing, wishes
from haal.services.help.rota.gathered import Weeks

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def page(request: HttpRequest) -> HttpResponse:
    """Show what my places want, and ask for which weeks to plan."""
    places = proposing.page(by=actor(request))
    shown = {
        "places": places,
        "days": WEEKDAYS.items(),
        "skills": [Skill.FIRST_AID, *sorted(SELF_TOLD)],
        "weeks_max": WEEKS_MAX,
        "today": now(),
    }
    return render(request, "desk/shift_plan.html", shown)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def propose(request: HttpRequest) -> HttpResponse:
    """Make a proposal and show it."""
    place_id, weeks = _asked(request)
    seen = proposing.propose(place_id=place_id, weeks=weeks, by=actor(request), now=now())
    return render(request, "desk/shift_proposal.html", {"seen": seen})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def take(request: HttpRequest) -> HttpResponse:
    """Keep the proposal that was seen."""
    place_id, weeks = _asked(request)
    mark = request.POST.get("mark", "")
    proposing.take(place_id=place_id, weeks=weeks, mark=mark, by=actor(request), now=now())
    return redirect("desk-shifts")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def wish(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep a shift that a place wants every week."""
    told = request.POST
    starts, ends = _clock(told.get("starts", "")), _clock(told.get("ends", ""))
    wanted = Wish(
        id=WishId(""),
        place_id=PlaceId(place_id),
        days=frozenset(int(day) for day in told.getlist("day") if day in set("0123456")),
        starts=starts,
        minutes=(ends - starts) % (24 * 60),
        people=_number(told.get("people", "")) or PEOPLE_MIN,
        is_mixed="is_mixed" in told,
        skills=frozenset(Skill(skill) for skill in told.getlist("skill") if skill in set(Skill)),
    )
    wishes.add(wish=wanted, by=actor(request), now=now())
    return redirect("desk-shift-plan")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def end_wish(request: HttpRequest, wish_id: str) -> HttpResponse:
    """A place no longer wants it."""
    wishes.end(wish_id=WishId(wish_id), by=actor(request), now=now())
    return redirect("desk-shift-plan")


def _asked(request: HttpRequest) -> tuple[PlaceId, Weeks]:
    told = request.POST
    try:
        since = date.fromisoformat(told.get("since", ""))
    except ValueError:
        raise Malformed("since", expected="a day such as 2026-12-01", got="something else") from None
    return PlaceId(told.get("place", "")), Weeks(since=since, count=_number(told.get("weeks", "")))


def _clock(word: str) -> int:
    found = _CLOCK.fullmatch(word)
    if found is None:
        raise Malformed("time", expected="hours and minutes such as 08:30", got="something else")
    return int(found[1]) * 60 + int(found[2])


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0


urlpatterns = [
    path("desk/shifts/plan/", page, name="desk-shift-plan"),
    path("desk/shifts/plan/propose/", propose, name="desk-shift-propose"),
    path("desk/shifts/plan/take/", take, name="desk-shift-take"),
    path("desk/places/<str:place_id>/wishes/", wish, name="desk-place-wish"),
    path("desk/wishes/<str:wish_id>/end/", end_wish, name="desk-wish-end"),
]
