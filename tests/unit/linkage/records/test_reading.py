"""Reading a data set: columns by a mapping, counts as ranges, and a row that cannot be read is named."""

from datetime import date

import pytest

from haal.domain.errors import Malformed
from haal.linkage.records.labels import labels_of
from haal.linkage.records.mapping import columns_of
from haal.linkage.records.reading import read
from haal.linkage.records.record import Count

COLUMNS = columns_of(
    """
    id = "no"
    [day]
    first = "from"
    last = "to"
    precision = "how"
    around_days = { month = 15 }
    [place]
    place = ["spot", "near"]
    district = "adm2"
    lat = "lat"
    lon = "lon"
    precision = "prec"
    [place.radius_km]
    2 = 25
    [killed]
    min = "low"
    best = "best"
    max = "high"
    sides = ["one", "two"]
    """
)
HEAD = "no,from,to,how,spot,near,adm2,lat,lon,prec,low,best,high,one,two\n"


def _one(row):
    return read(HEAD + row + "\n", columns=COLUMNS, name="set.csv")[0]


def test_a_row_becomes_days_words_a_point_with_a_radius_and_ranges():
    record = _one('7,2011-03-14,2011-03-15,day,Bridge,"Old, Town",Sibri,29.5,67.9,2,3,4,6,9,1')

    assert (record.record_id, record.first, record.last) == ("7", date(2011, 3, 14), date(2011, 3, 15))
    assert record.words == {"place": "Bridge ; Old, Town", "district": "Sibri"}
    assert record.point == (29.5, 67.9)
    assert record.radius_km == 25
    assert record.counts == {"killed": Count(low=3, high=6, best=4)}
    assert record.sides == (1, 9)


def test_what_is_not_told_is_not_known_and_a_day_known_to_the_month_is_around_it():
    record = _one("8,2011-03-14,,month,,,,,,,,,nan,,")

    assert record.around_days == 15
    assert record.point is None
    assert record.words == {}
    assert record.counts == {}


def test_one_number_is_a_range_of_one_and_a_least_above_the_most_is_turned_round():
    assert _one("1,2011-03-14,,,,,,,,,,,5,,").counts["killed"] == Count(low=5, high=5, best=5)
    assert _one("1,2011-03-14,,,,,,,,,6,,5,,").counts["killed"] == Count(low=5, high=6, best=6)


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("1,14.3.2011,,,,,,,,,,,5,,", "set.csv row 2 from: expected a day such as 2011-03-14, got '14.3.2011'"),
        ("1,2011-03-14,2011-03-13,,,,,,,,,,5,,", "set.csv row 2 to: expected 2011-03-14 or later, got 2011-03-13"),
        ("1,2011-03-14,,,,,,,,,,,many,,", "set.csv row 2 high: expected a number or nothing, got 'many'"),
        ("1,2011-03-14,,,,,,99,1,,,,5,,", "set.csv row 2 lat: expected -90 to 90, got 99"),
        (",2011-03-14,,,,,,,,,,,5,,", "set.csv row 2 no: expected an id, got nothing"),
        ("1,2011-03-14,,,,,,,,,,,5,,\n1,2011-03-14,,,,,,,,,,,5,,", "set.csv row 3 no: expected each id once, got 1"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_field(row, where):
    with pytest.raises(Malformed) as error:
        read(HEAD + row + "\n", columns=COLUMNS, name="set.csv")
    assert str(error.value) == where


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(Malformed, match="the column adm2"):
        read("no,from,to\n", columns=COLUMNS, name="set.csv")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("id = ", "left.toml text"),
        ('[day]\nfirst = "a"', "left.toml id"),
        ('id = "a"\nactor = "b"\n[day]\nfirst = "a"', "left.toml keys"),
        ('id = "a"\n[day]\nfirst = "a"\n[killed]\nby = "x"', "left.toml killed"),
        ('id = "a"\n[day]\nfirst = "a"\n[place]\nplace = [1]', "left.toml place"),
        ('id = "a"\nday = "x"', "left.toml day"),
        ('id = "a"\n[day]\nfirst = "a"\n[place]\nradius_km = { a = "b" }', "left.toml radius_km"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_and_there_is_no_field_for_who_did_it(text, where):
    with pytest.raises(Malformed) as error:
        columns_of(text, name="left.toml")
    assert error.value.where == where


def test_labels_are_pairs_with_yes_or_no():
    assert labels_of("left,right,match,sure\na,b,1,A\na,c,0,A\n", name="gold") == {("a", "b"): True, ("a", "c"): False}
    with pytest.raises(Malformed, match="gold row 2 match: expected 1 or 0, got 'maybe'"):
        labels_of("left,right,match\na,b,maybe\n", name="gold")
    with pytest.raises(Malformed, match="gold row 2 right: expected an id"):
        labels_of("left,right,match\na,,1\n", name="gold")
    with pytest.raises(Malformed, match="the column match"):
        labels_of("left,right\n", name="gold")
