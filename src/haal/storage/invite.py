"""Invitations: a one-time code that lets somebody make an account without any role.

The one thing to know: only a keyed digest of the code is kept, so a seized disk invites nobody; and no row says who was
meant. Used once, and only until it expires. See `haal.services.people.invites`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.ids import PersonId, new_id
from haal.storage.ground import secret


class InviteRow(models.Model):
    """One invitation."""

    id = models.CharField(primary_key=True, max_length=40)
    code_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=40, null=True)

    class Meta:
        """Used when and by whom are told together."""

        db_table = "invite"
        constraints = [
            models.CheckConstraint(
                name="invite_used_by_whom",
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
            )
        ]


def add(*, code: str, by: PersonId, now: datetime, expires_at: datetime) -> str:
    """Keep an invitation by the digest of its (normalised) code and return its id."""
    row = InviteRow(id=new_id("v"), code_hash=_digest(code), made_by=by, made_at=now, expires_at=expires_at)
    row.save(force_insert=True)
    return row.id


def is_open(*, code: str, now: datetime) -> bool:
    """Return whether the code can still be used."""
    return InviteRow.objects.filter(code_hash=_digest(code), used_at__isnull=True, expires_at__gt=now).exists()


def use(*, code: str, by: PersonId, now: datetime) -> str | None:
    """Mark the invitation as used, once, and return its id; None when it is used, expired or unknown."""
    rows = InviteRow.objects.filter(code_hash=_digest(code), used_at__isnull=True, expires_at__gt=now)
    if not rows.update(used_at=now, used_by=by):
        return None
    return InviteRow.objects.values_list("id", flat=True).get(code_hash=_digest(code))


def open_count(*, now: datetime) -> int:
    """Return how many invitations still wait."""
    return InviteRow.objects.filter(used_at__isnull=True, expires_at__gt=now).count()


def _digest(code: str) -> bytes:
    return secret.digest("invite", code)
