"""Complaints, for listeners who have no role at the desk; to have read them is what makes them "reached"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.domain.access import Permission
from haal.domain.apart import LISTENERS_COUNT
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.intake import complain


@never_cache
@require_safe
@allow(Permission.READ_COMPLAINTS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show every complaint."""
    context = {"complaints": complain.waiting(by=actor(request), now=now()), "listeners": LISTENERS_COUNT}
    return render(request, "desk/complaint_list.html", context)


urlpatterns = [path("desk/complaints/", waiting, name="desk-complaints")]
