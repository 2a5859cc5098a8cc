"""Silence is noticed, somebody acts, and no diary of a person at risk is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories, factories_help

from haal.domain.access import Role
from haal.domain.check_in import Act, CircleReason, CircleState
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import PersonId
from haal.services.help import check_in, queries_people
from haal.services.help.check_in import Opening
from haal.storage import audit
from haal.storage.check_in import CircleRow, CircleTurnRow
from haal.storage.ground import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
EVERY = 240


def minutes(count):
    return timedelta(minutes=count)


@pytest.fixture
def people():
    return tuple(factories_help.colleague(role, now=NOW) for role in (Role.AID, Role.STEWARD, Role.STEWARD))


@pytest.fixture
def opened(people):
    first, second, _ = people
    opening = Opening(
        label="the teacher by the canal",
        plan="Call the school, then go in pairs",
        members=(first.person_id, second.person_id),
        every_minutes=EVERY,
    )
    made = check_in.open_circle(opening=opening, by=first, now=NOW)
    check_in.watch(now=NOW)
    return made


def silent(start, until):
    """Let the clock look every five minutes; return how many alarms and turns came."""
    found = [check_in.watch(now=start + minutes(at)) for at in range(5, until + 1, 5)]
    return sum(watched.overdue_count for watched in found), sum(watched.turns_count for watched in found)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_a_word_in_time_moves_the_next_one_and_nobody_is_called(opened):
    silent(NOW, 235)

    due_at = check_in.say_well(code=opened.words, now=NOW + minutes(238))

    assert due_at == NOW + minutes(238 + EVERY)
    assert silent(NOW + minutes(235), 30) == (0, 0)


def test_silence_calls_the_first_then_the_second_then_everyone_who_watches(opened, people):
    first, second, outsider = people
    late = EVERY + 30

    assert silent(NOW, late - 5) == (0, 0)
    assert silent(NOW + minutes(late - 5), 5) == (1, 1)
    assert [queries_people.must_act_count(by=one) for one in people] == [1, 1, 0]
    assert silent(NOW + minutes(late), 15) == (0, 1)
    assert queries_people.must_act_count(by=outsider) == 0
    assert silent(NOW + minutes(late + 15), 15) == (0, 1)
    assert queries_people.must_act_count(by=outsider) == 1
    assert silent(NOW + minutes(late + 30), 600) == (0, 0)
    whose = [turn.whose for turn in queries_people.circles(by=first).overdue[0].turns]
    assert whose == [first.pseudonym, second.pseudonym, ""]


def test_who_acted_is_kept_and_the_next_is_called_when_no_news_comes(opened, people):
    first, second, _ = people
    silent(NOW, EVERY + 30)
    acted_at = NOW + minutes(EVERY + 35)
    check_in.act(circle_id=opened.circle_id, did=Act.GOING_TO_LOOK, by=first, now=acted_at)

    assert silent(acted_at, 55) == (0, 0)
    assert silent(acted_at + minutes(55), 5) == (0, 1)
    turns = queries_people.circles(by=second).overdue[0].turns
    assert [(turn.whose, turn.acted_by, turn.did) for turn in turns] == [
        (first.pseudonym, first.pseudonym, Act.GOING_TO_LOOK),
        (second.pseudonym, "", None),
    ]


def test_reaching_them_well_ends_the_alarm(opened, people):
    silent(NOW, EVERY + 30)
    now = NOW + minutes(EVERY + 40)

    check_in.act(circle_id=opened.circle_id, did=Act.REACHED_WELL, by=people[1], now=now)

    seen = queries_people.circles(by=people[0])
    assert seen.overdue == ()
    assert seen.own[0].circle.due_at == now + minutes(EVERY)
    acts = [(entry.by, entry.why) for entry in audit.latest(limit=9) if entry.what == "circle-acted"]
    assert acts == [(people[1].person_id, "reached-well")]
    again = reason_of(lambda: check_in.act(circle_id=opened.circle_id, did=Act.NEEDS_HELP, by=people[1], now=now))
    assert again is CircleReason.NOT_OVERDUE


def test_a_late_word_ends_the_alarm_too(opened, people):
    silent(NOW, EVERY + 60)

    check_in.say_well(code=opened.digits, now=NOW + minutes(EVERY + 61))

    assert queries_people.circles(by=people[0]).overdue == ()


def test_a_second_alarm_begins_with_the_first_of_the_circle_again(opened):
    silent(NOW, EVERY + 60)
    again = NOW + minutes(EVERY + 61)
    check_in.say_well(code=opened.words, now=again)

    assert silent(again, EVERY + 30) == (1, 1)
    assert list(CircleTurnRow.objects.values_list("step", flat=True)) == [1]


def test_a_power_cut_makes_nobody_late(opened):
    up_again = NOW + minutes(EVERY + 500)

    assert check_in.watch(now=up_again).overdue_count == 0
    assert silent(up_again, 25) == (0, 0)
    assert silent(up_again + minutes(25), 5) == (1, 1)


@settings(max_examples=25, deadline=None)
@given(gaps=st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_however_the_clock_runs_nobody_is_late_without_the_grace_and_nobody_is_forgotten(gaps):
    CircleRow.objects.all().delete()
    member = PersonId("p_one"), PersonId("p_two")
    check_in.rows.set_watched(NOW)
    circle = check_in.Circle(
        id="c_" + "a" * 20, members=member, every_minutes=60, grace_minutes=30, due_at=NOW + minutes(60)
    )
    check_in.rows.keep(circle, box=check_in.DeskBox.shut({}), words_hash=b"1" * 32, digits_hash=b"2" * 32)
    now, up_since = NOW, NOW
    for gap in gaps:
        now, down = now + minutes(gap), gap > 10
        up_since = now if down else up_since
        found = check_in.watch(now=now).overdue_count
        if found:
            assert now >= max(circle.due_at, up_since) + minutes(30) or now >= circle.due_at + minutes(30) > up_since

    silent(now, 120)

    assert CircleRow.objects.get().state == CircleState.OVERDUE.value


def test_a_hundred_words_leave_no_more_than_one(opened):
    before = audit.head()[0]
    for day in range(100):
        check_in.say_well(code=opened.words, now=NOW + minutes(200 * day))

    assert audit.head()[0] == before
    assert CircleRow.objects.count() == 1
    assert CircleTurnRow.objects.count() == 0
    columns = {field.name for field in CircleRow._meta.get_fields()}
    assert not columns & {"place", "cell", "lat", "lon", "where", "history", "latest_at"}


def test_an_alarm_is_raised_and_seen_while_the_keys_are_away(opened, people):
    keys.forget()

    assert silent(NOW, EVERY + 30) == (1, 1)
    seen = queries_people.circles(by=people[0]).overdue[0]
    assert (seen.may_act, seen.label) == (True, "")


def test_only_the_circle_reads_the_label_until_it_is_everyones_turn(opened, people):
    first, _, outsider = people
    silent(NOW, EVERY + 30)
    assert queries_people.circles(by=first).overdue[0].label == "the teacher by the canal"
    seen = queries_people.circles(by=outsider).overdue[0]
    assert (seen.label, seen.plan, seen.members, seen.may_act) == ("", "", (), False)
    with pytest.raises(NotFound):
        check_in.act(circle_id=opened.circle_id, did=Act.REACHED_WELL, by=outsider, now=NOW)

    silent(NOW + minutes(EVERY + 30), 30)

    assert queries_people.circles(by=outsider).overdue[0].label == "the teacher by the canal"
    assert b"teacher" not in CircleRow.objects.get().box.ciphertext


def test_a_pause_and_an_end_are_the_persons_own(opened):
    check_in.pause(code=opened.words, now=NOW)
    assert silent(NOW, EVERY + 100) == (0, 0)
    check_in.say_well(code=opened.words, now=NOW + minutes(EVERY + 100))
    check_in.end(code=opened.words, now=NOW + minutes(EVERY + 101))

    assert silent(NOW + minutes(EVERY + 101), EVERY + 100) == (0, 0)
    assert reason_of(lambda: check_in.say_well(code=opened.words, now=NOW)) is CircleReason.CIRCLE_HAS_ENDED
    for call in (check_in.say_well, check_in.pause, check_in.end):
        with pytest.raises(NotFound):
            call(code="amber lamp river stone kite field", now=NOW)


def test_a_circle_is_of_colleagues_who_watch(people):
    first = people[0]

    def opening(*members):
        return Opening(label="x", plan="", members=members, every_minutes=EVERY)

    lone = opening(first.person_id)
    assert reason_of(lambda: check_in.open_circle(opening=lone, by=first, now=NOW)) is CircleReason.TWO_TO_FIVE_MEMBERS
    with pytest.raises(NotFound):
        check_in.open_circle(opening=opening(first.person_id, PersonId("p_none")), by=first, now=NOW)
    verifier = factories.actor(Role.VERIFIER)
    refused = reason_of(lambda: check_in.open_circle(opening=lone, by=verifier, now=NOW))
    assert refused is GeneralReason.NOT_ALLOWED
