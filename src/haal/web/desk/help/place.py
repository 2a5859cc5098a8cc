"""Gathering places: the list, one place, its helpers, and its plan behind its own word.

The one thing to know: the list never shows a plan; a plan is shown by POST with the word, to that place's own
helpers, and stays in no address and no cache.
"""

from __future__ import annotations

from dataclasses import fields

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.gathering.place import PlaceKind, Plan
from haal.domain.ids import PersonId, PlaceId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.gathering import plans, queries
from haal.services.help.gathering import register as registering


@never_cache
@require_safe
@allow(Permission.KEEP_PLACES)
def listed(request: HttpRequest) -> HttpResponse:
    """Show every place, and of each only whether it has a plan."""
    seen = queries.places(by=actor(request))
    return render(request, "desk/places.html", {"places": seen, "kinds": list(PlaceKind)})


@never_cache
@require_POST
@allow(Permission.KEEP_PLACES)
def register(request: HttpRequest) -> HttpResponse:
    """Keep a new place."""
    kind = request.POST.get("kind", "")
    if kind not in set(PlaceKind):
        raise Malformed("kind", expected="one of the list", got=f"{min(len(kind), 1000)} characters")
    name, district = request.POST.get("name", ""), request.POST.get("district", "")
    place_id = registering.register(kind=PlaceKind(kind), name=name, district=district, by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_safe
@allow(Permission.KEEP_PLACES)
def one(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show one place; helpers, shifts and forms only to its own helpers."""
    seen = queries.one_place(place_id=PlaceId(place_id), by=actor(request), now=now())
    return render(request, "desk/place.html", {"seen": seen, "place": seen.place})


@never_cache
@require_POST
@allow(Permission.KEEP_PLACES)
def add_steward(request: HttpRequest, place_id: str) -> HttpResponse:
    """Name a place helper."""
    person_id = PersonId(request.POST.get("person", ""))
    registering.add_steward(place_id=PlaceId(place_id), person_id=person_id, by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def leave(request: HttpRequest, place_id: str) -> HttpResponse:
    """No longer look after a place."""
    registering.leave(place_id=PlaceId(place_id), by=actor(request), now=now())
    return redirect("desk-places")


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def keep_plan(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep a plan and show its word, once."""
    plan = Plan(**{field.name: request.POST.get(field.name, "") for field in fields(Plan)})
    word = plans.keep(place_id=PlaceId(place_id), plan=plan, by=actor(request), now=now())
    return render(request, "desk/place_word.html", {"word": word, "place_id": place_id}, status=201)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def read_plan(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show the plan of one's own place."""
    word = request.POST.get("word", "")
    plan = plans.read(place_id=PlaceId(place_id), place_word=word, by=actor(request), now=now())
    return render(request, "desk/place_plan.html", {"plan": plan, "place_id": place_id})


urlpatterns = [
    path("desk/places/", listed, name="desk-places"),
    path("desk/places/register/", register, name="desk-place-register"),
    path("desk/places/<str:place_id>/", one, name="desk-place"),
    path("desk/places/<str:place_id>/helpers/", add_steward, name="desk-place-steward"),
    path("desk/places/<str:place_id>/leave/", leave, name="desk-place-leave"),
    path("desk/places/<str:place_id>/plan/", keep_plan, name="desk-place-plan"),
    path("desk/places/<str:place_id>/plan/read/", read_plan, name="desk-place-plan-read"),
]
