"""What an offer says of itself, in one line; what a text message asks for; what is set aside; and who is told that a promise moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories_aid import MASTUNG, NOW, a_need, an_offer

from haal.domain.aid import correction, reply, texted
from haal.domain.aid.aside import Aside, AsideWhy, holds_back, why_set_aside
from haal.domain.aid.match import EndedBy, Match, MatchState, WhyNot, why_not_match
from haal.domain.aid.texted import Texted
from haal.domain.errors import Malformed
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import Amount, Asked, NeedKind, NeedState, Unit, line_of
from haal.domain.need import read as read_need
from haal.domain.offer import Condition, Offered, OfferReason, Vehicle, why_not_offer
from haal.domain.offer import line_of as line_of_offer
from haal.domain.offer import read as read_offer
from haal.domain.policy import DEFAULT
from haal.planning.assignment.kept import solve

AMOUNTS = st.none() | st.builds(Amount, count=st.integers(1, 10_000), unit=st.sampled_from(Unit))
HOURS = st.none() | st.tuples(st.integers(0, 24), st.integers(0, 24)).filter(lambda hours: hours[0] != hours[1])


@settings(deadline=None)
@given(
    kind=st.sampled_from(NeedKind),
    for_count=st.integers(1, 10_000),
    radius_km=st.integers(1, 1_000),
    amount=AMOUNTS,
    hours=HOURS,
    vehicle=st.none() | st.sampled_from(Vehicle),
    conditions=st.frozensets(st.sampled_from(Condition)),
    until=st.none() | st.just(datetime(2026, 12, 1, 8, 30, tzinfo=UTC)),
)
def test_an_offer_with_all_it_can_say_is_read_back_the_same(**said):
    offered = Offered(**said)

    assert why_not_offer(offered, now=NOW) in {None, OfferReason.OFFER_KIND_UNKNOWN}
    assert read_offer(line_of_offer(offered) + "\na tanker") == offered


@settings(deadline=None)
@given(AMOUNTS)
def test_a_need_says_how_much(amount):
    asked = Asked(kind=NeedKind.WATER, for_count=3, amount=amount)

    assert read_need(line_of(asked)) == asked


@pytest.mark.parametrize(
    "line", ["water; hours 8", "water; hours 8-25", "water; by plane", "water; if cash", "water; amount 5 gold"]
)
def test_a_broken_part_of_an_offer_is_named(line):
    with pytest.raises(Malformed):
        read_offer(line)


def test_an_offer_of_no_hour_is_refused():
    assert why_not_offer(Offered(kind=NeedKind.WATER, hours=(8, 8)), now=NOW) is OfferReason.OFFER_HOURS_WRONG


WELL = "WATER 12 MASTUNG. Our well is broken"
MOTHER = "something for my mother"


@pytest.mark.parametrize(
    ("text", "is_offer", "kind", "for_count", "place", "words"),
    [
        (f"NEED {WELL}", False, NeedKind.WATER, 12, "MASTUNG", WELL),
        ("مدد پانی ۱۲ مستونگ۔ کنواں ٹوٹ گیا", False, NeedKind.WATER, 12, "مستونگ", "پانی ۱۲ مستونگ۔ کنواں ٹوٹ گیا"),
        ("madad khana", False, NeedKind.FOOD, 1, "", "khana"),
        (f"need {MOTHER}", False, NeedKind.OTHER, 1, MOTHER, MOTHER),
        ("offer: blankets 40 Quetta", True, NeedKind.WINTER, 40, "Quetta", "blankets 40 Quetta"),
        ("need", False, NeedKind.OTHER, 1, "", ""),
    ],
)
def test_a_text_message_asks_or_offers_in_any_script(text, is_offer, kind, for_count, place, words):
    assert texted.read(text) == Texted(is_offer=is_offer, kind=kind, for_count=for_count, place=place, words=words)


@pytest.mark.parametrize("text", ["water 12 Mastung", "", "I need water"])
def test_a_text_message_that_begins_otherwise_asks_for_nothing(text):
    assert texted.read(text) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_message_is_read_or_left(text):
    found = texted.read(f"need {text}")

    assert found is not None
    assert 1 <= found.for_count <= 10_000


def held(why=AsideWhy.ABUSE, *, confirmed=False, days_ago=0.0):
    return Aside(subject="n_1", why=why, by="p_one", at=NOW - timedelta(days=days_ago), confirmed=confirmed)


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        (held(), True),
        (held(days_ago=2.9), True),
        (held(days_ago=3.1), False),
        (held(days_ago=3.1, confirmed=True), True),
        (held(days_ago=30.1, confirmed=True), False),
        (held(AsideWhy.RUMOUR), False),
        (held(AsideWhy.FLOOD), False),
    ],
)
def test_one_word_holds_a_sender_back_for_three_days_and_two_for_thirty(aside, expected):
    assert holds_back(aside, now=NOW, policy=DEFAULT) is expected


@pytest.mark.parametrize(
    ("sender", "has_contact", "unnamed", "expected"),
    [
        ((), True, 10_000, None),
        ((), False, 199, None),
        ((), False, 200, AsideWhy.FLOOD),
        ((held(),), True, 0, AsideWhy.SENDER),
        ((held(days_ago=4),), True, 0, None),
    ],
)
def test_a_flood_without_any_contact_and_a_sender_who_misled_are_looked_at_first(
    sender, has_contact, unnamed, expected
):
    why = why_set_aside(sender=sender, has_contact=has_contact, unnamed_count=unnamed, now=NOW, policy=DEFAULT)

    assert why is expected


def test_nothing_is_suggested_for_what_is_set_aside():
    need, offer = a_need(), an_offer()
    for one, other in ((replace(need, set_aside=True), offer), (need, replace(offer, set_aside=True))):
        assert why_not_match(one, other, now=NOW) is WhyNot.SET_ASIDE
        assert not solve([one], [other], now=NOW).plan().suggested


def test_a_correction_names_what_it_is_about():
    assert correction.read(correction.line_of("n_abc") + "\nnobody lives there") == "n_abc"
    assert correction.read("not-so; i_incident") is None
    assert correction.read("the person is home") is None


def a_match(state, *, ended_by=None, was_promised=True):
    return Match(
        id=MatchId("m"), need_id=NeedId("n"), offer_id=OfferId("o"), for_count=5, state=state, changed_at=NOW,
        ended_by=ended_by, was_promised=was_promised,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("match", "asker_is_told", "offerer_is_told"),
    [
        (a_match(MatchState.FELL_THROUGH, ended_by=EndedBy.OFFERER), True, False),
        (a_match(MatchState.FELL_THROUGH, ended_by=EndedBy.ASKER), False, True),
        (a_match(MatchState.FELL_THROUGH, ended_by=EndedBy.DESK), True, True),
        (a_match(MatchState.FELL_THROUGH, ended_by=EndedBy.CLOCK), True, True),
        (a_match(MatchState.FELL_THROUGH, ended_by=EndedBy.DESK, was_promised=False), False, False),
        (a_match(MatchState.PROMISED), False, False),
    ],
)
def test_whoever_did_not_move_a_promise_is_told_that_it_moved(match, asker_is_told, offerer_is_told):
    asker = reply.of_need(a_need(state=NeedState.SEEN), [match], language="en")
    offerer = reply.of_offer(an_offer(), [match], language="en")

    assert ("taken back" in asker) is asker_is_told
    assert ("not waited for" in offerer) is offerer_is_told
    assert MASTUNG.district not in asker + offerer
