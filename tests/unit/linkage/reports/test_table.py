"""A file to be linked: both namings of columns, nothing turned away, what is hidden is not seen."""

import pytest

from haal.domain.errors import Malformed
from haal.linkage.reports import table

ROW = (
    "report_id,url,published_date,event_date_as_reported,event_type,place_name_as_reported,lat,lon,killed_reported,summary_own_words\n"
    "R1,https://paper.example/asia/blast-at-market-kills-nine.html,2024-05-04,2024-05-03,bombing,Quetta,30.19,67.01,9,Nine died.\n"
)


def test_a_coded_row_is_read():
    (told,) = table.read(ROW.encode()).reports

    assert str(told.day.first) == "2024-05-03"
    assert (told.killed, told.event_type.value) == (9, "bombing")
    assert told.address == "blast market kills nine".replace("blast market", "blast market")
    assert (round(told.places[0].lat, 2), len(told.places)) == (30.19, 1)


def test_hidden_columns_are_not_looked_at():
    (told,) = table.read(ROW.encode(), hide=("lat", "lon", "killed_reported")).reports

    assert told.killed is None
    assert told.places[0].name == "Quetta"  # from its name now


def test_the_names_of_our_own_import_are_known_too():
    (told,) = table.read(
        b"report_id,page,event_date,place,killed,summary\nR1,p1,2024-05,Quetta,3,Three died.\n"
    ).reports

    assert told.day is None
    assert (told.span.length, told.killed) == (31, 3)


def test_what_is_not_understood_is_noted_and_counts_as_not_told():
    read = table.read(b"report_id,event_date,killed,lat,lon\nR1,last week,many,north,\nR2,2024-13-40,,,\n")

    assert [told.report_id for told in read.reports] == ["R1", "R2"]
    assert {(note.row, note.field) for note in read.notes} == {
        (2, "event_date_as_reported"), (2, "killed_reported"), (2, "lat"), (3, "event_date_as_reported"),
    }  # fmt: skip


def test_one_place_for_each_report_id_the_first_row_is_the_main_one():
    read = table.read(b"report_id,event_date,killed\nR1,2024-05-03,3\nR1,2024-06-03,4\n")

    assert [told.killed for told in read.reports] == [3]


def test_what_is_no_table_of_reports_is_refused():
    with pytest.raises(Malformed, match="report_id"):
        table.read(b"outlet,headline\nX,Y\n")
    with pytest.raises(Malformed, match="UTF-8"):
        table.read(b"report_id\n\xff\xfe\n")
