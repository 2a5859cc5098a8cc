"""Each way to say an area (circle, district, drawing) becomes a CAP area that keeps the rules and is matched again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.formats.test_cap import alert, info

from haal.domain.warn.area import Area, around, of_district, of_ring, touches_all
from haal.formats.cap.of_warning import area_of, cells_named
from haal.formats.cap.read import read
from haal.formats.cap.write import write

SQUARE = ((29.0, 66.0), (29.0, 66.6), (29.5, 66.6), (29.5, 66.0))


def named(area: Area | None) -> Area:
    """Return the area, which is there."""
    assert area is not None
    return area


@pytest.mark.parametrize(
    ("area", "circles", "polygons"),
    [
        (around(place="Mastung", lat=29.7997, lon=66.8455, radius_km=8.0), 1, 0),
        (named(of_ring(place="The valley", ring=SQUARE)), 0, 1),
        (named(of_district("Mastung")), 0, 1),
        (named(of_district("Gwadar")), 0, 3),
    ],
    ids=["circle", "drawing", "district", "district in parts"],
)
def test_an_area_comes_back_with_the_same_cells(*, area: Area, circles: int, polygons: int) -> None:
    written = area_of(area)
    message = alert(infos=tuple(replace(info(language), areas=(written,)) for language in ("en", "ur")))

    told = read(write(message))

    (again,) = told.infos[0].areas
    assert (len(again.circles), len(again.polygons)) == (circles, polygons)
    assert cells_named(told) == set(area.cells)
    assert touches_all(
        area.cells, circles=[((one.lat, one.lon), one.radius_km) for one in again.circles], rings=again.polygons
    )
    assert area.is_approximate is again.description.endswith("(approximate)")
