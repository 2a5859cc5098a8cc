"""Silence is noticed, somebody acts, and no diary of a person at risk is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests import factories, factories_circles, factories_help
from tests.factories_circles import EVERY, LABEL, minutes, silent, well

from haal.domain.access import Role
from haal.domain.check_in.circle import CircleReason, Kind, State
from haal.domain.check_in.ladder import Act
from haal.domain.check_in.word import Saying
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import PersonId
from haal.services.help.circles import acting, opening, queries, saying, watch
from haal.storage import audit
from haal.storage.check_in.contact import CircleContactRow
from haal.storage.check_in.rows import CircleMemberRow, CircleRow
from haal.storage.check_in.turns import CircleTurnRow
from haal.storage.ground import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def people():
    return tuple(factories_help.colleague(role, now=NOW) for role in (Role.AID, Role.STEWARD, Role.STEWARD))


@pytest.fixture
def opened(people):
    first, second, _ = people
    return factories_circles.circle(first.person_id, second.person_id, by=first, now=NOW, widens=True)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_a_word_in_time_moves_the_next_one_and_nobody_is_called(opened):
    silent(NOW, 235)

    said = well(opened.plain.words, now=NOW + minutes(238))

    assert (said.state, said.due_at) == (State.WATCHING, NOW + minutes(238 + EVERY))
    assert silent(NOW + minutes(235), 30) == (0, 0)


def test_silence_calls_the_first_then_the_second_then_everyone_who_watches(opened, people):
    first, second, outsider = people
    late = EVERY + 30

    assert silent(NOW, late - 5) == (0, 0)
    assert silent(NOW + minutes(late - 5), 5) == (1, 1)
    assert [queries.must_act_count(by=one) for one in people] == [1, 1, 0]
    assert silent(NOW + minutes(late), 15) == (0, 1)
    assert queries.must_act_count(by=outsider) == 0
    assert silent(NOW + minutes(late + 15), 15) == (0, 1)
    assert queries.must_act_count(by=outsider) == 1
    assert silent(NOW + minutes(late + 30), 600) == (0, 0)
    whose = [turn.whose.pseudonym for turn in queries.circles(by=first).overdue[0].turns]
    assert whose == [first.pseudonym, second.pseudonym, ""]


def test_where_it_was_not_agreed_the_circle_alone_is_called_again_and_again(people):
    _, _, outsider = people
    factories_circles.circle(by=people[0], now=NOW)

    assert silent(NOW, EVERY + 30 + 15) == (1, 2)
    assert silent(NOW + minutes(EVERY + 45), 24 * 60) == (0, 24)
    assert queries.must_act_count(by=outsider) == 0
    assert queries.circles(by=outsider).overdue[0].label == ""


def test_who_acted_is_kept_and_the_next_is_called_when_no_news_comes(opened, people):
    first, second, _ = people
    silent(NOW, EVERY + 30)
    acted_at = NOW + minutes(EVERY + 35)
    acting.act(circle_id=opened.circle_id, did=Act.GOING_TO_LOOK, by=first, now=acted_at)

    assert silent(acted_at, 55) == (0, 0)
    assert silent(acted_at + minutes(55), 5) == (0, 1)
    turns = queries.circles(by=second).overdue[0].turns
    assert [(turn.whose.pseudonym, [(act.who.pseudonym, act.did) for act in turn.acts]) for turn in turns] == [
        (first.pseudonym, [(first.pseudonym, Act.GOING_TO_LOOK)]),
        (second.pseudonym, []),
    ]


def test_a_member_without_an_account_sees_acts_and_hands_over_with_a_code(people):
    opened = factories_circles.circle(by=people[0], now=NOW)
    first, second = (code.digits for code in opened.members)
    assert queries.of_member(code=first).seen.circle.alarms == ()
    silent(NOW, EVERY + 30)
    now = NOW + minutes(EVERY + 31)
    assert [queries.of_member(code=code).is_my_turn for code in (first, second)] == [True, False]

    acting.act_by_code(code=first, did=Act.STEP_DONE, plan_step=1, now=now)
    acting.act_by_code(code=first, did=Act.HAND_OVER, now=now)

    assert watch.watch(now=now).turns_count == 1
    mine = queries.of_member(code=second)
    assert (mine.is_my_turn, mine.place, mine.seen.label) == (True, 2, LABEL)
    assert [(step.words, step.is_done) for step in mine.seen.plan] == [
        ("Call the school", True),
        ("Go in pairs", False),
    ]
    told = [(act.who.place, act.did, act.plan_step) for turn in mine.seen.turns for act in turn.acts]
    assert told == [(1, Act.STEP_DONE, 1), (1, Act.HAND_OVER, 0)]


def test_reaching_them_well_ends_the_alarm(opened, people):
    silent(NOW, EVERY + 30)
    now = NOW + minutes(EVERY + 40)

    acting.act(circle_id=opened.circle_id, did=Act.REACHED_WELL, by=people[1], now=now)

    seen = queries.circles(by=people[0])
    assert seen.overdue == ()
    assert seen.own[0].circle.due_at == now + minutes(EVERY)
    acts = [(entry.by, entry.why) for entry in audit.latest(limit=9) if entry.what == "circle-acted"]
    assert acts == [(people[1].person_id, "reached-well")]
    again = reason_of(lambda: acting.act(circle_id=opened.circle_id, did=Act.NEEDS_HELP, by=people[1], now=now))
    assert again is CircleReason.NOT_OVERDUE


def test_a_late_word_ends_the_alarm_too(opened, people):
    silent(NOW, EVERY + 60)

    well(opened.plain.digits, now=NOW + minutes(EVERY + 61))

    assert queries.circles(by=people[0]).overdue == ()


def test_a_second_alarm_begins_with_the_first_of_the_circle_again(opened):
    silent(NOW, EVERY + 60)
    again = NOW + minutes(EVERY + 61)
    well(opened.plain.words, now=again)

    assert silent(again, EVERY + 30) == (1, 1)
    assert list(CircleTurnRow.objects.values_list("step", flat=True)) == [1]


def test_a_power_cut_makes_nobody_late(opened):
    up_again = NOW + minutes(EVERY + 500)

    assert watch.watch(now=up_again).overdue_count == 0
    assert silent(up_again, 25) == (0, 0)
    assert silent(up_again + minutes(25), 5) == (1, 1)


def test_a_journey_waits_for_one_word_and_then_for_none_until_the_next(people):
    opened = factories_circles.circle(by=people[0], now=NOW, kind=Kind.JOURNEY)
    assert well(opened.plain.words, now=NOW + minutes(200)).state is State.PAUSED
    assert silent(NOW + minutes(200), 2000) == (0, 0)

    out = NOW + minutes(2200)
    saying.say(code=opened.plain.digits, saying=Saying.SET_OUT, minutes=60, now=out)

    assert silent(out, 85) == (0, 0)
    assert silent(out + minutes(85), 5) == (1, 1)


def test_a_hundred_words_leave_no_more_than_one(opened):
    before = audit.head()[0]
    for day in range(100):
        well(opened.plain.words, now=NOW + minutes(200 * day))

    assert audit.head()[0] == before
    assert CircleRow.objects.count() == 1
    assert CircleTurnRow.objects.count() == 0
    columns = {field.name for field in CircleRow._meta.get_fields()}
    assert not columns & {"place", "cell", "lat", "lon", "where", "history", "latest_at"}


def test_an_alarm_is_raised_and_seen_while_the_keys_are_away(opened, people):
    keys.forget()

    assert silent(NOW, EVERY + 30) == (1, 1)
    seen = queries.circles(by=people[0]).overdue[0]
    assert (seen.may_act, seen.label) == (True, "")
    assert queries.of_member(code=opened.members[0].words).is_my_turn


def test_only_the_circle_reads_the_label_until_it_is_everyones_turn(opened, people):
    first, _, outsider = people
    silent(NOW, EVERY + 30)
    assert queries.circles(by=first).overdue[0].label == LABEL
    seen = queries.circles(by=outsider).overdue[0]
    assert (seen.label, seen.plan, seen.may_act) == ("", (), False)
    with pytest.raises(NotFound):
        acting.act(circle_id=opened.circle_id, did=Act.REACHED_WELL, by=outsider, now=NOW)

    silent(NOW + minutes(EVERY + 30), 30)

    assert queries.circles(by=outsider).overdue[0].label == LABEL
    assert b"teacher" not in CircleRow.objects.get().box.ciphertext


def test_a_pause_and_an_end_are_the_persons_own_and_an_end_forgets_who_was_in_it(opened, people):
    saying.set_number(code=opened.plain.words, number="+923001234567", language="ur", now=NOW)
    saying.say(code=opened.plain.words, saying=Saying.PAUSE, now=NOW)
    assert silent(NOW, EVERY + 100) == (0, 0)
    well(opened.plain.words, now=NOW + minutes(EVERY + 100))
    saying.say(code=opened.plain.words, saying=Saying.END, now=NOW + minutes(EVERY + 101))

    assert silent(NOW + minutes(EVERY + 101), EVERY + 100) == (0, 0)
    assert reason_of(lambda: well(opened.plain.words, now=NOW)) is CircleReason.CIRCLE_HAS_ENDED
    assert (CircleMemberRow.objects.count(), CircleContactRow.objects.count()) == (0, 0)
    assert CircleRow.objects.get().box.open() == {"label": "", "plan": ""}
    for code in ("amber lamp river stone kite field", opened.members[0].words):
        with pytest.raises(NotFound):
            well(code, now=NOW)
    with pytest.raises(NotFound):
        queries.of_member(code=opened.members[0].words)


def test_a_code_opens_only_its_own_side(opened):
    with pytest.raises(NotFound):
        well(opened.members[0].words, now=NOW)
    for code in (opened.plain.words, opened.duress.digits, "x"):
        with pytest.raises(NotFound):
            acting.act_by_code(code=code, did=Act.REACHED_WELL, now=NOW)


def test_a_member_leaves_and_where_two_must_stay_the_opener_names_another(people):
    by = people[0]
    opened = factories_circles.circle(None, None, None, by=by, now=NOW)
    assert acting.leave(code=opened.members[0].words, now=NOW) is True
    assert acting.leave(code=opened.members[1].words, now=NOW) is False
    assert queries.circles(by=by).opened[0].wants_out == (1,)
    assert queries.circles(by=people[1]).opened == ()

    code = opening.name_another(circle_id=opened.circle_id, place=1, person_id=None, by=by, now=NOW)

    assert queries.of_member(code=code.digits).place == 1
    with pytest.raises(NotFound):
        queries.of_member(code=opened.members[1].words)
    for call in (
        lambda: opening.name_another(circle_id=opened.circle_id, place=3, person_id=None, by=by, now=NOW),
        lambda: opening.new_codes(circle_id=opened.circle_id, by=people[1], now=NOW),
    ):
        with pytest.raises(NotFound):
            call()


def test_new_codes_void_the_old_ones(opened, people):
    plain, duress = opening.new_codes(circle_id=opened.circle_id, by=people[0], now=NOW)

    assert well(plain.digits, now=NOW) == well(duress.words, now=NOW)
    for code in (opened.plain, opened.duress):
        with pytest.raises(NotFound):
            well(code.words, now=NOW)


def test_a_circle_is_of_colleagues_who_watch_and_of_people_with_a_code(people):
    first = people[0]

    def asked(*members, **changes):
        given = {"label": "x", "plan": "", "members": members, "every_minutes": EVERY, **changes}
        return lambda: opening.open_circle(opening=opening.Opening(**given), by=first, now=NOW)

    assert reason_of(asked(first.person_id)) is CircleReason.TWO_TO_FIVE_MEMBERS
    assert reason_of(asked(first.person_id, first.person_id)) is CircleReason.TWO_TO_FIVE_MEMBERS
    assert reason_of(asked(None, None, plan="\n".join("abcdefgh"))) is CircleReason.TOO_MANY_STEPS
    with pytest.raises(NotFound):
        asked(first.person_id, PersonId("p_none"))()
    verifier = factories.actor(Role.VERIFIER)
    lone = opening.Opening(label="x", plan="", members=(None, None), every_minutes=EVERY)
    refused = reason_of(lambda: opening.open_circle(opening=lone, by=verifier, now=NOW))
    assert refused is GeneralReason.NOT_ALLOWED
