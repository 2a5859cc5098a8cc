"""The audit, for auditors: who did what, newest first, and whether the chain holds. Reading it is kept in it."""

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
from haal.services.people import queries


@never_cache
@require_safe
@allow(Permission.READ_AUDIT)
def page(request: HttpRequest) -> HttpResponse:
    """Show a hundred rows; `?before=` goes back in time."""
    before = request.GET.get("before", "")
    before_seq = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    return render(
        request, "desk/audit.html", {"page": queries.audit_page(by=actor(request), before_seq=before_seq, now=now())}
    )


urlpatterns = [path("desk/audit/", page, name="desk-audit")]
