"""The tables of the sealed note: its ciphertext, and the share of each member, wrapped to that member's own key.

The one thing to know: nothing here is opened by the box. A member who agrees unwraps their own share with their six words and
hands it to each other member, wrapped to that one's key (`given`); who then opens theirs too has the two that it takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from haal.domain.ids import CheckInId, MemberId
from haal.storage.check_in.rows import CircleMemberRow, CircleRow


class CircleNoteRow(models.Model):
    """One note of one circle."""

    id = models.BigAutoField(primary_key=True)
    circle = models.OneToOneField(CircleRow, on_delete=models.CASCADE, related_name="note")
    ciphertext = models.BinaryField()

    class Meta:
        """One for each circle."""

        db_table = "circle_note"


class CircleNoteShareRow(models.Model):
    """A share: `of` whom, wrapped `to` whom; one's own, or given by another who agreed."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(CircleNoteRow, on_delete=models.CASCADE, related_name="shares")
    of = models.ForeignKey(CircleMemberRow, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(CircleMemberRow, on_delete=models.CASCADE, related_name="+")
    wrapped = models.BinaryField()

    class Meta:
        """Each once."""

        db_table = "circle_note_share"
        constraints = [models.UniqueConstraint(name="circle_note_share_once", fields=["note", "of", "to"])]


def keep(circle_id: CheckInId, *, ciphertext: bytes, shares: Mapping[MemberId, bytes]) -> None:
    """Keep a note in place of the one before, with each member's own share."""
    forget(circle_id)
    note = CircleNoteRow.objects.create(circle_id=circle_id, ciphertext=ciphertext)
    CircleNoteShareRow.objects.bulk_create(
        CircleNoteShareRow(note=note, of_id=member, to_id=member, wrapped=wrapped) for member, wrapped in shares.items()
    )


def forget(circle_id: CheckInId) -> None:
    """Forget the note: without its shares it says nothing to anybody."""
    CircleNoteRow.objects.filter(circle_id=circle_id).delete()


def has_one(circle_id: CheckInId) -> bool:
    """Return whether there is a note."""
    return CircleNoteRow.objects.filter(circle_id=circle_id).exists()


def ciphertext_of(circle_id: CheckInId) -> bytes:
    """Return the sealed note, or nothing."""
    found = CircleNoteRow.objects.filter(circle_id=circle_id).values_list("ciphertext", flat=True).first()
    return bytes(found) if found else b""


def shares_to(circle_id: CheckInId, member: MemberId) -> dict[MemberId, bytes]:
    """Return the shares that this member can unwrap, by whose they are."""
    rows = CircleNoteShareRow.objects.filter(note__circle_id=circle_id, to_id=member)
    return {MemberId(of): bytes(wrapped) for of, wrapped in rows.values_list("of_id", "wrapped")}


def give(circle_id: CheckInId, *, of: MemberId, to: MemberId, wrapped: bytes) -> None:
    """Keep a member's share for another member."""
    note = CircleNoteRow.objects.get(circle_id=circle_id)
    CircleNoteShareRow.objects.update_or_create(note=note, of_id=of, to_id=to, defaults={"wrapped": wrapped})


def forget_given() -> None:
    """Forget what was given in an alarm that is over: it opens nothing in the next one."""
    CircleNoteShareRow.objects.filter(
        note__circle__silent_since__isnull=True, note__circle__duress_since__isnull=True
    ).exclude(of_id=models.F("to_id")).delete()


def agreed(circle_id: CheckInId) -> frozenset[MemberId]:
    """Return the members who agreed that it is opened."""
    rows = CircleNoteShareRow.objects.filter(note__circle_id=circle_id).exclude(of_id=models.F("to_id"))
    return frozenset(MemberId(of) for of in rows.values_list("of_id", flat=True).distinct())


def keys_of(circle_id: CheckInId) -> dict[MemberId, str]:
    """Return the public keys of the members, in their order."""
    rows = CircleMemberRow.objects.filter(circle_id=circle_id).order_by("step")
    return {MemberId(member): public for member, public in rows.values_list("id", "public")}


def identity_of(member: MemberId) -> bytes:
    """Return a member's own key, locked with their six words."""
    return bytes(CircleMemberRow.objects.values_list("identity", flat=True).get(pk=member))
