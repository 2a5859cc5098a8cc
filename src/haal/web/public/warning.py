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
from haal.services.warn.publish import feeds

CAP_TYPE = "application/cap+xml"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
RSS_TYPE = "application/rss+xml; charset=utf-8"
PEM_TYPE = "application/x-pem-file"
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
    return _fresh(feeds.atom(now=now()), ATOM_TYPE)


@conditional_page
@require_safe
@everyone
def rss(request: HttpRequest) -> HttpResponse:
    """Answer the RSS feed."""
    return _fresh(feeds.rss(now=now()), RSS_TYPE)


@conditional_page
@require_safe
@everyone
def index(request: HttpRequest) -> HttpResponse:
    """Answer the index of the CAP files."""
    return _fresh(feeds.index(now=now()), "application/json")


@require_safe
@everyone
def key(request: HttpRequest) -> HttpResponse:
    """Answer the certificate that readers of signed files pin."""
    return HttpResponse(feeds.certificate(), content_type=PEM_TYPE)


def _fresh(body: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
    return response


urlpatterns: list[URLPattern] = [
    path("warnings/", listing, name="warnings"),
    path("warnings/feed.atom", feed, name="warnings-feed"),
    path("warnings/feed.rss", rss, name="warnings-rss"),
    path("warnings/index.json", index, name="warnings-index"),
    path("warnings/key.pem", key, name="warnings-key"),
    path("warnings/<str:warning_id>.xml", cap, name="warning-cap"),
    path("warnings/<str:warning_id>/", page, name="warning"),
    path("warnings/<str:warning_id>/<int:number>.xml", cap, name="warning-cap-version"),
]
