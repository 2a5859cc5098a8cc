"""Cells, distances and drawings: what the rest of the program takes for granted about them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.geometry import cells, svg
from haal.geometry.distance import box_around, km_between

QUETTA = (30.184, 67.001)
KHUZDAR = (27.812, 66.611)
points = st.tuples(st.floats(23, 37.5), st.floats(60, 77.5))


def test_quetta_and_khuzdar_are_as_far_apart_as_the_map_says():
    assert km_between(QUETTA, KHUZDAR) == pytest.approx(266.5, abs=1)


@given(points, points)
def test_the_way_back_is_as_long_as_the_way(here, there):
    assert km_between(here, there) == pytest.approx(km_between(there, here))


@given(points, st.floats(0.1, 300), st.floats(0, 2 * math.pi))
def test_a_box_around_a_circle_holds_all_of_it(centre, radius_km, bearing):
    lat = centre[0] + radius_km / 111.2 * math.cos(bearing)
    lon = centre[1] + radius_km / 111.2 / math.cos(math.radians(centre[0])) * math.sin(bearing)
    south, west, north, east = box_around(centre, radius_km)

    inside = km_between(centre, (lat, lon)) <= radius_km

    assert not inside or (south <= lat <= north and west <= lon <= east)


@given(points, st.floats(0.1, 25), st.floats(0, 1), st.floats(0, 2 * math.pi))
def test_nobody_inside_a_circle_is_left_out_of_its_cells(centre, radius_km, share, bearing):
    inside = cells._away(*centre, km=radius_km * share, bearing=bearing)

    covered = cells.cells_of_circle(lat=centre[0], lon=centre[1], radius_km=radius_km, resolution=6)

    assert cells.cell_of(*inside, 6) in covered


def test_a_circle_of_no_radius_is_one_cell():
    assert cells.cells_of_circle(lat=30, lon=67, radius_km=0, resolution=6) == {cells.cell_of(30, 67, 6)}


def test_an_area_too_wide_for_fine_cells_is_refused_and_not_computed():
    with pytest.raises(cells.TooManyCells):
        cells.cells_of_circle(lat=30, lon=67, radius_km=900, resolution=8)


def test_a_parent_is_never_finer_than_its_child():
    with pytest.raises(ValueError, match="never finer"):
        cells.parent(cells.cell_of(30, 67, 5), 6)


@given(points)
def test_a_cell_survives_the_way_through_a_number(point):
    cell = cells.cell_of(*point, 6)

    assert cells.from_number(cells.to_number(cell)) == cell
    assert 0 < cells.to_number(cell) < 2**63


@pytest.mark.parametrize(
    "text", ["", "quetta", "8" * 15, "../etc/passwd", "0x86", "zz2a1072b59ffff", "9" * 400, "862a1072fffffff" * 2]
)
def test_what_is_no_cell_is_known_as_none(text):
    assert not cells.is_cell(text)


def test_a_frame_keeps_shapes_true_and_north_up():
    frame = svg.Frame(south=24, west=60, north=33, east=71, width=800)

    assert frame.pixel((33, 60)) == (0, 0)
    assert frame.pixel((24, 71)) == (800, frame.height)
    assert frame.height == pytest.approx(800 * 9 / (11 * math.cos(math.radians(28.5))), abs=1)


def test_a_drawing_keeps_within_its_budget_or_says_so():
    ring = [(28 + 3 * math.sin(step / 900 * math.tau), 66 + 4 * math.cos(step / 900 * math.tau)) for step in range(900)]
    frame = svg.frame_around(ring)

    (drawn,) = svg.fit([ring], frame, bytes_max=800)

    assert drawn.startswith("M")
    assert drawn.endswith("z")
    assert len(drawn) <= 800 < len(svg.path(ring, frame))
    with pytest.raises(svg.TooLarge):
        svg.fit([ring], frame, bytes_max=10)


def test_an_outline_smaller_than_a_pixel_draws_nothing():
    frame = svg.Frame(south=24, west=60, north=33, east=71, width=100)

    assert svg.path([(28, 66), (28.0001, 66), (28, 66.0001)], frame) == ""
