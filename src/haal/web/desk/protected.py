"""Protected reports, for focal persons alone: how somebody can be reached, and who has taken it on.

The one thing to know: no page of the desk leads here for anybody else, and nothing here is counted elsewhere.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haal.domain.access import Permission
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.intake import protect


@never_cache
@require_safe
@allow(Permission.READ_PROTECTED)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show who waits to be reached."""
    return render(request, "desk/protected.html", {"waiting": protect.waiting(by=actor(request), now=now())})


@never_cache
@require_POST
@allow(Permission.READ_PROTECTED)
def take(request: HttpRequest, protected_id: str) -> HttpResponse:
    """Keep that this focal person reaches out."""
    protect.take(protected_id=protected_id, by=actor(request), now=now())
    return redirect("desk-protected")


urlpatterns = [
    path("desk/protected/", waiting, name="desk-protected"),
    path("desk/protected/<str:protected_id>/take/", take, name="desk-protected-take"),
]
