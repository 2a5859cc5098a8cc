"""The plan of a gathering place: the guided form, its word, and the plan behind its word on one page to print.

The one thing to know: a plan is shown by POST with the word, to that place's own helpers, and stays in no address and no
cache. A form that is refused comes back with everything that was typed.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from haal.domain.access import Permission
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.plan import texts_of
from haal.domain.ids import PlaceId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.gathering import plans, queries
from haal.web import plan_form
from haal.web.wording import words_of


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_PLACE)
def write(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show the form; on POST keep the plan and show its word, once."""
    if request.method != "POST":
        return _form(request, place_id)
    kept = plan_form.kept_of(request)
    try:
        word = plans.keep(place_id=PlaceId(place_id), kept=kept, by=actor(request), now=now())
    except Refused as error:
        return _form(request, place_id, error=error)
    return render(request, "desk/place_word.html", {"word": word, "place_id": place_id}, status=201)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def read(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show the plan of one's own place, on one page."""
    word = request.POST.get("word", "")
    opened = plans.read(place_id=PlaceId(place_id), place_word=word, by=actor(request), now=now())
    told = {"opened": opened, "place": opened.place, "texts": list(texts_of(opened.plan))}
    return render(request, "desk/place_plan.html", told)


@never_cache
@require_POST
@allow(Permission.OWN_PLACE)
def anew(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show the form filled in with the plan that the word opens."""
    word = request.POST.get("word", "")
    opened = plans.read(place_id=PlaceId(place_id), place_word=word, by=actor(request), now=now())
    filled = plan_form.shown(opened.place, stewards=opened.stewards, plan=opened.plan, owner=opened.owner.id)
    return render(request, "desk/plan_write.html", filled)


def _form(request: HttpRequest, place_id: str, *, error: Refused | None = None) -> HttpResponse:
    seen = queries.one_place(place_id=PlaceId(place_id), by=actor(request), now=now())
    if not seen.is_own:
        raise NotFound
    if error is None:
        return render(request, "desk/plan_write.html", plan_form.shown(seen.place, stewards=seen.stewards))
    kept = plan_form.kept_of(request)
    filled = plan_form.shown(
        seen.place, stewards=seen.stewards, plan=kept.plan, owner=kept.owner, review_on=kept.review_on
    )
    return render(request, "desk/plan_write.html", {**filled, "error": words_of(error, request)}, status=409)


urlpatterns = [
    path("desk/places/<str:place_id>/plan/", write, name="desk-place-plan"),
    path("desk/places/<str:place_id>/plan/read/", read, name="desk-place-plan-read"),
    path("desk/places/<str:place_id>/plan/anew/", anew, name="desk-place-plan-anew"),
]
