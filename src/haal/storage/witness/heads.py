"""The heads that a witness has cosigned, one for each log, and the evidence against those that it refused.

The one thing to know: a head is read, judged and replaced in one `turn`, which no other turn of any thread or process can
come between (BEGIN IMMEDIATE), and is on the disk when the turn is over (WAL, synchronous FULL). A head only grows: the
database itself refuses anything else.

The standard library's sqlite3, so that a witness needs no Haal box. The judging is `haal.ledger.witness`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from haal.ledger.checkpoint import Checkpoint
from haal.ledger.note import VerifyKey
from haal.ledger.witness import Evidence, Request

SECONDS_TO_WAIT = 20.0
EVIDENCE_MAX = 1_000  # of one kind about one log; the first are kept
_TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE owner (id INTEGER PRIMARY KEY CHECK (id = 1), vkey TEXT NOT NULL);
CREATE TABLE log (origin TEXT NOT NULL, vkey TEXT NOT NULL, PRIMARY KEY (origin, vkey));
CREATE TABLE head (
    origin TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL
);
CREATE TABLE evidence (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, kind TEXT NOT NULL, held TEXT NOT NULL,
    request BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (origin, size, root, kind)
);
CREATE TRIGGER head_grows BEFORE UPDATE ON head
    WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
    BEGIN SELECT RAISE(ABORT, 'a head only grows'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'a head stays'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence stays'); END;
CREATE TRIGGER evidence_keeps BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence stays'); END;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A request that was kept as evidence: what the witness held then (a note, empty for nothing), and what it was told."""

    origin: str
    size: int
    kind: Evidence
    held: str
    told: bytes
    at: int


def create(path: Path, *, owner: str) -> None:
    """Make an empty database that belongs to the key `owner` (a vkey)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(_TABLES)
        database.execute("INSERT INTO owner VALUES (1, ?)", [owner])
    path.chmod(0o600)


def owner(path: Path) -> str:
    """Return the vkey that the database belongs to, empty for none."""
    with _connection(path) as database:
        row = database.execute("SELECT vkey FROM owner").fetchone()
    return str(row[0]) if row else ""


def add_log(path: Path, key: VerifyKey) -> None:
    """Let the witness listen to a log under this key; a log may have several."""
    with _connection(path) as database:
        database.execute("INSERT OR IGNORE INTO log VALUES (?, ?)", [key.name, key.text])


def keys_of(path: Path, origin: str) -> tuple[VerifyKey, ...]:
    """Return the keys of a log; none for one that is not known."""
    with _connection(path) as database:
        rows = database.execute("SELECT vkey FROM log WHERE origin = ? ORDER BY vkey", [origin]).fetchall()
    return tuple(VerifyKey.parse(vkey) for (vkey,) in rows)


def last(path: Path, origin_hash: str) -> str | None:
    """Return the cosigned checkpoint of the log whose origin has this SHA-256 (hex), None when there is none."""
    with _connection(path) as database:
        row = database.execute("SELECT note FROM head WHERE hash = ?", [origin_hash]).fetchone()
    return str(row[0]) if row else None


def logs(path: Path) -> tuple[tuple[str, int | None, int], ...]:
    """Return (origin, size cosigned or None, how much evidence there is) of every log that is known."""
    with _connection(path) as database:
        return tuple(database.execute(_LOGS).fetchall())


def evidence(path: Path) -> tuple[Refused, ...]:
    """Return all that was refused and kept, oldest first."""
    with _connection(path) as database:
        rows = database.execute("SELECT origin, size, kind, held, request, at FROM evidence ORDER BY rowid").fetchall()
    return tuple(
        Refused(origin=origin, size=size, kind=Evidence(kind), held=held, told=told, at=at)
        for origin, size, kind, held, told, at in rows
    )


class Turn:
    """One step that nothing comes between. What it writes is kept when it ends, and undone when it fails."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Keep the connection, which is in a transaction."""
        self._database = database

    def held(self, origin: str) -> tuple[Checkpoint, str] | None:
        """Return the head last cosigned and its note, None when this log has none."""
        row = self._database.execute("SELECT size, root, note FROM head WHERE origin = ?", [origin]).fetchone()
        return (Checkpoint(origin=origin, size=row[0], root=bytes(row[1])), str(row[2])) if row else None

    def keep(self, head: Checkpoint, *, after: Checkpoint | None, note: str) -> None:
        """Put `head` in the place of `after`, the one that was held (None for none).

        Raises:
            sqlite3.IntegrityError: another head is held: a bug, for a turn comes between nothing.
        """
        values = [head.size, head.root, note, head.origin]
        if after is None:
            self._database.execute(_FIRST, [*values, sha256(head.origin.encode()).hexdigest()])
            return
        changed = self._database.execute(_NEXT, [*values, after.size, after.root])
        if changed.rowcount != 1:
            raise sqlite3.IntegrityError("the head that was judged is not the one that is held")

    def keep_evidence(self, request: Request, *, kind: Evidence, held: str, at: int) -> None:
        """Keep a refused request, once for each head it told of."""
        head = request.head
        (count,) = self._database.execute(_COUNT, [head.origin, kind]).fetchone()
        if count < EVIDENCE_MAX:
            values = [head.origin, head.size, head.root, kind, held, request.body, at]
            self._database.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", values)


@contextmanager
def turn(path: Path) -> Iterator[Turn]:
    """Give the only turn there is at this moment; wait for it if another has it."""
    with _connection(path) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield Turn(database)
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a database that is there; none is ever made by looking."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=FULL")
        yield database


_FIRST = "INSERT INTO head (size, root, note, origin, hash) VALUES (?, ?, ?, ?, ?)"
_NEXT = "UPDATE head SET size = ?, root = ?, note = ? WHERE origin = ? AND size = ? AND root = ?"
_COUNT = "SELECT count(*) FROM evidence WHERE origin = ? AND kind = ?"
_LOGS = """
SELECT DISTINCT log.origin, head.size, (SELECT count(*) FROM evidence WHERE evidence.origin = log.origin)
FROM log LEFT JOIN head ON head.origin = log.origin ORDER BY log.origin
"""
