"""No machine suggests a roof, a ride or an ear without vetting: whatever needs and offers there are, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories_aid import MASTUNG, NOW, NOWHERE, QUETTA, a_need, an_offer

from haal.domain.aid.match import WhyNot, why_not_match
from haal.domain.aid.whom import GUARDED, PLACED, is_guarded
from haal.domain.need import MET_FIRST, NeedKind, Whom
from haal.domain.offer import MET_BY_MIN
from haal.planning.assignment.kept import mended, solve

KINDS = (*sorted(MET_FIRST), NeedKind.WATER)
AREAS = (MASTUNG, QUETTA, NOWHERE)
WHOM = st.frozensets(st.sampled_from(Whom), max_size=4)


@st.composite
def needs(draw):
    count = draw(st.integers(0, 8))
    made = []
    for number in range(count):
        need = a_need(
            n=str(number),
            kind=draw(st.sampled_from(KINDS)),
            for_count=draw(st.integers(1, 9)),
            area=draw(st.sampled_from(AREAS)),
        )
        made.append(
            replace(
                need, asked=replace(need.asked, whom=draw(WHOM)), set_aside=draw(st.booleans()) and draw(st.booleans())
            )
        )
    return made


@st.composite
def offers(draw):
    count = draw(st.integers(0, 6))
    return [
        an_offer(
            n=str(number), kind=draw(st.sampled_from(KINDS)), for_count=draw(st.integers(1, 30)),
            area=draw(st.sampled_from(AREAS)), met_by=draw(st.integers(0, 3)),
        )
        for number in range(count)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(first=needs(), more=needs(), given_first=offers(), given_more=offers())
def test_nobody_is_suggested_who_is_not_vetted_whatever_came_before(first, more, given_first, given_more):
    kept = solve(first, given_first, now=NOW)
    for asked, there in ((first, given_first), (more, given_more), (first, given_more), ([*more], [])):
        kept = mended(kept, asked, there, now=NOW)
        by_id, from_whom = {one.id: one for one in asked}, {one.id: one for one in there}
        for one in kept.plan().suggested:
            need, offer = by_id[one.need_id], from_whom[one.offer_id]
            assert not is_guarded(need.asked)
            assert not need.set_aside
            assert offer.offered.kind not in MET_FIRST or offer.met_by_count >= MET_BY_MIN
            assert why_not_match(need, offer, now=NOW) is None


def test_no_offer_of_a_roof_a_ride_or_an_ear_fits_anybody_before_two_have_met_who_offers():
    for kind, met, whom in product(sorted(MET_FIRST), range(MET_BY_MIN), (None, *Whom)):
        need = a_need(kind=kind)
        need = replace(need, asked=replace(need.asked, whom=frozenset({whom} if whom else ())))

        assert why_not_match(need, an_offer(kind=kind, met_by=met), now=NOW) is WhyNot.TWO_MUST_MEET_FIRST


def test_who_is_placed_by_people_alone_is_always_of_a_kind_whose_offerer_is_met_first():
    assert PLACED <= MET_FIRST
    assert {Whom.CHILD_ALONE, Whom.WOMAN_ALONE} == GUARDED
