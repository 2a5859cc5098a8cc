"""A child alone is placed by two people; two sides write to each other without a number, and either stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import factories, factories_help

from haal.domain.access import Role
from haal.domain.aid.match import MatchState
from haal.domain.aid.money import MoneyReason
from haal.domain.aid.relay import RelayReason
from haal.domain.aid.whom import GuardReason
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.need import Asked, NeedKind, Whom
from haal.services.help import codes, matches, needs, offers, queries
from haal.services.help.aid import guard, relay
from haal.storage import audit
from haal.storage.aid.relay import RelayRow
from haal.storage.match import MatchRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
FIRST, SECOND = factories.actor(Role.AID), factories.actor(Role.AID)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


@pytest.fixture
def guarded():
    """Return the asker's code, the offerer's code and a match of a child alone with a host two have met."""
    asked = Asked(kind=NeedKind.SHELTER, whom=frozenset({Whom.CHILD_ALONE}))
    taken = needs.ask(asked=asked, told=factories_help.told(), now=NOW)
    need_id = codes.standing_of(code=taken.receipt.words).need.id
    offerer, offer_id = factories_help.offer(now=NOW, kind=NeedKind.SHELTER)
    for by in (FIRST, SECOND):
        offers.met(offer_id=offer_id, by=by, now=NOW)
    assert not queries.board(by=FIRST, now=NOW).plan.suggested
    return taken.receipt.words, offerer, matches.propose(need_id=need_id, offer_id=offer_id, by=FIRST, now=NOW)


def test_a_child_alone_is_housed_by_two_people_with_a_named_host_and_a_call(guarded):
    asker, offerer, match_id = guarded
    promise = lambda: codes.promise(code=offerer, match_id=match_id, now=NOW)  # noqa: E731
    assert reason_of(promise) is GuardReason.SECOND_PERSON_FIRST
    own = lambda: guard.vouch(match_id=match_id, host="Bibi", by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(own) is GuardReason.NOT_ONES_OWN_MATCH
    nameless = lambda: guard.vouch(match_id=match_id, host=" ", by=SECOND, now=NOW)  # noqa: E731
    assert reason_of(nameless) is GuardReason.HOST_NAME_FIRST

    guard.vouch(match_id=match_id, host="Bibi Zarina", by=SECOND, now=NOW)
    promise()
    came = lambda: codes.it_came(code=asker, match_id=match_id, now=NOW)  # noqa: E731
    assert reason_of(came) is GuardReason.CALL_AFTER_ARRIVAL_FIRST
    guard.called(match_id=match_id, by=FIRST, now=NOW)
    came()

    row = MatchRow.objects.get()
    assert row.state == MatchState.DONE
    assert b"Zarina" not in bytes(row.host.ciphertext)
    assert {"match-vouched", "match-called"} <= {entry.what for entry in audit.latest(limit=30)}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "promised"},
        {"state": "promised", "vouched_by": "p_x"},
        {"state": "promised", "vouched_by": FIRST.person_id, "host": {"name": "x"}},
        {"state": "done", "vouched_by": "p_x", "host": {"name": "x"}},
    ],
)
def test_the_database_itself_refuses_a_match_that_skips_one(guarded, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRow.objects.update(**fields)


@pytest.fixture
def matched():
    asker, need_id = factories_help.need(now=NOW)
    offerer, offer_id = factories_help.offer(now=NOW)
    return asker, offerer, matches.propose(need_id=need_id, offer_id=offer_id, by=FIRST, now=NOW)


def say(code, match_id, text, *, key="key-of-this-line-1", at=NOW):
    relay.say(code=code, match_id=match_id, text=text, client_key=key, now=at)


def lines_under(code):
    return [(line.side.value, line.text) for talk in queries.under_code(code=code).talks for line in talk.lines]


def test_two_sides_write_by_code_and_no_number_goes_through(matched):
    asker, offerer, match_id = matched
    say(asker, match_id, "the well is behind the school, call 0300 1234567")
    say(asker, match_id, "the well is behind the school, call 0300 1234567")
    say(offerer, match_id, "we come at ten")

    expected = [("asker", "the well is behind the school, call …"), ("offerer", "we come at ten")]
    assert lines_under(asker) == lines_under(offerer) == expected
    assert b"school" not in bytes(RelayRow.objects.first().box.ciphertext)
    assert not any("school" in entry.why for entry in audit.latest(limit=30))


def test_a_stranger_says_nothing_and_money_is_not_spoken_of(matched):
    _, offerer, match_id = matched
    stranger, _ = factories_help.need(now=NOW)

    with pytest.raises(NotFound):
        say(stranger, match_id, "hello")
    refused = reason_of(lambda: say(offerer, match_id, "first pay, easypaisa 0345 1234567"))
    assert refused is MoneyReason.NO_ACCOUNT_NUMBERS
    asked = lambda: factories_help.need(now=NOW, words="send to PK36SCBL0000001123456702")  # noqa: E731
    assert reason_of(asked) is MoneyReason.NO_ACCOUNT_NUMBERS


def test_who_is_molested_stops_it_and_the_desk_reads_what_was_said(matched):
    asker, offerer, match_id = matched
    say(offerer, match_id, "come alone")
    with pytest.raises(NotFound):
        relay.read_flagged(match_id=match_id, by=FIRST, now=NOW)

    relay.flag(code=asker, match_id=match_id, now=NOW)

    assert reason_of(lambda: say(offerer, match_id, "why?", key="key-of-this-line-2")) is RelayReason.RELAY_STOPPED
    assert reason_of(lambda: relay.flag(code=asker, match_id=match_id, now=NOW)) is GeneralReason.ALREADY_DONE
    assert [line.text for line in relay.read_flagged(match_id=match_id, by=FIRST, now=NOW)] == ["come alone"]
    stranger = factories.actor(Role.VERIFIER)
    not_allowed = reason_of(lambda: relay.read_flagged(match_id=match_id, by=stranger, now=NOW))
    assert not_allowed is GeneralReason.NOT_ALLOWED
    assert {"relay-flagged", "relay-read"} <= {entry.what for entry in audit.latest(limit=30)}


def test_what_was_said_is_forgotten_when_it_is_over_and_later_when_it_was_flagged(matched):
    asker, offerer, match_id = matched
    say(asker, match_id, "at ten?")
    assert relay.forget_over(now=NOW) == 0
    relay.flag(code=asker, match_id=match_id, now=NOW)
    codes.decline(code=offerer, match_id=match_id, now=NOW)
    assert relay.forget_over(now=NOW + timedelta(days=29)) == 0

    assert relay.forget_over(now=NOW + timedelta(days=31)) == 1
