"""A helper changes places by text message: the same rules as on the page, and never a lone shift."""

from __future__ import annotations

import pytest
from tests.factories_rota import DAY, HOUR, NOW, hold

from haal.domain.delivery import Channel
from haal.domain.rota import text
from haal.domain.rota.calendar import Use
from haal.services.help.rota import by_text, own_codes, shifts
from haal.storage import person
from haal.storage import rota as rows
from haal.storage.rota import ShiftSwapRow
from haal.storage.warn.duty.call import PlaceCallRow, set_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def codes(helpers):
    return [own_codes.make(use=Use.TEXT, by=one, now=NOW) for one in helpers]


def say(code, words="", *, language="en", now=NOW):
    asked = text.read(f"{code} {words}")
    assert asked is not None
    return by_text.answer(asked=asked, language=language, now=now)


def people_of(shift_id):
    return set(rows.get(shift_id).people)


def test_two_change_places_by_text_message(school, helpers, codes):
    first, second, third, fourth, _ = helpers
    set_contact(school, third.person_id, channel=Channel.SMS, language="ur", address="+923001234567")
    early, late = (
        hold(school, [first, second], starts_at=NOW + DAY),
        hold(school, [third, fourth], starts_at=NOW + 2 * DAY),
    )

    assert say(codes[0]) == "Your shifts: 1) 22.03. 17:00."
    assert say(codes[0], "swap 1").startswith("Asked.")
    assert PlaceCallRow.objects.count() == 1  # "your place needs you", and nothing more
    assert say(codes[2]).startswith("Somebody asks: 22.03. 17:00 for your 23.03. 17:00.")
    assert say(codes[2], "yes") == "Agreed. Your shift now: 22.03. 17:00."

    assert people_of(early) == {third.person_id, second.person_id}
    assert people_of(late) == {first.person_id, fourth.person_id}
    assert ShiftSwapRow.objects.count() == 0  # nobody else is asked any more
    assert say(codes[3], "yes") == "Nothing is asked of you now."


def test_a_no_leaves_everything_as_it_is(school, helpers, codes):
    first, second, third, _, _ = helpers
    early = hold(school, [first, second], starts_at=NOW + DAY)
    hold(school, [second, third], starts_at=NOW + 2 * DAY)
    say(codes[0], "swap")

    assert say(codes[2], "نہیں", language="ur") == text.of_no(was_asked=True, language="ur")
    assert people_of(early) == {first.person_id, second.person_id}
    assert say(codes[2], "no") == "Nothing is asked of you now."


def test_asking_twice_calls_the_place_once(school, helpers, codes):
    first, second, third, fourth, _ = helpers
    set_contact(school, third.person_id, channel=Channel.SMS, language="ur", address="+923001234567")
    hold(school, [first, second], starts_at=NOW + DAY)
    hold(school, [third, fourth], starts_at=NOW + 2 * DAY)

    assert say(codes[0], "swap") == say(codes[0], "swap")
    assert (PlaceCallRow.objects.count(), ShiftSwapRow.objects.count()) == (1, 2)


def test_where_nobody_can_change_places_that_is_said(school, helpers, codes):
    hold(school, helpers[:2], starts_at=NOW + DAY)

    assert say(codes[0], "swap 1").startswith("Nobody can change places")


def test_who_cannot_come_is_out_and_what_would_be_lone_is_closed(school, helpers, codes):
    shift_id = hold(school, helpers[:2], starts_at=NOW + DAY)

    assert say(codes[0], "cannot 1").startswith("You are out of the shift")
    assert rows.get(shift_id).people_count == 0
    assert not rows.get(shift_id).is_lone


def test_who_is_there_says_so(school, helpers, codes):
    shift_id = hold(school, helpers[:2], starts_at=NOW)

    assert say(codes[0], "here", now=NOW + HOUR) == "Good that you are here."
    assert rows.came(shift_id) == {helpers[0].person_id}
    assert say(codes[0], "here", now=NOW + HOUR) == text.of_refused("en")


def test_a_question_that_can_no_longer_be_is_not_asked(school, helpers, codes):
    first, second, third, fourth, _ = helpers
    early = hold(school, [first, second], starts_at=NOW + DAY)
    hold(school, [third, fourth], starts_at=NOW + 2 * DAY)
    say(codes[0], "swap 1")
    shifts.join(shift_id=early, by=third, now=NOW)

    assert say(codes[2], "yes") == "Nothing is asked of you now."


@pytest.mark.parametrize("words", ["swap 2", "cannot 9", "swap 0", "here"])
def test_what_cannot_be_has_one_answer(school, helpers, codes, words):
    hold(school, helpers[:2], starts_at=NOW + DAY)

    assert say(codes[0], words) == text.of_refused("en")
    assert say(codes[4], words) == text.of_refused("en")


def test_numbers_of_nobody_are_not_ours(school, helpers, codes):
    person.suspend(person_id=helpers[1].person_id, by=helpers[0], now=NOW)

    assert say("000 000 0000") is None
    assert say(codes[1]) is None
    own_codes.end(use=Use.TEXT, by=helpers[0], now=NOW)
    assert say(codes[0]) is None
