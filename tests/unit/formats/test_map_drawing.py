"""The map names towns that help to find an area, and no name runs out of the drawing or over another."""

from __future__ import annotations

from itertools import combinations

import pytest

from haal.domain import gazetteer
from haal.formats.map_drawing import LETTER_PX, LINE_PX, TOWNS_MAX, Area, Drawing, Town, draw
from haal.geometry.cells import cell_of

QUETTA, TURBAT = (30.18414, 67.00141), (26.00122, 63.04849)


def area(place: tuple[float, float], *, name: str, resolution: int = 4) -> Area:
    return Area(cell=cell_of(*place, resolution), name=name, province="Balochistan", symbol=None, count=1)


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    mark = Area(cell="", name="Gwadar", province="Balochistan", symbol=(25.12163, 62.32541), count=1)
    areas = [area(QUETTA, name="Quetta"), area(TURBAT, name="Turbat", resolution=3), mark]
    return draw(areas, gazetteer.standard())


def sides(town: Town) -> tuple[int, int]:
    length = len(town.name) * LETTER_PX
    return (town.x, town.label_x + length) if town.anchor == "start" else (town.label_x - length, town.x)


def test_each_area_is_named_by_its_town(drawing):
    assert {"Quetta", "Turbat", "Gwadar"} <= {town.name for town in drawing.towns if not town.minor}


def test_towns_far_from_every_area_are_left_out(drawing):
    assert not {"Khuzdar", "Hub", "Dera Bugti", "Dalbandin"} & {town.name for town in drawing.towns}
    assert len(drawing.towns) <= TOWNS_MAX


def test_no_name_runs_out_of_the_drawing(drawing):
    assert [town.name for town in drawing.towns if sides(town)[0] < 0 or sides(town)[1] > drawing.width] == []


def test_no_name_lies_over_another(drawing):
    over = [
        (one.name, other.name)
        for one, other in combinations(drawing.towns, 2)
        if abs(one.y - other.y) < LINE_PX and sides(one)[0] <= sides(other)[1] and sides(other)[0] <= sides(one)[1]
    ]

    assert over == []


def test_an_empty_map_has_no_names():
    assert draw([], gazetteer.standard()).towns == ()


def test_no_town_of_punjab_stands_in_balochistan_with_its_people():
    """GeoNames 11250625 put Arif Wala by Bela, with people whom the rule that hides homes then counted."""
    assert [place.adm1 for place in gazetteer.standard().places if place.name in {"Arif Wala", "Arifwala"}] == [
        "Punjab"
    ]
