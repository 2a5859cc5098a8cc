"""A rota is proposed with its reasons, kept by one act, and only if nothing has changed since it was seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories_rota import DAY, HOUR, NOW, helpers_of, hold, place_of

from haal.domain.errors import NotFound, Refused
from haal.domain.ids import WishId
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.terms import Part, Terms
from haal.domain.rota.wanted import Skill
from haal.domain.rota.wish import Wish, WishReason
from haal.planning.rota import search
from haal.services.help.rota import after, own_terms, proposing, shifts, wishes
from haal.services.help.rota.gathered import Weeks
from haal.storage import audit, person
from haal.storage import rota as rows
from haal.storage.rota import ShiftRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
MONDAY = date(2026, 3, 23)  # NOW is the Saturday before
WEEK = Weeks(since=MONDAY, count=1)
MORNINGS = frozenset((day, Part.MORNING) for day in range(7))


def want(place_id, by, **changes):
    given = {"days": frozenset({0, 2, 4}), "starts": 7 * 60, "minutes": 240, **changes}
    return wishes.add(wish=Wish(id=WishId(""), place_id=place_id, **given), by=by, now=NOW)


def can(by, **changes):
    own_terms.keep(terms=Terms(**{"times": MORNINGS, "week_shifts_max": 3, **changes}), by=by, now=NOW)


def propose(place_id, by, weeks=WEEK):
    return proposing.propose(place_id=place_id, weeks=weeks, by=by, now=NOW)


def take(seen, by, *, now=NOW):
    return proposing.take(place_id=seen.place_id, weeks=seen.weeks, mark=seen.mark, by=by, now=now)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_a_proposal_keeps_nothing_and_taking_it_keeps_what_was_seen(school, helpers):
    want(school, helpers[0])
    for one in helpers[:4]:
        can(one)

    seen = propose(school, helpers[0])
    assert len(seen.held) == 3
    assert all(len(one.people) == 2 for one in seen.held)
    assert ShiftRow.objects.count() == 0
    assert take(seen, helpers[1]) == 3

    kept = rows.of_place(school, since=NOW)
    names = person.pseudonyms(one.person_id for one in helpers)
    assert [(one.starts_at, tuple(sorted(names[who] for who in one.people))) for one in kept] == [
        (one.times.starts_at, one.people) for one in seen.held
    ]
    assert reason_of(lambda: propose(school, helpers[0])) is WishReason.WISH_NONE  # all of it is there


@pytest.mark.parametrize("change", ["terms", "helper", "shift", "wish"])
def test_nothing_is_kept_when_something_changed_since_it_was_seen(school, helpers, change):
    want(school, helpers[0])
    for one in helpers[:3]:
        can(one)
    seen = propose(school, helpers[0])

    if change == "terms":
        can(helpers[1], away_from=MONDAY, away_until=MONDAY + timedelta(days=6))
    elif change == "helper":
        person.suspend(person_id=helpers[1].person_id, by=helpers[0], now=NOW)
    elif change == "shift":
        hold(school, helpers[2:4], starts_at=seen.held[0].times.starts_at)
    else:
        want(school, helpers[0], days=frozenset({1}))

    before = ShiftRow.objects.count()
    assert reason_of(lambda: take(seen, helpers[0])) is WishReason.PLAN_CHANGED
    assert ShiftRow.objects.count() == before


def test_a_mark_that_was_not_given_takes_nothing(school, helpers):
    want(school, helpers[0])
    for one in helpers[:2]:
        can(one)

    call = {"place_id": school, "weeks": WEEK, "by": helpers[0], "now": NOW}
    assert reason_of(lambda: proposing.take(mark="", **call)) is WishReason.PLAN_CHANGED


def test_who_stands_elsewhere_already_is_planned_round_it(school, helpers):
    want(school, helpers[0])
    for one in helpers[:3]:
        can(one, rest_hours=11)
    first = propose(school, helpers[0]).held[0].times.starts_at
    clinic = place_of([helpers[1], helpers[4]], name="A clinic")
    hold(clinic, [helpers[1], helpers[4]], starts_at=first + 8 * HOUR)

    seen = propose(school, helpers[0])
    name = helpers[1].pseudonym
    assert name not in seen.held[0].people
    assert len(seen.held) == 3
    assert take(seen, helpers[0]) == 3


def test_a_week_holds_no_more_shifts_than_agreed_with_those_held_already(school, helpers):
    want(school, helpers[0], days=frozenset({1, 3}))
    for one in helpers[:2]:
        can(one, week_shifts_max=2)
    hold(school, helpers[:2], starts_at=NOW + 2 * DAY - 9 * HOUR)

    seen = propose(school, helpers[0])
    assert len(seen.held) == 1
    assert [one.reason for one in seen.not_held] == [RotaReason.WEEK_IS_FULL]
    assert [clash.reasons for clash in seen.clashes] == [(RotaReason.NOT_FREE, RotaReason.WEEK_IS_FULL)]


def test_a_rule_that_makes_it_impossible_is_named(school, helpers):
    want(school, helpers[0], is_mixed=True, skills=frozenset({Skill.FIRST_AID}))
    for one in helpers[:3]:
        can(one, is_woman=False, first_aid_on=date(2026, 1, 1))

    seen = propose(school, helpers[0])
    assert seen.held == ()
    assert {one.reason for one in seen.not_held} == {RotaReason.NOT_MIXED}
    assert {reason for clash in seen.clashes for reason in clash.reasons} == {RotaReason.NOT_MIXED}
    assert len(seen.left_over) == 4


def test_who_had_many_hard_days_is_not_free_and_nobody_can_tell_why(school, helpers):
    want(school, helpers[0], days=frozenset({0}))
    for one in helpers[:3]:
        can(one)
    shift_id = hold(school, helpers[:2], starts_at=NOW - 4 * HOUR)
    for _ in range(3):
        after.keep(shift_id=shift_id, said=after.Said(was_hard=True), by=helpers[0], now=NOW)

    seen = propose(school, helpers[1])
    left = dict(seen.left_over)
    assert helpers[0].pseudonym not in seen.held[0].people
    assert left[helpers[0].pseudonym] is left[helpers[3].pseudonym] is RotaReason.NOT_FREE  # who said nothing at all
    assert own_terms.read(by=helpers[0], now=NOW).rests_until == date(2026, 3, 28)
    later = Weeks(since=MONDAY + timedelta(days=7), count=1)
    assert (
        helpers[0].pseudonym not in dict(propose(school, helpers[1], later).left_over)
        or len(propose(school, helpers[1], later).left_over) == 2
    )


def test_hours_that_were_closed_are_held_again(school, helpers):
    want(school, helpers[0], days=frozenset({0}))
    for one in helpers[:3]:
        can(one)
    take(propose(school, helpers[0]), helpers[0])
    (there,) = rows.of_place(school, since=NOW)
    shifts.leave(shift_id=there.id, by=next(one for one in helpers if one.person_id == there.people[0]), now=NOW)
    assert rows.get(there.id).closed_at is not None

    assert take(propose(school, helpers[0]), helpers[0]) == 1
    (again,) = rows.of_place(school, since=NOW)
    assert (again.id, again.people_count, again.closed_at) == (there.id, 2, None)


def test_a_plan_is_for_ones_own_place_from_today_and_for_some_weeks(school, helpers):
    want(school, helpers[0])
    with pytest.raises(NotFound):
        propose(school, helpers[4])
    with pytest.raises(NotFound):
        want(school, helpers[4])
    for weeks in (Weeks(since=date(2026, 3, 20), count=1), Weeks(since=MONDAY, count=0), Weeks(since=MONDAY, count=7)):
        assert reason_of(lambda weeks=weeks: propose(school, helpers[0], weeks)) is WishReason.PLAN_WEEKS


def test_without_a_planner_it_is_said_what_to_install(school, helpers, monkeypatch):
    want(school, helpers[0])
    monkeypatch.setattr(search, "find_spec", lambda _name: None)

    assert reason_of(lambda: propose(school, helpers[0])) is WishReason.PLANNER_NOT_HERE
    assert [one.planner for one in proposing.page(by=helpers[0])] == [False]


def test_a_wish_ends_and_only_its_own_place_ends_it(school, helpers):
    wish_id = want(school, helpers[0])
    with pytest.raises(NotFound):
        wishes.end(wish_id=wish_id, by=helpers[4], now=NOW)
    wishes.end(wish_id=wish_id, by=helpers[1], now=NOW)

    assert proposing.page(by=helpers[0])[0].wishes == ()


def test_a_town_is_told_in_numbers_without_anybody_in_it(school, helpers):
    more = helpers_of(2)
    clinic = place_of([helpers[4], *more], name="A clinic")
    want(school, helpers[0])
    want(clinic, more[0], is_mixed=True)
    for one in (*helpers, *more):
        can(one)

    steps = []
    found = proposing.town(weeks=WEEK, now=NOW, tell=lambda done, total: steps.append((done, total)))

    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert (found.wanted_count, found.held_count) == (6, 3)
    assert found.places[clinic] == {"wanted": 3, "not-mixed": 3}
    assert ShiftRow.objects.count() == 0
    text = repr(found)
    assert not [one for one in (*helpers, *more) if one.person_id in text or one.pseudonym in text]


def test_what_somebody_said_of_themselves_is_theirs_and_can_be_forgotten(school, helpers):
    can(helpers[0], is_woman=True)
    assert own_terms.read(by=helpers[0], now=NOW).terms.is_woman is True
    assert not own_terms.read(by=helpers[1], now=NOW).said
    own_terms.forget(by=helpers[0], now=NOW)

    assert not own_terms.read(by=helpers[0], now=NOW).said
    assert all("woman" not in f"{entry.what} {entry.why}" for entry in audit.latest(limit=20))
