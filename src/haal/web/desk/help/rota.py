"""Shifts of place helpers: make one of two or more, come in, leave when two others stay.

The page of the place (`haal.web.desk.help.place`) shows them; these are its buttons.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help import rota

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
    form = ShiftForm(request.POST)
    if not form.is_valid():
        raise Malformed("shift", expected="two instants such as 2026-03-21 08:00", got="something else")
    rota.hold(
        place_id=PlaceId(place_id),
        people=tuple(PersonId(person_id) for person_id in request.POST.getlist("person")),
        starts_at=form.cleaned_data["starts_at"],
        ends_at=form.cleaned_data["ends_at"],
        by=actor(request),
        now=now(),
    )
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def join(request: HttpRequest, place_id: str, shift_id: str) -> HttpResponse:
    """Come into a shift."""
    rota.join(shift_id=ShiftId(shift_id), by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def leave(request: HttpRequest, place_id: str, shift_id: str) -> HttpResponse:
    """Leave a shift."""
    rota.leave(shift_id=ShiftId(shift_id), by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


urlpatterns = [
    path("desk/places/<str:place_id>/shifts/", hold, name="desk-shift"),
    path("desk/places/<str:place_id>/shifts/<str:shift_id>/join/", join, name="desk-shift-join"),
    path("desk/places/<str:place_id>/shifts/<str:shift_id>/leave/", leave, name="desk-shift-leave"),
]
