"""`/healthz`: the process answers. `/readyz`: it can do its work, or says what it waits for. Numbers and states only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.people import health


@never_cache
@require_safe
@everyone
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process is there."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
@everyone
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when reports can be kept; delivery may be locked all the same, and then says so."""
    state = health.state(now=now())
    return JsonResponse(state.as_dict(), status=200 if state.ready else 503)
