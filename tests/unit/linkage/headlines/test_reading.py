"""What a headline tells."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.linkage.headlines.made import row

from haal.domain.errors import Malformed
from haal.linkage.headlines import read, told_of
from haal.linkage.headlines.counts import Dead, counted, tokens_of


@pytest.mark.parametrize(
    ("headline", "dead", "hurt"),
    [
        ("Bomb kills five, wounds 35: officials", [(5, "")], 35),
        ("At least two dozen people killed in blasts", [(24, "people")], None),
        ("Twenty-one killed, 50 injured in attack", [(21, "")], 50),
        ("Policeman, 3 assailants killed in raid", [(3, "group"), (1, "force")], None),
        ("15 militants, 1 soldier killed", [(15, "group"), (1, "force")], None),
        ("Shootout ends after 17 hours; four policemen dead", [(4, "force")], None),
        ("UPDATE 3-Thirteen killed in border fire", [(13, "")], None),
        ("Jets bomb militant hideouts", [], None),
        ("Gun battle leaves constable dead", [(1, "force")], None),
        ("Dozens wounded by 16-year-old bomber", [], 24),
        ("Militant commander killed", [(1, "group")], None),
        ("Police kill 2 militants, arrest 3", [(2, "group")], None),
        ("At least 32 militants killed, 20 hideouts destroyed", [(32, "group")], None),
        ("Blast in Quetta kills 20 - police", [(20, "")], None),
        ("Policeman guarding clinic killed: official", [(1, "force")], None),
        ("Men gundown policeman", [(1, "force")], None),
    ],
)
def test_numbers_are_read_with_whom_they_count(headline: str, dead: list[tuple[int, str]], hurt: int | None) -> None:
    found, wounded = counted(tokens_of(headline))
    assert list(found) == [Dead(count=count, side=side) for count, side in dead]
    assert wounded == hurt


def test_what_happened_what_was_hit_and_where_are_read() -> None:
    told = told_of(row("1", "Suicide bomber attacks police checkpost in Peshawar"))
    assert {"suicide", "blast"} >= told.acts
    assert {"hit police", "hit post"} <= told.hit
    assert "Khyber Pakhtunkhwa" in told.parts
    assert {place.name for place in told.places} >= {"Peshawar"}


@pytest.mark.parametrize(
    "words",
    ["Programme summary of Sukkur news 1600 gmt 9 Apr 31", "Wednesday, April 9, 2031", "Attack of 9 April 2031"],
)
def test_the_day_that_a_headline_names_in_full_is_its_day(words: str) -> None:
    named, plain = told_of(row("1", words, day="2031-04-13")), told_of(row("2", "9 Apr", day="2031-04-13"))
    assert (named.day, plain.day) == (date(2031, 4, 9).toordinal(), date(2031, 4, 13).toordinal())
    assert named.places == ()


def test_a_day_that_no_calendar_has_is_not_taken() -> None:
    assert told_of(row("1", "News of 31 Apr 31", day="2031-05-01")).day == date(2031, 5, 1).toordinal()


def test_those_who_were_hit_are_read_whoever_says_so() -> None:
    for words in (
        "Bomb kills four soldiers: officials",
        "Army: bomb kills four soldiers",
        "Bomb kills four soldiers, says army",
    ):
        assert told_of(row("1", words)).by_side == {"force": 4}
    assert told_of(row("1", "Three militants said killed")).by_side == {"group": 3}


def test_no_name_of_a_party_is_in_what_is_compared() -> None:
    one, other = (told_of(row("1", f"{name} claims attack on bus in Quetta")) for name in ("TTP", "BLA"))
    assert one == other


def test_every_row_with_an_id_comes_through_and_errors_name_the_row() -> None:
    text = "report,outlet,date,headline\nr1,A,2031-02-30,x\nr2,B,2031-02-03,y\nr2,B,2031-02-03,z\n,B,2031-02-03,z\n"
    rows, errors = read(text, name="given.csv")
    assert [(each.report_id, each.day is None) for each in rows] == [("r1", True), ("r2", False)]
    assert [error.where for error in errors] == [
        "given.csv row 2 date",
        "given.csv row 4 report",
        "given.csv row 5 report",
    ]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Malformed, match="the column headline"):
        read("report,outlet,date\n", name="given.csv")
