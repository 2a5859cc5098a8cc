"""What two key keepers together can open: the sealed content, and in a small table of its own each key keeper's share.

The one thing to know: nothing here is opened by the box; shredding a record is deleting its shares, and the ciphertext
then says nothing for ever. The two tables are apart so that the shares can be backed up on their own, for seven days only.
How a seal is made is `haal.vault.seal`; asking for one to be opened is a two-person act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.errors import NotFound
from haal.domain.ids import new_id
from haal.storage.ground.insert import insert
from haal.storage.report import ReportRow
from haal.vault.seal import SealedBox


class SealRow(models.Model):
    """One sealed content of one record."""

    id = models.CharField(primary_key=True, max_length=40)
    record = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        """Found by the record it belongs to."""

        db_table = "seal"
        indexes = [models.Index(fields=["record"], name="seal_record")]


class WrappedKeyRow(models.Model):
    """The share of one key keeper, as an age file to that keeper alone. `keeper` counts from 1."""

    seal = models.ForeignKey(SealRow, on_delete=models.CASCADE, related_name="shares")
    keeper = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        """One share for each keeper."""

        db_table = "wrapped_key"
        constraints = [models.UniqueConstraint(fields=["seal", "keeper"], name="wrapped_key_once")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A seal as it leaves for the offline station. No shares: it was shredded."""

    seal_id: str
    record: str
    sealed_at: datetime
    box: SealedBox

    @property
    def is_shredded(self) -> bool:
        """Whether nobody can open it any more."""
        return not self.box.wrapped


def put(*, box: SealedBox, record: str, kind: str, now: datetime) -> str:
    """Keep a seal and its shares in the caller's transaction; return its id."""
    seal_id = new_id("sl")
    insert(SealRow, [{"id": seal_id, "record": record, "kind": kind, "ciphertext": box.ciphertext, "sealed_at": now}])
    shares = enumerate(box.wrapped, start=1)
    insert(WrappedKeyRow, [{"seal_id": seal_id, "keeper": number, "wrapped": wrapped} for number, wrapped in shares])
    return seal_id


def of_record(record: str) -> tuple[Sealed, ...]:
    """Return the seals of a record."""
    rows = SealRow.objects.filter(record=record).order_by("sealed_at", "id").prefetch_related("shares")
    return tuple(_sealed(row) for row in rows)


def each() -> Iterator[tuple[str, bytes]]:
    """Yield (record, ciphertext) of every seal."""
    rows = SealRow.objects.order_by("id").values_list("record", "ciphertext")
    for record, ciphertext in rows.iterator(chunk_size=50):
        yield record, bytes(ciphertext)


def missing() -> tuple[str, ...]:
    """Return the reports with which something was sealed that is not there any more."""
    sealed = models.Exists(SealRow.objects.filter(record=models.OuterRef("pk")))
    return tuple(ReportRow.objects.filter(has_sealed=True).exclude(sealed).values_list("id", flat=True))


def get(seal_id: str) -> Sealed:
    """Return one seal. Raises NotFound."""
    row = SealRow.objects.filter(pk=seal_id).prefetch_related("shares").first()
    if row is None:
        raise NotFound
    return _sealed(row)


def shred(record: str) -> int:
    """Destroy every share of a record's seals; return how many there were. What they opened is gone for ever."""
    count, _by_table = WrappedKeyRow.objects.filter(seal__record=record).delete()
    return count


def _sealed(row: SealRow) -> Sealed:
    shares = sorted(row.shares.all(), key=lambda share: share.keeper)
    wrapped = tuple(bytes(share.wrapped) for share in shares)
    return Sealed(
        seal_id=row.id,
        record=row.record,
        sealed_at=row.sealed_at,
        box=SealedBox(ciphertext=bytes(row.ciphertext), wrapped=wrapped),
    )
