"""Swaps need both, a shift without two is closed and its place called, and who does not come is noticed in ten minutes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.factories_rota import HOUR, MINUTE, NOW, hold

from haal.domain.delivery import Channel
from haal.domain.errors import NotFound, Refused
from haal.domain.rota.shift import RotaReason
from haal.services.help.rota import absence, queries, shifts, swaps
from haal.storage import audit
from haal.storage import rota as rows
from haal.storage.rota import ShiftPersonRow, ShiftRow, ShiftSwapRow
from haal.storage.warn.duty.call import PlaceCallRow, set_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def people_of(shift_id):
    return set(rows.get(shift_id).people)


def test_two_change_places_when_both_agree_and_not_before(school, helpers):
    first, second, third, fourth, stranger = helpers
    early, late = hold(school, [first, second]), hold(school, [third, fourth], starts_at=NOW + 24 * HOUR)

    swap_id = swaps.ask(shift_id=early, other_id=late, taker=third.person_id, by=first, now=NOW)
    assert people_of(early) == {first.person_id, second.person_id}
    for other in (first, second, stranger):
        with pytest.raises(NotFound):
            swaps.agree(swap_id=swap_id, by=other, now=NOW)
    assert [one.is_mine for one in queries.mine(by=third, now=NOW).swaps] == [False]
    swaps.agree(swap_id=swap_id, by=third, now=NOW)

    assert people_of(early) == {third.person_id, second.person_id}
    assert people_of(late) == {first.person_id, fourth.person_id}
    assert ShiftSwapRow.objects.count() == 0


def test_an_old_question_makes_no_wrong_rota(school, helpers):
    first, second, third, fourth, _ = helpers
    early, late = hold(school, [first, second]), hold(school, [third, fourth], starts_at=NOW + 24 * HOUR)
    swap_id = swaps.ask(shift_id=early, other_id=late, taker=third.person_id, by=first, now=NOW)
    shifts.join(shift_id=early, by=third, now=NOW)

    assert reason_of(lambda: swaps.agree(swap_id=swap_id, by=third, now=NOW)) is RotaReason.IN_IT_ALREADY
    assert people_of(late) == {third.person_id, fourth.person_id}
    swaps.refuse(swap_id=swap_id, by=third, now=NOW)
    assert ShiftSwapRow.objects.count() == 0


def test_nobody_changes_into_two_shifts_at_once(school, helpers):
    first, second, third, fourth, _ = helpers
    early = hold(school, [first, second])
    late = hold(school, [third, fourth], starts_at=NOW + 24 * HOUR)
    hold(school, [first, second], starts_at=NOW + 25 * HOUR)

    ask = {"shift_id": early, "other_id": late, "taker": third.person_id, "by": first, "now": NOW}
    assert reason_of(lambda: swaps.ask(**ask)) is RotaReason.NOT_RESTED


def test_without_two_a_shift_is_closed_its_place_called_and_two_hold_it_again(school, helpers):
    first, second, third, fourth, _ = helpers
    set_contact(school, third.person_id, channel=Channel.SMS, language="ur", address="+923001234567")
    shift_id = hold(school, [first, second])

    shifts.leave(shift_id=shift_id, by=first, now=NOW)
    assert people_of(shift_id) == set()
    assert PlaceCallRow.objects.count() == 1
    assert reason_of(lambda: shifts.join(shift_id=shift_id, by=third, now=NOW)) is RotaReason.NEVER_ALONE

    shifts.stand_in(shift_id=shift_id, by=third, now=NOW)
    shifts.join(shift_id=shift_id, by=fourth, now=NOW)
    assert people_of(shift_id) == {third.person_id, fourth.person_id}
    assert [entry.why for entry in audit.latest(limit=9) if entry.what == "shift-changed" and entry.why] == [
        "held-again",
        "closed",
    ]


def test_who_does_not_come_is_noticed_in_ten_minutes_and_no_list_of_them_is_kept(school, helpers):
    first, second, third, _, _ = helpers
    shift_id = hold(school, [first, second])
    shifts.stand_in(shift_id=shift_id, by=third, now=NOW)
    absence.say_here(shift_id=shift_id, by=first, now=NOW + MINUTE)

    found = [absence.look(now=NOW + minute * MINUTE) for minute in range(-5, 12)]

    assert found.index(1) - 5 == 10
    assert sum(found) == 1
    assert people_of(shift_id) == {first.person_id, third.person_id}
    assert not ShiftPersonRow.objects.filter(person=second.person_id).exists()


def test_nobody_is_missing_for_the_time_the_box_was_down(school, helpers):
    shift_id = hold(school, helpers[:2])
    absence.look(now=NOW - MINUTE)

    back = NOW + 2 * HOUR
    found = [absence.look(now=back + minute * MINUTE) for minute in range(10)]
    assert sum(found) == 0
    for one in helpers[:2]:
        absence.say_here(shift_id=shift_id, by=one, now=back + 9 * MINUTE)
    assert [absence.look(now=back + minute * MINUTE) for minute in range(10, 20)] == [0] * 10


def test_the_database_knows_no_lone_shift(school, helpers):
    shift_id = hold(school, helpers[:2])

    for lone in ({"people_count": 1}, {"people_count": 0}, {"people_count": 2, "closed_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShiftRow.objects.filter(pk=shift_id).update(**lone)


def test_a_helper_sees_the_shifts_of_their_own_places_alone(school, helpers):
    hold(school, helpers[:2])

    assert len(queries.mine(by=helpers[3], now=NOW).shifts) == 1
    assert queries.mine(by=helpers[4], now=NOW) == queries.MyShifts(swaps=(), shifts=())
