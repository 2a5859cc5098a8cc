"""For whom, no money, alike needs, and what two sides may write to each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_aid import MASTUNG, NOW, QUETTA, a_need, an_offer

from haal.domain.aid.alike import alike
from haal.domain.aid.match import Match, MatchState, Side
from haal.domain.aid.money import MoneyReason, names_account
from haal.domain.aid.relay import CHARS_MAX, IN_WINDOW_MAX, OF_SIDE_MAX, RelayReason, Said, masked, why_not_say
from haal.domain.aid.whom import GuardReason, is_guarded, why_not_guarded, why_not_vouch
from haal.domain.errors import Malformed
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import Asked, NeedKind, Whom, line_of, read
from haal.planning.assignment.kept import solve

PROPOSED = Match(
    id=MatchId("m"), need_id=NeedId("n"), offer_id=OfferId("o"), for_count=1, state=MatchState.PROPOSED, guarded=True,
    proposed_by="p_one",
)  # fmt: skip
VOUCHED = replace(PROPOSED, vouched_by="p_two", host_named=True)


@pytest.mark.parametrize(
    ("kind", "whom", "expected"),
    [
        (NeedKind.SHELTER, {Whom.CHILD_ALONE}, True),
        (NeedKind.SAFE_TRANSPORT, {Whom.WOMAN_ALONE, Whom.OLD}, True),
        (NeedKind.SHELTER, {Whom.CHILDREN}, False),
        (NeedKind.SHELTER, set(), False),
        (NeedKind.WATER, {Whom.CHILD_ALONE}, False),
    ],
)
def test_a_child_and_a_woman_alone_are_placed_by_people(kind, whom, expected):
    assert is_guarded(Asked(kind=kind, whom=frozenset(whom))) is expected


@pytest.mark.parametrize(
    ("match", "to", "expected"),
    [
        (PROPOSED, MatchState.PROMISED, GuardReason.SECOND_PERSON_FIRST),
        (replace(PROPOSED, vouched_by="p_one", host_named=True), MatchState.PROMISED, GuardReason.SECOND_PERSON_FIRST),
        (replace(PROPOSED, vouched_by="p_two"), MatchState.PROMISED, GuardReason.HOST_NAME_FIRST),
        (VOUCHED, MatchState.PROMISED, None),
        (VOUCHED, MatchState.ON_THE_WAY, None),
        (VOUCHED, MatchState.DONE, GuardReason.CALL_AFTER_ARRIVAL_FIRST),
        (replace(VOUCHED, called_by="p_one"), MatchState.DONE, None),
        (PROPOSED, MatchState.FELL_THROUGH, None),
        (replace(PROPOSED, guarded=False), MatchState.DONE, None),
    ],
)
def test_such_a_match_needs_two_a_host_by_name_and_a_call(match, to, expected):
    assert why_not_guarded(match, to) is expected


def test_who_proposed_is_not_the_second_person():
    assert why_not_vouch(PROPOSED, by="p_one") is GuardReason.NOT_ONES_OWN_MATCH
    assert why_not_vouch(PROPOSED, by="p_two") is None


def test_no_machine_suggests_a_roof_or_a_ride_for_them():
    for kind, whom in product((NeedKind.SHELTER, NeedKind.SAFE_TRANSPORT), (Whom.CHILD_ALONE, Whom.WOMAN_ALONE)):
        need = a_need(kind=kind)
        guarded = replace(need, asked=replace(need.asked, whom=frozenset({whom})))

        assert not solve([guarded], [an_offer(kind=kind, met_by=2)], now=NOW).plan().suggested


def test_for_whom_is_said_in_the_line_and_read_back():
    asked = Asked(kind=NeedKind.SHELTER, for_count=3, whom=frozenset({Whom.BABIES, Whom.WOMAN_ALONE}))

    assert line_of(asked) == "shelter; for 3; today; whom babies woman-alone"
    assert read(line_of(asked)) == asked
    with pytest.raises(Malformed):
        read("shelter; whom Zarina")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("send to PK36SCBL0000001123456702", True),
        ("iban PK36 SCBL 0000 0011 2345 6702", True),
        ("card 4111 1111 1111 1111", True),
        ("Easypaisa 0345 1234567", True),
        ("ایزی پیسہ ۰۳۴۵۱۲۳۴۵۶۷", True),
        ("account no. 1234567890", True),
        ("call 0345 1234567", False),
        ("0092 311 7 035901", False),
        ("03001234567 03007654321", False),
        ("water for 120, since 2026-11-20", False),
        ("", False),
    ],
)
def test_a_number_to_pay_to_is_found_in_any_script(text, expected):
    assert names_account(text) is expected


def test_no_telephone_number_is_taken_for_a_card_however_it_begins():
    for number in range(500):
        for prefix in ("0", "+92", "0092", "92", "00 92 ", "0 "):
            assert not names_account(f"{prefix}3{10 + number % 40} {7_000_000 + number * 3_989}"), (prefix, number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call me on 0300-1234567 please", "call me on … please"),
        ("۰۳۰۰ ۱۲۳۴۵۶۷ پر", "… پر"),
        ("write zarina@example.org", "write …"),
        ("see https://example.org/x", "see …"),
        ("at 10:30, for 12 people", "at 10:30, for 12 people"),
    ],
)
def test_whatever_leads_to_a_person_is_masked(text, expected):
    assert masked(text) == expected


@given(st.text(alphabet="0123456789 -()٠١٢٣٤٥٦٧٨٩", max_size=40))
def test_no_seven_digits_come_through(text):
    shown = masked(text)

    assert max((len([c for c in part if c.isdecimal()]) for part in shown.split()), default=0) <= 40
    assert not any(shown[at : at + 7].isdecimal() for at in range(len(shown) - 6))


def said(count, *, side=Side.ASKER, minutes_ago=1):
    return [Said(side=side, at=NOW - timedelta(minutes=minutes_ago)) for _ in range(count)]


@pytest.mark.parametrize(
    ("match", "lines", "text", "expected"),
    [
        (PROPOSED, [], "when do you come?", None),
        (replace(PROPOSED, relay_stopped=True), [], "hello", RelayReason.RELAY_STOPPED),
        (replace(PROPOSED, state=MatchState.DONE), [], "hello", RelayReason.RELAY_MATCH_IS_OVER),
        (PROPOSED, [], "  ", RelayReason.RELAY_EMPTY),
        (PROPOSED, [], "x" * (CHARS_MAX + 1), RelayReason.RELAY_TOO_LONG),
        (PROPOSED, [], "easypaisa 0345 1234567", MoneyReason.NO_ACCOUNT_NUMBERS),
        (PROPOSED, said(IN_WINDOW_MAX), "and?", RelayReason.RELAY_TOO_MANY),
        (PROPOSED, said(IN_WINDOW_MAX, side=Side.OFFERER), "and?", None),
        (PROPOSED, said(IN_WINDOW_MAX, minutes_ago=61), "and?", None),
        (PROPOSED, said(OF_SIDE_MAX, minutes_ago=600), "and?", RelayReason.RELAY_TOO_MANY),
    ],
)
def test_few_short_lines_go_through_until_one_side_stops_it(match, lines, text, expected):
    assert why_not_say(match, lines, side=Side.ASKER, text=text, now=NOW) is expected


def test_what_may_be_asked_twice_is_shown_the_likeliest_first():
    need = a_need(n="1", for_count=10)
    others = [
        a_need(n="same", for_count=10, ago=20),
        a_need(n="about", for_count=12),
        a_need(n="many", for_count=40),
        a_need(n="long-ago", for_count=10, ago=60),
        a_need(n="elsewhere", for_count=10, area=QUETTA),
        a_need(n="food", for_count=10, kind=NeedKind.FOOD),
        need,
    ]

    assert [one.need.id for one in alike(need, others)] == ["n_same", "n_about"]
    assert need.area == MASTUNG
