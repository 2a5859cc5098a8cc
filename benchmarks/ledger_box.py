"""The process that benchmarks/ledger.py measures: it appends to a ledger as the box does, proves, and audits.

Run with HAAL_HOME set to an empty folder; it reads one command a line and answers one JSON line. Times are CPU seconds of
this process (wall beside them), measured round by round so that the peers can take turns.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - the models must be loaded first

from haal.ledger import checkpoint, merkle, note, record  # noqa: E402
from haal.ledger.checkpoint import Checkpoint  # noqa: E402
from haal.ledger.cosignature import WitnessSigningKey, cosigned  # noqa: E402
from haal.ledger.proof import Proof, verified  # noqa: E402
from haal.services.testify import audit, seal  # noqa: E402
from haal.storage import checkpoint as kept  # noqa: E402
from haal.storage import leaf, work  # noqa: E402
from haal.storage.ground import backup  # noqa: E402

BATCH = 5_000
KEY = note.SigningKey(name="bench.example/ledger", seed=bytes(range(32)))


def leaf_data(number: int) -> bytes:
    """Return entry `number` of everybody's log."""
    return record.leaf_of(sha256(b"%d" % number).digest())


def entry(number: int) -> leaf.Entry:
    """Return it as the box hands it over, of no act: there are none in this box that an audit could hold it against."""
    data = leaf_data(number)
    return leaf.Entry(data, merkle.leaf_hash(data))


def timed(does: Callable[[], Any]) -> dict[str, float]:
    """Return CPU and wall seconds of one call."""
    cpu, wall = time.process_time(), time.perf_counter()
    does()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


class Bare:
    """The same rows in a bare SQLite table, nothing hashed: what durability alone costs."""

    def __init__(self, path: Path) -> None:
        """Make the table as the ledger's, in WAL and FULL."""
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute(
            'CREATE TABLE leaf ("index" bigint NOT NULL PRIMARY KEY, data BLOB NOT NULL, act varchar(40) UNIQUE)'
        )

    def append(self, rows: list[tuple[int, bytes, str]]) -> None:
        """Insert them in one transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT INTO leaf VALUES (?, ?, ?)", rows)
        self.connection.execute("COMMIT")


class Box:
    """The ledger of this process."""

    def __init__(self) -> None:
        """Make the tables."""
        backup.migrate()
        self.bare = Bare(Path(settings.HAAL_HOME) / "bare.sqlite3")
        self.places = 0

    def appends(self, batch: int, batches: int, ours_first: bool) -> dict[str, Any]:
        """Append the same rows on both sides; return what each took."""
        rows = [self._rows(batch) for _ in range(batches)]
        entries = [[leaf.Entry(data, merkle.leaf_hash(data), act) for _, data, act in some] for some in rows]

        def ours() -> None:
            for some in entries:
                with work.ledger():
                    leaf.take_turn()
                    leaf.append(some)

        def bare() -> None:
            for some in rows:
                self.bare.append(some)

        order = ("ours", "bare") if ours_first else ("bare", "ours")
        does = {"ours": ours, "bare": bare}
        return {name: timed(does[name]) for name in order}

    def _rows(self, count: int) -> list[tuple[int, bytes, str]]:
        first = self.places
        self.places += count
        return [
            (number, leaf_data(number), f"act_{sha256(b'act %d' % number).hexdigest()[:20]}")
            for number in range(first, self.places)
        ]

    def grow(self, to: int) -> dict[str, Any]:
        """Append until the log has so many leaves; return its root."""
        while (size := leaf.size()) < to:
            with work.ledger():
                leaf.take_turn()
                leaf.append([entry(number) for number in range(size, min(size + BATCH, to))])
        head = leaf.head()
        return {"size": head.size, "root": head.root.hex()}

    def proofs(self, size: int, count: int, seed: int) -> dict[str, Any]:
        """Prove random entries, each as if the log had just been opened."""
        places = random.Random(seed).choices(range(size), k=count)
        paths: list[tuple[bytes, ...]] = []
        took = timed(lambda: paths.extend(merkle.inclusion_proof(leaf.node(), index=one, size=size) for one in places))
        root = merkle.root_at(leaf.node(), size)
        for one, path in zip(places, paths, strict=True):
            hashed = merkle.leaf_hash(leaf_data(one))
            merkle.verify_inclusion(leaf=hashed, index=one, size=size, proof=path, root=root)
        return {**took, "count": count}

    def proof_file(self) -> dict[str, Any]:
        """Return how large a proof with the signatures of the log and two witnesses is, and what checking it costs."""
        head = leaf.head()
        told = Checkpoint(origin=KEY.name, size=head.size, root=head.root)
        witnesses = [WitnessSigningKey.new(f"{name}.example") for name in "ab"]
        text = checkpoint.signed(told, KEY) + "".join(cosigned(told.text, one, at=1_772_600_000) for one in witnesses)
        index = head.size // 3
        proof = Proof(
            index=index, hashes=merkle.inclusion_proof(leaf.node(), index=index, size=head.size), checkpoint=text
        )
        took = timed(lambda: verified(proof, leaf=leaf_data(index), keys=[KEY.verify_key]))
        return {"bytes": len(proof.text.encode()), "hashes": len(proof.hashes), "verify_seconds": took["cpu"]}

    def audit(self) -> dict[str, Any]:
        """Check everything from the leaves on."""
        found: list[audit.Audited] = []
        took = timed(lambda: found.append(audit.audit()))
        return {**took, "size": found[0].size, "root": found[0].root.hex()}

    def hash_tree(self, size: int) -> dict[str, Any]:
        """Hash the same entries to one root in memory, nothing read: the least that Python can do."""
        entries = [leaf_data(number) for number in range(size)]
        roots: list[bytes] = []
        took = timed(lambda: roots.append(merkle.root([sha256(b"\x00" + data).digest() for data in entries])))
        return {**took, "root": roots[0].hex()}


def commands() -> Iterator[list[Any]]:
    """Yield what the benchmark asks for."""
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    """Answer until nobody asks any more."""
    (Path(settings.HAAL_HOME) / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
    if kept.signing_key() is None:
        seal.make_key(origin=KEY.name)
    box = Box()
    for name, *values in commands():
        print(json.dumps(getattr(box, name)(*values)), flush=True)


if __name__ == "__main__":
    main()
