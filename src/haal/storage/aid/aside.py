"""The table of needs and offers that a person looks at first, and the index by which a sender is known again.

The one thing to know: a sender is known by a blind index of the contact under the route key: with the keys away nobody can be found
by it, and a disk says nothing. It goes with the contact; of a sender who is held back it stays here until that is over.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from haal.domain.aid import aside as nouns
from haal.domain.errors import KeysLocked
from haal.domain.ids import PersonId
from haal.storage.ground import keys
from haal.vault.box import blind_index

_INDEX = "help-sender"
_DIGITS = 9  # the last ones are a number, however it begins


class AsideRow(models.Model):
    """One need or offer that is set aside. `subject` is its id."""

    subject = models.CharField(primary_key=True, max_length=40)
    why = models.CharField(max_length=16)
    by = models.CharField(max_length=40)
    confirmed_by = models.CharField(max_length=40, blank=True, default="")
    sender = models.BinaryField(max_length=16, null=True)
    at = models.DateTimeField()

    class Meta:
        """Who confirms is not who said it first."""

        db_table = "help_aside"
        indexes = [models.Index(fields=["sender"], name="help_aside_sender", condition=Q(sender__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="help_aside_by_two", condition=Q(confirmed_by="") | ~Q(confirmed_by=models.F("by"))
            )
        ]


def sender_of(contact: str) -> bytes | None:
    """Return the index of a contact, whatever stands around its number; None without one, or while the keys are away."""
    digits = "".join(str(int(letter)) for letter in contact if letter.isdecimal())
    plain = digits[-_DIGITS:] if len(digits) >= _DIGITS else contact.strip().casefold()
    with suppress(KeysLocked):
        return blind_index(plain.encode(), key=keys.index_key(_INDEX)) if plain else None
    return None


def put(aside: nouns.Aside, *, sender: bytes | None) -> bool:
    """Set something aside; False when it is already."""
    _row, made = AsideRow.objects.get_or_create(
        subject=aside.subject, defaults={"why": aside.why.value, "by": aside.by, "sender": sender, "at": aside.at}
    )
    return made


def find(subject: str) -> nouns.Aside | None:
    """Return why something is set aside, or None."""
    row = AsideRow.objects.filter(pk=subject).first()
    return to_domain(row) if row else None


def of_sender(sender: bytes | None) -> tuple[nouns.Aside, ...]:
    """Return what was set aside of this sender."""
    return tuple(map(to_domain, AsideRow.objects.filter(sender=sender))) if sender else ()


def confirm(subject: str, *, by: PersonId) -> bool:
    """Keep that a second person says so; False when it was the same person, or confirmed."""
    rows = AsideRow.objects.filter(pk=subject, confirmed_by="").exclude(by=by)
    return bool(rows.update(confirmed_by=by))


def bring_back(subject: str) -> bool:
    """Set it aside no more; False when it was not."""
    return bool(AsideRow.objects.filter(pk=subject).delete()[0])


def forget_senders(*, now: datetime, days_max: int) -> int:
    """Forget the index of those who are held back no more; return how many."""
    old = now - timedelta(days=days_max)
    return AsideRow.objects.filter(sender__isnull=False, at__lt=old).update(sender=None)


def to_domain(row: AsideRow) -> nouns.Aside:
    """Return the row as the rules see it."""
    return nouns.Aside(
        subject=row.subject, why=nouns.AsideWhy(row.why), by=row.by, at=row.at, confirmed=bool(row.confirmed_by)
    )
