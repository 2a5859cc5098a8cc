"""Protected reports: almost nothing asked, read by focal persons alone, counted by nobody."""

import pytest
from tests.factories import NOW, actor
from tests.factories_keys import SECRETS

from haal.domain.access import Role
from haal.domain.apart import Protected
from haal.domain.errors import KeysLocked, NotFound, Refused
from haal.services.intake import follow, protect
from haal.storage import act, apart, audit, outbox
from haal.storage.ground import keys
from haal.storage.report import ReportRow
from haal.vault.seal import CannotOpen

KEY = "key-of-this-form-1"
TOLD = Protected(contact="0300 7654321", safe_time="after asr, say it is the tailor", district="Kech", urgent=True)

pytestmark = pytest.mark.django_db


def _reach(told=TOLD, key=KEY):
    return protect.reach(told=told, client_key=key, now=NOW)


def test_a_focal_person_reads_how_somebody_can_be_reached():
    _reach()

    (seen,) = protect.waiting(by=actor(Role.FOCAL), now=NOW)

    assert seen.told == TOLD
    assert seen.taken_by == ""


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FOCAL])
def test_no_other_role_reads_any(role):
    _reach()

    with pytest.raises(Refused):
        protect.waiting(by=actor(role), now=NOW)
    with pytest.raises(Refused):
        protect.take(protected_id="x_any", by=actor(role), now=NOW)


def test_taking_one_in_leaves_no_trace_that_the_desk_could_count():
    before = (audit.head(), act.waiting_count(), outbox.count(), ReportRow.objects.count())

    _reach()

    assert (audit.head(), act.waiting_count(), outbox.count(), ReportRow.objects.count()) == before


def test_reading_is_audited_without_saying_what_or_how_many():
    _reach()
    _reach(key="key-of-this-form-2")
    focal = actor(Role.FOCAL)

    protect.waiting(by=focal, now=NOW)

    (entry,) = audit.latest(limit=5)
    assert (entry.by, entry.what, entry.subject) == (focal.person_id, "protected-read", "")


def test_the_same_form_sent_twice_is_one_and_gives_the_same_code():
    first, again = _reach(), _reach()

    assert (first.words, first.digits) == (again.words, again.digits)
    assert again.repeated
    assert apart.ProtectedRow.objects.count() == 1


def test_a_key_used_for_other_words_is_refused():
    _reach()

    with pytest.raises(Refused, match="client-key-used"):
        _reach(Protected(contact="another way"))


def test_without_a_way_to_be_reached_nothing_is_kept():
    with pytest.raises(Refused, match="no-way-to-reach"):
        _reach(Protected(district="Kech"))


@pytest.mark.parametrize("contact", ["a\x00b", "a\ud800b", "x" * 501])
def test_what_cannot_be_kept_as_it_is_is_refused(contact):
    with pytest.raises(Refused):
        _reach(Protected(contact=contact))


def test_one_focal_person_takes_it_on_and_the_code_says_so():
    receipt = _reach()
    focal = actor(Role.FOCAL, name="quiet-river")
    assert follow.read(code=receipt.words).apart == apart.Standing(reached=0, of=1)

    protect.take(protected_id=apart.ProtectedRow.objects.get().id, by=focal, now=NOW)

    assert follow.read(code=receipt.digits).apart == apart.Standing(reached=1, of=1)
    with pytest.raises(Refused, match="already-done"):
        protect.take(protected_id=apart.ProtectedRow.objects.get().id, by=actor(Role.FOCAL), now=NOW)
    with pytest.raises(NotFound):
        protect.take(protected_id="x_none", by=focal, now=NOW)


def test_the_code_opens_nothing_of_the_desk():
    receipt = _reach()

    for attempt in (
        lambda: follow.find(code=receipt.words),
        lambda: follow.answer(code=receipt.words, text="more", client_key="k" * 16, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_it_is_kept_and_stays_shut_while_the_keys_are_away():
    keys.forget()
    try:
        _reach()
        with pytest.raises(KeysLocked):
            protect.waiting(by=actor(Role.FOCAL), now=NOW)
    finally:
        keys.hold(SECRETS)

    assert protect.waiting(by=actor(Role.FOCAL), now=NOW)[0].told == TOLD


def test_the_desks_key_does_not_open_it():
    _reach()
    box = bytes(apart.ProtectedRow.objects.get().box)

    with pytest.raises(CannotOpen):
        keys.desk_identity().open(box)
    assert b"7654321" not in box
