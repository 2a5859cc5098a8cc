"""An area can be said in three ways; whoever is inside belongs to it, and no area is never everybody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain import gazetteer
from haal.domain.warn import area as areas
from haal.geometry.cells import cell_of, cells_of_polygon, from_number, ranges, to_number
from haal.geometry.rings import crosses_itself

RING = ((29.5, 66.5), (29.5, 67.2), (30.0, 67.1), (29.9, 66.6))


def test_a_circle_is_itself_and_holds_its_middle():
    area = areas.around(place=" Mastung ", lat=29.7997, lon=66.8455, radius_km=8)

    assert area.is_circle
    assert (area.place, area.polygons()) == ("Mastung", ())
    assert cell_of(29.7997, 66.8455, 6) in area.cells
    assert areas.around(place="Mastung", lat=29.8, lon=66.8, radius_km=0).cells == ()


def test_a_district_holds_the_places_known_in_it_and_is_said_to_be_approximate():
    area = areas.of_district("mastung")
    own = [one for one in gazetteer.standard().places if one.adm2 == "Mastung" and one.kind in gazetteer.SETTLEMENTS]

    assert own
    assert area.is_approximate
    assert {cell_of(one.lat, one.lon, 6) for one in own} <= set(area.cells)
    assert areas.of_district("no such district at all") is None
    assert not areas.is_too_wide(area, radius_km_max=60)


def test_every_district_that_can_be_said_fits_and_has_outlines_that_do_not_cross():
    names = [one.name for one in gazetteer.standard().places if one.kind == "district" and one.adm1 == "Balochistan"]
    said = [area for area in map(areas.of_district, names) if area]

    assert len(said) > 20
    for area in said:
        assert not areas.is_too_wide(area, radius_km_max=60)
        assert all(ring[0] == ring[-1] and not crosses_itself(ring) for ring in area.polygons())
        assert areas.touches_all(area.cells, circles=(), rings=area.polygons())


def test_a_ring_holds_every_cell_it_touches_and_is_published_as_it_was_drawn():
    area = areas.of_ring(place="the pass", ring=RING)

    assert area.polygons() == ((*RING, RING[0]),)
    assert set(area.cells) == cells_of_polygon(RING, 6)
    assert areas.of_ring(place="the pass", ring=(*RING, RING[0])) == area


@pytest.mark.parametrize(
    "ring",
    [
        (),
        RING[:2],
        ((29.5, 66.5), (30.0, 67.1), (29.5, 67.2), (30.0, 66.5)),  # crosses itself
        ((-89.0, -170.0), (-89.0, 170.0), (89.0, 170.0), (89.0, -170.0)),
        ((95.0, 66.5), (29.5, 67.2), (30.0, 67.1)),
        tuple((29.5 + step / 1000, 66.5 + (step % 2) / 10) for step in range(101)),
    ],
)
def test_what_is_no_area_is_none(ring):
    assert areas.of_ring(place="nowhere", ring=ring) is None


def test_what_is_shown_has_to_touch_every_cell():
    area = areas.around(place="Mastung", lat=29.7997, lon=66.8455, radius_km=8)

    assert areas.touches_all(area.cells, circles=[((29.7997, 66.8455), 8)], rings=())
    assert not areas.touches_all(area.cells, circles=[((29.7997, 66.8455), 2)], rings=())
    assert not areas.touches_all(area.cells, circles=(), rings=())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(25, 32), st.floats(61, 70)), max_size=60))
def test_ranges_hold_exactly_the_cells_they_were_made_of(points):
    middle = areas.around(place="x", lat=29.7997, lon=66.8455, radius_km=40).cells
    numbers = {to_number(cell) for cell in middle} | {to_number(cell_of(lat, lon, 6)) for lat, lon in points}

    found = ranges(numbers)

    assert sorted(found) == list(found)
    assert all(any(low <= number <= high for low, high in found) for number in numbers)
    around = {to_number(cell) for number in numbers for cell in areas.disk(from_number(number))}
    assert not any(low <= number <= high for number in around - numbers for low, high in found)
