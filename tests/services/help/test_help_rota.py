"""Swaps need both, a shift without two is closed and its place called, and who does not come is noticed in ten minutes."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from django.db import IntegrityError, transaction
from tests import factories_help

from haal.domain.access import Role
from haal.domain.delivery import Channel
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import PlaceKind
from haal.domain.rota import absence as absent
from haal.domain.rota import change, plan, rules, shift, wanted
from haal.domain.rota.shift import RotaReason
from haal.services.help.gathering import register
from haal.services.help.rota import absence, queries, shifts, swaps
from haal.storage import audit
from haal.storage import rota as rows
from haal.storage.rota import ShiftPersonRow, ShiftRow, ShiftSwapRow
from haal.storage.warn.duty.call import PlaceCallRow, set_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def helpers():
    return tuple(factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(5))


@pytest.fixture
def school(helpers):
    place_id = register.register(kind=PlaceKind.SCHOOL, name="A school", district="Mastung", by=helpers[0], now=NOW)
    for newcomer in helpers[:4]:
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=helpers[0], now=NOW)
    return place_id


def hold(school, people, *, starts_at=NOW):
    ids = tuple(one.person_id for one in people)
    times = {"starts_at": starts_at, "ends_at": starts_at + 4 * HOUR}
    return shifts.hold(place_id=school, people=ids, **times, by=people[0], now=NOW)


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


FORBIDDEN = re.compile(
    r"weapon|arm(?!ed-group)|gun|rifle|shoot|patrol|guard|search|frisk|stop|detain|arrest|follow|chase|suspect|route|uniform"
)


def test_nothing_of_a_rota_can_hold_a_weapon_a_patrol_or_a_search_and_no_words_of_anybody():
    words, kinds = [], []
    for module in (absent, change, plan, rules, shift, wanted):
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                if issubclass(thing, StrEnum):
                    words += [text for member in thing for text in (member.name.lower(), member.value)]
                elif dataclasses.is_dataclass(thing):
                    words += [field.name for field in dataclasses.fields(thing)]
                    kinds += [str(field.type) for field in dataclasses.fields(thing)]
    columns = [field for model in (ShiftRow, ShiftPersonRow, ShiftSwapRow) for field in model._meta.get_fields()]

    assert len(words) > 60
    assert [word for word in words if FORBIDDEN.search(word)] == []
    assert [kind for kind in kinds if re.search(r"\bstr\b", kind)] == []  # nothing typed: no free text at all
    assert {field.max_length for field in columns if getattr(field, "max_length", None)} == {40}  # ids alone
    assert not any(type(field).__name__ in {"TextField", "DeskBoxField", "BinaryField"} for field in columns)
