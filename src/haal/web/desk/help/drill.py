"""Exercises at one's own place, and what its helpers did there lately.

The one thing to know: for the place's own helpers alone, as its plan is.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.gathering.drill import Drill
from haal.domain.hazard import Hazard
from haal.domain.ids import PlaceId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.gathering import drills


@never_cache
@require_safe
@allow(Permission.OWN_PLACE)
def listed(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show the exercises of my place."""
    seen = drills.seen(place_id=PlaceId(place_id), by=actor(request), now=now())
    return render(request, "desk/place_drills.html", {"seen": seen})


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def keep(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep an exercise."""
    told = request.POST
    if told.get("hazard") not in set(Hazard):
        raise Malformed("hazard", expected="one of the list", got="something else")
    try:
        held_on = date.fromisoformat(told.get("held_on", ""))
    except ValueError:
        raise Malformed("held_on", expected="a day such as 2026-12-01", got="something else") from None
    seconds = _number(told.get("minutes", "")) * 60 + _number(told.get("seconds", ""))
    drill = Drill(
        held_on=held_on,
        hazard=Hazard(told["hazard"]),
        seconds=seconds,
        people_count=_number(told.get("people", "")),
    )
    drills.keep(place_id=PlaceId(place_id), drill=drill, by=actor(request), now=now())
    return redirect("desk-place-drills", place_id=place_id)


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else 0


urlpatterns = [
    path("desk/places/<str:place_id>/drills/", listed, name="desk-place-drills"),
    path("desk/places/<str:place_id>/drills/keep/", keep, name="desk-place-drill-keep"),
]
