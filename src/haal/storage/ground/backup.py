"""A copy of the database while it is written to, and what a copy holds; for `haal backup`, `restore` and `doctor`.

SQLite is copied by VACUUM INTO (a consistent snapshot, no reader or writer is stopped). PostgreSQL has its own tools; the
command says which. The copy holds ciphertext only; what opens it lies in the keys folder, with the key keepers, and in the
two tables of `KEY_TABLES`, which are taken out of the copy into a file of their own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from haal.storage.boxes import data_key
from haal.storage.sqlite.router import ledger_connection

WAL_RESET_FIXED = (3, 51, 3)
KEY_TABLES = {"data_key": "id, header", "wrapped_key": "seal_id, keeper, wrapped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What `haal doctor` looks at. `is_durable`: what was acknowledged survives a power cut of an honest disk."""

    vendor: str
    version: str
    durability: str
    is_durable: bool
    integrity: str
    migrations_waiting: int


def home() -> Path:
    """Return the data folder."""
    return Path(settings.HAAL_HOME)


def copy_to(*, database: Path, ledger: Path) -> None:
    """Write consistent copies of the two SQLite files (must not exist) that fit each other.

    The ledger is copied first: every leaf in it then has its act in the later copy. Acts that were given a place in between
    lose it in the copy, and are sequenced again after a restore; a leaf without its act could not be explained to anybody.
    """
    for path, source in ((ledger, ledger_connection()), (database, connection)):
        with source.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    with _opened(database) as copy:
        copy.execute("ATTACH ? AS ledger", (str(ledger),))
        (size,) = copy.execute('SELECT coalesce(max("index") + 1, 0) FROM ledger.leaf').fetchone()
        copy.execute('UPDATE main.act SET "index" = NULL WHERE "index" >= ?', (size,))
        copy.commit()


def take_keys_out(copy: Path, to: Path) -> None:
    """Move the keys of the boxes and the key keepers' shares out of a copy into a file of their own; nothing of them stays."""
    with _opened(copy) as database:
        database.execute("ATTACH ? AS apart", (str(to),))
        for table, columns in KEY_TABLES.items():
            database.execute(f"CREATE TABLE apart.{table} AS SELECT {columns} FROM main.{table}")  # noqa: S608 - ours
            database.execute(f"DELETE FROM main.{table}")  # noqa: S608
        database.commit()
        database.execute("DETACH apart")
        database.execute("VACUUM")


def put_keys_in(copy: Path, keys: Path) -> None:
    """Put back into a copy what `take_keys_out` took out."""
    with _opened(copy) as database:
        database.execute("ATTACH ? AS apart", (str(keys),))
        for table, columns in KEY_TABLES.items():
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM apart.{table}")  # noqa: S608
        database.commit()


def shut_count(copy: Path) -> int:
    """Return how many reports of a copy cannot be opened, since the keys to them are not in it."""
    query = "SELECT count(*) FROM report WHERE box IS NOT NULL AND substr(box, 1, ?) NOT IN (SELECT id FROM data_key)"
    with _opened(copy) as database:
        return int(database.execute(query, (data_key.ID_BYTES,)).fetchone()[0])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA secure_delete=ON")
        yield database
    finally:
        database.close()


def check_copy(path: Path) -> str:
    """Return SQLite's own verdict on a copy: `ok`, or its first complaint."""
    copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return str(copy.execute("PRAGMA integrity_check(1)").fetchone()[0])
    finally:
        copy.close()


def facts() -> Facts:
    """Return what the database says about itself."""
    waiting = len(migrations_waiting())
    return _sqlite_facts(waiting) if connection.vendor == "sqlite" else _server_facts(waiting)


def _sqlite_facts(waiting: int) -> Facts:
    with connection.cursor() as cursor:
        names = ("journal_mode", "synchronous", "quick_check(1)")
        journal, number, integrity = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    synchronous = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}.get(number, "?")
    return Facts(
        vendor="sqlite",
        version=sqlite3.sqlite_version,
        durability=f"journal {journal}, synchronous {synchronous}",
        is_durable=journal == "wal" and synchronous in {"FULL", "EXTRA"},
        integrity=str(integrity),
        migrations_waiting=waiting,
    )


def _server_facts(waiting: int) -> Facts:
    version, fsync, commit = (_shown(name) for name in ("server_version", "fsync", "synchronous_commit"))
    return Facts(
        vendor=connection.vendor,
        version=version,
        durability=f"fsync {fsync}, synchronous_commit {commit}",
        is_durable=fsync == "on" and commit != "off",
        integrity="ok",
        migrations_waiting=waiting,
    )


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def migrations_waiting() -> list[str]:
    """Return the migrations that have not been run, in any of the databases."""
    return sorted({name for alias in connections for name in _waiting(MigrationExecutor(connections[alias]))})


def migrate() -> int:
    """Bring the tables of every database up to date; return how many migrations were run."""
    done = set()
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if waiting := _waiting(executor):
            executor.migrate(executor.loader.graph.leaf_nodes())
            done |= waiting
    return len(done)


def _waiting(executor: MigrationExecutor) -> set[str]:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {f"{migration.app_label}.{migration.name}" for migration, _back in plan}
