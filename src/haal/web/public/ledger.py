"""The ledger for strangers: its newest checkpoint, its key, and how to check a bundle without us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from haal.porch.permission import everyone
from haal.services.testify import queries


@require_safe
@everyone
def page(request: HttpRequest) -> HttpResponse:
    """Show the head, the key's fingerprint and what to do with them."""
    return render(request, "public/ledger.html", {"ledger": queries.ledger()})


@require_safe
@everyone
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Answer one of the three files a stranger needs, as plain text."""
    return HttpResponse(queries.public_text(name), content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern] = [
    path("ledger/", page, name="ledger"),
    path("ledger/checkpoint", download, {"name": "checkpoint"}, name="ledger-checkpoint"),
    path("ledger/policy", download, {"name": "policy"}, name="ledger-policy"),
    path("ledger/verify.py", download, {"name": "verify.py"}, name="ledger-verify"),
]
