"""A map read again: nothing doubled, what people said kept, what vanished marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain.gathering.again import Did, Told, once, settled, steps
from haal.domain.gathering.place import Look, Place, PlaceKind, Said
from haal.domain.ids import PlaceId
from haal.domain.need import AREA_RESOLUTION, Area
from haal.geometry.cells import cell_of

HERE = (29.80000, 66.85000)
ALL = (29.0, 66.0, 31.0, 68.0)
SCHOOL, CLINIC = PlaceKind.SCHOOL, PlaceKind.CLINIC


def said(map_id="node/1", *, name="Girls School Killi Dasht", kind=SCHOOL, north_m=0.0):
    return Said(map_id=map_id, kind=kind, name=name, point=(round(HERE[0] + north_m / 111_195, 5), HERE[1]))


def known(told=None, *, place_id="g_1", **changes):
    told = told or said()
    place = Place(
        id=PlaceId(place_id),
        kind=told.kind,
        area=Area(district="Mastung", cell=cell_of(*told.point, AREA_RESOLUTION)),
        name=told.name,
        has_plan=False,
        point=told.point,
        said=told,
    )
    return replace(place, **changes)


def only(places, *told, box=ALL):
    (step,) = steps(places, Told(said=told, box=box))
    return step


def test_the_same_file_again_changes_nothing():
    step = only([known()], said())

    assert (step.did, step.after) == (Did.SAME, known())


def test_what_the_map_changes_is_taken_until_a_person_changes_it():
    renamed = said(name="Government Girls School")

    taken = only([known()], renamed)
    kept = only([known(name="Zarina's school")], renamed)

    assert (taken.did, taken.after.name) == (Did.CHANGED, "Government Girls School")
    assert (kept.did, kept.after.name, kept.differs) == (Did.KEPT, "Zarina's school", ("name",))
    assert kept.after.look is Look.DIFFERS
    assert kept.after.said == renamed


def test_a_difference_is_asked_once_and_stays_until_somebody_looks():
    kept = only([known(name="Zarina's school")], said(name="Other")).after
    again = only([kept], said(name="Other"))
    assert (again.did, again.after.look) == (Did.SAME, Look.DIFFERS)

    ours, theirs = settled(kept, take_map=False), settled(kept, take_map=True)

    assert (ours.name, ours.look) == ("Zarina's school", None)
    assert (theirs.name, theirs.look) == ("Other", None)
    assert only([ours], said(name="Other")).did is Did.SAME
    assert only([ours], said(name="Third")).did is Did.KEPT
    assert only([theirs], said(name="Third")).did is Did.CHANGED


def test_a_map_that_comes_to_agree_takes_the_mark_away():
    kept = only([known(name="Zarina's school")], said(name="Other")).after

    agreed = only([kept], said(name="Zarina's school"))

    assert (agreed.did, agreed.after.look) == (Did.CHANGED, None)


@pytest.mark.parametrize(
    ("told", "same"),
    [
        (said("way/9"), True),
        (said("way/9", north_m=400), True),
        (said("way/9", north_m=700), False),
        (said("way/9", name="Killi Dasht Girls School"), True),
        (said("way/9", name="Girls High School Killi Dasht", north_m=100), True),
        (said("way/9", name="Girls High School Killi Dasht", north_m=300), False),
        (said("way/9", name="Boys College", north_m=10), False),
        (said("way/9", name="Boys School Killi Dasht", north_m=10), False),
        (said("way/9", kind=CLINIC), False),
        (said("way/9", name="گرلز سکول کلی دشت"), True),
    ],
)
def test_when_the_id_changed_kind_name_and_distance_say_which_it_is(told, same):
    found = {step.did: step for step in steps([known()], Told(said=[told], box=None))}

    assert (Did.NEW not in found) is same
    if same:
        (step,) = found.values()
        assert step.drawn_anew
        assert step.after.said == told


def test_a_place_that_people_wrote_down_first_gets_the_maps_point_and_keeps_its_name():
    by_hand = known(point=None, said=None, name="girls school killi dasht")

    step = only([by_hand], said())

    assert (step.did, step.after.name, step.after.point) == (Did.CHANGED, "girls school killi dasht", said().point)
    elsewhere = replace(by_hand, area=Area(district="Kech", cell=cell_of(26.0, 63.0, AREA_RESOLUTION)))
    assert {one.did for one in steps([elsewhere], Told(said=[said()]))} == {Did.NEW}


def test_two_of_one_name_written_by_hand_are_not_guessed_at():
    two = [known(place_id=f"g_{n}", point=None, said=None) for n in range(2)]

    assert only(two, said()).did is Did.NEW


def test_a_map_that_moves_a_place_far_is_not_believed_unasked():
    near, far = only([known()], said(north_m=300)), only([known()], said(north_m=5000))

    assert (near.did, near.after.point) == (Did.CHANGED, said(north_m=300).point)
    assert (far.did, far.differs, far.after.point) == (Did.KEPT, ("point",), said().point)


def test_what_vanished_is_marked_and_comes_back_unmarked():
    other = said("node/2", name="Boys College", north_m=3000)
    step = next(one for one in steps([known()], Told(said=[other], box=ALL)) if one.did is Did.GONE)
    assert step.after == replace(known(), look=Look.GONE)

    assert only([step.after], said()).after == known()
    assert {one.did for one in steps([step.after], Told(said=[other], box=ALL))} == {Did.NEW}


@pytest.mark.parametrize(
    ("place", "box", "kind"),
    [
        (known(), None, SCHOOL),
        (known(), (30.0, 66.0, 31.0, 68.0), SCHOOL),
        (known(), ALL, CLINIC),
        (known(is_closed=True), ALL, SCHOOL),
        (known(said=None), ALL, SCHOOL),
    ],
)
def test_nothing_counts_as_gone_that_the_file_does_not_speak_of(place, box, kind):
    other = said("node/2", name="Boys College", kind=kind, north_m=3000)

    assert {step.did for step in steps([place], Told(said=[other], box=box))} == {Did.NEW}


def test_a_school_drawn_as_a_point_and_as_a_building_is_one():
    point, building, other = said("node/1"), said("way/2", north_m=60), said("way/3", north_m=900)

    assert once([point, building, other]) == (building, other)
    assert once([point, building], known_ids=["node/1"]) == (point,)
    assert once([said("node/1"), said("node/2", north_m=60)]) == (said("node/1"), said("node/2", north_m=60))


WORLD = st.lists(
    st.builds(
        said,
        st.sampled_from([f"{kind}/{n}" for kind in ("node", "way") for n in range(4)]),
        name=st.sampled_from(["Jamia Masjid", "Girls School", "گرلز سکول"]),
        kind=st.sampled_from([SCHOOL, CLINIC]),
        north_m=st.sampled_from([0.0, 80.0, 600.0, 4000.0]),
    ),
    max_size=6,
    unique_by=lambda one: one.map_id,
)


def applied(places, made):
    after = {place.id: place for place in places}
    for n, step in enumerate(made):
        if step.did is Did.NEW:
            place = known(step.said, place_id=f"g_{len(after)}_{n}")
            after[place.id] = place
        else:
            after[step.before.id] = step.after
    return list(after.values())


@settings(max_examples=60, deadline=None)
@given(files=st.lists(WORLD, min_size=1, max_size=4))
def test_no_sequence_of_files_doubles_or_loses_a_place_and_each_file_twice_changes_nothing(files):
    places = []
    for told in files:
        before = {place.id for place in places}
        places = applied(places, steps(places, Told(said=told, box=ALL)))
        again = steps(places, Told(said=told, box=ALL))

        assert {step.did for step in again} <= {Did.SAME}
        assert before <= {place.id for place in places}
        ids = [place.said.map_id for place in places]
        assert len(ids) == len(set(ids))
