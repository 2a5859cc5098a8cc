"""Custody acts: a private record in the desk's box, and the leaf that will stand for it in the public ledger.

The one thing to know: `put` runs in the caller's transaction and makes the leaf at once, so sequencing needs no key; it
costs one indexed read and one insert. An act without `index` waits for `haal.services.testify.seal`.
Not the ledger itself: that is `haal.storage.leaf`. What a record commits to is `haal.ledger.record`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from django.db import connection, models

from haal.domain.access import Actor
from haal.domain.ids import ActId, new_id
from haal.domain.record.custody import OWN_LABELS, Kind
from haal.ledger import merkle, record
from haal.storage.ground.fields import DeskBoxField, with_keys
from haal.storage.ground.insert import insert

CHUNK = 2000
LISTED_MAX = 100  # ids in one field


class ActRow(models.Model):
    """One act. `number` is the order of arrival, `index` the place in the ledger once it has one."""

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=40)
    put_at = models.DateTimeField()
    leaf = models.BinaryField(max_length=record.LEAF_BYTES)
    leaf_hash = models.BinaryField(max_length=merkle.HASH_BYTES)
    index = models.BigIntegerField(null=True, unique=True)
    box = DeskBoxField()

    class Meta:
        """Looked up by subject for the chain, by what waits for the sequencer."""

        db_table = "act"
        indexes = [
            models.Index(fields=["subject", "number"], name="act_chain"),
            models.Index(fields=["number"], name="act_waiting", condition=models.Q(index__isnull=True)),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An act that has no place in the ledger yet."""

    number: int
    id: ActId
    leaf: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An act with its place, its leaf and its private record opened."""

    id: ActId
    kind: Kind
    subject: str
    index: int
    leaf: bytes
    record: record.Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An act with its leaf and its private record opened; `index` is None while it waits for its place."""

    kind: Kind
    index: int | None
    leaf: bytes
    record: record.Record


def put(
    *, kind: str, subject: str, fields: Mapping[str, object], by: Actor, now: datetime, first: bool = False
) -> ActId:
    """Keep an act and return its id; call it in the transaction of what it tells.

    Args:
        kind: a value of `haal.domain.record.custody.Kind`.
        subject: the id of what was acted on.
        fields: label -> text, whole number, truth, or lists and mappings of these; each can be opened alone later.
        by: who acted.
        now: aware, UTC.
        first: nothing was ever done with the subject before, it was made in this transaction: spares a read.

    Raises:
        ValueError: an unknown kind, a label of the ledger's own, or a value without canonical form: a bug.
    """
    if taken := OWN_LABELS & fields.keys():
        raise ValueError(f"labels of the ledger's own: {sorted(taken)}")
    act_id = ActId(new_id("act"))
    before = None if first else _last_leaf_hash(subject)
    own: dict[str, record.Value] = {
        "v": 1,
        "act": act_id,
        "kind": Kind(kind).value,
        "subject": subject,
        "by": by.person_id,
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "day": now.astimezone(UTC).date().isoformat(),
        "prev": before.hex() if before else "",
    }
    private = record.new({**cast("dict[str, record.Value]", fields), **own})
    leaf = private.leaf
    row = {"id": act_id, "kind": kind, "subject": subject, "put_at": now, "leaf": leaf, "index": None}
    insert(ActRow, [row | {"leaf_hash": merkle.leaf_hash(leaf), "box": private.to_json()}])
    return act_id


def close(subject: str, *, kept: Collection[str] | None = None, labels: Collection[str] = ()) -> int:
    """Destroy salts and values in all acts about `subject` and return how many acts lost any; their leaves stay as they are.

    Args:
        subject: the id of what was acted on.
        kept: labels that stay open, everything else is closed; None: all but `labels` stay.
        labels: what is closed when `kept` is None.

    Raises:
        KeysLocked: the acts cannot be opened.
    """
    count = 0
    for row in ActRow.objects.filter(subject=subject).order_by("number"):
        before = record.from_json(row.box.open())
        stay = kept if kept is not None else {field.label for field in before.fields} - set(labels)
        after = before.closed_but(stay)
        if after != before:
            ActRow.objects.filter(pk=row.number).update(box=after.to_json())
            count += 1
    return count


def _last_leaf_hash(subject: str) -> bytes | None:
    last = ActRow.objects.filter(subject=subject).order_by("-number").values_list("leaf_hash", flat=True).first()
    return bytes(last) if last is not None else None


def waiting(*, limit: int) -> tuple[Waiting, ...]:
    """Return acts without a place, in order of arrival."""
    rows = ActRow.objects.filter(index__isnull=True).order_by("number")
    return tuple(
        Waiting(number=number, id=ActId(act_id), leaf=bytes(leaf), leaf_hash=bytes(leaf_hash))
        for number, act_id, leaf, leaf_hash in rows.values_list("number", "id", "leaf", "leaf_hash")[:limit]
    )


def waiting_count() -> int:
    """Return how many acts have no place yet."""
    return ActRow.objects.filter(index__isnull=True).count()


def waiting_about(subjects: Iterable[str]) -> bool:
    """Return whether an act about one of these has no place yet."""
    return ActRow.objects.filter(subject__in=list(subjects), index__isnull=True).exists()


def set_places(places: Sequence[tuple[int, int]]) -> None:
    """Write the (place, act number) pairs that the ledger gave."""
    with connection.cursor() as cursor:
        cursor.executemany('UPDATE act SET "index" = %s WHERE number = %s', places)


def about(subjects: Iterable[str]) -> tuple[Placed, ...]:
    """Return all sequenced acts about these subjects, by place, their boxes opened. Raises KeysLocked, KeyGone."""
    rows = list(ActRow.objects.filter(subject__in=list(subjects), index__isnull=False).order_by("index"))
    return tuple(
        Placed(
            id=ActId(row.id),
            kind=Kind(row.kind),
            subject=row.subject,
            index=cast("int", row.index),
            leaf=bytes(row.leaf),
            record=record.from_json(box.open()),
        )
        for row, box in zip(rows, with_keys([row.box for row in rows]), strict=True)
    )


def kept_about(subject: str) -> tuple[Kept, ...]:
    """Return all acts about this subject in their order, opened, whether they have a place or not. Raises KeysLocked, KeyGone."""
    rows = list(ActRow.objects.filter(subject=subject).order_by("number"))
    return tuple(
        Kept(kind=Kind(row.kind), index=row.index, leaf=bytes(row.leaf), record=record.from_json(box.open()))
        for row, box in zip(rows, with_keys([row.box for row in rows]), strict=True)
    )


def placed_leaves() -> Iterator[tuple[int, str, bytes, bytes]]:
    """Yield (index, id, leaf, leaf hash) of every act that has a place, in order; no box is opened."""
    rows = ActRow.objects.filter(index__isnull=False).order_by("index")
    for index, act_id, leaf, leaf_hash in rows.values_list("index", "id", "leaf", "leaf_hash").iterator(
        chunk_size=CHUNK
    ):
        yield cast("int", index), act_id, bytes(leaf), bytes(leaf_hash)
