"""Who can be reached: say so for oneself, and see whether two can be had tonight."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.warn.duty import roster

HOURS_DIGITS_MAX = 3


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def board(request: HttpRequest) -> HttpResponse:
    """Show who may agree and who of them can be reached."""
    return render(request, "desk/warn/roster.html", {"board": roster.board(by=actor(request), now=now())})


@never_cache
@require_POST
@allow(Permission.AGREE_WARNING)
def say(request: HttpRequest) -> HttpResponse:
    """Keep what one says of oneself."""
    if request.POST.get("away"):
        roster.say_away(by=actor(request), now=now())
        return redirect("desk-roster")
    typed = request.POST.get("hours", "")
    hours = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= HOURS_DIGITS_MAX else 0
    is_outside = request.POST.get("outside") == "yes"
    roster.say_reachable(hours=hours, is_outside=is_outside, by=actor(request), now=now())
    return redirect("desk-roster")


urlpatterns: list[URLPattern] = [
    path("desk/roster/", board, name="desk-roster"),
    path("desk/roster/say/", say, name="desk-roster-say"),
]
