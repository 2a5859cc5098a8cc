"""How a test signs in: through the pages, as a person does, with a code that an authenticator app would show."""

from __future__ import annotations

import time
from itertools import count

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from tests.factories import NOW, PASSPHRASE, account

from haal.domain.access import Role
from haal.domain.agreement import Kind
from haal.domain.ids import PersonId
from haal.storage import agreement, person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_people = count()
COST = {name: getattr(Argon2PasswordHasher, name) for name in ("time_cost", "memory_cost", "parallelism")}


def hash_quickly() -> None:
    """Let passphrases cost next to nothing in this process; what they cost in use is kept in `COST`."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def code(secret: str = SECRET, *, step: int = 0) -> str:
    """Return what the app shows, `step` half-minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def give(person_id: PersonId, role: Role) -> None:
    """Give a role as two others would."""
    asked = agreement.ask(kind=Kind.ROLE_GRANT, subject=f"{person_id}:{role}", by=PersonId("p_one"), now=NOW)
    agreement.agree(agreement_id=asked, by=PersonId("p_two"), now=NOW)
    person.grant(person_id=person_id, role=role, agreement_id=asked, now=NOW)


def member(*roles: Role, second_factor: bool = True, conduct: bool = True) -> str:
    """Keep an account with these roles and return its pseudonym."""
    pseudonym = f"test-member-{next(_people)}"
    person_id = account(pseudonym=pseudonym, complete=conduct)
    for role in roles:
        give(person_id, role)
    if second_factor:
        user = person.Person.objects.get(pk=person_id)
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return pseudonym


def signed_in(pseudonym: str) -> Client:
    """Return a browser in which this person signed in with passphrase and second factor a moment ago."""
    client = Client()
    response = client.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})
    assert response.status_code == 302, response.content
    if response.url == "/accounts/2fa/authenticate/":
        response = client.post(response.url, {"code": code()})
        assert response.status_code == 302, response.content
    return client


def person_id_of(pseudonym: str) -> PersonId:
    """Return whose pseudonym it is."""
    return PersonId(person.Person.objects.get(username=pseudonym).id)
