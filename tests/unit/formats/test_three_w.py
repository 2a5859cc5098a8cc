"""What was released opens in parsers that we did not write: libhxl, geojson, shapely, the standard library's csv."""

from __future__ import annotations

import csv
import io
import json
from types import MappingProxyType

import geojson as their_geojson
import pytest
from shapely.geometry import shape
from tests.factories_hxl import with_libhxl
from tests.factories_shelter import IN_A_CELL, IN_QUETTA, TODAY, a_shelter, counted

from haal.domain.need import NeedKind
from haal.domain.shelter.family import Band, Move
from haal.domain.shelter.shown import Done, Shown, corrected, done_rows, families_rows, moves_rows, room_rows
from haal.formats.three_w import activities, displaced, plain
from haal.formats.three_w import hxl as sheets
from haal.formats.three_w.sectors import SECTORS

COUNTS = [
    (counted(families=40, people=230, disabled=7, ages=MappingProxyType({Band.F0: 31, Band.M60: 2})), IN_QUETTA),
    (counted(families=11, move=Move.WENT_HOME), IN_QUETTA),
    (counted(families=3, home="Awaran", needs=frozenset({NeedKind.WATER})), IN_A_CELL),
]
SHOWN = Shown(
    on=TODAY,
    families=families_rows(COUNTS),
    moves=moves_rows(COUNTS),
    rooms=room_rows([(a_shelter(n=str(n)), IN_QUETTA) for n in range(6)]),
    done=done_rows([(Done(kind=NeedKind.WATER, people=60, day=TODAY), IN_QUETTA)]),
)
SHEETS = {
    "3w": activities.three_w(SHOWN, org="A local body"),
    "4w": activities.four_w(SHOWN, org="A local body"),
    "dtm": displaced.dtm(SHOWN),
}


WRITE = {"csv": sheets.as_csv, "json": sheets.as_json}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return every file as libhxl reads it, by name."""
    folder = tmp_path_factory.mktemp("hxl")
    after = displaced.dtm(corrected(SHOWN, IN_QUETTA))
    contents = {f"{name}.{kind}": WRITE[kind](sheet) for name, sheet in SHEETS.items() for kind in WRITE}
    contents["corrected.csv"] = sheets.as_csv(after)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {path.name: found for path, found in with_libhxl(*(folder / name for name in contents)).items()}


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize("name", SHEETS)
def test_libhxl_finds_every_hashtag_and_every_row_and_nothing_to_complain_of(read, name, kind):
    sheet, found = SHEETS[name], read[f"{name}.{kind}"]

    assert found.tags == tuple(tag for _, tag in sheet.columns)
    assert found.rows == tuple(tuple("" if cell is None else str(cell) for cell in row) for row in sheet.rows)
    assert found.valid


def test_libhxl_answers_who_does_what_where_and_for_how_many(read):
    (water,) = read["4w.csv"].where(sector__code="WSH")
    (room,) = read["4w.csv"].where(sector__code="SHL")

    assert (water["#org+name"], water["#adm2+name"], water["#reached+ind"]) == ("A local body", "Quetta", "60")
    assert (water["#date+start"], water["#date+end"]) == ("2026-03-01", "2026-03-21")
    assert [room[tag] for tag in ("#output+shelters+num", "#capacity+places+num", "#capacity+free+num")] == [
        "5", "240", "180",
    ]  # fmt: skip


def test_libhxl_reads_the_displacement_table_by_origin(read):
    (row,) = read["dtm.csv"].where(adm2__origin__name="Kech")

    assert (row["#affected+idps+hh+present"], row["#affected+idps+hh+left"]) == ("30", "10")
    assert (row["#affected+idps+ind+f+age_0_4"], row["#affected+idps+ind+m+age_60plus"]) == ("30", "")
    assert row["#meta+fewer"] == "male_60_plus"


@pytest.mark.parametrize("name", SHEETS)
def test_the_standard_library_reads_the_same_table_with_its_tags_under_the_header(name):
    sheet = SHEETS[name]
    header, tags, *rows = csv.reader(io.StringIO(sheets.as_csv(sheet).decode("utf-8-sig")))

    assert (header, tags) == ([one for one, _ in sheet.columns], [tag for _, tag in sheet.columns])
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]


def test_a_row_of_3w_is_each_activity_in_each_area_once():
    rows = SHEETS["3w"].rows

    assert len(rows) == len(set(rows)) == 2
    assert all("Documented".casefold() in str(row[-1]).casefold() for row in rows)


def test_geojson_is_valid_for_two_readers_and_each_shape_is_an_area_or_a_seat():
    content = displaced.areas(SHOWN)
    collection = their_geojson.loads(content.decode())

    assert collection.is_valid, collection.errors()
    features = collection["features"]
    assert {feature["properties"]["about"] for feature in features} == {"families", "room"}
    for feature in features:
        geometry = shape(feature["geometry"])
        assert geometry.is_valid
        assert (geometry.geom_type == "Polygon") is bool(feature["properties"]["h3_cell"])
        if geometry.geom_type == "Polygon":
            assert geometry.exterior.is_ccw, "RFC 7946: outer rings run counterclockwise"


def test_what_was_wrong_is_said_so_and_tells_no_number(read):
    (row,) = read["corrected.csv"].where(adm2__name="Quetta")

    assert (row["#status"], row["#affected+idps+hh+present"]) == (displaced.CORRECTED, "")
    features = json.loads(displaced.areas(corrected(SHOWN, IN_QUETTA)))["features"]
    assert [one["properties"]["families_present"] for one in features if one["properties"]["status"] != "active"] == [
        ""
    ]


def test_a_release_is_kept_as_json_and_read_back():
    assert plain.read(plain.write(SHOWN)) == SHOWN
    assert plain.read(plain.write(corrected(SHOWN, IN_QUETTA))) == corrected(SHOWN, IN_QUETTA)


def test_every_kind_of_help_has_a_sector():
    assert set(SECTORS) == set(NeedKind)
