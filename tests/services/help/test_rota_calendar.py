"""A helper's calendar follows every change of a shift, under numbers that stay, and opens with its own code alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories_rota import DAY, HOUR, MINUTE, NOW, hold

from haal.domain.errors import NotFound
from haal.domain.rota.calendar import Use
from haal.services.help.rota import absence, own_codes, shifts, swaps
from haal.storage import audit, person
from haal.storage.steward.calendar import CalendarEntryRow, StewardCodeRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def read(code, *, now=NOW):
    return own_codes.read_calendar(code=code, now=now)


def test_a_calendar_holds_the_shifts_there_are_and_those_that_come(school, helpers):
    first, second, third, *_ = helpers
    hold(school, [first, second], starts_at=NOW + DAY)
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    hold(school, [first, third], starts_at=NOW + 2 * DAY)
    hold(school, [second, third], starts_at=NOW + 3 * DAY)

    entries = read(code)

    assert [entry.starts_at for entry in entries] == [NOW + DAY, NOW + 2 * DAY]
    assert {entry.place_name for entry in entries} == {"A school"}
    assert {(entry.sequence, entry.is_off) for entry in entries} == {(0, False)}


def test_an_entry_keeps_its_number_and_counts_its_changes(school, helpers):
    first, second, third, *_ = helpers
    shift_id = hold(school, [first, second, third], starts_at=NOW + DAY)
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    (before,) = read(code)

    shifts.leave(shift_id=shift_id, by=first, now=NOW + MINUTE)
    (off,) = read(code)
    shifts.join(shift_id=shift_id, by=first, now=NOW + 2 * MINUTE)
    (again,) = read(code)

    assert before.uid == off.uid == again.uid
    assert [(one.sequence, one.is_off) for one in (before, off, again)] == [(0, False), (1, True), (2, False)]
    assert off.changed_at == NOW + MINUTE


def test_what_changes_of_a_shift_for_others_changes_nothing_in_my_calendar(school, helpers):
    first, second, third, fourth, _ = helpers
    shift_id = hold(school, [first, second], starts_at=NOW + DAY)
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    before = read(code)

    shifts.join(shift_id=shift_id, by=third, now=NOW + MINUTE)
    shifts.stand_in(shift_id=shift_id, by=fourth, now=NOW + MINUTE)
    shifts.leave(shift_id=shift_id, by=second, now=NOW + MINUTE)

    assert read(code) == before


def test_a_closed_shift_is_off_for_everybody_who_held_it(school, helpers):
    first, second, *_ = helpers
    shift_id = hold(school, [first, second], starts_at=NOW + DAY)
    codes = [own_codes.make(use=Use.CALENDAR, by=one, now=NOW) for one in (first, second)]

    shifts.leave(shift_id=shift_id, by=first, now=NOW)

    assert [entry.is_off for code in codes for entry in read(code)] == [True, True]


def test_a_swap_and_who_did_not_come_are_in_both_calendars(school, helpers):
    first, second, third, fourth, _ = helpers
    early, late = hold(school, [first, second], starts_at=NOW), hold(school, [third, fourth], starts_at=NOW + DAY)
    codes = {one.person_id: own_codes.make(use=Use.CALENDAR, by=one, now=NOW) for one in (first, third)}
    swap_id = swaps.ask(shift_id=early, other_id=late, taker=third.person_id, by=first, now=NOW)
    swaps.agree(swap_id=swap_id, by=third, now=NOW)

    assert [(one.starts_at, one.is_off) for one in read(codes[first.person_id])] == [(NOW, True), (NOW + DAY, False)]
    assert [(one.starts_at, one.is_off) for one in read(codes[third.person_id])] == [(NOW, False), (NOW + DAY, True)]

    for minute in range(-2, 12):
        absence.look(now=NOW + minute * MINUTE)
    assert [one.is_off for one in read(codes[third.person_id])] == [True, True]


def test_two_who_stand_together_have_no_number_in_common(school, helpers):
    hold(school, helpers[:2], starts_at=NOW + DAY)
    first, second = (read(own_codes.make(use=Use.CALENDAR, by=one, now=NOW)) for one in helpers[:2])

    assert first[0].uid != second[0].uid


def test_a_new_address_keeps_the_entries_and_ends_the_old_one(school, helpers):
    first, second, *_ = helpers
    hold(school, [first, second], starts_at=NOW + DAY)
    old = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    before = read(old)
    new = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)

    assert read(new) == before
    with pytest.raises(NotFound):
        read(old)


def test_an_ended_address_leaves_nothing_behind(school, helpers):
    first, second, *_ = helpers
    hold(school, [first, second], starts_at=NOW + DAY)
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    own_codes.end(use=Use.CALENDAR, by=first, now=NOW)

    with pytest.raises(NotFound):
        read(code)
    with pytest.raises(NotFound):
        own_codes.end(use=Use.CALENDAR, by=first, now=NOW)
    assert (CalendarEntryRow.objects.count(), StewardCodeRow.objects.count()) == (0, 0)


def test_numbers_for_text_messages_open_no_calendar_and_words_no_text(school, helpers):
    first, *_ = helpers
    words = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    digits = own_codes.make(use=Use.TEXT, by=first, now=NOW)

    assert own_codes.whose(code=digits, use=Use.TEXT).person_id == first.person_id
    for code, use in ((digits, Use.CALENDAR), (words, Use.TEXT)):
        with pytest.raises(NotFound):
            own_codes.whose(code=code, use=use)


def test_who_is_suspended_has_no_calendar(school, helpers):
    first, second, *_ = helpers
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    person.suspend(person_id=first.person_id, by=second, now=NOW)

    with pytest.raises(NotFound):
        read(code)


def test_a_day_after_the_shift_no_calendar_knows_of_it(school, helpers):
    first, second, *_ = helpers
    hold(school, [first, second], starts_at=NOW)
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)
    late = NOW + 4 * HOUR + timedelta(hours=24, minutes=1)

    assert read(code, now=late) == ()
    shifts.forget_names(now=late)
    assert CalendarEntryRow.objects.count() == 0


def test_no_code_is_kept_or_said_in_the_audit(school, helpers):
    first, *_ = helpers
    code = own_codes.make(use=Use.CALENDAR, by=first, now=NOW)

    kept = bytes(StewardCodeRow.objects.get().code_hash)
    assert code.encode() not in kept
    assert len(kept) == 32
    assert all(code not in f"{entry.subject} {entry.why}" for entry in audit.latest(limit=5))
