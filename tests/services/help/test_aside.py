"""What misleads is set aside and its sender held back; a road is known; somebody tells that a need is not so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import factories, factories_help

from haal.domain.access import Role
from haal.domain.aid.aside import AsideReason, AsideWhy
from haal.domain.aid.match import WhyNot
from haal.domain.errors import GeneralReason, Malformed, NotFound, Refused
from haal.domain.need import Asked, CouldNot, NeedKind, NeedState
from haal.services import flow
from haal.services.help import aside, codes, matches, needs, queries
from haal.services.help.aid import correct, roads
from haal.storage import audit, report
from haal.storage.aid.aside import AsideRow
from haal.storage.aid.road import RoadRow
from haal.storage.ground import keys
from haal.storage.need import NeedRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
FIRST, SECOND = factories.actor(Role.AID), factories.actor(Role.AID)
STRANGER = factories.actor(Role.VERIFIER)


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def is_aside(need_id):
    return queries.one_need(need_id=need_id, by=FIRST, now=NOW).need.set_aside


def test_who_misled_is_known_again_by_any_spelling_of_the_number_and_nobody_is_told():
    code, need_id = factories_help.need(now=NOW, contact="0300 1234567 Zarina")
    factories_help.offer(now=NOW)
    before = queries.under_code(code=code).standing.need.state
    aside.set_aside(subject=need_id, why=AsideWhy.ABUSE, by=FIRST, now=NOW)

    _, again = factories_help.need(now=NOW + timedelta(days=2), contact="call +92-300-123 45 67, please")
    _, other = factories_help.need(now=NOW + timedelta(days=2), contact="0300 7654321")
    _, later = factories_help.need(now=NOW + timedelta(days=4), contact="03001234567")

    assert [is_aside(one) for one in (need_id, again, other, later)] == [True, True, False, False]
    assert queries.under_code(code=code).standing.need.state is before
    made = queries.board(by=FIRST, now=NOW)
    assert {one.need_id for one in made.plan.suggested}.isdisjoint({need_id, again})
    assert made.why_waiting[need_id] is WhyNot.SET_ASIDE
    assert b"1234567" not in bytes(AsideRow.objects.get(pk=need_id).sender)


def test_a_second_person_makes_it_last_and_one_brings_it_back():
    _, need_id = factories_help.need(now=NOW)
    _, offer_id = factories_help.offer(now=NOW)
    aside.set_aside(subject=need_id, why=AsideWhy.ABUSE, by=FIRST, now=NOW)
    own = lambda: aside.keep_aside(subject=need_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(own) is GeneralReason.TWO_PEOPLE_NEEDED
    aside.keep_aside(subject=need_id, by=SECOND, now=NOW)
    twice = lambda: aside.set_aside(subject=need_id, why=AsideWhy.RUMOUR, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(twice) is AsideReason.ASIDE_ALREADY
    propose = lambda: matches.propose(need_id=need_id, offer_id=offer_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(propose) is WhyNot.SET_ASIDE
    _, later = factories_help.need(now=NOW + timedelta(days=20))
    assert is_aside(later)

    aside.bring_back(subject=need_id, by=FIRST, now=NOW)

    assert propose()
    back = lambda: aside.bring_back(subject=need_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(back) is AsideReason.ASIDE_NOT_ANY_MORE
    assert {"set-aside", "aside-confirmed", "aside-brought-back"} <= {entry.what for entry in audit.latest(limit=40)}


def test_an_offer_is_set_aside_too_and_strangers_do_nothing():
    _, offer_id = factories_help.offer(now=NOW)
    _, need_id = factories_help.need(now=NOW)

    aside.set_aside(subject=offer_id, why=AsideWhy.RUMOUR, by=FIRST, now=NOW)

    assert queries.one_offer(offer_id=offer_id, by=FIRST).aside.why is AsideWhy.RUMOUR
    assert not queries.board(by=FIRST, now=NOW).plan.suggested
    for call in (
        lambda: aside.set_aside(subject=need_id, why=AsideWhy.ABUSE, by=STRANGER, now=NOW),
        lambda: aside.bring_back(subject=offer_id, by=STRANGER, now=NOW),
        lambda: aside.keep_aside(subject=offer_id, by=STRANGER, now=NOW),
        lambda: aside.set_aside(subject=need_id, why=AsideWhy.FLOOD, by=FIRST, now=NOW),
    ):
        assert reason_of(call) is GeneralReason.NOT_ALLOWED
    with pytest.raises(NotFound):
        aside.set_aside(subject="n_absent", why=AsideWhy.ABUSE, by=FIRST, now=NOW)


def test_by_what_a_sender_is_known_goes_with_the_contact_and_after_thirty_days():
    code, need_id = factories_help.need(now=NOW)
    aside.set_aside(subject=need_id, why=AsideWhy.ABUSE, by=FIRST, now=NOW)

    codes.take_back(code=code, now=NOW)

    assert NeedRow.objects.get().sender is None
    assert aside.forget_senders(now=NOW + timedelta(days=29)) == 0
    assert aside.forget_senders(now=NOW + timedelta(days=31)) == 1


def test_nobody_is_known_again_while_the_keys_are_away_and_needs_come_in():
    keys.forget()
    try:
        asked = Asked(kind=NeedKind.WATER)
        assert needs.ask(asked=asked, told=factories_help.told(contact="0300 1234567"), now=NOW)
    finally:
        keys.hold(factories.secrets())

    assert NeedRow.objects.get().sender is None


def test_the_database_refuses_one_person_as_two():
    _, need_id = factories_help.need(now=NOW)
    aside.set_aside(subject=need_id, why=AsideWhy.ABUSE, by=FIRST, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        AsideRow.objects.update(confirmed_by=FIRST.person_id)


def test_a_need_that_is_told_not_to_be_so_is_looked_at_and_closed_with_that_reason():
    code, need_id = factories_help.need(now=NOW)
    told = correct.NotSo(subject=need_id, words="nobody lives there", client_key="key-of-this-correction")
    taken = correct.tell(told=told, by=FIRST, now=NOW)
    assert taken.receipt.words

    for _ in range(2):  # done once, whoever calls twice
        flow.drain(now=NOW, limit=50)

    assert queries.one_need(need_id=need_id, by=FIRST, now=NOW).aside.why is AsideWhy.CORRECTED
    assert taken.report_id not in {one.id for one in report.waiting(limit=50)}
    assert queries.under_code(code=code).standing.need.state is NeedState.ASKED
    needs.could_not(need_id=need_id, why=CouldNot.WAS_NOT_SO, by=FIRST, now=NOW)
    assert queries.under_code(code=code).standing.need.could_not is CouldNot.WAS_NOT_SO


def test_a_correction_of_nothing_of_ours_is_not_taken():
    told = correct.NotSo(subject="n_absent", words="x", client_key="key-of-this-correction")

    with pytest.raises(NotFound):
        correct.tell(told=told, by=FIRST, now=NOW)


def test_a_road_that_is_cut_is_not_suggested_over_and_a_bad_one_counts_longer():
    _, need_id = factories_help.need(now=NOW, district="Mastung", place="Mastung")
    _, offer_id = factories_help.offer(now=NOW, district="Quetta", place="Quetta")
    assert [one.offer_id for one in queries.board(by=FIRST, now=NOW).plan.suggested] == []  # 30 km is its radius

    roads.put(one="quetta", other="مستونگ", road="cut", by=FIRST, now=NOW)
    propose = lambda: matches.propose(need_id=need_id, offer_id=offer_id, by=FIRST, now=NOW)  # noqa: E731
    assert reason_of(propose) is WhyNot.ROAD_IS_CUT
    assert queries.one_need(need_id=need_id, by=FIRST, now=NOW).no_fits[0].why is WhyNot.ROAD_IS_CUT
    roads.put(one="Mastung", other="Quetta", road="gravel", by=FIRST, now=NOW)
    assert reason_of(propose) is WhyNot.TOO_FAR
    assert [(one.one, one.other, one.road.value) for one in roads.listed(by=FIRST)] == [("Mastung", "Quetta", "gravel")]
    roads.put(one="Mastung", other="Quetta", road="not-known", by=FIRST, now=NOW)
    assert roads.listed(by=FIRST) == ()


def test_roads_are_brought_by_a_file_and_bad_lines_are_named():
    lines = (
        "one,other,road",
        "Quetta,Mastung,paved",
        "Mastung,Quetta,dirt",
        "Quetta,Quetta,paved",
        "Quetta,Atlantis,cut",
    )
    raw = "\n".join((*lines, "Quetta,Khuzdar,muddy"))

    done = roads.bring(raw=raw.encode(), now=NOW)
    again = roads.bring(raw=raw.encode(), now=NOW)

    assert done == again
    assert (done.kept, [line for line, _ in done.faults]) == (1, [4, 5, 6])
    assert RoadRow.objects.get().road == "dirt"
    for broken in (b"", b"a,b\n", b"\xff\xfe"):
        with pytest.raises(Malformed):
            roads.bring(raw=broken, now=NOW)


@pytest.mark.parametrize(
    "fields",
    [{"one": "Quetta", "other": "Mastung"}, {"one": "A", "other": "A"}, {"one": "A", "other": "B", "road": "muddy"}],
)
def test_the_database_keeps_one_class_for_two_districts(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoadRow.objects.create(**{"road": "paved", "by": "p_x", "at": NOW} | fields)
