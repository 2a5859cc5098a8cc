"""What anybody may read of families and of room: one release that stands, agreed to by two.

The one thing to know: public pages and every export read this table alone and open no box. The database refuses a text
that one person released alone; a correction empties the rows of an area at once and needs nobody's leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import BulletinId, PersonId
from haal.domain.shelter.shown import Shown
from haal.formats.three_w import plain
from haal.storage.ground.fields import DeskBoxField


class BulletinRow(models.Model):
    """One release, or the draft of one. `ended_at`: another took its place, or somebody took it back."""

    id = models.CharField(primary_key=True, max_length=40)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40, null=True)
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_standing = models.BooleanField(default=False)
    draft = DeskBoxField(null=True)
    content = models.TextField(blank=True, default="")

    class Meta:
        """Nothing is told that two different people did not agree to; one stands at a time, one draft waits at a time."""

        db_table = "bulletin"
        constraints = [
            models.CheckConstraint(
                name="bulletin_two_people",
                condition=Q(is_standing=False, content="")
                | Q(is_standing=True, agreed_by__isnull=False, released_at__isnull=False, ended_at__isnull=True)
                & ~Q(agreed_by=F("asked_by")),
            ),
            models.UniqueConstraint(name="bulletin_stands_once", fields=["is_standing"], condition=Q(is_standing=True)),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A release as the desk lists it."""

    id: BulletinId
    asked_by: PersonId
    asked_at: datetime
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What anybody may read now, and since when."""

    id: BulletinId
    shown: Shown
    released_at: datetime


def keep_draft(bulletin_id: BulletinId, shown: Shown, *, by: PersonId, now: datetime) -> None:
    """Keep a draft in place of those that nobody agreed to."""
    end_drafts(now=now)
    BulletinRow.objects.create(id=bulletin_id, asked_by=by, asked_at=now, draft=plain.write(shown))


def end_drafts(*, now: datetime) -> None:
    """End what waits for a second person."""
    drafts = BulletinRow.objects.filter(released_at__isnull=True, ended_at__isnull=True)
    drafts.update(ended_at=now, draft=None)


def get(bulletin_id: BulletinId) -> Bulletin:
    """Return a release without what it tells. Raises NotFound."""
    row = BulletinRow.objects.filter(pk=bulletin_id).defer("draft", "content").first()
    if row is None:
        raise NotFound
    return _bulletin(row)


def waiting() -> Bulletin | None:
    """Return the draft that waits for a second person, or None."""
    rows = BulletinRow.objects.filter(released_at__isnull=True, ended_at__isnull=True)
    row = rows.defer("draft", "content").first()
    return _bulletin(row) if row else None


def waits_for(person: PersonId) -> bool:
    """Return whether a draft of somebody else waits. Opens nothing."""
    drafts = BulletinRow.objects.filter(released_at__isnull=True, ended_at__isnull=True)
    return drafts.exclude(asked_by=person).exists()


def draft_of(bulletin_id: BulletinId) -> Shown:
    """Return exactly what would be shown. Raises NotFound, KeysLocked."""
    row = BulletinRow.objects.filter(pk=bulletin_id, released_at__isnull=True, draft__isnull=False).first()
    if row is None:
        raise NotFound
    return plain.read(row.draft.open())


def release(bulletin_id: BulletinId, shown: Shown, *, by: PersonId, now: datetime) -> None:
    """Let a draft out in place of what stood. Raises Refused: it is out, it was taken back, or one person is both."""
    BulletinRow.objects.filter(is_standing=True).update(ended_at=now, is_standing=False, content="")
    rows = BulletinRow.objects.filter(pk=bulletin_id, released_at__isnull=True, ended_at__isnull=True)
    try:
        with transaction.atomic():
            done = rows.update(agreed_by=by, released_at=now, is_standing=True, content=plain.write(shown), draft=None)
    except IntegrityError as error:
        raise Refused(GeneralReason.TWO_PEOPLE_NEEDED) from error
    if not done:
        raise Refused(GeneralReason.ALREADY_DONE)


def standing() -> Standing | None:
    """Return what anybody may read now; None: nothing was released. Opens nothing."""
    row = BulletinRow.objects.filter(is_standing=True).first()
    if row is None or row.released_at is None:
        return None
    return Standing(id=BulletinId(row.id), shown=plain.read(row.content), released_at=row.released_at)


def rewrite(shown: Shown) -> None:
    """Put what is left of the standing release after a correction in its place."""
    BulletinRow.objects.filter(is_standing=True).update(content=plain.write(shown))


def end(bulletin_id: BulletinId, *, now: datetime) -> bool:
    """Take a draft or a release back; False when it had ended."""
    rows = BulletinRow.objects.filter(pk=bulletin_id, ended_at__isnull=True)
    return bool(rows.update(ended_at=now, is_standing=False, draft=None, content=""))


def _bulletin(row: BulletinRow) -> Bulletin:
    return Bulletin(
        id=BulletinId(row.id),
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        is_draft=row.released_at is None and row.ended_at is None,
    )
