"""The ledger for strangers: its newest checkpoint, its key, and how to check a bundle without us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haal.porch.permission import everyone
from haal.services.testify import log_export, queries


@require_safe
@everyone
def page(request: HttpRequest) -> HttpResponse:
    """Show the head, the key's fingerprint and what to do with them."""
    return render(request, "public/ledger.html", {"ledger": queries.ledger()})


@require_safe
@everyone
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Answer one of the files a stranger needs, as plain text."""
    return HttpResponse(queries.public_text(name), content_type="text/plain; charset=utf-8")


@require_safe
@everyone
def checking_page(request: HttpRequest) -> HttpResponse:
    """Answer the page that checks a bundle in the browser; it may run its own script and ask nothing of any network."""
    shown = queries.checking_page()
    way_out = format_html('<body>\n<p><a class="exit" href="/leave/" rel="noreferrer">{}</a></p>', _("Leave this page"))
    page_here = shown.page.replace(b"<body>", way_out.encode(), 1)  # the saved page has no site to leave
    return HttpResponse(page_here, headers={"Content-Security-Policy": shown.policy})


@require_safe
@everyone
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Answer one file of the public log: a tile, or the entries of one."""
    return HttpResponse(log_export.public_file(f"tile/{path}"), content_type="application/octet-stream")


urlpatterns: list[URLPattern] = [
    path("ledger/", page, name="ledger"),
    path("ledger/checkpoint", download, {"name": "checkpoint"}, name="ledger-checkpoint"),
    path("ledger/policy", download, {"name": "policy"}, name="ledger-policy"),
    path("ledger/verify.py", download, {"name": "verify.py"}, name="ledger-verify"),
    path("ledger/verify.sh", download, {"name": "verify.sh"}, name="ledger-verify-shell"),
    path("ledger/verify.html", checking_page, name="ledger-verify-page"),
    path("ledger/tile/<path:path>", tile, name="ledger-tile"),
]
