"""Complaints reach two outside the desk and are answered; the one who complained can see both."""

from datetime import timedelta

import pytest
from tests.factories import NOW, account, actor
from tests.factories_keys import SECRETS

from haal.domain.access import Role
from haal.domain.complaint.answer import Answer, Outcome, Wait
from haal.domain.complaint.told import Complaint, Recording, Way
from haal.domain.errors import KeysLocked, NotFound, Refused
from haal.services.intake import follow
from haal.services.intake.complaint import listen, numbers, tell
from haal.storage import audit
from haal.storage.ground import keys

TOLD = Complaint(told="They asked for money.\nTwice.", about="iron-gate", contact="0300 1112223")
SPOKEN = Recording(media_type="audio/ogg", content=b"OggS\x00 spoken words")
GIVEN = Answer(outcome=Outcome.CHANGED, words="We changed who takes the lists.")

pytestmark = pytest.mark.django_db


def complain(told=TOLD, key="key-of-this-form-1", **more):
    return tell.complain(told=told, client_key=key, now=NOW, **more)


def seen_by(who, now=NOW):
    return [line.seen for line in listen.waiting(by=who, now=now).lines]


def reached(receipt):
    standing = follow.read(code=receipt.words).apart
    return standing.reached, standing.of


def test_each_listener_who_reads_it_counts_once():
    receipt = complain()
    first, second = actor(Role.LISTENER), actor(Role.WOMAN_LISTENER)

    counts = [seen_by(who)[0].reached for who in (first, first, second)]

    assert counts == [1, 1, 2]
    assert reached(receipt) == (2, 2)


def test_a_complaint_comes_as_it_was_written():
    complain()

    (seen,) = seen_by(actor(Role.LISTENER))

    assert seen.told == TOLD


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.LISTENER, Role.WOMAN_LISTENER, Role.AUDITOR}]
)
def test_no_other_role_reads_complaints(role):
    complain()

    with pytest.raises(Refused, match="not-allowed"):
        listen.waiting(by=actor(role), now=NOW)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.INTAKE, Role.WARNER, Role.OPERATOR, Role.PUBLISHER])
def test_a_listener_with_a_role_at_the_desk_reads_nothing_and_does_not_count(role):
    receipt = complain()

    with pytest.raises(Refused, match="listener-at-the-desk"):
        listen.waiting(by=actor(Role.LISTENER, role), now=NOW)

    assert reached(receipt) == (0, 2)


def test_a_locked_box_reaches_nobody_and_still_takes_complaints():
    receipt = complain()
    keys.forget()
    try:
        with pytest.raises(KeysLocked):
            listen.waiting(by=actor(Role.LISTENER), now=NOW)
        complain(key="key-of-this-form-2")
    finally:
        keys.hold(SECRETS)

    assert reached(receipt) == (0, 2)
    assert len(seen_by(actor(Role.LISTENER))) == 2


def test_sent_twice_it_is_kept_once_and_empty_not_at_all():
    first, again = complain(), complain()

    assert first.words == again.words
    assert len(seen_by(actor(Role.LISTENER))) == 1
    with pytest.raises(Refused, match="nothing-complained"):
        complain(Complaint(told=" "), key="key-of-this-form-2")


def test_a_spoken_complaint_is_heard_by_those_who_read_it_and_by_nobody_else():
    complain(Complaint(told="", spoken=True), recording=SPOKEN)
    (seen,) = seen_by(listener := actor(Role.LISTENER))

    assert listen.recording(complaint_id=seen.id, by=listener, now=NOW) == SPOKEN
    with pytest.raises(NotFound):
        listen.recording(complaint_id=seen.id, by=actor(Role.AUDITOR), now=NOW)
    with pytest.raises(Refused, match="client-key-used"):
        complain(Complaint(told="", spoken=True), recording=Recording(media_type="audio/ogg", content=b"other"))


def test_a_text_message_that_comes_twice_is_one_complaint():
    texts = [
        tell.by_text_message(words="They took the blankets.", sender="+923001112223", language="en", now=NOW)
        for _ in range(2)
    ]

    (seen,) = seen_by(actor(Role.LISTENER))
    assert len({receipt.digits for receipt in texts}) == 1
    assert (seen.told.way, seen.told.contact) == (Way.SMS, "+923001112223")


def test_the_answer_comes_with_the_code_once():
    receipt = complain()
    (seen,) = seen_by(listener := actor(Role.WOMAN_LISTENER))

    listen.answer(complaint_id=seen.id, given=GIVEN, by=listener, now=NOW + timedelta(days=3))

    assert follow.read(code=receipt.digits).complaint.answer == GIVEN
    assert seen_by(actor(Role.LISTENER))[0].answered_on == NOW.date() + timedelta(days=3)
    with pytest.raises(Refused, match="answered-already"):
        listen.answer(complaint_id=seen.id, given=GIVEN, by=listener, now=NOW)
    with pytest.raises(Refused, match="answer-needed"):
        listen.answer(complaint_id=seen.id, given=Answer(outcome=Outcome.CHANGED, words=" "), by=listener, now=NOW)


def test_without_the_keys_the_code_says_by_when_and_opens_nothing():
    receipt = complain()
    keys.forget()
    try:
        told = follow.read(code=receipt.words).complaint
    finally:
        keys.hold(SECRETS)

    assert (told.answer_by, told.answer) == (NOW.date() + timedelta(days=14), None)


def test_what_waited_too_long_is_told_to_its_readers_first():
    complain()
    later = NOW + timedelta(days=15)
    tell.complain(told=Complaint(told="New."), client_key="key-of-this-form-9", now=later)

    listening = listen.waiting(by=actor(Role.LISTENER), now=later)

    assert [line.wait for line in listening.lines] == [Wait.NOT_ANSWERED, Wait.IN_TIME]
    assert listening.late == 1


def test_who_is_named_by_a_reader_has_no_way_to_it_any_more():
    complain(Complaint(told="The tall one."))
    accused = actor(Role.LISTENER, name="tall-oak")
    account_id = account(pseudonym="tall-oak")
    accused = type(accused)(person_id=account_id, pseudonym="tall-oak", roles=accused.roles)
    (seen,) = seen_by(accused)

    listen.name_accused(complaint_id=seen.id, person_id=account_id, by=actor(Role.WOMAN_LISTENER), now=NOW)

    assert seen_by(accused) == []
    with pytest.raises(NotFound):
        listen.answer(complaint_id=seen.id, given=GIVEN, by=accused, now=NOW)


def test_past_months_are_counted_in_fives():
    for number in range(7):
        complain(Complaint(told=f"Number {number}."), key=f"key-of-this-form-{number}")
    for seen in seen_by(listener := actor(Role.LISTENER))[:5]:
        listen.answer(complaint_id=seen.id, given=GIVEN, by=listener, now=NOW + timedelta(days=4))

    assert numbers.published(now=NOW).months == ()
    (month,) = numbers.published(now=NOW + timedelta(days=40)).months
    assert (month.received, month.days) == (5, 4.0)


def test_reading_is_audited_without_saying_which():
    complain()
    listener = actor(Role.LISTENER)

    listen.waiting(by=listener, now=NOW)

    assert [(entry.by, entry.what, entry.subject) for entry in audit.latest(limit=3)] == [
        (listener.person_id, "complaints-read", "")
    ]
