"""A copy of the database while it is written to, and what a copy holds; for `haal backup`, `restore` and `doctor`.

SQLite is copied by VACUUM INTO (a consistent snapshot, no reader or writer is stopped). PostgreSQL has its own tools; the
command says which. The copy holds ciphertext only; what opens it lies in the keys folder and with the key keepers.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

WAL_RESET_FIXED = (3, 51, 3)


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


def copy_to(path: Path) -> None:
    """Write a consistent copy of the SQLite database to `path` (must not exist)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


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
    """Return the migrations that have not been run."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def migrate() -> int:
    """Bring the tables up to date; return how many migrations were run."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        executor.migrate(executor.loader.graph.leaf_nodes())
    return len(plan)
