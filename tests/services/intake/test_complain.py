"""Complaints reach two listeners outside the desk, and the one who complained can see that."""

from datetime import timedelta

import pytest
from tests.factories import NOW, actor
from tests.factories_keys import SECRETS

from haal.domain.access import Role
from haal.domain.apart import Complaint
from haal.domain.errors import KeysLocked, Refused
from haal.services.intake import complain, follow
from haal.storage import apart, audit
from haal.storage.ground import keys

TOLD = Complaint(told="They asked for money.\nTwice.", about="iron-gate", contact="0300 1112223")

pytestmark = pytest.mark.django_db


def _complain(told=TOLD, key="key-of-this-form-1"):
    return complain.complain(told=told, client_key=key, now=NOW)


def test_each_listener_who_reads_it_counts_once():
    receipt = _complain()
    first, second = actor(Role.LISTENER), actor(Role.LISTENER)

    reached = [complain.waiting(by=who, now=NOW)[0].reached for who in (first, first, second)]

    assert reached == [1, 1, 2]
    assert follow.read(code=receipt.words).apart == apart.Standing(reached=2, of=2)


def test_a_complaint_comes_as_it_was_written():
    _complain()

    (seen,) = complain.waiting(by=actor(Role.LISTENER), now=NOW)

    assert seen.told == TOLD


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LISTENER])
def test_no_other_role_reads_complaints(role):
    _complain()

    with pytest.raises(Refused, match="not-allowed"):
        complain.waiting(by=actor(role), now=NOW)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.INTAKE, Role.WARNER, Role.OPERATOR, Role.PUBLISHER])
def test_a_listener_with_a_role_at_the_desk_reads_nothing_and_does_not_count(role):
    receipt = _complain()

    with pytest.raises(Refused, match="listener-at-the-desk"):
        complain.waiting(by=actor(Role.LISTENER, role), now=NOW)

    assert follow.read(code=receipt.words).apart == apart.Standing(reached=0, of=2)


def test_a_locked_box_reaches_nobody():
    receipt = _complain()
    keys.forget()
    try:
        with pytest.raises(KeysLocked):
            complain.waiting(by=actor(Role.LISTENER), now=NOW)
    finally:
        keys.hold(SECRETS)

    assert follow.read(code=receipt.words).apart == apart.Standing(reached=0, of=2)


def test_sent_twice_it_is_kept_once_and_empty_not_at_all():
    first, again = _complain(), _complain()

    assert first.words == again.words
    assert len(complain.waiting(by=actor(Role.LISTENER), now=NOW + timedelta(days=1))) == 1
    with pytest.raises(Refused, match="nothing-complained"):
        _complain(Complaint(told=" "), key="key-of-this-form-2")


def test_reading_is_audited():
    _complain()
    listener = actor(Role.LISTENER)

    complain.waiting(by=listener, now=NOW)

    assert [(entry.by, entry.what) for entry in audit.latest(limit=3)] == [(listener.person_id, "complaints-read")]
