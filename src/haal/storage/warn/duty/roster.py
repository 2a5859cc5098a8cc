"""The tables of who can be had: who says they can be reached and until when, and who was asked to agree.

The one thing to know: whether somebody may agree is their role, never a row here; a row only adds what they said
themselves. Who was asked is kept thirty days, as with shifts, then nobody knows it. No number, no address.
Rules: `haal.domain.warn.roster`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.access import PERMISSIONS, Permission
from haal.domain.ids import AgreementId, PersonId
from haal.domain.warn.roster import OnRoster
from haal.storage import person


class DutyRow(models.Model):
    """What somebody who may agree says of themselves. Overwritten; nothing of earlier nights is left."""

    person = models.CharField(primary_key=True, max_length=40)
    is_outside = models.BooleanField(default=False)
    reachable_until = models.DateTimeField(null=True)

    class Meta:
        """One a person."""

        db_table = "duty"


class AskedRow(models.Model):
    """Somebody who was asked to be the second."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    was_reachable = models.BooleanField()
    asked_at = models.DateTimeField()

    class Meta:
        """Each once."""

        db_table = "duty_asked"
        constraints = [models.UniqueConstraint(name="duty_asked_once", fields=["agreement", "person"])]
        indexes = [models.Index(fields=["asked_at"], name="duty_asked_at")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One person who was asked, and whether they had said that they can be reached."""

    person_id: PersonId
    was_reachable: bool
    asked_at: datetime


def roster() -> tuple[OnRoster, ...]:
    """Return everybody who may agree to a warning, with what they said of themselves."""
    ids = {one for role in PERMISSIONS[Permission.AGREE_WARNING] for one in person.holders_of(role)}
    said = {row.person: row for row in DutyRow.objects.filter(person__in=ids)}
    return tuple(
        OnRoster(
            person_id=one,
            is_outside=one in said and said[one].is_outside,
            reachable_until=said[one].reachable_until if one in said else None,
        )
        for one in sorted(ids)
    )


def say(person_id: PersonId, *, is_outside: bool, reachable_until: datetime | None) -> None:
    """Keep what somebody says of themselves."""
    values = {"is_outside": is_outside, "reachable_until": reachable_until}
    DutyRow.objects.update_or_create(pk=person_id, defaults=values)


def put_asked(agreement_id: AgreementId, people: Iterable[tuple[PersonId, bool]], *, now: datetime) -> None:
    """Keep who was asked, and whether each had said that they can be reached."""
    AskedRow.objects.bulk_create(
        AskedRow(agreement=agreement_id, person=one, was_reachable=reachable, asked_at=now) for one, reachable in people
    )


def asked(agreement_id: AgreementId) -> tuple[Asked, ...]:
    """Return who was asked, those who could be reached first."""
    rows = AskedRow.objects.filter(agreement=agreement_id).order_by("-was_reachable", "person")
    return tuple(
        Asked(person_id=PersonId(row.person), was_reachable=row.was_reachable, asked_at=row.asked_at) for row in rows
    )


def forget_asked(*, before: datetime) -> int:
    """Forget who was asked before; return how many."""
    return AskedRow.objects.filter(asked_at__lt=before).delete()[0]
