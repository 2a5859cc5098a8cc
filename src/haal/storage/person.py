"""People with accounts and the roles others gave them.

The one thing to know: a person is an id and a generated pseudonym. There is no column for a name, an e-mail or a phone, and
there never will be. A role row points at the agreement of the two who gave it; neither of them is the one who got it.
Second factors are rows of allauth. Not for tellers: they have no account. Rules: `haal.domain.person`, `haal.domain.access`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from haal.domain import conduct
from haal.domain import person as nouns
from haal.domain.access import Actor, Role
from haal.domain.errors import NotFound
from haal.domain.ids import AgreementId, PersonId, new_id
from haal.storage.agreement import AgreementRow

NO_PASSPHRASE = "!"  # noqa: S105 - Django's mark for a hash that nothing fits


class People(BaseUserManager["Person"]):
    """How Django finds an account at sign-in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the account with this pseudonym."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """One account."""

    id = models.CharField(primary_key=True, max_length=40)
    username = models.CharField(max_length=40, unique=True)  # the pseudonym; Django's word for it
    is_active = models.BooleanField(default=True)
    sign_in_epoch = models.PositiveIntegerField(default=0)  # raised to end every sitting of this person at once
    joined_at = models.DateTimeField()
    conduct_accepted_at = models.DateTimeField(null=True)
    conduct_version = models.CharField(max_length=conduct.VERSION_CHARS_MAX, null=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.CharField(max_length=40, null=True)
    removed_at = models.DateTimeField(null=True)
    last_login = None  # Django keeps it on every account; when somebody last worked is nobody's business

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Who is suspended or removed cannot sign in."""

        db_table = "person"
        constraints = [
            models.CheckConstraint(
                name="person_stopped_is_not_active",
                condition=Q(is_active=False) | Q(suspended_at__isnull=True, removed_at__isnull=True),
            ),
        ]

    def get_session_auth_hash(self) -> str:
        """Return what a sitting is bound to: the passphrase's hash and the epoch."""
        return salted_hmac(
            "haal.person.sitting", f"{self.password}:{self.sign_in_epoch}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        """Return nothing: there is one site key."""
        return ()


class RoleGrantRow(models.Model):
    """A role somebody was given by two others, until it ended."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    agreement = models.OneToOneField(AgreementRow, on_delete=models.PROTECT)
    asked_by = models.CharField(max_length=40)
    agreed_by = models.CharField(max_length=40)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Three different people: one who asked, one who agreed, one who got it."""

        db_table = "role_grant"
        constraints = [
            models.CheckConstraint(
                name="role_grant_by_two_others",
                condition=~Q(asked_by=F("agreed_by")) & ~Q(asked_by=F("person")) & ~Q(agreed_by=F("person")),
            ),
            models.CheckConstraint(name="role_grant_known_role", condition=Q(role__in=[role.value for role in Role])),
            models.UniqueConstraint(
                name="role_grant_once", fields=["person", "role"], condition=Q(ended_at__isnull=True)
            ),
        ]


def add(*, pseudonym: str, passphrase: str, now: datetime) -> PersonId:
    """Keep a new account and return its id. Hashing takes a tenth of a second: see `hashed` for doing it beforehand."""
    return add_hashed(pseudonym=pseudonym, password=hashed(passphrase), now=now)


def hashed(passphrase: str) -> str:
    """Return the passphrase's argon2id hash; slow on purpose, so call it outside the transaction."""
    return make_password(passphrase)


def add_hashed(*, pseudonym: str, password: str, now: datetime) -> PersonId:
    """Keep a new account whose passphrase was hashed before."""
    person = Person(id=new_id("p"), username=pseudonym, password=password, joined_at=now)
    person.save(force_insert=True)
    return PersonId(person.id)


def pseudonym_taken(pseudonym: str) -> bool:
    """Return whether an account, even a removed one, has this pseudonym."""
    return Person.objects.filter(username=pseudonym).exists()


def any_person() -> bool:
    """Return whether there is any account at all."""
    return Person.objects.exists()


def get(person_id: PersonId) -> nouns.Person:
    """Return the account with its present roles. Raises NotFound."""
    found = _people(Person.objects.filter(pk=person_id))
    if not found:
        raise NotFound
    return found[0]


def everyone() -> tuple[nouns.Person, ...]:
    """Return every account that was not removed, by pseudonym."""
    return _people(Person.objects.filter(removed_at__isnull=True).order_by("username"))


def pseudonyms(person_ids: Iterable[str]) -> dict[str, str]:
    """Return the pseudonym of each id that is known."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("id", "username"))


def find(pseudonym: str) -> PersonId | None:
    """Return whose pseudonym this is, or None."""
    row = Person.objects.filter(username=pseudonym).values_list("id").first()
    return PersonId(row[0]) if row else None


def roles_of(person_id: PersonId) -> frozenset[Role]:
    """Return the roles a person holds now; none when the account is suspended or removed."""
    rows = RoleGrantRow.objects.filter(person_id=person_id, person__is_active=True, ended_at__isnull=True)
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def holders_of(role: Role) -> tuple[PersonId, ...]:
    """Return the active people who hold `role` now."""
    rows = RoleGrantRow.objects.filter(role=role.value, person__is_active=True, ended_at__isnull=True)
    return tuple(PersonId(person) for person in rows.order_by("person_id").values_list("person_id", flat=True))


def grant(*, person_id: PersonId, role: Role, agreement_id: AgreementId, now: datetime) -> None:
    """Give a role on the ground of a complete agreement; the database refuses any other. Raises NotFound."""
    agreed = AgreementRow.objects.filter(pk=agreement_id, agreed_at__isnull=False, withdrawn_at__isnull=True).first()
    if agreed is None or agreed.agreed_by is None:
        raise NotFound
    RoleGrantRow.objects.create(
        person_id=person_id,
        role=role.value,
        agreement=agreed,
        asked_by=agreed.asked_by,
        agreed_by=agreed.agreed_by,
        granted_at=now,
    )


def end_roles(*, person_id: PersonId, role: Role | None = None, now: datetime) -> int:
    """End one role, or all of them; return how many ended."""
    rows = RoleGrantRow.objects.filter(person_id=person_id, ended_at__isnull=True)
    return (rows.filter(role=role.value) if role else rows).update(ended_at=now)


def accept_conduct(*, person_id: PersonId, version: str = conduct.VERSION, now: datetime) -> None:
    """Keep when the person accepted this version of the code of conduct; of one version the first time counts."""
    rows = Person.objects.filter(pk=person_id).exclude(conduct_version=version)
    rows.update(conduct_accepted_at=now, conduct_version=version)


def suspend(*, person_id: PersonId, by: Actor, now: datetime) -> bool:
    """Stop an account and end its sittings; return False when it was stopped already."""
    rows = Person.objects.filter(pk=person_id, is_active=True)
    return bool(
        rows.update(is_active=False, suspended_at=now, suspended_by=by.person_id, sign_in_epoch=F("sign_in_epoch") + 1)
    )


def restore(*, person_id: PersonId) -> bool:
    """Open a suspended account again; return False when there was nothing to open."""
    rows = Person.objects.filter(pk=person_id, suspended_at__isnull=False, removed_at__isnull=True)
    return bool(rows.update(is_active=True, suspended_at=None, suspended_by=None))


def remove(*, person_id: PersonId, now: datetime) -> None:
    """Close an account for good: no passphrase, no second factor; the pseudonym stays in what was done."""
    rows = Person.objects.filter(pk=person_id)
    rows.update(is_active=False, removed_at=now, password=NO_PASSPHRASE, sign_in_epoch=F("sign_in_epoch") + 1)
    drop_second_factor(person_id)


def drop_second_factor(person_id: PersonId) -> int:
    """Forget the second factor and the recovery codes and end every sitting; return how many were forgotten."""
    Person.objects.filter(pk=person_id).update(sign_in_epoch=F("sign_in_epoch") + 1)
    gone, _ = _factors().filter(user_id=person_id).delete()
    return gone


def has_second_factor(person_id: PersonId) -> bool:
    """Return whether an authenticator app is set up."""
    return _factors().filter(user_id=person_id, type="totp").exists()


def _factors() -> models.QuerySet[Any]:
    factors: models.QuerySet[Any] = apps.get_model("mfa", "Authenticator")._default_manager.all()
    return factors


def _people(rows: models.QuerySet[Person]) -> tuple[nouns.Person, ...]:
    people = list(rows)
    ids = [person.id for person in people]
    with_factor = set(_factors().filter(user_id__in=ids, type="totp").values_list("user_id", flat=True))
    roles: dict[str, list[Role]] = {}
    grants = RoleGrantRow.objects.filter(person_id__in=ids, ended_at__isnull=True).order_by("role")
    for person_id, role in grants.values_list("person_id", "role"):
        roles.setdefault(person_id, []).append(Role(role))
    return tuple(
        nouns.Person(
            id=PersonId(person.id),
            pseudonym=person.username,
            roles=tuple(roles.get(person.id, ())),
            joined_at=person.joined_at,
            conduct_accepted_at=person.conduct_accepted_at,
            conduct_version=person.conduct_version,
            suspended_at=person.suspended_at,
            removed_at=person.removed_at,
            has_second_factor=person.id in with_factor,
        )
        for person in people
    )
