"""A press file says of each row whether it can be taken in, and of the file whether it can be read at all."""

from datetime import date

import pytest

from haal.domain.errors import Malformed
from haal.domain.report import Counted, DateKnown, ResponsibilityKind, Scope
from haal.formats import press

HEADER = "report_id,outlet,summary,killed,event_date,event_date_precision,lat,lon,attribution,attribution_kind,origin,event_type\n"
LIMIT = 10_000


def rows_of(text, **limits):
    _header, rows = press.read(text.encode(), row_bytes_max=limits.get("row_bytes_max", LIMIT))
    return list(rows)


def test_a_good_row_becomes_a_message_with_its_figures_and_claims():
    row = rows_of(HEADER + "R0001,Dawn,Said so,13,2026-03,month,30.1,67.0,a group,claimed,wire:AFP,shooting\n")[0]

    told = row.incoming.answers
    assert row.number == 2
    assert told.heard == "Said so"
    assert (told.happened.first, told.happened.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert told.happened.known is DateKnown.MONTH
    assert [(figure.counted, figure.low, figure.scope) for figure in told.figures] == [(Counted.KILLED, 13, Scope.ALL)]
    assert told.responsibility[0].kind is ResponsibilityKind.CLAIMED
    assert row.incoming.source.line == "wire:AFP"


def test_an_unknown_origin_is_a_line_of_its_own_kind():
    row = rows_of("report_id,outlet,summary,origin\nR0001,Dawn,x,unknown\n")[0]

    assert row.incoming.source.line == "unknown:Dawn"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ("R0001,Dawn,x,many,,,,,,,,", "killed"),
        ("R0001,Dawn,x,,2026-13-01,,,,,,,", "event_date"),
        ("R0001,Dawn,x,,,,91,67,,,,", "lat"),
        ("R0001,Dawn,x,,,,30,east,,,,", "lon"),
        ("R0001,Dawn,x,,,,,,a group,guessed,,", "attribution_kind"),
        ("R0001,Dawn,x,,,,,,,,,earthquake", "event_type"),
        ("R1,Dawn,x,,,,,,,,,", "report_id"),
        ("R0001,Dawn,x", "row"),
    ],
)
def test_a_bad_row_says_which_field_and_what_was_expected_and_the_next_goes_in(cells, field):
    bad, good = rows_of(HEADER + cells + "\nR0002,Dawn,y,,,,,,,,,\n")

    assert (bad.number, bad.field) == (2, field)
    assert bad.expected
    assert bad.got
    assert good.number == 3


def test_a_row_of_ten_megabytes_is_named_and_the_rest_goes_in():
    long, good = rows_of(HEADER + f"R0001,Dawn,{'x' * 10_000_000},,,,,,,,,\nR0002,Dawn,y,,,,,,,,,\n")

    assert long.field == "row"
    assert "letters" in long.got
    assert good.incoming.answers.heard == "y"


def test_an_open_quote_says_where_it_began_to_be_unreadable():
    *good, fault = rows_of(HEADER + 'R0001,Dawn,y,,,,,,,,,\nR0002,Dawn,"never closed,,,\n')

    assert len(good) == 1
    assert "quotes" in fault.expected


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (HEADER.encode() + "R0001,Dawn,caf\xe9,,,,,,,,,\n".encode("latin-1"), "line 2"),
        (b"report_id,outlet,summery\nR0001,Dawn,x\n", "header"),
        (b"report_id,outlet,summary,phone\nR0001,Dawn,x,1\n", "header"),
        (b"report_id,outlet,summary,summary\nR0001,Dawn,x,y\n", "header"),
        (b"", "header"),
        ("report_id,outlet,summary\n".encode("utf-16"), "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_goes_in_not_at_all(raw, where):
    with pytest.raises(Malformed) as error:
        press.read(raw, row_bytes_max=LIMIT)

    assert error.value.where == where


def test_a_byte_order_mark_is_no_fault():
    assert rows_of("\ufeffreport_id,outlet,summary\nR0001,Dawn,x\n")[0].number == 2
