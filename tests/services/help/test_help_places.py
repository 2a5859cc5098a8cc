"""The list shows no helper, a shift is never lonely, and the names of helpers are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories, factories_help

from haal.domain.access import Role
from haal.domain.errors import GeneralReason, KeysLocked, NotFound, Refused
from haal.domain.gathering.place import PlaceKind, PlaceReason
from haal.domain.rota.shift import RotaReason
from haal.services.help.gathering import queries, register
from haal.services.help.rota import shifts
from haal.storage import audit
from haal.storage.gathering.place import PlaceRow
from haal.storage.ground import keys
from haal.storage.rota import ShiftPersonRow, ShiftRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def helpers():
    return tuple(factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(4))


@pytest.fixture
def school(helpers):
    first, second, third, _ = helpers
    place_id = register.register(
        kind=PlaceKind.SCHOOL, name="Girls' School of Killi Zarina", district="Mastung", by=first, now=NOW
    )
    for newcomer in (first, second, third):
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=first, now=NOW)
    return place_id


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_the_list_of_places_shows_no_plan_and_no_helper(school, helpers):
    listed = queries.places(by=helpers[3], now=NOW)
    seen = queries.one_place(place_id=school, by=helpers[3], now=NOW)
    own = queries.one_place(place_id=school, by=helpers[0], now=NOW)

    assert [(one.place.name, one.place.has_plan, one.is_own) for one in listed.places] == [
        ("Girls' School of Killi Zarina", False, False)
    ]
    assert (seen.stewards, seen.shifts, seen.can_name) == ((), (), ())
    assert {one.id for one in own.stewards} == {helper.person_id for helper in helpers[:3]}
    for page in (listed, seen):
        assert not any(helper.person_id in repr(page) for helper in helpers)


def test_once_a_place_has_helpers_nobody_else_names_one(school, helpers):
    aid = factories_help.colleague(Role.AID, now=NOW)

    refused = reason_of(lambda: register.add_steward(place_id=school, person_id=helpers[3].person_id, by=aid, now=NOW))

    assert refused is PlaceReason.ONLY_ITS_OWN_PEOPLE
    with pytest.raises(NotFound):
        register.add_steward(place_id=school, person_id=aid.person_id, by=helpers[0], now=NOW)


def test_a_place_needs_a_name_and_the_name_is_boxed(school, helpers):
    first = helpers[0]

    nameless = reason_of(lambda: register.register(kind=PlaceKind.MARKET, name=" ", district="", by=first, now=NOW))
    assert nameless is PlaceReason.PLACE_NAME_NEEDED
    assert b"Zarina" not in PlaceRow.objects.get().told.ciphertext
    keys.forget()
    with pytest.raises(KeysLocked):
        queries.places(by=first, now=NOW)


def hold(school, people, *, by=None, starts_at=NOW, hours=4):
    ids = tuple(person.person_id for person in people)
    return shifts.hold(
        place_id=school, people=ids, starts_at=starts_at, ends_at=starts_at + hours * HOUR, by=by or people[0], now=NOW
    )


def test_a_shift_of_one_is_refused(school, helpers):
    first, second, _, stranger = helpers

    assert reason_of(lambda: hold(school, [first])) is RotaReason.NEVER_ALONE
    assert reason_of(lambda: hold(school, [first, first])) is RotaReason.NEVER_ALONE
    assert reason_of(lambda: hold(school, [first, stranger])) is RotaReason.NOT_OF_THIS_PLACE
    with pytest.raises(NotFound):
        hold(school, [first, second], by=stranger)
    assert ShiftRow.objects.count() == 0


def test_who_cannot_come_is_made_good_by_who_stands_in(school, helpers):
    first, second, third, _ = helpers
    shift_id = hold(school, [first, second])
    assert reason_of(lambda: register.leave(place_id=school, by=first, now=NOW)) is RotaReason.SHIFTS_FIRST

    shifts.stand_in(shift_id=shift_id, by=third, now=NOW)
    shifts.leave(shift_id=shift_id, by=first, now=NOW)
    register.leave(place_id=school, by=first, now=NOW)

    seen = queries.one_place(place_id=school, by=second, now=NOW)
    assert set(seen.shifts[0].people) == {second.pseudonym, third.pseudonym}
    assert ShiftRow.objects.get().people_count == 2


@settings(max_examples=30, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(["join", "stand-in", "leave", "gone"]), st.integers(0, 3)), max_size=25)
)
def test_no_order_of_coming_and_going_leaves_a_lone_shift(steps):
    keys.hold(factories.secrets())
    helpers = [factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(4)]
    place_id = register.register(kind=PlaceKind.LIBRARY, name="x", district="", by=helpers[0], now=NOW)
    for newcomer in helpers:
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=helpers[0], now=NOW)
    shift_id = hold(place_id, helpers[:2])
    acts = {
        "join": lambda who: shifts.join(shift_id=shift_id, by=who, now=NOW),
        "stand-in": lambda who: shifts.stand_in(shift_id=shift_id, by=who, now=NOW),
        "leave": lambda who: shifts.leave(shift_id=shift_id, by=who, now=NOW),
        "gone": lambda who: register.leave(place_id=place_id, by=who, now=NOW),
    }

    for what, who in steps:
        try:
            acts[what](helpers[who])
        except (Refused, NotFound):
            continue
        finally:
            count = ShiftPersonRow.objects.filter(shift_id=shift_id, stands_in=False).count()
            row = ShiftRow.objects.get(pk=shift_id)
            assert count == row.people_count != 1
            assert (row.closed_at is None) is bool(count)


def test_who_held_a_shift_is_forgotten_after_thirty_days_and_the_count_stays(school, helpers):
    old = hold(school, helpers[:3], starts_at=NOW - timedelta(days=31))
    new = hold(school, helpers[:2], starts_at=NOW - timedelta(days=29))

    assert shifts.forget_names(now=NOW) == 3
    assert shifts.forget_names(now=NOW) == 0
    counts = dict(ShiftRow.objects.values_list("id", "people_count"))
    assert counts == {old: 3, new: 2}
    assert set(ShiftPersonRow.objects.values_list("shift_id", flat=True)) == {new}


def test_the_audit_does_not_say_who_holds_a_shift(school, helpers):
    first, second, third, _ = helpers

    hold(school, [first, second, third])

    told = [entry for entry in audit.latest(limit=30) if entry.what.startswith("shift")]
    assert [entry.by for entry in told] == [first.person_id]
    assert not any(person.person_id in entry.subject for person in (first, second, third) for entry in told)


def test_places_and_shifts_are_for_who_may(school):
    intake = factories.actor(Role.INTAKE)
    calls = [
        lambda: queries.places(by=intake, now=NOW),
        lambda: queries.one_place(place_id=school, by=intake, now=NOW),
        lambda: register.register(kind=PlaceKind.CLINIC, name="x", district="", by=intake, now=NOW),
        lambda: hold(school, [intake, intake]),
    ]

    assert {reason_of(call) for call in calls} == {GeneralReason.NOT_ALLOWED}
