"""Which offer fits which need, in what order, and when a number is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.match import (
    ContactReason,
    Match,
    MatchReason,
    MatchState,
    Part,
    Side,
    WhyNot,
    assign,
    match_score,
    nearest_why_not,
    need_state,
    why_not_match,
    why_not_show_contact,
    why_not_step,
)
from haal.domain.need import Area, Asked, Need, NeedKind, NeedState, Urgency
from haal.domain.offer import Offer, Offered, OfferReason, line_of, read, why_not_offer
from haal.geometry.cells import cell_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MASTUNG = Area(district="Mastung", cell=cell_of(29.80, 66.85, 5))
QUETTA = Area(district="Quetta", cell=cell_of(30.18, 67.00, 5))  # about 45 km from Mastung
TURBAT = Area(district="Kech", cell=cell_of(26.00, 63.05, 5))  # about 560 km away
NOWHERE = Area()


def a_need(
    *,
    kind=NeedKind.WATER,
    for_count=10,
    area=MASTUNG,
    state=NeedState.SEEN,
    met=0,
    until=None,
    urgency=Urgency.TODAY,
    n="1",
    ago=1,
):
    return Need(
        id=NeedId(f"n_{n}"),
        asked=Asked(kind=kind, for_count=for_count, urgency=urgency, until=until),
        area=area,
        state=state,
        asked_at=NOW - timedelta(hours=ago),
        changed_at=NOW,
        met_count=met,
    )


def an_offer(
    *,
    kind=NeedKind.WATER,
    for_count=100,
    area=MASTUNG,
    radius_km=60,
    until=None,
    given=0,
    met_by=0,
    withdrawn=False,
    n="1",
):
    return Offer(
        id=OfferId(f"o_{n}"),
        offered=Offered(kind=kind, for_count=for_count, radius_km=radius_km, until=until),
        area=area,
        offered_at=NOW,
        given_count=given,
        met_by_count=met_by,
        withdrawn=withdrawn,
    )


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


def test_a_score_is_the_sum_of_parts_that_a_person_can_read():
    score = match_score(a_need(urgency=Urgency.NOW, until=NOW + timedelta(hours=5)), an_offer(for_count=5), now=NOW)

    told = {part.part: (part.points, part.number) for part in score.parts}
    assert told == {Part.DISTANCE: (40, 0), Part.CAPACITY: (12, 5), Part.URGENCY: (25, None), Part.EXPIRY: (10, 5)}
    assert score.total == 87


def test_near_beats_far_and_whole_beats_half():
    near, far, half = an_offer(), an_offer(area=QUETTA), an_offer(for_count=5)

    assert match_score(a_need(), near, now=NOW).total > match_score(a_need(), far, now=NOW).total
    assert match_score(a_need(), near, now=NOW).total > match_score(a_need(), half, now=NOW).total


def test_the_most_urgent_need_is_served_first_and_the_rest_is_told_why_not():
    calm, urgent = a_need(n="calm", urgency=Urgency.DAYS), a_need(n="urgent", urgency=Urgency.NOW)
    food = a_need(n="food", kind=NeedKind.FOOD)

    result = assign([calm, urgent, food], [an_offer(for_count=10), an_offer(n="far", area=TURBAT)], now=NOW)

    assert [(made.need_id, made.for_count) for made in result.assigned] == [("n_urgent", 10)]
    assert {(left.need_id, left.why) for left in result.unmet} == {
        ("n_calm", WhyNot.TOO_FAR),
        ("n_food", WhyNot.NO_OFFER),
    }


def test_two_offers_together_fill_one_need():
    result = assign([a_need(for_count=10)], [an_offer(n="a", for_count=4), an_offer(n="b", for_count=7)], now=NOW)

    assert sorted((made.offer_id, made.for_count) for made in result.assigned) == [("o_a", 3), ("o_b", 7)]
    assert result.unmet == ()


@given(
    needs=st.lists(
        st.tuples(st.integers(1, 50), st.sampled_from(Urgency), st.sampled_from([MASTUNG, QUETTA, TURBAT])), max_size=12
    ),
    offers=st.lists(st.tuples(st.integers(1, 80), st.integers(1, 700)), max_size=6),
)
def test_nobody_is_promised_more_than_was_asked_and_nothing_is_given_twice(needs, offers):
    asked = [a_need(n=str(n), for_count=count, urgency=u, area=area) for n, (count, u, area) in enumerate(needs)]
    offered = [an_offer(n=str(n), for_count=count, radius_km=km) for n, (count, km) in enumerate(offers)]

    result = assign(asked, offered, now=NOW)

    for need in asked:
        served = sum(made.for_count for made in result.assigned if made.need_id == need.id)
        left = sum(rest.for_count for rest in result.unmet if rest.need_id == need.id)
        assert served + left == need.asked.for_count
    for offer in offered:
        assert sum(made.for_count for made in result.assigned if made.offer_id == offer.id) <= offer.offered.for_count


def test_the_order_in_which_needs_come_in_changes_nothing():
    needs = [a_need(n=str(n), ago=n) for n in range(5)]
    offers = [an_offer(n="a", for_count=15), an_offer(n="b", for_count=15, area=QUETTA)]

    assert assign(needs, offers, now=NOW) == assign(reversed(needs), reversed(offers), now=NOW)


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
