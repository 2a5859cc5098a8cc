"""Gathering places: the list, one place, what a map says of it, and its helpers. Its plan is `plan`.

The one thing to know: the list never shows a plan nor who looks after a place.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed
from haal.domain.gathering.place import PlaceKind
from haal.domain.ids import PersonId, PlaceId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.gathering import closing, queries
from haal.services.help.gathering import register as registering
from haal.services.help.gathering.register import Change


@never_cache
@require_safe
@allow(Permission.KEEP_PLACES)
def listed(request: HttpRequest) -> HttpResponse:
    """Show places, and of each only whether it has a plan."""
    asked = request.GET
    kind = _kind(asked) if asked.get("kind") else None
    page = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 5 else 1
    seen = queries.places(by=actor(request), now=now(), district=asked.get("district"), kind=kind, page=max(1, page))
    return render(request, "desk/places.html", {"seen": seen, "kinds": list(PlaceKind), "kind": kind})


@never_cache
@require_POST
@allow(Permission.KEEP_PLACES)
def register(request: HttpRequest) -> HttpResponse:
    """Keep a new place."""
    name, district = request.POST.get("name", ""), request.POST.get("district", "")
    place_id = registering.register(
        kind=_kind(request.POST), name=name, district=district, by=actor(request), now=now()
    )
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_safe
@allow(Permission.KEEP_PLACES)
def one(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show one place; helpers, shifts and forms only to its own helpers."""
    seen = queries.one_place(place_id=PlaceId(place_id), by=actor(request), now=now())
    return render(request, "desk/place.html", {"seen": seen, "place": seen.place, "kinds": list(PlaceKind)})


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
@allow(Permission.KEEP_PLACES)
def change(request: HttpRequest, place_id: str) -> HttpResponse:
    """Keep what people say of a place."""
    to = Change(kind=_kind(request.POST), name=request.POST.get("name", ""))
    registering.change(place_id=PlaceId(place_id), to=to, by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.KEEP_PLACES)
def close(request: HttpRequest, place_id: str) -> HttpResponse:
    """Take in that nobody gathers there any more, or that people do again."""
    posted = request.POST
    closing.tell(
        place_id=PlaceId(place_id),
        is_closed=posted.get("is_closed") == "yes",
        words=posted.get("words", ""),
        client_key=posted.get("client_key", ""),
        by=actor(request),
        now=now(),
    )
    return redirect("desk-place", place_id=place_id)


@never_cache
@require_POST
@allow(Permission.KEEP_PLACES)
def settle(request: HttpRequest, place_id: str) -> HttpResponse:
    """Decide between what people say and what the map says."""
    take_map = request.POST.get("take") == "map"
    registering.settle(place_id=PlaceId(place_id), take_map=take_map, by=actor(request), now=now())
    return redirect("desk-place", place_id=place_id)


def _kind(told: QueryDict) -> PlaceKind:
    kind = told.get("kind", "")
    if kind not in set(PlaceKind):
        raise Malformed("kind", expected="one of the list", got=f"{min(len(kind), 1000)} characters")
    return PlaceKind(kind)


urlpatterns = [
    path("desk/places/", listed, name="desk-places"),
    path("desk/places/register/", register, name="desk-place-register"),
    path("desk/places/<str:place_id>/", one, name="desk-place"),
    path("desk/places/<str:place_id>/helpers/", add_steward, name="desk-place-steward"),
    path("desk/places/<str:place_id>/leave/", leave, name="desk-place-leave"),
    path("desk/places/<str:place_id>/change/", change, name="desk-place-change"),
    path("desk/places/<str:place_id>/closed/", close, name="desk-place-closed"),
    path("desk/places/<str:place_id>/settle/", settle, name="desk-place-settle"),
]
