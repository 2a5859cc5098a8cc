"""Who can be had in the night and who was asked; and the question whether a warning still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import NOW, actor
from tests.factories_help import colleague
from tests.factories_warnings import agreed, drafted, subscribe

from haal.domain.access import Role
from haal.domain.errors import Refused
from haal.domain.warn.roster import Means, RosterReason, Thin
from haal.domain.warn.still_true import Answer
from haal.domain.warning import Reason, State
from haal.services.warn import agree, cancel, headcount
from haal.services.warn.duty import roster, still_true
from haal.storage import warning as warning_rows
from haal.storage.warn.duty import still_true as question_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def warner():
    return colleague(Role.WARNER, now=NOW)


def asked_by(first) -> str:
    subscribe(1)
    warning_id = drafted(by=first)
    total = headcount.of_draft(warning_id=warning_id, by=first, now=NOW).total
    agree.ask(warning_id=warning_id, typed_back=total, by=first, now=NOW)
    return warning_id


def test_the_roster_is_who_may_agree_and_what_they_say_of_themselves():
    near, far = warner(), warner()
    roster.say_reachable(hours=4, is_outside=False, by=near, now=NOW)
    roster.say_reachable(hours=1, is_outside=True, by=far, now=NOW)

    now = roster.board(by=near, now=NOW)
    later = roster.board(by=near, now=NOW + timedelta(hours=2))

    assert [one.reachable_until is not None for one in now.people] == [True, True]
    assert now.me is not None
    assert now.me.pseudonym == near.pseudonym
    assert now.standing.means is Means.PAIR
    assert later.standing.means is Means.ALONE
    assert later.standing.lacks == (Thin.FEW_MAY_AGREE, Thin.NOT_TWO_REACHABLE)


def test_who_goes_is_no_longer_reachable_and_stays_where_they_are():
    far = warner()
    roster.say_reachable(hours=4, is_outside=True, by=far, now=NOW)
    roster.say_away(by=far, now=NOW)

    (one,) = roster.board(by=far, now=NOW).people

    assert (one.reachable_until, one.is_outside) == (None, True)


def test_only_who_may_agree_says_so_and_not_for_a_week():
    with pytest.raises(Refused):
        roster.say_reachable(hours=4, is_outside=True, by=colleague(Role.VERIFIER, now=NOW), now=NOW)
    with pytest.raises(Refused) as refusal:
        roster.say_reachable(hours=100, is_outside=True, by=warner(), now=NOW)
    assert refusal.value.reason is RosterReason.HOURS_OUT_OF_RANGE


def test_a_stopped_account_is_not_on_the_roster():
    one = warner()
    roster.say_reachable(hours=4, is_outside=True, by=one, now=NOW)
    from_storage = roster.rows.person
    from_storage.end_roles(person_id=one.person_id, now=NOW)

    assert roster.board(by=actor(Role.WARNER), now=NOW).people == ()


def test_who_was_asked_is_kept_and_shown_when_nobody_came():
    first, awake, asleep = warner(), warner(), warner()
    roster.say_reachable(hours=4, is_outside=False, by=awake, now=NOW)
    warning_id = asked_by(first)

    at_once = roster.asked(warning_id=warning_id, by=first, now=NOW)
    later = roster.asked(warning_id=warning_id, by=first, now=NOW + timedelta(minutes=3))

    assert at_once is not None
    assert later is not None
    assert [(one.pseudonym, one.was_reachable) for one in later.people] == [
        (awake.pseudonym, True),
        (asleep.pseudonym, False),
    ]
    assert (at_once.waits_too_long, later.waits_too_long) == (False, True)
    assert later.asked_by == first.pseudonym


def test_who_was_asked_is_forgotten_with_the_shifts():
    first = warner()
    warner()
    warning_id = asked_by(first)

    roster.forget(now=NOW + timedelta(days=29))
    kept = roster.asked(warning_id=warning_id, by=first, now=NOW)
    roster.forget(now=NOW + timedelta(days=31))
    gone = roster.asked(warning_id=warning_id, by=first, now=NOW)

    assert kept is not None
    assert gone is not None
    assert (len(kept.people), len(gone.people)) == (1, 0)


def issued():
    first, second = warner(), warner()
    subscribe(2)
    warning_id = drafted(by=first)
    agreed(warning_id, first, second)
    return warning_id, first, second


def near_the_end(warning_id):
    expires_at = warning_rows.get_said(warning_id).said().expires_at
    return expires_at - timedelta(minutes=29)


def test_the_desk_is_asked_once_before_a_warning_runs_out():
    warning_id, *_ = issued()
    soon = near_the_end(warning_id)

    counts = [still_true.ask_due(now=at) for at in (NOW, soon - timedelta(minutes=2), soon, soon)]

    assert counts == [0, 0, 1, 0]
    assert question_rows.open_ones() == {warning_id}


def test_still_true_drafts_a_longer_one_that_needs_two_people():
    warning_id, first, second = issued()
    soon = near_the_end(warning_id)
    still_true.ask_due(now=soon)
    first, second = (replace(one, second_factor_at=soon) for one in (first, second))

    still_true.still_true(warning_id=warning_id, by=first, now=soon)
    drafted_only = warning_rows.get(warning_id)
    agreed(warning_id, first, second, now=soon)
    longer = warning_rows.get_said(warning_id)

    assert drafted_only.newest.issued_at is None
    assert drafted_only.said().number == 1
    assert drafted_only.newest.content.area == drafted_only.said().content.area
    assert longer.state is State.UPDATED
    assert longer.said().expires_at > soon + timedelta(hours=5)
    assert question_rows.open_ones() == frozenset()


@pytest.mark.parametrize(("was_wrong", "answer"), [(True, Answer.WAS_WRONG), (False, Answer.ENDED)])
def test_ending_it_answers_the_question(was_wrong, answer):
    warning_id, first, _ = issued()
    soon = near_the_end(warning_id)
    still_true.ask_due(now=soon)

    cancel.cancel(warning_id=warning_id, was_wrong=was_wrong, by=first, now=soon)

    assert [one.answer for one in question_rows.of(warning_id)] == [answer]


def test_no_answer_lets_it_run_out():
    warning_id, first, _ = issued()
    soon = near_the_end(warning_id)
    still_true.ask_due(now=soon)
    late = soon + timedelta(hours=1)

    assert cancel.expire(now=late) == 1
    with pytest.raises(Refused) as refusal:
        still_true.still_true(warning_id=warning_id, by=first, now=late)
    assert refusal.value.reason is Reason.NOT_LIVE
