"""In which area a point lies."""

from __future__ import annotations

import math

import pytest

from haal.geometry.outlines import Outlines, outline


def square(west, south, size):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_point_lies_in_the_area_that_holds_it_and_outside_of_all_in_none():
    areas = Outlines([("one", square(66, 27, 1)), ("two", square(67, 27, 1))])

    assert (areas.at((27.5, 66.5)), areas.at((27.5, 67.5)), areas.at((29.0, 66.5))) == ("one", "two", None)


def test_of_two_areas_over_each_other_the_smaller_one_counts():
    areas = Outlines([("wide", square(60, 20, 10)), ("narrow", square(66, 27, 1))])

    assert areas.at((27.5, 66.5)) == "narrow"


def test_no_areas_hold_no_point():
    assert Outlines([]).at((27.5, 66.5)) is None


def test_an_outline_has_a_point_inside_and_reaches_to_its_farthest_corner():
    drawn = outline(square(66, 27, 1))

    assert Outlines([("one", drawn.geometry)]).at(drawn.point) == "one"
    assert drawn.radius_km == pytest.approx(74, abs=3)


def test_several_parts_and_crossings_are_mended():
    parts = {
        "type": "MultiPolygon",
        "coordinates": [square(66, 27, 1)["coordinates"], square(70, 27, 1)["coordinates"]],
    }
    bow = {"type": "Polygon", "coordinates": [[[60, 40], [61, 41], [61, 40], [60, 41], [60, 40]]]}

    assert Outlines([("parts", outline(parts).geometry)]).at((27.5, 70.5)) == "parts"
    assert Outlines([("bow", outline(bow).geometry)]).at((40.5, 60.1)) == "bow"


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], [1, 2]]]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]},
        {"type": "Polygon", "coordinates": 5},
        {"type": "Polygon", "coordinates": [[[math.nan, 2], [3, 4], [5, 1], [math.nan, 2]]]},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Nonsense", "coordinates": [1, 2]},
        square(500_000, 3_000_000, 1_000),
    ],
)
def test_what_is_no_area_in_degrees_is_refused(geometry):
    with pytest.raises(ValueError):
        outline(geometry)
