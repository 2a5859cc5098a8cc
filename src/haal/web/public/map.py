"""The map: areas that hide the place, drawn on the server as SVG, with the same as a table below; no script, no tiles.

Each area links to its incidents. What an area is: `haal.domain.public_place`; how it is drawn:
`haal.formats.map_drawing`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from haal.formats.map_drawing import Area, draw
from haal.porch.permission import everyone
from haal.services.testify import publication_queries as queries


@require_safe
@everyone
def page(request: HttpRequest) -> HttpResponse:
    """Draw the areas of all public incidents."""
    atlas = queries.atlas()
    areas = [
        Area(
            cell=one.place.cell,
            name=one.place.district or one.place.name,
            province=one.place.province,
            symbol=one.place.symbol,
            count=one.count,
        )
        for one in atlas.areas
    ]
    return render(request, "public/map.html", {"drawing": draw(areas, atlas.names), "atlas": atlas})


urlpatterns: list[URLPattern] = [path("map/", page, name="map")]
