"""A calendar says when and at which place, in a form that a program we did not write reads the same; and it says nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain.rota.calendar import Shown
from haal.formats.ical import shifts

EARLY = datetime(2026, 3, 21, 3, 0, tzinfo=UTC)
SHOWN = Shown(
    uid="0f4d1c3e-0000-4000-8000-000000000001",
    place_name="The library",
    starts_at=EARLY,
    ends_at=EARLY + timedelta(hours=4),
    changed_at=datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC),
    sequence=0,
    is_off=False,
)
FIELDS = {
    "uid", "sequence", "dtstamp", "last-modified", "dtstart", "dtend", "summary", "status", "transp", "class",
}  # fmt: skip


def read(content: bytes):
    return vobject.readOne(content.decode("utf-8"))


def test_an_independent_reader_finds_the_same_shift():
    found = read(shifts.write([SHOWN], title="Shifts")).vevent

    assert found.uid.value == SHOWN.uid
    assert found.dtstart.value == SHOWN.starts_at
    assert found.dtend.value == SHOWN.ends_at
    assert found.summary.value == "The library"
    assert (found.status.value, found.sequence.value) == ("CONFIRMED", "0")
    assert found.dtstamp.value == SHOWN.changed_at.replace(microsecond=0)


def test_times_are_those_of_the_land_with_the_rules_of_its_zone_beside_them():
    content = shifts.write([SHOWN], title="Shifts").decode()

    assert "DTSTART;TZID=Asia/Karachi:20260321T080000\r\n" in content
    assert content.count("BEGIN:VTIMEZONE") == 1
    assert "TZOFFSETTO:+0500" in content


def test_a_shift_that_is_off_stays_in_the_calendar_as_off():
    off = replace(SHOWN, is_off=True, sequence=3)
    found = read(shifts.write([off], title="Shifts")).vevent

    assert (found.uid.value, found.status.value, found.sequence.value) == (SHOWN.uid, "CANCELLED", "3")
    assert found.transp.value == "TRANSPARENT"


def test_no_field_holds_what_the_hours_are_for_or_who_else_is_there():
    found = read(shifts.write([SHOWN], title="Shifts")).vevent

    assert set(found.contents) == FIELDS
    assert found.contents["class"][0].value == "PRIVATE"


def test_an_empty_calendar_is_one_too():
    assert not hasattr(read(shifts.write([], title="Shifts")), "vevent")


def test_the_same_shifts_give_the_same_bytes_in_any_order():
    other = replace(SHOWN, uid="0f4d1c3e-0000-4000-8000-000000000002", starts_at=EARLY + timedelta(days=1))

    assert shifts.write([SHOWN, other], title="x") == shifts.write([other, SHOWN], title="x")


names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="، ؛\\;,:\"'\n"), min_size=1, max_size=120
)


@settings(max_examples=60, deadline=None)
@given(
    name=names, hour=st.integers(0, 24 * 365), hours=st.integers(1, 12), sequence=st.integers(0, 99), off=st.booleans()
)
def test_whatever_a_place_is_called_it_is_read_as_it_was_written_in_lines_that_are_short(
    name, hour, hours, sequence, off
):
    starts_at = EARLY + timedelta(hours=hour)
    entry = replace(
        SHOWN,
        place_name=name,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        sequence=sequence,
        is_off=off,
    )
    content = shifts.write([entry], title="Shifts")

    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode("utf-8") == line.decode("utf-8", "replace") for line in lines)  # no letter is cut in two
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = read(content).vevent
    assert found.summary.value == name
    assert (found.dtstart.value, found.dtend.value) == (entry.starts_at, entry.ends_at)
    assert found.status.value == ("CANCELLED" if off else "CONFIRMED")
