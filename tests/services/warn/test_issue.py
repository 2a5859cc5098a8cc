"""A warning is drafted, counted, asked and agreed by two, issued once, updated and ended; every short cut is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from lxml import etree
from tests.factories import NOW, actor
from tests.factories_keys import given_keys
from tests.factories_warnings import BLAST, FAR, MADE_UP, agreed, cells, drafted, subscribe, warners

from haal.domain.access import Role
from haal.domain.delivery import State as Message
from haal.domain.errors import GeneralReason, KeysLocked, Malformed, NotFound, Refused
from haal.domain.subscriber import State as Subscribed
from haal.domain.warning import Mode, Reason, State
from haal.domain.warning_text import LANGUAGES
from haal.domain.warning_words import SpeechReason
from haal.formats.cap.model import MsgType, Status
from haal.formats.cap.of_warning import cells_named
from haal.formats.cap.read import read
from haal.formats.cap.trust import Distrusted, Register, verify
from haal.services.warn import agree, cancel, draft, headcount, queries
from haal.services.warn.publish import feeds
from haal.storage import audit, delivery, warning
from haal.storage.ground import keys, signing
from haal.storage.subscriber import SubscriberRow
from haal.storage.warning import RevisionRow

pytestmark = pytest.mark.django_db
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).resolve().parents[2] / "vectors" / "cap" / "CAP-v1.2.xsd"))


@pytest.fixture(autouse=True)
def _keys(home):
    given_keys(home)
    yield
    keys.forget()


@pytest.fixture
def two():
    return warners()


def test_two_agree_and_everybody_near_is_queued_once(two):
    near, _far = subscribe(7), subscribe(3, at=FAR)
    warning_id = drafted(by=two[0])

    issued = agreed(warning_id, *two)

    assert issued.queued == 7
    assert delivery.recipients(warning_id, 1, {Message.QUEUED}) == set(near)
    assert warning.get(warning_id).state is State.ISSUED


def test_the_cap_file_passes_the_schema_and_says_the_area_that_was_counted(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)

    body = queries.cap_file(warning_id=warning_id)
    message = read(body)

    SCHEMA.assertValid(etree.fromstring(body))
    assert (message.status, message.msg_type) == (Status.ACTUAL, MsgType.ALERT)
    assert message.identifier.startswith("urn:uuid:")
    assert message.sender == "haal.example"
    assert {info.language for info in message.infos} == set(LANGUAGES)
    assert cells_named(message) == set(cells())


def test_the_cap_file_is_signed_and_an_ending_of_a_locked_box_goes_out_without(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    body = queries.cap_file(warning_id=warning_id)
    certificate = signing.certificate()

    assert verify(body, certificate=certificate, register=Register(), now=NOW) == read(body)
    with pytest.raises(Distrusted, match="replayed"):
        verify(body, certificate=certificate, register=Register().with_taken(read(body)), now=NOW)

    keys.forget()
    cancel.cancel(warning_id=warning_id, was_wrong=True, by=two[1], now=NOW + timedelta(minutes=5))

    assert b"Signature" not in queries.cap_file(warning_id=warning_id)


def test_one_person_alone_warns_nobody(two):
    subscribe(2)
    warning_id = drafted(by=two[0])
    agree.ask(warning_id=warning_id, typed_back=2, by=two[0], now=NOW)

    with pytest.raises(Refused) as refusal:
        agree.agree(warning_id=warning_id, typed_back=2, by=two[0], now=NOW)

    assert refusal.value.reason is GeneralReason.TWO_PEOPLE_NEEDED
    assert delivery.recipients(warning_id, 1, set(Message)) == frozenset()
    with pytest.raises(NotFound):
        queries.cap_file(warning_id=warning_id)


def test_nobody_agrees_to_what_nobody_asked(two):
    subscribe(2)
    warning_id = drafted(by=two[0])

    with pytest.raises(Refused) as refusal:
        agree.agree(warning_id=warning_id, typed_back=2, by=two[1], now=NOW)

    assert refusal.value.reason is Reason.NOT_ASKED


def test_the_database_itself_refuses_a_warning_of_one_person(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)

    for change in ({"agreed_by": two[0].person_id}, {"agreed_by": None}, {"asked_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RevisionRow.objects.filter(warning_id=warning_id).update(**change)


@pytest.mark.parametrize("typed", [None, 0, 2, 4, 30])
def test_the_head_count_is_typed_back_exactly_by_both(two, typed):
    subscribe(3)
    warning_id = drafted(by=two[0])

    for step, who in ((agree.ask, two[0]), (agree.agree, two[1])):
        with pytest.raises(Refused) as refusal:
            step(warning_id=warning_id, typed_back=typed, by=who, now=NOW)
        assert refusal.value.reason is Reason.COUNT_NOT_THE_SAME
        if step is agree.ask:
            agree.ask(warning_id=warning_id, typed_back=3, by=two[0], now=NOW)


def test_who_agrees_agrees_to_the_number_of_now(two):
    subscribe(3)
    warning_id = drafted(by=two[0])
    agree.ask(warning_id=warning_id, typed_back=3, by=two[0], now=NOW)
    subscribe(1)

    with pytest.raises(Refused) as refusal:
        agree.agree(warning_id=warning_id, typed_back=3, by=two[1], now=NOW)
    issued = agree.agree(warning_id=warning_id, typed_back=4, by=two[1], now=NOW)

    assert refusal.value.reason is Reason.COUNT_NOT_THE_SAME
    assert issued.queued == 4


def test_nobody_subscribed_is_refused_and_never_everyone(two):
    subscribe(5, at=FAR)
    subscribe(5, state=Subscribed.ASKED)
    subscribe(5, simulated=True)
    warning_id = drafted(by=two[0])

    with pytest.raises(Refused) as refusal:
        agree.ask(warning_id=warning_id, typed_back=0, by=two[0], now=NOW)

    assert refusal.value.reason is Reason.NOBODY_SUBSCRIBED


@pytest.mark.parametrize(
    ("written", "mode", "expected"),
    [
        (replace(BLAST, radius_km=0), Mode.ACTUAL, Reason.NO_AREA),
        (replace(BLAST, radius_km=500), Mode.ACTUAL, Reason.AREA_TOO_WIDE),
        (replace(BLAST, place=""), Mode.ACTUAL, Reason.NO_PLACE),
        (replace(BLAST, lifetime_hours=73), Mode.ACTUAL, Reason.LIFETIME),
        (MADE_UP, Mode.ACTUAL, Reason.MADE_UP_DANGER),
        (replace(BLAST, detail="The convoy goes north."), Mode.ACTUAL, SpeechReason.SAYS_FORCES),
        (replace(BLAST, detail="Gather at the school."), Mode.DRILL, SpeechReason.SAYS_GATHERING),
        (replace(BLAST, place="Mastung <b>"), Mode.ACTUAL, SpeechReason.NOT_PLAIN),
    ],
)
def test_a_draft_that_may_not_be_said_is_not_kept(two, written, mode, expected):
    with pytest.raises(Refused) as refusal:
        drafted(written, mode=mode, by=two[0])

    assert refusal.value.reason is expected
    assert warning.drafts() == ()


def test_only_who_may_warn_warns_and_the_second_factor_is_asked_again(two):
    subscribe(1)
    stranger = actor(Role.VERIFIER)
    stale = replace(two[0], second_factor_at=None)
    warning_id = drafted(by=two[0])

    with pytest.raises(Refused):
        drafted(by=stranger)
    with pytest.raises(Refused):
        agree.ask(warning_id=warning_id, typed_back=1, by=stranger, now=NOW)
    with pytest.raises(Refused) as refusal:
        agree.ask(warning_id=warning_id, typed_back=1, by=stale, now=NOW)
    assert refusal.value.reason is GeneralReason.SECOND_FACTOR_NEEDED


def test_a_warning_is_issued_once(two):
    subscribe(2)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)

    with pytest.raises(Refused):
        agree.agree(warning_id=warning_id, typed_back=2, by=two[1], now=NOW)

    assert len(delivery.recipients(warning_id, 1, set(Message))) == 2


def test_a_changed_draft_has_to_be_asked_anew(two):
    subscribe(2)
    warning_id = drafted(by=two[0])
    agree.ask(warning_id=warning_id, typed_back=2, by=two[0], now=NOW)
    draft.rewrite(warning_id=warning_id, written=replace(BLAST, lifetime_hours=12), by=two[0], now=NOW)

    with pytest.raises(Refused) as refusal:
        agree.agree(warning_id=warning_id, typed_back=2, by=two[1], now=NOW)

    assert refusal.value.reason is Reason.NOT_ASKED


def test_the_head_count_is_told_by_channel_and_language(two):
    subscribe(3, language="ur")
    subscribe(2, language="bal")
    warning_id = drafted(by=two[0])

    counted = headcount.of_draft(warning_id=warning_id, by=two[1], now=NOW)

    assert counted.total == 5
    assert [(line.language, line.read_in, line.count, line.has_gateway) for line in counted.lines] == [
        ("bal", "ur", 2, False),
        ("ur", "ur", 3, False),
    ]


def test_an_update_reaches_the_new_area_and_everybody_ever_told(two):
    near, far = subscribe(4), subscribe(2, at=FAR)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    _arrive(warning_id)
    draft.rewrite(warning_id=warning_id, written=FAR, by=two[1], now=NOW)

    issued = agreed(warning_id, two[1], two[0], now=NOW + timedelta(minutes=5))

    assert delivery.recipients(warning_id, 2, {Message.QUEUED}) == {*near, *far}
    assert issued.revision == 2
    message = read(queries.cap_file(warning_id=warning_id))
    assert message.msg_type is MsgType.UPDATE
    assert [reference.identifier for reference in message.references] == [
        read(queries.cap_file(warning_id=warning_id, number=1)).identifier
    ]
    assert warning.get(warning_id).state is State.UPDATED


def test_a_cancel_needs_one_person_and_reaches_exactly_those_who_were_told(two):
    near = subscribe(4)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    _arrive(warning_id, *near[:3])

    issued = cancel.cancel(warning_id=warning_id, was_wrong=True, by=actor(Role.VERIFIER), now=NOW)

    assert (issued.queued, issued.withdrawn) == (3, 1)
    assert delivery.recipients(warning_id, 2, {Message.QUEUED}) == set(near[:3])
    assert delivery.recipients(warning_id, 1, {Message.WITHDRAWN}) == {near[3]}
    message = read(queries.cap_file(warning_id=warning_id))
    assert message.msg_type is MsgType.CANCEL
    assert "was wrong" in message.infos[0].description
    assert warning.get(warning_id).state is State.ENDED
    SCHEMA.assertValid(etree.fromstring(queries.cap_file(warning_id=warning_id)))


def test_a_cancel_names_every_earlier_message_and_ends_an_open_question(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    _arrive(warning_id)
    draft.rewrite(warning_id=warning_id, written=BLAST, by=two[0], now=NOW)
    agreed(warning_id, *two, now=NOW + timedelta(minutes=1))
    draft.rewrite(warning_id=warning_id, written=BLAST, by=two[0], now=NOW)
    agree.ask(warning_id=warning_id, typed_back=1, by=two[0], now=NOW + timedelta(minutes=2))

    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW + timedelta(minutes=3))

    assert len(read(queries.cap_file(warning_id=warning_id)).references) == 2
    with pytest.raises(Refused):
        agree.agree(warning_id=warning_id, typed_back=1, by=two[1], now=NOW + timedelta(minutes=3))


def test_what_has_ended_or_run_out_is_not_ended_again_nor_updated(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    late = NOW + timedelta(hours=7)

    with pytest.raises(Refused):
        cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=late)
    assert cancel.expire(now=late) == 1
    with pytest.raises(Refused):
        draft.rewrite(warning_id=warning_id, written=BLAST, by=two[0], now=late)
    assert warning.get(warning_id).state is State.EXPIRED
    assert cancel.expire(now=late) == 0


def test_a_warning_can_be_ended_while_the_keys_are_away(two):
    subscribe(2)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    _arrive(warning_id)
    keys.forget()

    issued = cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[1], now=NOW)

    assert issued.queued == 2


def test_a_draft_lies_in_the_desks_box_and_cannot_be_read_without_keys(two):
    warning_id = drafted(replace(BLAST, detail="Planted words."), by=two[0])
    row = RevisionRow.objects.get(warning_id=warning_id)
    keys.forget()

    assert row.said is None
    assert b"Planted" not in row.box.ciphertext
    with pytest.raises(KeysLocked):
        warning.get(warning_id)


def test_every_step_is_in_the_audit(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)
    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW)

    acts = [entry.what for entry in reversed(audit.latest(limit=20, subject=warning_id))]
    assert acts == ["warning-drafted", "warning-asked", "warning-issued", "warning-ended"]


def test_a_drill_says_test_and_exercise_and_counts_simulated_people_only(two):
    subscribe(2)
    simulated = subscribe(3, simulated=True)
    warning_id = drafted(MADE_UP, mode=Mode.DRILL, by=two[0])

    agreed(warning_id, *two)

    message = read(queries.cap_file(warning_id=warning_id))
    assert message.status is Status.EXERCISE
    assert all(info.headline.startswith("TEST") for info in message.infos)
    assert delivery.recipients(warning_id, 1, {Message.QUEUED}) == set(simulated)


def test_the_feed_shows_what_is_on_air_and_keeps_an_ending(two):
    subscribe(1)
    warning_id = drafted(by=two[0])
    agreed(warning_id, *two)

    on_air = feeds.atom(now=NOW)
    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW + timedelta(hours=1))

    assert f"{warning_id}.xml".encode() in on_air
    assert b'term="Cancel"' in feeds.atom(now=NOW + timedelta(hours=2))
    assert str(warning_id).encode() not in feeds.atom(now=NOW + timedelta(hours=7))


def _arrive(warning_id, *people):
    rows = delivery.DeliveryRow.objects.filter(queue__warning_id=warning_id)
    numbers = SubscriberRow.objects.filter(pseudonym__in=people).values("pk")
    rows = rows.filter(person__in=numbers) if people else rows
    rows.update(state=Message.ACCEPTED.value)


def test_malformed_never_leaves_a_half_issued_warning(two, monkeypatch):
    subscribe(1)
    warning_id = drafted(by=two[0])

    def broken(*_args):
        raise Malformed("cap", expected="a rule", got="none")

    monkeypatch.setattr("haal.services.warn.issue.write", broken)
    with pytest.raises(Malformed), transaction.atomic():
        agreed(warning_id, *two)

    assert delivery.recipients(warning_id, 1, set(Message)) == frozenset()
