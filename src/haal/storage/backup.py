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
    """What `haal doctor` looks at."""

    vendor: str
    version: str
    journal: str
    synchronous: str
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
    if connection.vendor != "sqlite":
        return Facts(
            vendor=connection.vendor,
            version=_server_version(),
            journal="server",
            synchronous="server",
            integrity="server",
            migrations_waiting=waiting,
        )
    with connection.cursor() as cursor:
        answers = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "quick_check(1)")
        ]
    return Facts(
        vendor="sqlite",
        version=sqlite3.sqlite_version,
        journal=str(answers[0]),
        synchronous={0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}.get(answers[1], "?"),
        integrity=str(answers[2]),
        migrations_waiting=waiting,
    )


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
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


def vendor() -> str:
    """Return `sqlite` or `postgresql`."""
    return connection.vendor


def is_sqlite() -> bool:
    """Return whether the database is a file of ours."""
    return connection.vendor == "sqlite"
