"""Warnings for everyone: what is on air, one warning with its versions, its CAP file, the feed.

Light on purpose: no script, no picture, no cookie; works while the keys are away, since all of it is public. The CAP
file is the exact bytes that were issued.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page, require_safe

from haal.domain.ids import WarningId
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.warn import queries

CAP_TYPE = "application/cap+xml"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
SECONDS_FRESH = 30


@require_safe
@everyone
def listing(request: HttpRequest) -> HttpResponse:
    """Show what is on air and what has ended early."""
    shown = queries.on_air(language=request.LANGUAGE_CODE, now=now())
    return render(request, "public/warnings.html", {"warnings": shown})


@require_safe
@everyone
def page(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show one warning, as it stands and as it stood."""
    found = queries.page(warning_id=WarningId(warning_id), language=request.LANGUAGE_CODE, now=now())
    return render(request, "public/warning.html", {"warning": found.now, "before": found.before})


@require_safe
@everyone
def cap(request: HttpRequest, warning_id: str, number: int | None = None) -> HttpResponse:
    """Answer the CAP file of the newest version, or of one version."""
    return HttpResponse(queries.cap_file(warning_id=WarningId(warning_id), number=number), content_type=CAP_TYPE)


@conditional_page
@require_safe
@everyone
def feed(request: HttpRequest) -> HttpResponse:
    """Answer the Atom feed; unchanged feeds are answered 304 by their tag."""
    body = queries.feed(now=now())
    response = HttpResponse(body, content_type=ATOM_TYPE)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
    return response


urlpatterns: list[URLPattern] = [
    path("warnings/", listing, name="warnings"),
    path("warnings/feed.atom", feed, name="warnings-feed"),
    path("warnings/<str:warning_id>.xml", cap, name="warning-cap"),
    path("warnings/<str:warning_id>/", page, name="warning"),
    path("warnings/<str:warning_id>/<int:number>.xml", cap, name="warning-cap-version"),
]
