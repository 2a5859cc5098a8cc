"""Search what was told. The words go by POST, so that they stand in no address, history or log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haal.domain.access import Permission
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.assess.search import find


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.READ_REPORTS)
def search(request: HttpRequest) -> HttpResponse:
    """Show the form and what was found."""
    words = request.POST.get("words", "")
    found = find(words=words, by=actor(request), now=now())
    return render(request, "desk/search.html", {"words": words, "found": found, "asked": request.method == "POST"})


urlpatterns = [path("desk/search/", search, name="desk-search")]
