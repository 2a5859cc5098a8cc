"""Families driven out and room for them, as anybody may read it: by area, in fives, with a map and files for other bodies.

The one thing to know: the page reads what two people released and opens no box. Where a shelter is, is nowhere on it: who needs
a roof asks on the help page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from haal.domain import gazetteer
from haal.domain.errors import NotFound
from haal.domain.public_place import PublicPlace
from haal.domain.shelter.shown import Shown
from haal.formats.map_drawing import Area, Drawing, draw
from haal.porch.permission import everyone
from haal.services.help.shelters import files, public
from haal.services.help.shelters.files import FileKind


@require_safe
@everyone
def page(request: HttpRequest) -> HttpResponse:
    """Show what stands."""
    found = public.standing()
    shown = found.shown if found else None
    drawing = _drawing(shown) if shown else None
    return render(request, "public/displaced.html", {"found": found, "shown": shown, "drawing": drawing})


@require_safe
@everyone
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer it as a file."""
    if kind not in set(FileKind):
        raise NotFound
    made = files.of(kind=FileKind(kind))
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _drawing(shown: Shown) -> Drawing:
    """Return the map: an area is darker where more families are said to be in one of its rows."""
    levels: dict[PublicPlace, int] = {}
    for row in shown.families:
        there = int(row.there) if row.there.isdecimal() else 1
        levels[row.where] = max(levels.get(row.where, 0), there)
    areas = [
        Area(cell=where.cell, name=where.district or where.name, province=where.province, symbol=where.symbol, count=n)
        for where, n in levels.items()
    ]
    return draw(areas, gazetteer.standard())


urlpatterns: list[URLPattern] = [
    path("displaced/", page, name="displaced"),
    path("displaced/<slug:kind>/", file, name="displaced-file"),
]
