"""`haal geo`: what place words may mean, and files of districts and places taken in, once, and out again."""

from __future__ import annotations

import json

import pytest

from haal.cli import commands
from haal.domain import gazetteer, public_place
from haal.domain.policy import DEFAULT
from haal.domain.report import PlaceCandidate


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    settings.HAAL_HOME = tmp_path / "home"
    gazetteer.look_in(tmp_path / "home" / "places")
    yield
    gazetteer.look_in(tmp_path / "nothing")


@pytest.fixture
def run(capfd):
    def called(*words):
        code = commands.run(["geo", *map(str, words), "--json"])
        out, err = capfd.readouterr()
        return code, json.loads(out.strip().splitlines()[-1]), err

    return called


def square(lat, lon, size=0.5):
    low, high, west, east = lat - size, lat + size, lon - size, lon + size
    return {"type": "Polygon", "coordinates": [[[west, low], [east, low], [east, high], [west, high], [west, low]]]}


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(lat, lon, **properties):
    return feature({"type": "Point", "coordinates": [lon, lat]}, **properties)


@pytest.fixture
def write(tmp_path):
    def written(name, *features):
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        return path

    return written


def best(words):
    return next(iter(gazetteer.resolve(words)), None)


def test_resolve_names_the_readings_with_kind_radius_and_weight(run):
    code, told, _ = run("resolve", "Killa", "Abdullah")

    assert code == 0
    assert {"Killa Abdullah", "Killa Saifullah"} <= {one["name"] for one in told["readings"]}
    assert {"kind", "district", "radius_km", "weight", "lat", "lon", "place_id"} <= set(told["readings"][0])
    assert sum(one["weight"] for one in told["readings"]) == pytest.approx(1, abs=0.001)


def test_resolve_says_it_in_words_and_says_when_nothing_is_known(capfd):
    assert commands.run(["geo", "resolve", "Mastung district"]) == 0
    assert commands.run(["geo", "resolve", "zzxxqq"]) == 0

    first, *_, last = capfd.readouterr().out.splitlines()
    assert "Mastung (district; Mastung, Balochistan)" in first
    assert last == "No place is known by these words."


def test_a_district_or_a_point_beside_it_decides(run):
    by_district = run("resolve", "Dasht", "--district", "Kech")[1]["readings"][0]
    by_point = run("resolve", "Dasht", "--near", "29.9,67.0")[1]["readings"][0]

    assert (by_district["district"], by_point["district"]) == ("Kech", "Mastung")


def test_words_of_the_call_that_are_off_are_refused(run):
    with pytest.raises(SystemExit) as told:
        run("resolve", "Dasht", "--near", "north")
    assert told.value.code == 2
    assert run("resolve", "Dasht", "--district", "Nowhere")[0] == 1


def test_districts_go_in_with_the_property_that_was_used_and_name_points_from_then_on(run, write):
    file = write(
        "adm2.geojson",
        feature(square(27.8, 66.6), shapeName="Khuzdar District", shapeID="PAK-1"),
        feature(square(40.2, 60.2), ADM2_EN="Farland", ADM2_PCODE="XX01", ADM1_EN="Farprovince", ADM2_UR="دور"),
    )

    code, told, _ = run("import", file, "--as", "districts")

    assert (code, told["taken"], told["known"], told["refused"]) == (0, 2, 1, 0)
    assert told["properties"] == {"shapeName": 1, "ADM2_EN": 1}
    assert gazetteer.standard().district_of((28.2, 66.2)).name == "Khuzdar"
    assert gazetteer.standard().district_of((40.5, 60.5)).adm1 == "Farprovince"
    assert best("دور").name == best("Farland").name == "Farland"
    far = PlaceCandidate(name="", lat=40.3, lon=60.3, radius_km=40)
    assert (
        public_place.public_place(far, district="", care=public_place.Care.USUAL, policy=DEFAULT).district == "Farland"
    )


def test_places_go_in_by_every_spelling_and_known_ones_only_get_more(run, write):
    file = write(
        "osm.geojson",
        point(27.30, 66.70, place="village", name="قریہ", **{"name:en": "Zubrabad", "alt_name": "Zubra;Old Zubra"}),
        point(27.812, 66.611, place="city", name="Khuzdar", **{"name:tr": "Huzdarkent"}),
    )

    _, told, _ = run("import", file)

    assert (told["as"], told["taken"], told["known"]) == ("places", 2, 1)
    assert {best(words).place_id for words in ("Zubrabad", "قریہ", "Old Zubra")} == {best("Zubrabad").place_id}
    assert best("Huzdarkent").name == "Khuzdar"
    assert best("Huzdarkent").lat == best("Khuzdar").lat


def test_bad_features_are_told_one_by_one_and_written_beside_the_file(run, write, tmp_path):
    file = write(
        "mixed.geojson",
        point(27.3, 66.7, place="village", name="Zubrabad"),
        point(27.3, 66.7, place="village"),
        point(3_000_000, 500_000, place="town", name="Metres"),
        point(27.3, 66.7, place="shop", name="Corner"),
        "nonsense",
        feature(None, place="town", name="Nowhere"),
    )

    code, told, err = run("import", file, "--as", "places")

    assert (code, told["taken"], told["refused"]) == (0, 1, 5)
    assert [(one["row"], one["field"]) for one in told["problems"]] == [
        (2, "name"), (3, "geometry"), (4, "place"), (5, "feature"), (6, "geometry"),
    ]  # fmt: skip
    assert all(one["expected"] and one["got"] for one in told["problems"])
    assert "feature 4, place: expected one of" in err
    refused = json.loads((tmp_path / "mixed.refused.geojson").read_text("utf-8"))["features"]
    assert len(refused) == 5
    assert "degrees" in refused[1]["refused"]


def test_the_same_file_again_changes_nothing_and_forgetting_undoes_it(run, write, tmp_path):
    file = write("osm.geojson", point(27.3, 66.7, place="village", name="Zubrabad"))
    run("import", file)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "home" / "places").iterdir()}

    again = run("import", file)[1]

    assert again["repeated"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "home" / "places").iterdir()} == kept
    assert run("import", file, "--forget")[1]["forgotten"] == 1
    assert best("Zubrabad") is None
    assert run("import", file, "--forget")[1]["forgotten"] == 0


def test_a_file_that_is_gone_is_forgotten_by_its_name(run, write):
    file = write("osm.geojson", point(27.3, 66.7, place="village", name="Zubrabad"))
    run("import", file)
    file.unlink()

    assert run("import", file, "--forget")[1]["forgotten"] == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"features": []}', '{"features": 5}', "null"])
def test_a_file_that_is_no_geojson_is_refused_whole(run, tmp_path, text):
    file = tmp_path / "bad.geojson"
    file.write_text(text, "utf-8")

    code, told, err = run("import", file)

    assert (code, told["ok"]) == (1, False)
    assert "expected" in err


def test_one_feature_a_line_is_read_too(run, tmp_path):
    file = tmp_path / "osm.geojsonl"
    lines = [point(27.3, 66.7, place="village", name="Zubrabad"), point(27.4, 66.9, place="hamlet", name="Yukpur")]
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")

    assert run("import", file)[1]["taken"] == 2


def test_an_outline_that_crosses_itself_is_mended(run, write):
    bow = {"type": "Polygon", "coordinates": [[[60, 40], [61, 41], [61, 40], [60, 41], [60, 40]]]}

    assert run("import", write("bow.geojson", feature(bow, shapeName="Bowland")))[1]["taken"] == 1
    assert gazetteer.standard().district_of((40.5, 60.1)).name == "Bowland"


def test_what_is_brought_moves_no_public_cell(run, write):
    here = PlaceCandidate(name="", lat=27.812, lon=66.611, radius_km=1)
    told = {"district": "", "care": public_place.Care.USUAL, "policy": DEFAULT}
    before = public_place.public_place(here, **told)
    towns = [point(27.8 + step / 100, 66.6, place="town", name=f"Zubra{step}abad") for step in range(20)]
    run("import", write("many.geojson", *towns))
    public_place._grid.cache_clear()
    public_place._names.cache_clear()

    assert public_place.public_place(here, **told) == before


@pytest.mark.django_db
def test_roads_between_districts_come_from_a_file_and_bad_lines_are_named(run, tmp_path):
    file = tmp_path / "roads.csv"
    file.write_text("one,other,road\nQuetta,Mastung,dirt\nQuetta,Atlantis,paved\n")

    code, answer, said = run("roads", file)

    assert (code, answer["kept"], answer["refused"]) == (1, 1, 1)
    assert "line 3" in said
    assert run("roads", tmp_path / "nothing.csv")[0] == 1
