"""The desk's front page: what waits, in numbers and with what to do next; and the line of waiting reports on every desk page.

The one thing to know: a person sees the numbers of their own roles only; no number here tells a place or a person. The line
asks again by itself, and that asking keeps no sitting alive (see `haal.porch.sitting`).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.domain.access import Permission
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess import queries
from haal.services.people import home


@never_cache
@require_safe
@allow(Permission.OWN_ACCOUNT)
def front(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return render(request, "desk/home.html", {"waiting": home.waiting(by=actor(request), now=now())})


@never_cache
@require_safe
@allow(Permission.SEE_DESK)
def waits(request: HttpRequest) -> HttpResponse:
    """Answer the line "reports wait", or 204 when it would be the same as the one that is there."""
    waiting = queries.waits(by=actor(request))
    total = waiting.to_link + waiting.to_grade
    if request.GET.get("shown") == str(total):
        return HttpResponse(status=204)
    return render(request, "desk/waits.html", {"waits": total})


urlpatterns = [path("desk/", front, name="desk-home"), path("desk/waits/", waits, name="desk-waits")]
