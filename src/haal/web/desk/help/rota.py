"""Shifts of place helpers: make one of two or more, come in, stand in, not come, change places, be there.

The one thing to know: `mine` is the page a helper keeps open on a phone: no script, one button for each thing that can be done.
The page of a place (`haal.web.desk.help.place`) has some of the buttons too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, NotFound
from haal.domain.ids import PersonId, PlaceId, ShiftId, SwapId
from haal.domain.rota.calendar import Use
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.rota import absence, own_codes, queries, shifts, swaps

type Step = Callable[..., None]
STEPS: Mapping[str, Step] = MappingProxyType(
    {"here": absence.say_here, "join": shifts.join, "leave": shifts.leave, "stand-in": shifts.stand_in}
)
ANSWERS: Mapping[str, Step] = MappingProxyType({"agree": swaps.agree, "refuse": swaps.refuse})
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class ShiftForm(forms.Form):
    """From when to when, in the site's own time."""

    starts_at = forms.DateTimeField(input_formats=FORMATS)
    ends_at = forms.DateTimeField(input_formats=FORMATS)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def hold(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep a shift of those who were ticked."""
    starts_at, ends_at = _times(request)
    shifts.hold(
        place_id=PlaceId(place_id),
        people=tuple(PersonId(person_id) for person_id in request.POST.getlist("person")),
        starts_at=starts_at,
        ends_at=ends_at,
        by=actor(request),
        now=now(),
    )
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def join(request: HttpRequest, place_id: str, shift_id: str) -> HttpResponse:
    """Come into a shift."""
    shifts.join(shift_id=ShiftId(shift_id), by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def leave(request: HttpRequest, place_id: str, shift_id: str) -> HttpResponse:
    """Leave a shift."""
    shifts.leave(shift_id=ShiftId(shift_id), by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def mine(request: HttpRequest) -> HttpResponse:
    """Show the coming shifts of my places, and what I am asked."""
    return render(request, "desk/shifts.html", {"seen": queries.mine(by=actor(request), now=now())})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def step(request: HttpRequest, shift_id: str, what: str) -> HttpResponse:
    """Do one thing about a shift, from my page."""
    do = STEPS.get(what)
    if do is None:
        raise NotFound
    do(shift_id=ShiftId(shift_id), by=actor(request), now=now())
    return redirect("desk-shifts")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def move(request: HttpRequest, shift_id: str) -> HttpResponse:
    """Let a shift be at other hours."""
    starts_at, ends_at = _times(request)
    shifts.move(shift_id=ShiftId(shift_id), starts_at=starts_at, ends_at=ends_at, by=actor(request), now=now())
    return redirect("desk-shifts")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def ask_swap(request: HttpRequest, shift_id: str) -> HttpResponse:
    """Ask somebody to change places with me."""
    other, _, taker = request.POST.get("for", "").partition("/")
    swaps.ask(shift_id=ShiftId(shift_id), other_id=ShiftId(other), taker=PersonId(taker), by=actor(request), now=now())
    return redirect("desk-shifts")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def answer_swap(request: HttpRequest, swap_id: str, what: str) -> HttpResponse:
    """Agree to change places, or not."""
    do = ANSWERS.get(what)
    if do is None:
        raise NotFound
    do(swap_id=SwapId(swap_id), by=actor(request), now=now())
    return redirect("desk-shifts")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def make_code(request: HttpRequest, use: str) -> HttpResponse:
    """Make a code of my own and show it, this once."""
    asked = _use(use)
    code = own_codes.make(use=asked, by=actor(request), now=now())
    address = reverse("shifts-calendar", kwargs={"words": code.replace(" ", "-")}) if asked is Use.CALENDAR else ""
    shown = {"use": use, "code": code, "address": request.build_absolute_uri(address) if address else ""}
    return render(request, "desk/shift_code.html", shown)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def end_code(request: HttpRequest, use: str) -> HttpResponse:
    """End a code of my own."""
    own_codes.end(use=_use(use), by=actor(request), now=now())
    return redirect("desk-shifts")


def _times(request: HttpRequest) -> tuple[datetime, datetime]:
    form = ShiftForm(request.POST)
    if not form.is_valid():
        raise Malformed("shift", expected="two instants such as 2026-03-21 08:00", got="something else")
    return form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]


def _use(use: str) -> Use:
    if use not in set(Use):
        raise NotFound
    return Use(use)


urlpatterns = [
    path("desk/shifts/", mine, name="desk-shifts"),
    path("desk/shifts/codes/<slug:use>/", make_code, name="desk-shift-code"),
    path("desk/shifts/codes/<slug:use>/end/", end_code, name="desk-shift-code-end"),
    path("desk/shifts/<str:shift_id>/move/", move, name="desk-shift-move"),
    path("desk/shifts/<str:shift_id>/swap/", ask_swap, name="desk-shift-swap"),
    path("desk/shifts/<str:shift_id>/<slug:what>/", step, name="desk-shift-step"),
    path("desk/swaps/<str:swap_id>/<slug:what>/", answer_swap, name="desk-swap-answer"),
    path("desk/places/<str:place_id>/shifts/", hold, name="desk-shift"),
    path("desk/places/<str:place_id>/shifts/<str:shift_id>/join/", join, name="desk-shift-join"),
    path("desk/places/<str:place_id>/shifts/<str:shift_id>/leave/", leave, name="desk-shift-leave"),
]
