"""A need finds an offer, both sides stay hidden, and the asker is told each step."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from tests import factories, factories_help

from haal.domain.access import NOBODY, Role
from haal.domain.aid.match import ContactReason, MatchReason, MatchState, Side, WhyNot
from haal.domain.errors import GeneralReason, KeysLocked, NotFound, Refused
from haal.domain.need import Asked, CouldNot, NeedKind, NeedState, Reason, Urgency
from haal.domain.offer import Offered
from haal.domain.report import Answers, Channel, Incoming, Kind, Where
from haal.services import flow
from haal.services.help import codes, matches, needs, offers, queries, taken_in
from haal.services.intake.take_in import take_in
from haal.storage import audit
from haal.storage.ground import keys
from haal.storage.match import MatchRow
from haal.storage.need import NeedRow
from haal.storage.offer import OfferRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
AID = factories.actor(Role.AID)
STRANGER = factories.actor(Role.VERIFIER)


def matched(**changes):
    """Bring a need and an offer together; return both codes and the match."""
    asker, need_id = factories_help.need(now=NOW, **changes)
    offerer, offer_id = factories_help.offer(now=NOW)
    return asker, offerer, matches.propose(need_id=need_id, offer_id=offer_id, by=AID, now=NOW)


def state_of(code):
    standing = codes.standing_of(code=code)
    return standing.need.state


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_the_asker_is_told_each_step_by_the_code():
    asker, offerer, match_id = matched()
    told = [state_of(asker)]

    codes.promise(code=offerer, match_id=match_id, now=NOW)
    told.append(state_of(asker))
    matches.set_out(match_id=match_id, by=AID, now=NOW)
    told.append(state_of(asker))
    codes.it_came(code=asker, match_id=match_id, now=NOW)
    told.append(state_of(asker))

    assert told == [NeedState.SEEN, NeedState.PROMISED, NeedState.ON_THE_WAY, NeedState.DONE]


def test_a_need_sent_twice_is_one_need_with_one_code():
    told = factories_help.told(contact=factories_help.CONTACT_OF_ASKER)
    asked = Asked(kind=NeedKind.FOOD, for_count=4)

    first = needs.ask(asked=asked, told=told, now=NOW)
    again = needs.ask(asked=asked, told=told, now=NOW + timedelta(minutes=1))

    assert again.receipt.words == first.receipt.words
    assert again.receipt.repeated
    assert NeedRow.objects.count() == 1


def test_a_number_is_shown_once_to_each_side_when_both_agree():
    asker, offerer, match_id = matched()
    assert reason_of(lambda: codes.show_number(code=asker, match_id=match_id, now=NOW)) is ContactReason.BOTH_MUST_AGREE
    codes.agree_to_numbers(code=asker, match_id=match_id, agreed=True, now=NOW)
    assert reason_of(lambda: codes.show_number(code=asker, match_id=match_id, now=NOW)) is ContactReason.BOTH_MUST_AGREE
    codes.agree_to_numbers(code=offerer, match_id=match_id, agreed=True, now=NOW)

    shown = codes.show_number(code=asker, match_id=match_id, now=NOW)
    other = codes.show_number(code=offerer, match_id=match_id, now=NOW)

    assert (shown, other) == (factories_help.CONTACT_OF_OFFERER, factories_help.CONTACT_OF_ASKER)
    for code in (asker, offerer):
        assert (
            reason_of(lambda code=code: codes.show_number(code=code, match_id=match_id, now=NOW))
            is ContactReason.SHOWN_ALREADY
        )
    showings = [(entry.why, entry.subject) for entry in audit.latest(limit=50) if entry.what == "number-shown"]
    assert sorted(showings) == [(Side.ASKER.value, match_id), (Side.OFFERER.value, match_id)]


def test_a_yes_can_be_taken_back_until_something_was_shown():
    asker, offerer, match_id = matched()
    codes.agree_to_numbers(code=asker, match_id=match_id, agreed=True, now=NOW)
    codes.agree_to_numbers(code=offerer, match_id=match_id, agreed=True, now=NOW)
    codes.agree_to_numbers(code=asker, match_id=match_id, agreed=False, now=NOW)

    refused = reason_of(lambda: codes.show_number(code=offerer, match_id=match_id, now=NOW))

    assert refused is ContactReason.BOTH_MUST_AGREE


def test_nothing_is_used_up_while_the_keys_are_away():
    asker, offerer, match_id = matched()
    for code in (asker, offerer):
        codes.agree_to_numbers(code=code, match_id=match_id, agreed=True, now=NOW)
    keys.forget()
    with pytest.raises(KeysLocked):
        codes.show_number(code=asker, match_id=match_id, now=NOW)

    keys.hold(factories.secrets())

    assert codes.show_number(code=asker, match_id=match_id, now=NOW) == factories_help.CONTACT_OF_OFFERER


@pytest.mark.parametrize("act", ["agree", "show", "promise", "decline", "came"])
def test_the_code_of_another_need_moves_nothing(act):
    _, _, match_id = matched()
    other, _ = factories_help.need(now=NOW)
    calls = {
        "agree": lambda: codes.agree_to_numbers(code=other, match_id=match_id, agreed=True, now=NOW),
        "show": lambda: codes.show_number(code=other, match_id=match_id, now=NOW),
        "promise": lambda: codes.promise(code=other, match_id=match_id, now=NOW),
        "decline": lambda: codes.decline(code=other, match_id=match_id, now=NOW),
        "came": lambda: codes.it_came(code=other, match_id=match_id, now=NOW),
    }

    with pytest.raises(NotFound):
        calls[act]()


def test_the_asker_cannot_promise_for_the_one_who_offers():
    asker, _, match_id = matched()

    with pytest.raises(NotFound):
        codes.promise(code=asker, match_id=match_id, now=NOW)


def test_no_page_of_the_desk_holds_a_contact():
    asker, _, match_id = matched()
    need_id = codes.standing_of(code=asker).need.id

    pages = (
        queries.board(by=AID, now=NOW),
        queries.one_need(need_id=need_id, by=AID, now=NOW),
        queries.under_code(code=asker),
    )

    for contact in (factories_help.CONTACT_OF_ASKER, factories_help.CONTACT_OF_OFFERER):
        assert contact not in repr(pages)
    assert match_id in repr(pages)
    assert not {"contact", "number"} & {field.name for page in pages for field in fields(page)}


def test_a_contact_is_wiped_when_its_need_or_offer_is_closed():
    asker, offerer, match_id = matched()
    codes.promise(code=offerer, match_id=match_id, now=NOW)
    matches.deliver(match_id=match_id, by=AID, now=NOW)
    codes.take_back(code=offerer, now=NOW)

    assert NeedRow.objects.get().contact is None
    assert OfferRow.objects.get().contact is None
    assert state_of(asker) is NeedState.DONE


def test_a_match_that_falls_through_frees_both_and_tells_the_asker():
    asker, offerer, match_id = matched()
    codes.promise(code=offerer, match_id=match_id, now=NOW)
    codes.decline(code=offerer, match_id=match_id, now=NOW)

    need = codes.standing_of(code=asker).need
    offer = codes.standing_of(code=offerer).offer

    assert (need.state, need.left_count, offer.left_count) == (NeedState.SEEN, 10, 50)
    assert reason_of(lambda: codes.promise(code=offerer, match_id=match_id, now=NOW)) is MatchReason.NOT_FROM_THIS_STATE


def test_who_offers_can_take_it_back_and_the_asker_waits_again():
    asker, offerer, match_id = matched()
    codes.promise(code=offerer, match_id=match_id, now=NOW)

    codes.take_back(code=offerer, now=NOW)

    assert state_of(asker) is NeedState.SEEN
    assert codes.standing_of(code=asker).matches[0].state is MatchState.FELL_THROUGH
    assert reason_of(lambda: codes.take_back(code=offerer, now=NOW)) is GeneralReason.ALREADY_DONE


def test_what_did_not_come_is_asked_for_again():
    asker, offerer, match_id = matched()
    codes.promise(code=offerer, match_id=match_id, now=NOW)
    matches.deliver(match_id=match_id, by=AID, now=NOW)

    codes.did_not_come(code=asker, now=NOW)

    need = codes.standing_of(code=asker).need
    assert (need.state, need.left_count) == (NeedState.SEEN, 10)


def test_the_same_two_are_not_brought_together_twice_nor_beyond_what_is_left():
    _, need_id = factories_help.need(now=NOW, for_count=30)
    _, other_need = factories_help.need(now=NOW, for_count=30)
    _, offer_id = factories_help.offer(now=NOW, for_count=40)
    matches.propose(need_id=need_id, offer_id=offer_id, by=AID, now=NOW)
    matches.propose(need_id=other_need, offer_id=offer_id, by=AID, now=NOW)

    counts = sorted(MatchRow.objects.values_list("for_count", flat=True))

    assert counts == [10, 30]
    for one in (need_id, other_need):
        assert reason_of(lambda one=one: matches.propose(need_id=one, offer_id=offer_id, by=AID, now=NOW)) in {
            WhyNot.NOTHING_LEFT_TO_FILL,
            WhyNot.NOTHING_LEFT_TO_GIVE,
        }


def test_a_roof_is_offered_only_after_two_people_have_met_the_one_who_offers():
    _, need_id = factories_help.need(now=NOW, kind=NeedKind.SHELTER)
    _, offer_id = factories_help.offer(now=NOW, kind=NeedKind.SHELTER)
    offers.met(offer_id=offer_id, by=AID, now=NOW)
    assert reason_of(lambda: offers.met(offer_id=offer_id, by=AID, now=NOW)) is GeneralReason.ALREADY_DONE
    refused = reason_of(lambda: matches.propose(need_id=need_id, offer_id=offer_id, by=AID, now=NOW))
    assert refused is WhyNot.TWO_MUST_MEET_FIRST

    offers.met(offer_id=offer_id, by=factories.actor(Role.AID), now=NOW)

    assert matches.propose(need_id=need_id, offer_id=offer_id, by=AID, now=NOW)


def test_blood_is_asked_for_by_the_hospital_at_the_desk_only():
    blood = Asked(kind=NeedKind.BLOOD, for_count=2)

    for by in (None, NOBODY, factories.actor(Role.STEWARD)):
        refused = reason_of(
            lambda by=by: needs.ask(asked=blood, told=factories_help.told(), by=by, hospital="Civil, Dr A", now=NOW)
        )
        assert refused is Reason.ONLY_THROUGH_THE_HOSPITAL
    assert needs.ask(asked=blood, told=factories_help.told(), by=AID, hospital="Civil, Dr A", now=NOW)


def incoming(kind, text, *, where="Mastung"):
    return Incoming(
        channel=Channel.API,
        client_key=factories_help.told().client_key,
        kind=kind,
        answers=Answers(needs=text, where=Where(words=where)),
    )


def test_a_need_that_came_by_another_way_becomes_one_need_once():
    taken = take_in(incoming=incoming(Kind.NEED, "water; for 12; now\nthe well is broken"), now=NOW)

    made = [taken_in.consider(report_id=taken.report_id, now=NOW) for _ in range(2)]

    need = codes.standing_of(code=taken.receipt.words).need
    assert made == [True, False]
    assert (need.asked.kind, need.asked.for_count, need.asked.urgency) == (NeedKind.WATER, 12, Urgency.NOW)
    assert need.area.district == "Mastung"
    assert queries.one_need(need_id=need.id, by=AID, now=NOW).words == "the well is broken"


def test_a_need_in_free_words_waits_to_be_sorted_and_blood_by_itself_does_too():
    free = take_in(incoming=incoming(Kind.NEED, "please, milk for the baby"), now=NOW)
    blood = take_in(incoming=incoming(Kind.NEED, "blood; for 2"), now=NOW)
    broken = take_in(incoming=incoming(Kind.NEED, "water; for many"), now=NOW)
    for taken in (free, blood, broken):
        taken_in.consider(report_id=taken.report_id, now=NOW)
        assert codes.standing_of(code=taken.receipt.words).need.asked.kind is NeedKind.OTHER
    need_id = codes.standing_of(code=free.receipt.words).need.id

    needs.sort(need_id=need_id, asked=Asked(kind=NeedKind.BABY_MILK, urgency=Urgency.NOW), by=AID, now=NOW)

    assert codes.standing_of(code=free.receipt.words).need.asked.kind is NeedKind.BABY_MILK


def test_news_is_no_need_and_an_offer_by_another_way_becomes_one():
    news = take_in(incoming=incoming(Kind.NEWS, "water"), now=NOW)
    offered = take_in(incoming=incoming(Kind.OFFER, "food; for 40; within 20"), now=NOW)

    assert taken_in.consider(report_id=news.report_id, now=NOW) is False
    assert taken_in.consider(report_id=offered.report_id, now=NOW) is True
    assert codes.standing_of(code=news.receipt.words) is None
    assert codes.standing_of(code=offered.receipt.words).offer.offered == Offered(
        kind=NeedKind.FOOD, for_count=40, radius_km=20
    )
    with pytest.raises(NotFound):
        queries.state_for_receipt(code=news.receipt.words)


def test_what_waits_in_the_outbox_becomes_a_need():
    taken = take_in(incoming=incoming(Kind.NEED, "food; for 7"), now=NOW)

    flow.drain(now=NOW, limit=10)

    assert codes.standing_of(code=taken.receipt.words).need.asked.for_count == 7


def test_a_need_whose_time_has_passed_is_closed_with_that_reason():
    told = factories_help.told()
    taken = needs.ask(asked=Asked(kind=NeedKind.FUEL, until=NOW + timedelta(hours=1)), told=told, now=NOW)

    closed = needs.end_past(now=NOW + timedelta(hours=2))

    need = codes.standing_of(code=taken.receipt.words).need
    assert (closed, need.state, need.could_not) == (1, NeedState.COULD_NOT, CouldNot.TIME_PASSED)


def test_an_offer_that_is_over_ends_unless_something_is_still_owed():
    over = NOW + timedelta(hours=1)
    _, need_id = factories_help.need(now=NOW)
    owing = offers.offer(
        offered=Offered(kind=NeedKind.WATER, for_count=20, until=over), told=factories_help.told(), now=NOW
    )
    offer_id = codes.standing_of(code=owing.receipt.words).offer.id
    match_id = matches.propose(need_id=need_id, offer_id=offer_id, by=AID, now=NOW)

    assert offers.end_past(now=over) == 0
    matches.fall_through(match_id=match_id, by=AID, now=over)
    assert offers.end_past(now=over) == 1
    assert offers.end_past(now=over) == 0


def test_only_who_may_match_sees_the_board_or_moves_anything():
    _, offerer, match_id = matched()
    need_id = NeedRow.objects.get().id
    offer_id = codes.standing_of(code=offerer).offer.id
    calls = [
        lambda: queries.board(by=STRANGER, now=NOW),
        lambda: queries.one_need(need_id=need_id, by=STRANGER, now=NOW),
        lambda: queries.one_offer(offer_id=offer_id, by=STRANGER),
        lambda: matches.propose(need_id=need_id, offer_id=offer_id, by=STRANGER, now=NOW),
        lambda: matches.promise(match_id=match_id, by=STRANGER, now=NOW),
        lambda: matches.set_out(match_id=match_id, by=STRANGER, now=NOW),
        lambda: matches.deliver(match_id=match_id, by=STRANGER, now=NOW),
        lambda: matches.fall_through(match_id=match_id, by=STRANGER, now=NOW),
        lambda: needs.see(need_id=need_id, by=STRANGER, now=NOW),
        lambda: needs.could_not(need_id=need_id, why=CouldNot.NO_ROAD, by=STRANGER, now=NOW),
        lambda: needs.sort(need_id=need_id, asked=Asked(kind=NeedKind.FOOD), by=STRANGER, now=NOW),
        lambda: offers.met(offer_id=offer_id, by=STRANGER, now=NOW),
        lambda: offers.withdraw(offer_id=offer_id, by=STRANGER, now=NOW),
        lambda: offers.sort(offer_id=offer_id, offered=Offered(kind=NeedKind.FOOD), by=STRANGER, now=NOW),
    ]

    assert {reason_of(call) for call in calls} == {GeneralReason.NOT_ALLOWED}


def test_the_board_suggests_the_offer_and_says_why_another_does_not_fit():
    _, need_id = factories_help.need(now=NOW, words="our well is broken")
    _, near = factories_help.offer(now=NOW, words="a tanker")
    factories_help.offer(now=NOW, district="Gwadar")

    board = queries.board(by=AID, now=NOW)
    one = queries.one_need(need_id=need_id, by=AID, now=NOW)

    assert [(made.need_id, made.offer_id) for made in board.plan.suggested] == [(need_id, near)]
    assert [(fit.offer.id, fit.words) for fit in one.fits] == [(near, "a tanker")]
    assert [no_fit.why for no_fit in one.no_fits] == [WhyNot.TOO_FAR]
    assert one.words == "our well is broken"


def test_the_disk_holds_no_word_and_no_number_of_anybody(django_db_blocker):
    factories_help.need(now=NOW, words="near the blue door of Zarina", place="Killi Zarina, Mastung")
    row = NeedRow.objects.values().get()

    assert row["district"] == "Mastung"
    assert not any("Zarina" in str(value) or "1234567" in str(value) for key, value in row.items() if key != "contact")
    assert b"1234567" not in NeedRow.objects.get().contact.ciphertext
