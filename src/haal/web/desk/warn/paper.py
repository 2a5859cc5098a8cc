"""What the desk takes along of a warning: posters, scripts, sound, text messages to send by hand, a folder with all of it.

The one thing to know: all of it is made of what was issued, never of a draft, and opens no box. A poster that could not be
made as PDF is a page to print, with the style it carries allowed by its hash and nothing else.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from haal.domain.access import Permission
from haal.domain.errors import NotFound
from haal.domain.ids import WarningId
from haal.formats.poster import Size, style_hashes
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.services.warn.checking import codes
from haal.services.warn.paper import folder, sheets

BLANK_LINES = 12
PRINT_POLICY = {"default-src": ["'none'"], "style-src": list(style_hashes()), "frame-ancestors": ["'none'"]}


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def paper(request: HttpRequest, warning_id: str) -> HttpResponse:
    """Show everything of one warning: scripts and text messages on the page, links to the rest."""
    found = sheets.paper(warning_id=WarningId(warning_id))
    return render(request, "desk/warn/paper.html", {"paper": found, "sizes": tuple(Size)})


@csp_override(PRINT_POLICY)
@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def poster(request: HttpRequest, warning_id: str, which: str) -> HttpResponse:
    """Answer a poster to print: `which` is its language and size, such as `ur-a4`."""
    language, _, size = which.rpartition("-")
    if size not in tuple(Size):
        raise NotFound
    content, kind = sheets.one_poster(warning_id=WarningId(warning_id), language=language, size=Size(size))
    return HttpResponse(content, content_type=kind)


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def sound(request: HttpRequest, warning_id: str, language: str) -> HttpResponse:
    """Answer the sound file of a language; its name says when a machine speaks."""
    content, name = sheets.one_sound(warning_id=WarningId(warning_id), language=language)
    return _file(content, kind="audio/wav", name=name)


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def everything(request: HttpRequest) -> HttpResponse:
    """Answer the folder for a memory stick, as one file."""
    return _file(folder.as_zip(now=now()), kind="application/zip", name="warnings.zip")


@never_cache
@require_safe
@allow(Permission.CANCEL_WARNING)
def code_list(request: HttpRequest) -> HttpResponse:
    """Show the list of codes that place helpers keep: what stands now, and lines for what comes later by voice."""
    listed = codes.live_list(now=now())
    return render(request, "desk/warn/codes.html", {"listed": listed, "now": now(), "blank": range(BLANK_LINES)})


def _file(content: bytes, *, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


urlpatterns: list[URLPattern] = [
    path("desk/warnings/codes/", code_list, name="desk-warning-codes"),
    path("desk/warnings/everything.zip", everything, name="desk-warnings-zip"),
    path("desk/warnings/<str:warning_id>/paper/", paper, name="desk-warning-paper"),
    path("desk/warnings/<str:warning_id>/<str:language>.wav", sound, name="desk-warning-sound"),
    path("desk/warnings/<str:warning_id>/poster/<str:which>/", poster, name="desk-warning-poster"),
]
