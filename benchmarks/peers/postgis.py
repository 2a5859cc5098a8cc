"""A PostgreSQL with PostGIS of our own: made in a folder, started on loopback, thrown away; the peers of benchmarks/audience.py.

The server refuses to run as root, so it runs as `postgres` then. It is given what suits it: memory, no compilation of
queries, one worker a query, so that what its process spends is all that is spent; the area is materialised before it is
asked, and no statement is prepared, since a generic plan reads a bound polygon anew for every row.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from benchmarks import harness

SETTINGS = {
    "listen_addresses": harness.LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "512MB",
    "work_mem": "128MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "synchronous_commit": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
}


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One connection and the process that serves it."""

    connection: psycopg.Connection[tuple[object, ...]]
    pid: int

    def cpu_seconds(self) -> float:
        """Return what its process has spent, in steps of a hundredth."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Ask, without preparing anything."""
        return self.connection.execute(sql.encode(), values or None, prepare=False).fetchall()

    def do(self, *statements: str) -> None:
        """Run statements that answer nothing."""
        for statement in statements:
            self.connection.execute(statement.encode(), prepare=False)

    def version(self) -> str:
        """Return what it is."""
        return " ".join(
            str(value) for value in self.rows("SELECT current_setting('server_version'), postgis_version()")[0]
        )


@contextlib.contextmanager
def peer() -> Iterator[Peer]:
    """Give a connection to an empty database with PostGIS. Raises PeerMissing when it cannot be had."""
    installed = subprocess.run(
        [str(harness.ROOT / "tools" / "services"), "postgis"], capture_output=True, text=True, check=False
    )
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if installed.returncode or not programs:
        raise harness.PeerMissing(f"PostgreSQL with PostGIS: {(installed.stderr.strip() or 'not installed')[-300:]}")
    folder = Path(tempfile.mkdtemp(prefix="haal-bench-pg-", dir="/var/tmp"))
    try:
        with _serving(folder, programs[-1].parent) as address, psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")
            yield Peer(connection=connection, pid=connection.info.backend_pid)
    except psycopg.OperationalError as error:
        raise harness.PeerMissing(f"PostGIS: {str(error).splitlines()[0]}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _serving(folder: Path, programs: Path) -> Iterator[str]:
    """Make and start a server; give its address."""
    password, port, data = secrets.token_urlsafe(24), harness.free_port(), folder / "data"
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, "postgres")
    _run(programs / "initdb", "-D", data, "-U", "haal", "-E", "UTF8", "--locale=C.UTF-8", "-N",
         "-A", "scram-sha-256", f"--pwfile={secret}")  # fmt: skip
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items())
    _run(programs / "pg_ctl", "-D", data, "-s", "-w", "-l", folder / "log", "-o", f"-p {port} {options}", "start")
    try:
        yield f"postgresql://haal:{password}@{harness.LOOPBACK}:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-s", "-m", "immediate", "stop")


def _run(*words: str | Path) -> None:
    """Run one of its programs, as `postgres` where we are root."""
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*before, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise harness.PeerMissing(f"{Path(words[0]).name}: {done.stderr.strip()[-300:]}")
