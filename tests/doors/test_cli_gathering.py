"""`haal geo import` of gathering places: twice without doubling, what people said kept, what vanished marked, never deleted."""

from __future__ import annotations

import json
import sys

import pytest
from tests import factories_help
from tests.factories_osm import element, town, written_json, written_pbf

from haal.cli import commands
from haal.domain import gazetteer
from haal.domain.access import Role
from haal.domain.gathering.place import Look, PlaceKind
from haal.porch.clock import now
from haal.services.help.gathering import closing, register
from haal.services.help.gathering.register import Change
from haal.storage.gathering import place as rows
from haal.storage.gathering.place import PlaceRow
from haal.storage.ground import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
ALL = "29.0,66.0,31.0,68.0"


@pytest.fixture(autouse=True)
def _atlas(tmp_path):
    gazetteer.look_in(tmp_path / "nothing")


@pytest.fixture
def run(capfd):
    def called(*words):
        code = commands.run(["geo", "import", *map(str, words), "--json"])
        out, err = capfd.readouterr()
        return code, json.loads(out.strip().splitlines()[-1]), err

    return called


@pytest.fixture
def aid():
    return factories_help.colleague(Role.AID, now=now())


def by_name(name):
    return next(place for place in rows.all_of_them() if place.name == name)


def told(answer):
    return {key: answer[key] for key in ("new", "changed", "same", "kept", "gone")}


@pytest.mark.parametrize("written", [written_json, written_pbf])
def test_a_file_twice_makes_no_double(tmp_path, run, written):
    path = written(tmp_path, town(60))

    code, first, _ = run(path)
    _, second, _ = run(path)

    assert (code, told(first)) == (0, {"new": 60, "changed": 0, "same": 0, "kept": 0, "gone": 0})
    assert told(second) == {"new": 0, "changed": 0, "same": 60, "kept": 0, "gone": 0}
    assert first["seconds"] > 0
    assert PlaceRow.objects.count() == 60


@pytest.mark.slow
@pytest.mark.parametrize("written", [written_json, written_pbf])
def test_five_thousand_places_come_twice_without_a_double_and_the_edits_between_stand(tmp_path, run, written, aid):
    path = written(tmp_path, town(5000))
    _, first, _ = run(path)
    edited = rows.all_of_them()[::100]
    for place in edited:
        to = Change(kind=place.kind, name=f"{place.name} as we call it")
        register.change(place_id=place.id, to=to, by=aid, now=now())

    _, second, _ = run(path)
    renamed = [{**one, "tags": {**one["tags"], "name": f"new {one['tags']['name']}"}} for one in town(5000)]
    _, third, _ = run(written(tmp_path, renamed))

    assert (first["new"], PlaceRow.objects.count()) == (5000, 5000)
    assert told(second) == {"new": 0, "changed": 0, "same": 5000, "kept": 0, "gone": 0}
    assert told(third) == {"new": 0, "changed": 4950, "same": 0, "kept": 50, "gone": 0}
    names = {place.id: place.name for place in rows.all_of_them()}
    assert all(names[place.id] == f"{place.name} as we call it" for place in edited)
    seconds = [answer["seconds"] for answer in (first, second, third)]
    sys.stderr.write(
        f"{path.suffix}: 5,000 places in {seconds[0]} s, again {seconds[1]} s, all renamed {seconds[2]} s\n"
    )
    assert max(seconds) < 120


def test_the_other_form_of_the_same_map_makes_no_double_either(tmp_path, run):
    run(written_json(tmp_path, town(30)))

    assert told(run(written_pbf(tmp_path, town(30)))[1])["same"] == 30


def test_what_a_dry_run_says_is_what_happens_then_and_it_writes_nothing(tmp_path, run):
    path = written_json(tmp_path, town(9))

    _, dry, err = run(path, "--dry-run")
    assert PlaceRow.objects.count() == 0
    assert (dry["dry_run"], len(dry["steps"])) == (True, 9)
    assert "new: node/1 school school of quarter 0" in err

    assert told(run(path)[1]) == told(dry)


def test_edits_stand_and_what_the_map_says_now_is_shown(tmp_path, run, aid):
    places = town(6)
    run(written_json(tmp_path, places))
    school = by_name("school of quarter 0")
    register.change(place_id=school.id, to=Change(kind=PlaceKind.LIBRARY, name="Zarina's library"), by=aid, now=now())
    places[0]["tags"]["name"] = "Government School"
    places[1]["tags"]["name"] = "Another mosque"

    _, answer, err = run(written_json(tmp_path, places))

    assert told(answer) == {"new": 0, "changed": 1, "same": 4, "kept": 1, "gone": 0}
    assert answer["looks"] == [
        {
            "did": "kept",
            "map_id": "node/1",
            "kind": "school",
            "name": "Government School",
            "place": school.id,
            "differs": ["name"],
            "drawn_anew": False,
        }
    ]
    assert "Zarina" not in err
    kept = rows.get(school.id)
    assert (kept.kind, kept.name, kept.look) == (PlaceKind.LIBRARY, "Zarina's library", Look.DIFFERS)
    assert kept.said.name == "Government School"
    register.settle(place_id=school.id, take_map=True, by=aid, now=now())
    assert (rows.get(school.id).name, rows.get(school.id).look) == ("Government School", None)


def test_a_place_drawn_anew_keeps_its_number_and_its_helpers(tmp_path, run):
    helper = factories_help.colleague(Role.STEWARD, now=now())
    run(written_json(tmp_path, [element(1, name="Girls School Killi")]))
    school = by_name("Girls School Killi")
    register.add_steward(place_id=school.id, person_id=helper.person_id, by=helper, now=now())

    _, answer, _ = run(written_json(tmp_path, [element(77, shape="way", name="Girls School Killi", lat=29.901)]))

    assert (answer["new"], answer["changed"], answer["drawn_anew"]) == (0, 1, 1)
    after = rows.get(school.id)
    assert (after.said.map_id, after.stewards) == ("way/77", (helper.person_id,))


def test_what_vanished_is_marked_and_never_deleted_unless_the_file_is_not_whole(tmp_path, run):
    run(written_json(tmp_path, town(12)))
    fewer = town(12)[6:]

    _, unfinished, err = run(written_json(tmp_path, fewer, remark="runtime error: timed out"), "--box", ALL)
    assert (unfinished["gone"], unfinished["whole"]) == (0, False)
    assert "ran out of time" in err
    assert run(written_json(tmp_path, fewer))[1]["gone"] == 0  # they lie outside of what this file is about

    _, answer, _ = run(written_json(tmp_path, fewer), "--box", ALL)

    assert answer["gone"] == 6
    assert PlaceRow.objects.filter(look=Look.GONE).count() == 6
    assert PlaceRow.objects.count() == 12
    assert run(written_json(tmp_path, fewer), "--box", ALL)[1]["gone"] == 0
    assert run(written_json(tmp_path, town(12)))[1]["changed"] == 6
    assert not PlaceRow.objects.exclude(look=None).exists()


def test_a_place_that_people_closed_stays_closed(tmp_path, run, aid):
    path = written_json(tmp_path, town(3))
    run(path)
    place = by_name("school of quarter 0")
    closing.tell(place_id=place.id, is_closed=True, words="", client_key="closed-000000000001", by=aid, now=now())

    assert told(run(path)[1]) == {"new": 0, "changed": 0, "same": 3, "kept": 0, "gone": 0}
    assert rows.get(place.id).is_closed


def test_a_place_written_down_by_hand_is_found_in_the_map(tmp_path, run, aid):
    place_id = register.register(
        kind=PlaceKind.SCHOOL, name="girls school killi", district="Mastung", by=aid, now=now()
    )
    at = gazetteer.standard().district("Mastung")

    run(written_json(tmp_path, [element(1, name="Girls School Killi", lat=at.lat, lon=at.lon)]))

    assert PlaceRow.objects.count() == 1
    place = rows.get(place_id)
    assert (place.name, place.said.map_id, place.point) == (
        "girls school killi",
        "node/1",
        (round(at.lat, 5), round(at.lon, 5)),
    )


def test_what_does_not_fit_is_told_and_the_rest_goes_in(tmp_path, run):
    code, answer, err = run(written_json(tmp_path, [element(1, name="A"), element(2, name="B", lat=95.0), element(3)]))

    assert (code, answer["new"], answer["refused"], answer["nameless"]) == (0, 1, 1, 1)
    assert answer["problems"][0]["element"] == "node/2"
    assert "node/2, place: expected degrees" in err


def test_a_file_without_places_and_a_wrong_box_end_with_one(tmp_path, run):
    path = written_json(tmp_path, [])

    assert run(path)[0] == 1
    assert run(path, "--box", "31,66,29,68")[0] == 1
    assert run(path, "--box", "here")[0] == 1
    assert run(tmp_path / "absent.osm.pbf")[0] == 1


def test_without_the_keys_nothing_is_compared_and_nothing_written(tmp_path, run):
    path = written_json(tmp_path, town(3))
    run(path)
    keys.forget()

    code, answer, _ = run(path)

    assert (code, answer["error"]) == (1, "KeysLocked")


def test_the_disk_says_neither_which_school_nor_where(tmp_path, run):
    run(written_json(tmp_path, town(3)))

    for row in PlaceRow.objects.all():
        clear = f"{row.kind} {row.district} {row.cell} {bytes(row.told.ciphertext)!r}"
        assert "quarter" not in clear
        assert "66.5" not in clear
