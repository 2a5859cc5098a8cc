"""That nobody gathers at a place any more enters by intake; its own helpers' word counts at once, others' word is asked of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import factories_help
from tests.factories import NOW

from haal.domain.access import Role
from haal.domain.correction import Correction, What
from haal.domain.delivery import Channel
from haal.domain.errors import GeneralReason, Refused
from haal.domain.gathering.place import Look, PlaceKind, PlaceReason
from haal.domain.ids import PlaceId
from haal.services import flow
from haal.services.help.gathering import closing, register
from haal.services.help.rota import shifts
from haal.services.warn.duty import call
from haal.storage import act, audit, report
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as rows
from haal.storage.warn.duty import call as call_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def helpers():
    return tuple(factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(2))


@pytest.fixture
def aid():
    return factories_help.colleague(Role.AID, now=NOW)


@pytest.fixture
def school(helpers):
    place_id = register.register(kind=PlaceKind.SCHOOL, name="School", district="Mastung", by=helpers[0], now=NOW)
    for newcomer in helpers:
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=helpers[0], now=NOW)
    return place_id


def tell(place_id, by, *, is_closed=True, key="a-key-of-sixteen-letters", words="the roof came down", now=NOW):
    return closing.tell(place_id=place_id, is_closed=is_closed, words=words, client_key=key, by=by, now=now)


def test_a_helper_tells_it_and_it_is_so_with_a_receipt_and_a_place_in_the_ledger(school, helpers):
    taken = tell(school, helpers[0])

    assert rows.get(school).is_closed
    assert taken.receipt.words
    assert [one.kind for one in act.ActRow.objects.filter(subject=taken.report_id)] == ["received"]
    assert ("place-closed", f"{school}:{taken.report_id}") in [(one.what, one.subject) for one in audit.latest(limit=3)]


def test_a_correction_waits_neither_at_the_desk_nor_for_its_end_twice(school, helpers):
    taken = tell(school, helpers[0])
    assert report.state_of(taken.report_id) is report.State.ELSEWHERE
    tell(school, helpers[1], is_closed=False, key="another-key-of-letters", now=NOW + timedelta(minutes=1))

    assert flow.drain(now=NOW + timedelta(minutes=2), limit=10) == 2

    assert not rows.get(school).is_closed


def test_the_same_form_sent_twice_is_one_correction(school, helpers):
    first = tell(school, helpers[0])

    with pytest.raises(Refused) as refused:
        tell(school, helpers[0])

    assert refused.value.reason is GeneralReason.ALREADY_DONE
    assert report.count() == 1
    assert first.receipt.repeated is False


def test_what_somebody_else_tells_is_marked_for_its_helpers_who_decide(school, helpers, aid):
    tell(school, aid)
    assert (rows.get(school).is_closed, rows.get(school).look) == (False, Look.TOLD_CLOSED)

    register.settle(place_id=school, take_map=False, by=helpers[0], now=NOW)
    assert (rows.get(school).is_closed, rows.get(school).look) == (False, None)

    tell(school, aid, key="told-once-more-by-aid", words="it is closed, truly")
    tell(school, helpers[0], key="and-now-by-its-helper", words="")
    assert (rows.get(school).is_closed, rows.get(school).look) == (True, None)


def test_of_a_place_that_nobody_looks_after_it_is_so_at_once(helpers, aid):
    place_id = register.register(kind=PlaceKind.MARKET, name="Market", district="Mastung", by=aid, now=NOW)

    tell(place_id, aid)

    assert rows.get(place_id).is_closed


def test_shifts_of_a_closed_place_end_and_who_held_them_is_called(school, helpers):
    first, second = helpers
    call.register(place_id=school, channel=Channel.SMS, address="+923001234567", language="ur", by=first, now=NOW)
    at = NOW + timedelta(days=1)
    people = (first.person_id, second.person_id)
    shift_id = shifts.hold(
        place_id=school, people=people, starts_at=at, ends_at=at + timedelta(hours=4), by=first, now=NOW
    )

    tell(school, second)

    ended = shift_rows.get(shift_id)
    assert (ended.people, ended.closed_at) == ((), NOW)
    assert call_rows.any_waiting()
    again = {"people": people, "starts_at": at, "ends_at": at + timedelta(hours=4)}
    for come in (
        lambda: shifts.join(shift_id=shift_id, by=first, now=NOW),
        lambda: shifts.hold(place_id=school, **again, by=first, now=NOW),
    ):
        with pytest.raises(Refused) as refused:
            come()
        assert refused.value.reason is PlaceReason.PLACE_IS_CLOSED


def test_the_words_of_who_tells_lie_in_the_desks_box_alone(school, helpers):
    taken = tell(school, helpers[0], words="Zarina at the gate said so")

    assert "Zarina" not in repr([(one.what, one.subject, one.why) for one in audit.latest(limit=20)])
    assert b"Zarina" not in report.ReportRow.objects.get().box.ciphertext
    assert "Zarina" in report.get(taken.report_id).answers.notes


@pytest.mark.parametrize("what", What)
def test_a_line_is_read_back_as_it_was_written(what):
    told = Correction(what=what, subject=PlaceId("g_abcdefghij2345672222"))

    assert Correction.read(told.line) == told
    assert Correction.read(f"{told.line}\nwords below") == told


@pytest.mark.parametrize(
    "text",
    ["", "correction", "correction place-burnt g_abc", "Correction place-closed g_abc", "correction place-closed"],
)
def test_any_other_text_corrects_nothing(text):
    assert Correction.read(text) is None
