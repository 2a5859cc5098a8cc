"""Which offer fits which need, in what order, and when a number is shown."""

from __future__ import annotations

from itertools import product

import pytest
from tests.factories_aid import NOW, NOWHERE, QUETTA, TURBAT, a_need, an_offer

from haal.domain.aid.match import (
    ContactReason,
    Match,
    MatchReason,
    MatchState,
    Side,
    WhyNot,
    nearest_why_not,
    need_state,
    why_not_match,
    why_not_show_contact,
    why_not_step,
)
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import Area, NeedKind, NeedState
from haal.domain.offer import Offered, OfferReason, line_of, read, why_not_offer


@pytest.mark.parametrize(
    ("need", "offer", "expected"),
    [
        (a_need(), an_offer(), None),
        (a_need(state=NeedState.DONE), an_offer(), WhyNot.NEED_CLOSED),
        (a_need(), an_offer(withdrawn=True), WhyNot.OFFER_CLOSED),
        (a_need(kind=NeedKind.OTHER), an_offer(kind=NeedKind.OTHER), WhyNot.KIND_NOT_SORTED),
        (a_need(), an_offer(kind=NeedKind.FOOD), WhyNot.OTHER_KIND),
        (a_need(until=NOW), an_offer(), WhyNot.NEED_ENDED),
        (a_need(), an_offer(until=NOW), WhyNot.OFFER_ENDED),
        (a_need(met=10), an_offer(), WhyNot.NOTHING_LEFT_TO_FILL),
        (a_need(), an_offer(given=100), WhyNot.NOTHING_LEFT_TO_GIVE),
        (a_need(area=NOWHERE), an_offer(), WhyNot.WHERE_NOT_KNOWN),
        (a_need(area=Area(district="Mastung")), an_offer(), None),
        (a_need(area=QUETTA), an_offer(), None),
        (a_need(area=QUETTA), an_offer(radius_km=20), WhyNot.TOO_FAR),
        (a_need(area=TURBAT), an_offer(), WhyNot.TOO_FAR),
        (a_need(kind=NeedKind.SHELTER), an_offer(kind=NeedKind.SHELTER), WhyNot.TWO_MUST_MEET_FIRST),
        (
            a_need(kind=NeedKind.SAFE_TRANSPORT),
            an_offer(kind=NeedKind.SAFE_TRANSPORT, met_by=1),
            WhyNot.TWO_MUST_MEET_FIRST,
        ),
        (a_need(kind=NeedKind.SHELTER), an_offer(kind=NeedKind.SHELTER, met_by=2), None),
    ],
)
def test_an_offer_fits_or_the_reason_is_told(need, offer, expected):
    assert why_not_match(need, offer, now=NOW) is expected


def test_no_offer_of_the_kind_is_said_plainly():
    assert nearest_why_not(a_need(), [an_offer(kind=NeedKind.FOOD)], now=NOW) is WhyNot.NO_OFFER


def test_a_number_is_shown_only_when_both_agree_once_each_and_while_the_match_lives():
    for asker, offerer, shown, state, side in product([True, False], [True, False], [True, False], MatchState, Side):
        match = Match(
            id=MatchId("m"), need_id=NeedId("n"), offer_id=OfferId("o"), for_count=1, state=state,
            asker_agreed=asker, offerer_agreed=offerer,
            shown_to_asker=shown and side is Side.ASKER, shown_to_offerer=shown and side is Side.OFFERER,
        )  # fmt: skip

        why_not = why_not_show_contact(match, to=side)

        over = state in {MatchState.DONE, MatchState.FELL_THROUGH}
        assert (why_not is None) == (asker and offerer and not shown and not over)
        if over:
            assert why_not is ContactReason.MATCH_IS_OVER


def a_match(state, for_count=5):
    return Match(id=MatchId("m"), need_id=NeedId("n"), offer_id=OfferId("o"), for_count=for_count, state=state)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], NeedState.SEEN),
        ([MatchState.PROPOSED], NeedState.SEEN),
        ([MatchState.FELL_THROUGH], NeedState.SEEN),
        ([MatchState.PROPOSED, MatchState.PROMISED], NeedState.PROMISED),
        ([MatchState.PROMISED, MatchState.ON_THE_WAY], NeedState.ON_THE_WAY),
        ([MatchState.DONE, MatchState.PROMISED], NeedState.PROMISED),
        ([MatchState.DONE], NeedState.SEEN),
        ([MatchState.DONE, MatchState.DONE], NeedState.DONE),
    ],
)
def test_the_asker_is_told_the_furthest_step_and_done_only_when_all_is_served(states, expected):
    assert need_state([a_match(state) for state in states], for_count=10) is expected


@pytest.mark.parametrize(
    ("state", "to", "expected"),
    [
        (MatchState.PROPOSED, MatchState.PROMISED, None),
        (MatchState.PROPOSED, MatchState.ON_THE_WAY, MatchReason.NOT_FROM_THIS_STATE),
        (MatchState.PROMISED, MatchState.ON_THE_WAY, None),
        (MatchState.ON_THE_WAY, MatchState.DONE, None),
        (MatchState.ON_THE_WAY, MatchState.FELL_THROUGH, None),
        (MatchState.DONE, MatchState.FELL_THROUGH, MatchReason.NOT_FROM_THIS_STATE),
        (MatchState.FELL_THROUGH, MatchState.PROMISED, MatchReason.NOT_FROM_THIS_STATE),
    ],
)
def test_a_match_moves_step_by_step(state, to, expected):
    assert why_not_step(state, to) is expected


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (Offered(kind=NeedKind.WATER), None),
        (Offered(kind=NeedKind.OTHER), OfferReason.OFFER_KIND_UNKNOWN),
        (Offered(kind=NeedKind.WATER, until=NOW), OfferReason.OFFER_IS_PAST),
    ],
)
def test_an_offer_says_what_it_is_and_is_not_over(offered, expected):
    assert why_not_offer(offered, now=NOW) is expected


def test_an_offer_said_in_one_line_is_read_back_the_same():
    offered = Offered(kind=NeedKind.WINTER, for_count=40, radius_km=80, until=NOW)

    assert read(line_of(offered)) == offered
    assert read("I can give blankets") == Offered(kind=NeedKind.OTHER)
