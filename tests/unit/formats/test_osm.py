"""Gathering places out of Overpass JSON and pbf: the same places from both, and no list of where armed people are."""

from __future__ import annotations

import json

import pytest
from tests.factories_osm import element, written_json, written_pbf

from haal.domain.errors import Malformed
from haal.domain.gathering.place import PlaceKind
from haal.formats.osm import overpass, pbf
from haal.formats.osm.kinds import kind_of


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "school"}, PlaceKind.SCHOOL),
        ({"amenity": "place_of_worship", "religion": "hindu"}, PlaceKind.WORSHIP),
        ({"amenity": "place_of_worship", "religion": "muslim"}, PlaceKind.WORSHIP),
        ({"amenity": "marketplace"}, PlaceKind.MARKET),
        ({"amenity": "hospital"}, PlaceKind.CLINIC),
        ({"healthcare": "clinic"}, PlaceKind.CLINIC),
        ({"amenity": "bus_station"}, PlaceKind.BUS_STAND),
        ({"public_transport": "station", "bus": "yes"}, PlaceKind.BUS_STAND),
        ({"public_transport": "station", "train": "yes"}, None),
        ({"amenity": "library"}, PlaceKind.LIBRARY),
        ({"office": "ngo"}, PlaceKind.OFFICE),
        ({"office": "newspaper"}, PlaceKind.PRESS_CLUB),
        ({"amenity": "townhall"}, PlaceKind.OFFICE),
        ({"disused:amenity": "school"}, None),
        ({"amenity": "bench"}, None),
        ({"amenity": "police"}, None),
        ({"amenity": "prison"}, None),
        ({"amenity": "school", "military": "academy"}, None),
        ({"amenity": "hospital", "landuse": "military"}, None),
        ({"office": "government", "government": "intelligence"}, None),
        ({"building": "barracks", "office": "yes"}, None),
    ],
)
def test_tags_make_a_gathering_place_and_never_one_of_armed_people(tags, kind):
    assert kind_of(tags) is kind


ELEMENTS = [
    element(1, name="Girls School"),
    element(2, name="جامع مسجد", amenity="place_of_worship", shape="way"),
    element(3, name="Civil Hospital", amenity="hospital", shape="relation"),
    element(4, amenity="school"),
    element(5, name="x" * 121),
    element(6, name="Police Lines", amenity="police"),
]


def test_both_forms_of_a_file_tell_the_same_places(tmp_path):
    from_json = overpass.read(written_json(tmp_path, ELEMENTS).read_bytes())
    from_pbf = pbf.read(written_pbf(tmp_path, ELEMENTS))

    assert sorted(from_json.said, key=repr) == sorted(from_pbf.said, key=repr)
    assert {one.map_id for one in from_pbf.said} == {"node/1", "way/2", "relation/3"}
    for extract in (from_json, from_pbf):
        assert extract.nameless == 1
        assert [(fault.element, fault.field) for fault in extract.faults] == [("node/5", "name")]


def test_the_area_of_a_pbf_is_the_one_in_its_header(tmp_path):
    box = (29.0, 66.0, 30.5, 67.5)

    assert pbf.read(written_pbf(tmp_path, ELEMENTS, box=box)).around() == pytest.approx(box)


@pytest.mark.parametrize(
    "told",
    [
        {"center": {"lat": 30.0, "lon": 67.0}},
        {"bounds": {"minlat": 29.9, "minlon": 66.9, "maxlat": 30.1, "maxlon": 67.1}},
        {"geometry": [{"lat": 29.9, "lon": 66.9}, {"lat": 30.1, "lon": 67.1}]},
        {"nodes": [7, 8]},
    ],
)
def test_every_way_in_which_overpass_says_where_is_read(told):
    nodes = [{"type": "node", "id": 7, "lat": 29.9, "lon": 66.9}, {"type": "node", "id": 8, "lat": 30.1, "lon": 67.1}]
    way = {"type": "way", "id": 1, "tags": {"amenity": "school", "name": "A"}, **told}

    (one,) = overpass.read(json.dumps({"elements": [*nodes, way]}).encode()).said

    assert one.point == (30.0, 67.0)


def test_a_relation_lies_where_its_members_do():
    node = {"type": "node", "id": 7, "lat": 30.0, "lon": 67.0}
    relation = {
        "type": "relation",
        "id": 1,
        "members": [{"type": "node", "ref": 7, "role": ""}, {"type": "way", "ref": 99, "role": "outer"}],
        "tags": {"amenity": "school", "name": "A"},
    }

    assert overpass.read(json.dumps({"elements": [relation, node]}).encode()).said[0].point == (30.0, 67.0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("nonsense", "type"),
        ({"type": "area", "id": 1}, "type"),
        ({"type": "node", "id": "1", "lat": 1, "lon": 1, "tags": {}}, "id"),
        ({"type": "node", "id": 1, "tags": {"amenity": "school", "name": "A"}}, "place"),
        ({"type": "node", "id": 1, "lat": 91, "lon": 1, "tags": {"amenity": "school", "name": "A"}}, "place"),
        ({"type": "node", "id": 1, "lat": True, "lon": 1, "tags": {"amenity": "school", "name": "A"}}, "place"),
        ({"type": "way", "id": 1, "nodes": [5], "tags": {"amenity": "school", "name": "A"}}, "place"),
    ],
)
def test_what_does_not_fit_is_told_and_the_rest_goes_in(wrong, field):
    good = {"type": "node", "id": 9, "lat": 30.0, "lon": 67.0, "tags": {"amenity": "school", "name": "A"}}

    extract = overpass.read(json.dumps({"elements": [wrong, good]}).encode())

    assert [fault.field for fault in extract.faults] == [field]
    assert len(extract.said) == 1


def test_a_query_that_ran_out_of_time_is_not_whole():
    raw = json.dumps({"elements": [], "remark": "runtime error: Query timed out"}).encode()

    assert not overpass.read(raw).is_whole


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"[]", b"{}", b'{"elements": 1}', b"[" * 100_000])
def test_what_is_no_overpass_json_is_refused(raw):
    with pytest.raises(Malformed):
        overpass.read(raw)


def test_what_is_no_extract_is_refused(tmp_path):
    (tmp_path / "bad.osm.pbf").write_bytes(b"nonsense" * 100)

    with pytest.raises(Malformed):
        pbf.read(tmp_path / "bad.osm.pbf")
    with pytest.raises(Malformed):
        pbf.read(tmp_path / "absent.osm.pbf")
