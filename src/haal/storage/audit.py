"""Who did what, and on what ground: rows that are only ever added, each bound to the one before by a hash.

The one thing to know: no column here is a text that somebody typed. `what` and `why` are codes, `subject` is an id; a
written reason lies in the box of its agreement. No address, no device, no user agent.
`write` costs one indexed read and one insert and must run inside the transaction of the act. The chain shows a changed or
missing row in the middle; a cut tail shows against the ledger's checkpoints (`haal.ledger`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.db import connection, models

from haal.domain.access import Actor
from haal.storage import work
from haal.storage.ground.insert import insert_row

FIRST_HASH = bytes(32)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_SUBJECT = re.compile(r"[A-Za-z0-9_:.-]{0,120}")
_LOCK = 0x6861616C  # any number, the same in every process: PostgreSQL's turn to write the chain


class AuditRow(models.Model):
    """One act."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    what = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True, default="")
    why = models.CharField(max_length=60, blank=True, default="")
    prev = models.BinaryField(max_length=32, unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        """The chain cannot fork: each hash is followed once."""

        db_table = "audit"
        indexes = [models.Index(fields=["by", "what", "at"], name="audit_by")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the audit, as its readers see it."""

    seq: int
    at: datetime
    by: str
    what: str
    subject: str
    why: str

    @classmethod
    def from_row(cls, row: AuditRow) -> Self:
        """Return the row without its hashes."""
        return cls(seq=row.seq, at=row.at, by=row.by, what=row.what, subject=row.subject, why=row.why)


def write(*, by: Actor | str, what: str, subject: str, why: str = "", now: datetime) -> None:
    """Add a row; call it in the transaction of the act it tells.

    Args:
        by: the actor, or a person's id.
        what: a code of the act, such as `warning-approved`.
        subject: an id, or ids joined by a colon; never a text.
        why: a code, often a reason's msgid; empty when the act says it all.
        now: aware, UTC.

    Raises:
        ValueError: something typed was passed where a code or an id belongs: a bug.
    """
    if not _CODE.fullmatch(what) or not _SUBJECT.fullmatch(subject) or (why and not _CODE.fullmatch(why)):
        msg = "the audit keeps codes and ids only"
        raise ValueError(msg)
    person = by.person_id if isinstance(by, Actor) else by
    with work.atomic():
        _take_turn()
        last_seq, prev = head()
        seq = last_seq + 1
        row = AuditRow(seq=seq, at=now, by=person, what=what, subject=subject, why=why, prev=prev)
        row.hash = _hash(row)
        insert_row(row)


def verify(*, last: int | None = None) -> int | None:
    """Return the first row that does not fit the chain, or None when it holds: all of it, or the `last` rows."""
    first = max(1, head()[0] - last + 1) if last else 1
    before = AuditRow.objects.filter(seq=first - 1).values_list("hash").first() if first > 1 else None
    prev, expected = (bytes(before[0]) if before else FIRST_HASH), first
    for row in AuditRow.objects.filter(seq__gte=first).order_by("seq").iterator(chunk_size=2000):
        if row.seq != expected or bytes(row.prev) != prev or bytes(row.hash) != _hash(row):
            return expected
        prev, expected = bytes(row.hash), expected + 1
    return None


def head() -> tuple[int, bytes]:
    """Return the number and hash of the last row; (0, 32 zero bytes) when there is none."""
    with connection.cursor() as cursor:  # by hand, since every act of everybody asks this
        cursor.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        last = cursor.fetchone()
    return (last[0], bytes(last[1])) if last else (0, FIRST_HASH)


def latest(*, limit: int, before_seq: int | None = None, subject: str | None = None) -> tuple[Entry, ...]:
    """Return rows, newest first."""
    rows = AuditRow.objects.order_by("-seq")
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return tuple(Entry.from_row(row) for row in rows[:limit])


def count(*, by: str, what: str, since: datetime) -> int:
    """Return how often a person did one thing since an instant: for limits and alarms."""
    return AuditRow.objects.filter(by=by, what=what, at__gte=since).count()


def each() -> Iterator[Entry]:
    """Yield every row, oldest first: for export."""
    for row in AuditRow.objects.order_by("seq").iterator(chunk_size=2000):
        yield Entry.from_row(row)


def _take_turn() -> None:
    """Wait for the chain: on PostgreSQL by an advisory lock until commit; on SQLite the write turn is held already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _hash(row: AuditRow) -> bytes:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [row.seq, at, row.by, row.what, row.subject, row.why, bytes(row.prev).hex()]
    return hashlib.sha256(json.dumps(told, separators=(",", ":"), ensure_ascii=True).encode("ascii")).digest()
