"""The public cell: it always hides enough people and settlements, also from who compares two releases."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from haal.geometry.cells import cell_of, parent, resolution_of
from haal.geometry.coarsen import COARSEST, FINEST, Settled, public_cells, resolution_for_radius

settled = st.builds(
    lambda lat, lon, people: Settled(lat=lat, lon=lon, people=people),
    st.floats(26, 31),
    st.floats(63, 69),
    st.sampled_from([0, 0, 300, 2_000, 9_000, 80_000]),
)


def town(lat: float, lon: float, *, quarters: int, people: int) -> list[Settled]:
    return [Settled(lat=lat, lon=lon, people=people // quarters) for _ in range(quarters)]


def test_a_town_with_enough_people_and_quarters_is_shown_finely():
    grid = public_cells(town(30.19, 67.0, quarters=6, people=60_000), people_min=5_000, settlements_min=5)

    cell = grid.cell_for(30.19, 67.0)

    assert cell is not None
    assert resolution_of(cell) == FINEST


def test_people_without_settlements_hide_nobody_and_settlements_without_people_neither():
    one_big = public_cells([Settled(lat=30, lon=67, people=900_000)], people_min=5_000, settlements_min=5)
    many_empty = public_cells(town(30, 67, quarters=9, people=0), people_min=5_000, settlements_min=5)

    assert one_big.cell_for(30, 67) is None
    assert many_empty.cell_for(30, 67) is None


def test_a_sensitive_kind_needs_a_bigger_crowd():
    places = town(30.19, 67.0, quarters=6, people=12_000)

    assert public_cells(places, people_min=5_000, settlements_min=5).cell_for(30.19, 67.0) is not None
    assert public_cells(places, people_min=20_000, settlements_min=5).cell_for(30.19, 67.0) is None


def test_a_place_known_only_roughly_is_not_shown_finely():
    grid = public_cells(town(30.19, 67.0, quarters=6, people=60_000), people_min=5_000, settlements_min=5)

    assert resolution_for_radius(30) == 4
    assert grid.cell_for(30.19, 67.0, finest=resolution_for_radius(30)) is None


@given(st.lists(settled, max_size=80), st.floats(26, 31), st.floats(63, 69))
def test_whoever_reads_a_cell_cannot_narrow_it_below_the_rule(places, lat, lon):
    grid = public_cells(places, people_min=5_000, settlements_min=5)
    by_cell = defaultdict(list)
    for place in places:
        by_cell[grid.cell_for(place.lat, place.lon)].append(place)

    cell = grid.cell_for(lat, lon)

    if cell is not None:
        assert COARSEST <= resolution_of(cell) <= FINEST
        assert parent(cell_of(lat, lon, FINEST), resolution_of(cell)) == cell
        assert sum(place.people for place in by_cell[cell]) >= 5_000
        assert len(by_cell[cell]) >= 5
