"""The desk's front page: what waits, in numbers, each number a way to the page that shows it.

The one thing to know: a person sees the numbers of their own roles only; no number here tells a place or a person.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.domain.access import Permission
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.people import home


@never_cache
@require_safe
@allow(Permission.OWN_ACCOUNT)
def front(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return render(request, "desk/home.html", {"waiting": home.waiting(by=actor(request))})


urlpatterns = [path("desk/", front, name="desk-home")]
