"""Shelters: the list, one of them with what falls short, a new one, how many are there now, and that it is closed.

The one thing to know: the list has no name and no address and may be printed; both are on a shelter's own page, whose opening is
written down. Nobody is placed from here: a need and a roof are brought together on the needs board.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import OfferId
from haal.domain.shelter.facts import people_of
from haal.domain.shelter.standing import ClosedWhy
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.shelters import queries, tell
from haal.web.shelters.form import FactsForm, ShelterForm, fresh, key_only
from haal.web.wording import receipt_page, words_of


@never_cache
@require_safe
@allow(Permission.KEEP_SHELTERS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show shelters and counts, without a name."""
    return render(request, "desk/shelters/list.html", {"board": queries.board(by=actor(request), now=now())})


@never_cache
@require_safe
@allow(Permission.KEEP_SHELTERS)
def one(request: HttpRequest, shelter_id: str) -> HttpResponse:
    """Show one shelter with its name, and what falls short."""
    seen = queries.one_shelter(shelter_id=OfferId(shelter_id), by=actor(request), now=now())
    context = {"seen": seen, "shelter": seen.shelter, "whys": list(ClosedWhy), "key": fresh_key()}
    return render(request, "desk/shelters/one.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS)
def write(request: HttpRequest) -> HttpResponse:
    """Write down a shelter, and show the host's code."""
    form, at = fresh(ShelterForm, request), now()
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        told = form.told(request, channel=form.key(request).channel)
        try:
            taken = tell.register(
                offered=form.offered(at), facts=form.facts(), known=form.known(), told=told, by=actor(request), now=at
            )
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return receipt_page(request, taken.receipt)
    return _form(request, form, error=error)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS)
def describe(request: HttpRequest, shelter_id: str) -> HttpResponse:
    """Write down what a roof has that was offered by another way, or what has changed."""
    form = fresh(FactsForm, request)
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        told = form.key(request)
        try:
            tell.describe(
                offer_id=OfferId(shelter_id), facts=form.facts(), known=form.known(), told=told, by=actor(request),
                now=now(),
            )  # fmt: skip
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return redirect("desk-shelter", shelter_id=shelter_id)
    return _form(request, form, error=error)


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def people(request: HttpRequest, shelter_id: str) -> HttpResponse:
    """Keep how many people are there now."""
    count, told = people_of(request.POST.get("people", "")), key_only(request)
    tell.say_people(shelter_id=OfferId(shelter_id), people=count, told=told, by=actor(request), now=now())
    return redirect("desk-shelter", shelter_id=shelter_id)


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def close(request: HttpRequest, shelter_id: str) -> HttpResponse:
    """Keep that it is no shelter any more."""
    why = request.POST.get("why", "")
    if why not in set(ClosedWhy):
        raise Malformed("why", expected="one of the list", got=f"{min(len(why), 1000)} characters")
    told = key_only(request)
    tell.close(shelter_id=OfferId(shelter_id), why=ClosedWhy(why), told=told, by=actor(request), now=now())
    return redirect("desk-shelters")


def _form(request: HttpRequest, form: FactsForm, *, error: Refused | Malformed | None) -> HttpResponse:
    status = 422 if error or form.errors else 200
    context = {"form": form, "is_new": isinstance(form, ShelterForm), "error": words_of(error, request)}
    return render(request, "desk/shelters/write.html", context, status=status)


urlpatterns = [
    path("desk/shelters/", listed, name="desk-shelters"),
    path("desk/shelters/write/", write, name="desk-shelter-write"),
    path("desk/shelters/<str:shelter_id>/", one, name="desk-shelter"),
    path("desk/shelters/<str:shelter_id>/describe/", describe, name="desk-shelter-describe"),
    path("desk/shelters/<str:shelter_id>/people/", people, name="desk-shelter-people"),
    path("desk/shelters/<str:shelter_id>/close/", close, name="desk-shelter-close"),
]
