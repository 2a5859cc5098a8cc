"""What must be true of a box after a power cut, asked of the files alone, with no code of the product above the hash tree.

The one thing to know: what was promised before the cut is given as `Told`; all of it has to be there, once. A checkpoint
counts as told from the moment the renamed file could be read, since then a stranger or a witness may hold it.
Whether the product itself goes on is asked by campaigns/powercut_box.py on a sample.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from haal.ledger import checkpoint, merkle, note
from haal.ledger.note import VerifyKey

COUNTS = (
    "lost_reports",
    "doubled",
    "half_kept",
    "checkpoints_wrong",
    "signed_lost",
    "places_wrong",
    "integrity_bad",
)
_SPOILT = (
    sqlite3.DatabaseError,
    TypeError,
    ValueError,
)  # a torn table may hold anything, where there must be something too


@dataclass
class Told:
    """What the world had been told before a moment: ids of received reports, and every signed checkpoint."""

    received: list[list[str]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    published_size: int = 0

    def hear(self, mark: str) -> None:
        """Take in one mark of the record."""
        word, *rest = mark.split(" ")
        if word == "received":
            self.received.append(rest)
        elif word == "published":
            self.published_size = int(rest[0])


@dataclass
class Log:
    """The leaves as stored, and roots over their beginnings; a root that was computed once is remembered."""

    key: VerifyKey
    known: dict[tuple[int, bytes], bytes] = field(default_factory=dict)

    def roots(self, leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
        """Return the root at each of `sizes` that the log has."""
        found = {}
        whole = sha256()
        for size, leaf in enumerate([*leaves, b""]):
            if size in sizes:
                key = (size, whole.digest())
                if key not in self.known:
                    self.known[key] = merkle.root([merkle.leaf_hash(one) for one in leaves[:size]])
                found[size] = self.known[key]
            whole.update(leaf)
        return found


def look(folder: Path, *, told: Told, log: Log) -> Counter[str]:
    """Return how often each promise is broken in the box that lies in `folder`."""
    found: Counter[str] = Counter()
    acts: dict[str, int | None] = {}
    try:
        with closing(_opened(folder / "haal.sqlite3")) as main:
            found["integrity_bad"] += not _is_whole(main)
            _reports(main, told=told, found=found)
            acts = dict(main.execute('SELECT id, "index" FROM act NOT INDEXED'))
    except _SPOILT:
        found["integrity_bad"] += 1
        found["lost_reports"] += len(told.received)
    try:
        with closing(_opened(folder / "ledger.sqlite3")) as ledger:
            found["integrity_bad"] += not _is_whole(ledger)
            _ledger(ledger, acts=acts, told=told, log=log, found=found)
    except _SPOILT:
        found["integrity_bad"] += 1
        found["signed_lost"] += len(told.notes)
    _public(folder / "public" / "checkpoint", told=told, found=found)
    return +found


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")  # of this look only: nothing here must last
    return database


def _is_whole(database: sqlite3.Connection) -> bool:
    return [row[0] for row in database.execute("PRAGMA integrity_check(1)")] == ["ok"]


def _reports(main: sqlite3.Connection, *, told: Told, found: Counter[str]) -> None:
    """Every answered report is there once, with everything its transaction kept; and of every other one all or nothing."""
    there = Counter(row[0] for row in main.execute("SELECT id FROM report NOT INDEXED"))
    beside = [
        Counter(row[0] for row in main.execute(f"SELECT subject FROM {rest}"))
        for rest in (
            "act NOT INDEXED WHERE kind = 'received'",
            "outbox NOT INDEXED WHERE kind = 'report-taken-in'",
            "audit NOT INDEXED WHERE what = 'take-in-news'",
        )
    ]
    found["lost_reports"] += sum(1 for report_id, *_ in told.received if not there[report_id])
    found["doubled"] += sum(1 for counts in (there, *beside) for count in counts.values() if count > 1)
    found["half_kept"] += sum(1 for counts in beside if counts.keys() != there.keys())


def _ledger(
    ledger: sqlite3.Connection, *, acts: dict[str, int | None], told: Told, log: Log, found: Counter[str]
) -> None:
    """What was signed is what is stored, none of it is lost; each act has at most the place that its leaf has."""
    rows = list(ledger.execute('SELECT "index", data, act FROM leaf NOT INDEXED ORDER BY "index"'))
    leaves = [bytes(row[1]) for row in rows]
    kept = dict(ledger.execute("SELECT size, note FROM checkpoint NOT INDEXED"))
    head = ledger.execute("SELECT size FROM ledger_head").fetchone()
    found["places_wrong"] += [row[0] for row in rows] != list(range(len(rows)))
    found["places_wrong"] += (head[0] if head else 0) != len(rows)
    placed = {act: index for index, _data, act in rows if act is not None}
    found["places_wrong"] += len(placed.keys() - acts.keys())
    found["places_wrong"] += sum(1 for act, index in acts.items() if index is not None and placed.get(act) != index)
    signed = {**kept, **told.notes}
    roots = log.roots(leaves, signed.keys() & set(range(len(leaves) + 1)))
    for size, text in signed.items():
        if size not in kept or size not in roots:
            found["signed_lost"] += 1
        elif kept[size] != text or not _tells(text, roots[size], log=log):
            found["checkpoints_wrong"] += 1


def _tells(text: str, root: bytes, *, log: Log) -> bool:
    try:
        return checkpoint.opened(text, [log.key]).root == root
    except ValueError:
        return False


def _public(path: Path, *, told: Told, found: Counter[str]) -> None:
    """The published file is whole, one that was told, and not older than the last that was told for good."""
    if not path.is_file():
        found["signed_lost"] += told.published_size > 0
        return
    try:
        size = checkpoint.parsed(note.parted(path.read_text("utf-8"))[0]).size
    except ValueError:
        found["checkpoints_wrong"] += 1
        return
    found["signed_lost"] += size < told.published_size
    found["checkpoints_wrong"] += told.notes.get(size) != path.read_text("utf-8")
