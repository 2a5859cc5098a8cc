"""A box with keys that can be opened, and acts in its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.factories_keys import SECRETS, given_keys

from haal.domain.access import SYSTEM
from haal.ledger import merkle, record
from haal.services.testify import seal
from haal.storage import act, work
from haal.storage.act import ActRow
from haal.storage.ground import keys
from haal.storage.ground.fields import DeskBox

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@contextmanager
def unlocked_box(home: Path) -> Iterator[Path]:
    """Give `home` keys that are open in this process, and a ledger key."""
    given_keys(home)
    seal.make_key()
    yield home
    keys.hold(SECRETS)


def put_many(count: int) -> None:
    """Keep `count` acts fast: real leaves, one box for all of them."""
    box = DeskBox.shut({})
    rows = []
    for number in range(count):
        leaf = record.new({"number": number}).leaf
        name, leaf_hash = f"act_{number}", merkle.leaf_hash(leaf)
        rows.append(ActRow(id=name, kind="graded", subject=name, put_at=NOW, leaf=leaf, leaf_hash=leaf_hash, box=box))
    ActRow.objects.bulk_create(rows, batch_size=100)


def put_acts(count: int, *, subject: str = "r_some", kind: str = "graded") -> None:
    """Keep `count` acts about one subject in one transaction."""
    with work.atomic():
        for number in range(count):
            act.put(kind=kind, subject=subject, fields={"number": number, "saw": "told"}, by=SYSTEM, now=NOW)
