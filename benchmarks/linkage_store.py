"""One new report against 10,000, 100,000 and 1,000,000 stored ones, on SQLite and on PostgreSQL, from its keys to its own row kept.

    python benchmarks/linkage_store.py [--reports 1000000]

Synthetic reports (benchmarks/linkage_synthetic.py), 10 a day however many there are, sealed as in a box and filled in bulk outside
the measured part; new ones come on any day of the whole period, half of them of an incident that is there. Beside it, over the
same marks: a DuckDB query, which has no index, and a look at every mark in memory; both only find, nothing of theirs is sealed, opened
or scored. All have to find the same reports. A second round has a story in every report that comes near, told apart, since
what has wording is opened from its box. The processor's milliseconds are those of our process alone.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pickle
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks import harness
from benchmarks.ledger import Asked, asked

REPORTS = 1_000_000
PARTS = 40
SIZES = (10_000, 100_000)  # and all
NEWS = {10_000: 200, 100_000: 200}
NEWS_ALL = 1_000
STORIES = 60
PEERS_ASKED = 200
MILLISECONDS_MAX = 10.0
SENTINEL = "DELETE FROM compared WHERE report_id = ''"
SEQUENCE = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT max(id) FROM {0}))"


class Sqlite:
    """The box's own file."""

    name = "sqlite"

    def __init__(self, home: Path) -> None:
        """Find it in the data folder."""
        self.path = home / "haal.sqlite3"
        self.env = {"HAAL_HOME": str(home)}

    def fill(self, parts: list[Any], columns: dict[str, tuple[str, ...]]) -> None:
        """Insert rows, durable only in the end."""
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            database.execute("PRAGMA synchronous=OFF")
            database.execute("PRAGMA cache_size=-400000")
            database.execute(SENTINEL)
            for rows in parts:
                for table, named in columns.items():
                    marks = ", ".join("?" * len(named))
                    statement = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({marks})"
                    database.executemany(statement, sorted(getattr(rows, table)))
                database.commit()
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size_mb(self) -> float:
        """Return how large it is."""
        return round(self.path.stat().st_size / 1e6)


class Server:
    """A database of its own on the PostgreSQL server."""

    name = "postgresql"

    def __init__(self, home: Path, url: str) -> None:
        """Make an empty database."""
        import psycopg

        self._url, self._database = url, f"haal_bench_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self._database}".encode())
        self._here = urlsplit(url)._replace(path=f"/{self._database}").geturl()
        self.env = {"HAAL_HOME": str(home), "DATABASE_URL": self._here}

    def fill(self, parts: list[Any], columns: dict[str, tuple[str, ...]]) -> None:
        """Copy rows, then let the server look at its tables as it does by itself after a while."""
        import psycopg

        with psycopg.connect(self._here) as server, server.cursor() as cursor:
            cursor.execute(SENTINEL.encode())
            for rows in parts:
                for table, named in columns.items():
                    with cursor.copy(f"COPY {table} ({', '.join(named)}) FROM STDIN".encode()) as copy:
                        for row in sorted(getattr(rows, table)):
                            copy.write_row(row)
            for table in ("compared", "link"):
                cursor.execute(SEQUENCE.format(table).encode())
        with psycopg.connect(self._here, autocommit=True) as server:
            server.execute("VACUUM (ANALYZE)")

    def size_mb(self) -> float:
        """Return how large it is."""
        import psycopg

        with psycopg.connect(self._here) as server:
            row = server.execute("SELECT pg_database_size(current_database())").fetchone()
        return round((row or (0,))[0] / 1e6)

    def drop(self) -> None:
        """Take it away."""
        import psycopg

        with psycopg.connect(self._url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)".encode())


@contextlib.contextmanager
def databases(home: Path) -> Iterator[list[Any]]:
    """Give both; PostgreSQL from HAAL_POSTGRES_URL, as `make services` starts it."""
    url = os.environ.get("HAAL_POSTGRES_URL") or _services().get("HAAL_POSTGRES_URL")
    if not url:
        raise harness.PeerMissing("PostgreSQL is missing: run `make services`")
    (home / "postgresql").mkdir(mode=0o700)
    shutil.copytree(home / "keys", home / "postgresql" / "keys")
    server = Server(home / "postgresql", url)
    try:
        yield [Sqlite(home), server]
    finally:
        server.drop()


def _services() -> dict[str, str]:
    path = harness.ROOT / ".services" / "env"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def news(sample: list[Any], *, count: int, seed: int) -> list[Any]:
    """Return new reports: half of incidents that are there, half of others on the same days."""
    made, chance = store_rows.world(seed), random.Random(seed)
    found = []
    for number in range(count):
        what = chance.choice(sample)[0]
        if number % 2:
            what = replace(made.incident(what.day), day=what.day + chance.randrange(40))
        found.append(store_rows.seen_of(made, what, report_id=store_rows.name("r", 10**9 + seed * 10**5 + number)))
    return found


def peers(result: harness.Result, rows: list[Any], asked_marks: list[list[int]]) -> list[list[str]]:
    """Ask DuckDB and a look at everything for the same marks; return what DuckDB found, by report."""
    import duckdb

    row_ids, marks = (np.array([pair[at] for part in rows for pair in part.compared_mark]) for at in (0, 1))
    names = {row[0]: row[1] for part in rows for row in part.compared}
    database = duckdb.connect()
    database.execute("SET threads = 2")
    database.execute("CREATE TABLE mark (mark BIGINT, row_id BIGINT)")
    database.register("arrays", {"mark": marks, "row_id": row_ids})
    database.execute("INSERT INTO mark SELECT mark, row_id FROM arrays ORDER BY row_id")
    took: dict[str, list[float]] = {"duckdb": [], "every mark": []}
    found, same = [], True
    for each in asked_marks:
        began = time.perf_counter()
        here = database.execute("SELECT DISTINCT row_id FROM mark WHERE mark IN (SELECT unnest(?))", [each]).fetchall()
        took["duckdb"].append(time.perf_counter() - began)
        began = time.perf_counter()
        there = np.unique(row_ids[np.isin(marks, np.array(each))])
        took["every mark"].append(time.perf_counter() - began)
        ids = sorted(row[0] for row in here)
        same = same and ids == there.tolist()
        found.append(sorted(names[row_id] for row_id in ids))
    result.same_work = same
    for name, seconds in took.items():
        result.peers[name] = {
            "finding_ms": {
                at: round(1000 * harness.percentile(seconds, share), 2)
                for at, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99))
            },
            "reports": len(asked_marks),
        }
    return found


def measure(box: Asked, *, reports: int, sample: list[Any], folder: Path, count: int) -> dict[str, Any]:
    """Let one database place new reports; return its figures."""
    path = folder / "news"
    path.write_bytes(pickle.dumps(news(sample, count=count, seed=reports % 997), protocol=5))
    box("ready", None)
    done = box("flat", str(path))
    there = {incident for _, incident in sample}
    return {
        "ms": done["ms"],
        "zones": done["zones"],
        "reports": done["reports"],
        "placed_with_the_truth": sum(each in there for each in done["incidents"][::2]),
    }


def stages(reports: int) -> list[int]:
    """Return how many are stored at each stage."""
    return [*(size for size in SIZES if size < reports), reports]


def made(result: harness.Result, *, reports: int, held: bytes, folder: Path) -> list[Any]:
    """Make all rows, by as many processes as there are cores."""
    began = time.perf_counter()
    each = reports // PARTS if reports >= SIZES[0] * PARTS else SIZES[0]
    parts = min(PARTS, max(1, reports // each))
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        futures = [
            pool.submit(store_rows.part, number, reports=each, held=held, folder=folder) for number in range(parts)
        ]
        rows = [pickle.loads(future.result().read_bytes()) for future in futures]
    result.figures["made_seconds"] = round(time.perf_counter() - began, 1)
    return rows


def run(result: harness.Result, *, reports: int, home: Path) -> None:
    """Make, fill, measure, compare."""
    held = prepare(home)
    harness.say(f"linkage store: making {reports} reports")
    rows = made(result, reports=reports, held=held, folder=home)
    some = news([each for part in rows for each in part.sample], count=PEERS_ASKED, seed=5)
    (home / "some").write_bytes(pickle.dumps(some, protocol=5))
    with databases(home) as both:
        for database in both:
            with _box(database, home) as box:
                result.figures[database.name] = one_database(box, database, rows=rows, folder=home)
        harness.say("linkage store: the peers")
        found = peers(result, rows, [store_rows.marks_of(keys_module.asked_keys(one)) for one in some])
        digests = [digest(each) for each in found]
        for database in both:
            figures: Any = result.figures[database.name]
            result.same_work = result.same_work and figures.pop("digests") == digests
    judge(result, sum(len(part.compared) for part in rows))


def one_database(box: Asked, database: Any, *, rows: list[Any], folder: Path) -> dict[str, Any]:
    """Fill one database stage by stage and measure at each; stories last."""
    figures: dict[str, Any] = box("migrate", None)
    done, filled = 0, 0.0
    total = sum(len(part.compared) for part in rows)
    for size in stages(total):
        upto = next(at for at in range(1, len(rows) + 1) if sum(len(part.compared) for part in rows[:at]) >= size)
        harness.say(f"linkage store: {database.name}, {size} stored")
        began = time.perf_counter()
        database.fill(rows[done:upto], store_rows.COLUMNS)
        filled, done = filled + time.perf_counter() - began, upto
        sample = [each for part in rows[:upto] for each in part.sample]
        figures[str(size)] = measure(box, reports=size, sample=sample, folder=folder, count=NEWS.get(size, NEWS_ALL))
    ours = box("found", str(folder / "some"))
    harness.say(f"linkage store: {database.name}, stories")
    told = news(sample, count=STORIES, seed=11)
    (folder / "stories").write_bytes(pickle.dumps(told, protocol=5))
    worded = box("worded", str(folder / "stories"))
    del worded["incidents"]
    return figures | {
        "with_stories": worded,
        "found": {"median": ours["median"], "most": ours["most"]},
        "digests": ours["digests"],
        "filled_seconds": round(filled, 1),
        "size_mb": database.size_mb(),
    }


def judge(result: harness.Result, reports: int) -> None:
    """Put ratios and bars into the result."""
    for name in ("sqlite", "postgresql"):
        figures: Any = result.figures[name]
        at_all, at_first = figures[str(reports)]["ms"]["all"], figures[str(stages(reports)[0])]["ms"]["all"]
        figures["with_commit_p99_ms"] = figures[str(reports)]["ms"]["with_commit"]["p99"]
        result.bars[f"{name}_p99_ms"] = harness.Bar(figure=at_all["p99"], most=MILLISECONDS_MAX)
        result.ratios[f"{name}, median, all stored to the first {stages(reports)[0]}"] = round(
            at_all["median"] / at_first["median"], 2
        )
        for peer, told in result.peers.items():
            finding: Any = told
            result.ratios[f"{name}, median of the whole to {peer}'s finding"] = round(
                at_all["median"] / finding["finding_ms"]["median"], 2
            )
    result.figures |= {"stored": reports, "load_average": round(os.getloadavg()[1], 1)}


def digest(report_ids: list[str]) -> str:
    """Return what tells two findings apart."""
    import hashlib

    return hashlib.sha256(" ".join(sorted(report_ids)).encode()).hexdigest()


def prepare(home: Path) -> bytes:
    """Make the keys of the box; return its secrets, which are nobody's."""
    from haal.storage.ground import keys
    from haal.vault.keys import Secrets, new_pair

    (home / "keys").mkdir(mode=0o700)
    held = Secrets.make()
    keys.write_public(home, keys.public_of(held, custodians=[new_pair().public for _ in range(3)]))
    keys.hold(held)
    (home / "secrets").write_bytes(held.to_json())
    return held.to_json()


def _box(database: Any, home: Path) -> contextlib.AbstractContextManager[Asked]:
    script = harness.ROOT / "benchmarks" / "linkage_store_box.py"
    env = {"DJANGO_SETTINGS_MODULE": "haal.config", "PYTHONPATH": str(harness.ROOT)} | database.env
    if "DATABASE_URL" not in env:
        os.environ.pop("DATABASE_URL", None)
    return asked([str(harness.PYTHON), str(script), str(home / "secrets")], env)


def main() -> None:
    """Run it in a folder of its own and print the line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reports", type=int, default=REPORTS)
    args = parser.parse_args()
    result = harness.Result(name="linkage_store")
    began = time.perf_counter()
    try:
        run(result, reports=args.reports, home=Path(os.environ["HAAL_HOME"]))
    except harness.PeerMissing as error:
        result.peers_missing = str(error)
    result.figures["whole_seconds"] = round(time.perf_counter() - began, 1)
    harness.finish(result)


if __name__ == "__main__":
    with harness.folder("linkage-store") as folder_:
        os.environ |= {"HAAL_HOME": str(folder_), "DJANGO_SETTINGS_MODULE": "haal.config"}
        os.environ.pop("DATABASE_URL", None)
        from benchmarks import linkage_store_rows as store_rows
        from haal.linkage.reports.near import keys as keys_module

        main()
