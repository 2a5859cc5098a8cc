"""What is told apart from the desk: protected reports for focal persons, complaints for listeners; each in its own box.

The one thing to know: these boxes are shut to keys of their own (focal, complaint), not to the desk's, and no table of the
desk points here. A row says the day and nothing else; there is no count for anybody but those who may read.
Not `haal.storage.report`: nothing here is ever graded, linked, published or put in the ledger.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Self

from django.db import IntegrityError, models, transaction

from haal.domain.apart import Protected, ProtectedSeen
from haal.domain.complaint.told import Complaint
from haal.domain.errors import HaalError, NotFound
from haal.domain.ids import new_id
from haal.storage.ground import keys


class Apart(models.Model):
    """What both tables have: a box, a day, and the digests by which the teller finds it again."""

    id = models.CharField(primary_key=True, max_length=40)
    client_key_hash = models.BinaryField(max_length=32, unique=True)
    content_hash = models.BinaryField(max_length=32)
    words_hash = models.BinaryField(max_length=32, unique=True)
    digits_hash = models.BinaryField(max_length=32, unique=True)
    receipt_try = models.PositiveSmallIntegerField(default=0)
    received_on = models.DateField()
    box = models.BinaryField()

    class Meta:
        """No table of its own."""

        abstract = True


class ProtectedRow(Apart):
    """One protected report; `taken_by` is the focal person who reaches out."""

    taken_by = models.CharField(max_length=40, null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        """Apart from everything."""

        db_table = "protected"


class ComplaintRow(Apart):
    """One complaint. `concerns`: a box with the accounts that a reader named. What is done with it: `haal.storage.complaint`."""

    concerns = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        """Apart from everything; an answer has a day."""

        db_table = "complaint"
        constraints = [
            models.CheckConstraint(
                name="complaint_answer_has_a_day",
                condition=models.Q(answer__isnull=True, answered_on__isnull=True)
                | models.Q(answer__isnull=False, answered_on__isnull=False),
            )
        ]


class AlreadyThere(HaalError):
    """Another request kept the same message a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """The keyed digests of a message: of its key, its content and both forms of its code."""

    client_key: bytes
    content: bytes
    words: bytes
    digits: bytes
    receipt_try: int

    @classmethod
    def of(cls, row: ProtectedRow | ComplaintRow) -> Self:
        """Return those of a kept row."""
        hashes = (row.client_key_hash, row.content_hash, row.words_hash, row.digits_hash)
        client_key, content, words, digits = (bytes(value) for value in hashes)
        return cls(client_key=client_key, content=content, words=words, digits=digits, receipt_try=row.receipt_try)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the teller sees with the code: how many people have read it, of how many. `complaint_id`: empty for other things."""

    reached: int
    of: int
    complaint_id: str = ""
    received_on: date | None = None


def shut(told: Protected | Complaint) -> bytes:
    """Return `told` in the box of those who may read it; slow, so call it outside the transaction."""
    lock = keys.focal_public() if isinstance(told, Protected) else keys.complaint_public()
    return lock.shut(json.dumps(asdict(told), ensure_ascii=False).encode())


def known(told: type[Protected] | type[Complaint], client_key_hash: bytes) -> Digests | None:
    """Return the digests of the earlier message with this key, or None."""
    row = _table(told).objects.filter(client_key_hash=client_key_hash).first()
    return Digests.of(row) if row else None


def keep(told: type[Protected] | type[Complaint], *, box: bytes, digests: Digests, day: date) -> str:
    """Insert a row and return its id. Raises AlreadyThere."""
    table = _table(told)
    row = table(
        id=new_id("x"),
        client_key_hash=digests.client_key,
        content_hash=digests.content,
        words_hash=digests.words,
        digits_hash=digests.digits,
        receipt_try=digests.receipt_try,
        received_on=day,
        box=box,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere from error
    return row.id


def digits_taken(digits_hash: bytes) -> bool:
    """Return whether something told apart has these ten digits already."""
    tables: tuple[type[ProtectedRow | ComplaintRow], ...] = (ProtectedRow, ComplaintRow)
    return any(table.objects.filter(digits_hash=digits_hash).exists() for table in tables)


def standing(code_hash: bytes, *, listeners: int) -> Standing:
    """Return what became of what was told under this code. Raises NotFound."""
    by_code = models.Q(words_hash=code_hash) | models.Q(digits_hash=code_hash)
    if protected := ProtectedRow.objects.filter(by_code).first():
        return Standing(reached=int(protected.taken_by is not None), of=1)
    if complaint := ComplaintRow.objects.filter(by_code).first():
        reached = min(complaint.reached.count(), listeners)
        return Standing(reached=reached, of=listeners, complaint_id=complaint.id, received_on=complaint.received_on)
    raise NotFound


def protected_ones() -> tuple[ProtectedSeen, ...]:
    """Return every protected report, opened; not yet taken ones first, oldest first. Raises KeysLocked."""
    key = keys.focal_identity()
    rows = ProtectedRow.objects.order_by(models.F("taken_at").asc(nulls_first=True), "received_on", "id")
    return tuple(
        ProtectedSeen(
            id=row.id,
            received_on=row.received_on,
            told=Protected(**json.loads(key.open(bytes(row.box)))),
            taken_by=row.taken_by or "",
        )
        for row in rows
    )


def take(protected_id: str, *, by: str, now: datetime) -> bool:
    """Keep who reaches out; False when somebody does already. Raises NotFound."""
    if not ProtectedRow.objects.filter(pk=protected_id).exists():
        raise NotFound
    return bool(ProtectedRow.objects.filter(pk=protected_id, taken_by__isnull=True).update(taken_by=by, taken_at=now))


def _table(told: type[Protected] | type[Complaint]) -> type[ProtectedRow | ComplaintRow]:
    return ProtectedRow if told is Protected else ComplaintRow
