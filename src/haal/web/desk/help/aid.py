"""The aid board, what is set aside, corrections, and the roads between districts as the desk knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.aid.aside import BY_HAND
from haal.domain.aid.road import Road
from haal.domain.errors import NotFound
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help import aid_board, aside
from haal.services.help.aid import correct, roads
from haal.web.wording import receipt_page

STEPS: Mapping[str, Callable[..., None]] = MappingProxyType({"keep": aside.keep_aside, "back": aside.bring_back})
WHYS = MappingProxyType({why.value: why for why in BY_HAND})


@never_cache
@require_safe
@allow(Permission.MATCH_NEEDS)
def board(request: HttpRequest) -> HttpResponse:
    """Show who waits longest, where nothing reaches, and what a person looks at first."""
    return render(request, "desk/aid.html", {"board": aid_board.show(by=actor(request), now=now())})


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def step(request: HttpRequest, subject: str, what: str) -> HttpResponse:
    """Set something aside, say the same as a second person, or bring it back."""
    if what in WHYS:
        aside.set_aside(subject=subject, why=WHYS[what], by=actor(request), now=now())
    elif what in STEPS:
        STEPS[what](subject=subject, by=actor(request), now=now())
    else:
        raise NotFound
    return redirect("desk-need" if subject.startswith("n_") else "desk-offer", subject)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def not_so(request: HttpRequest, subject: str) -> HttpResponse:
    """Keep that somebody tells it is not so, and show the code to give them."""
    key, words = request.POST.get("client_key", "") or fresh_key(), request.POST.get("words", "")
    told = correct.NotSo(subject=subject, words=words, client_key=key)
    return receipt_page(request, correct.tell(told=told, by=actor(request), now=now()).receipt)


@never_cache
@require_safe
@allow(Permission.MATCH_NEEDS)
def road_list(request: HttpRequest) -> HttpResponse:
    """Show what is known of roads."""
    context = {"known": roads.listed(by=actor(request)), "roads": [*Road, roads.NOT_KNOWN]}
    return render(request, "desk/roads.html", context)


@never_cache
@require_POST
@allow(Permission.MATCH_NEEDS)
def road_keep(request: HttpRequest) -> HttpResponse:
    """Keep of what class a road is."""
    given = {name: request.POST.get(name, "") for name in ("one", "other", "road")}
    roads.put(**given, by=actor(request), now=now())
    return redirect("desk-roads")


urlpatterns = [
    path("desk/aid/", board, name="desk-aid"),
    path("desk/aid/roads/", road_list, name="desk-roads"),
    path("desk/aid/roads/keep/", road_keep, name="desk-road-keep"),
    path("desk/aid/<str:subject>/not-so/", not_so, name="desk-not-so"),
    path("desk/aid/<str:subject>/<slug:what>/", step, name="desk-aside"),
]
