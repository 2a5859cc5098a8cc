"""Founding, joining, stopping, closing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NOW, PASSPHRASE, account, actor

from haal.domain.access import Actor, Role
from haal.domain.errors import Refused
from haal.services.people import accounts, invites, queries
from haal.storage import audit, invite
from haal.storage.invite import InviteRow
from haal.storage.person import Person, RoleGrantRow

pytestmark = pytest.mark.django_db

OPERATOR = actor(Role.OPERATOR)
FOUNDERS = (frozenset({Role.OPERATOR}), frozenset({Role.AUDITOR}), frozenset({Role.VERIFIER, Role.INTAKE}))


@pytest.fixture
def quick_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.usefixtures("quick_hash")
def test_the_first_three_people_are_made_together_each_with_roles_from_two_others():
    made = accounts.found(founders=FOUNDERS, now=NOW)

    assert [queries.roles_of(person_id=founder.person_id) for founder in made] == list(FOUNDERS)
    assert len({founder.pseudonym for founder in made}) == 3
    assert all(Person.objects.get(pk=founder.person_id).check_password(founder.passphrase) for founder in made)
    assert all(row.person_id not in {row.asked_by, row.agreed_by} for row in RoleGrantRow.objects.all())


@pytest.mark.usefixtures("quick_hash")
def test_there_is_one_founding_act():
    accounts.found(founders=FOUNDERS, now=NOW)

    with pytest.raises(Refused, match="already-founded"):
        accounts.found(founders=FOUNDERS, now=NOW)


def test_two_people_cannot_found():
    with pytest.raises(Refused, match="founders-too-few"):
        accounts.found(founders=FOUNDERS[:2], now=NOW)


@pytest.mark.usefixtures("quick_hash")
def test_an_invitation_makes_one_account_without_any_role():
    code = invites.invite_one(by=OPERATOR, now=NOW).code

    joined = accounts.join(code=f" {code.upper()} ", passphrase=PASSPHRASE, now=NOW)

    assert queries.roles_of(person_id=joined.person_id) == frozenset()
    assert not queries.standing_of(person_id=joined.person_id).is_complete
    with pytest.raises(Refused, match="invite-not-valid"):
        accounts.join(code=code, passphrase=PASSPHRASE, now=NOW)


def test_an_invitation_expires():
    code = invites.invite_one(by=OPERATOR, now=NOW).code

    with pytest.raises(Refused, match="invite-not-valid"):
        accounts.join(code=code, passphrase=PASSPHRASE, now=NOW + timedelta(hours=73))


def test_the_box_does_not_keep_the_code_of_an_invitation():
    code = invites.invite_one(by=OPERATOR, now=NOW).code

    assert code.replace("-", "").encode() not in bytes(InviteRow.objects.get().code_hash)
    assert invite.is_open(code=code.replace("-", ""), now=NOW)


@pytest.mark.parametrize("passphrase", ["short one", "fourteen chars", "a" * 40, "x" * 201])
def test_a_passphrase_has_fifteen_letters_or_more(passphrase):
    code = invites.invite_one(by=OPERATOR, now=NOW).code

    with pytest.raises(Refused, match="passphrase-too-short"):
        accounts.join(code=code, passphrase=passphrase, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_only_the_operator_invites(role):
    with pytest.raises(Refused, match="not-allowed"):
        invites.invite_one(by=actor(role), now=NOW)


def test_somebody_without_any_role_can_stop_an_account():
    volunteer = account()
    newcomer = Actor(person_id=account(), pseudonym="new", roles=frozenset())

    accounts.suspend(person_id=volunteer, by=newcomer, now=NOW)

    assert not queries.one(person_id=volunteer, by=newcomer).is_active


def test_a_stopped_person_has_no_role_until_opened_again():
    made = account()
    accounts.suspend(person_id=made, by=actor(), now=NOW)

    assert queries.roles_of(person_id=made) == frozenset()


def test_one_person_cannot_empty_the_desk_but_can_always_stop_their_own_account():
    anxious = Actor(person_id=account(), pseudonym="anxious", roles=frozenset())
    for _ in range(3):
        accounts.suspend(person_id=account(), by=anxious, now=NOW)

    with pytest.raises(Refused, match="suspensions-too-many"):
        accounts.suspend(person_id=account(), by=anxious, now=NOW)
    accounts.suspend(person_id=anxious.person_id, by=anxious, now=NOW)


def test_the_people_page_shows_roles_to_those_who_give_them():
    made = account()

    assert queries.one(person_id=made, by=actor(Role.INTAKE)).roles == ()


def test_what_was_done_stands_in_the_audit():
    code = invites.invite_one(by=OPERATOR, now=NOW).code
    joined = accounts.join(code=code, passphrase=PASSPHRASE, now=NOW)
    accounts.suspend(person_id=joined.person_id, by=OPERATOR, now=NOW)

    assert [entry.what for entry in audit.each()] == ["invited", "joined", "suspended"]
    assert audit.verify() is None


def test_an_account_has_no_column_for_who_it_is():
    columns = {field.name for field in Person._meta.get_fields()}

    assert columns.isdisjoint({"email", "phone", "name", "first_name", "last_name", "last_login", "address"})
