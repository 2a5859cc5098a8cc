"""Reports of the synthetic world as rows of Haal's tables, made by several processes: for benchmarks/linkage_store.py.

A part is written to a file of its own, oldest first: short forms and pads, marks, links, incidents, and some incidents with what
really happened, so that new reports can be told of them. Sealed as the box does it, with the benchmark's own keys.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from benchmarks import linkage_synthetic as synthetic  # noqa: E402 - the models come first
from benchmarks.linkage_synthetic import BEGIN, PER_DAY, Incident, World, world  # noqa: E402
from haal.linkage.reports.near import EDITION  # noqa: E402
from haal.linkage.reports.near.keys import kept_keys  # noqa: E402
from haal.linkage.reports.near.pack import pack  # noqa: E402
from haal.linkage.reports.seen import Seen  # noqa: E402
from haal.storage.boxes import data_key  # noqa: E402
from haal.storage.compared.rows import form_key, marks_of  # noqa: E402
from haal.storage.ground import keys  # noqa: E402
from haal.vault.keys import Secrets  # noqa: E402

SAMPLE_EACH = 150  # one incident of so many is remembered
STAMP = "2026-03-21 12:00:00+00"


@dataclass(kw_only=True)
class Rows:
    """One part, as tuples in the order of `COLUMNS`."""

    compared: list[tuple[int, str, int, bytes]] = field(default_factory=list)
    data_key: list[tuple[bytes, bytes]] = field(default_factory=list)
    compared_mark: list[tuple[int, int]] = field(default_factory=list)
    link: list[tuple[Any, ...]] = field(default_factory=list)
    incident: list[tuple[Any, ...]] = field(default_factory=list)
    sample: list[tuple[Incident, str]] = field(default_factory=list)


COLUMNS = {
    "compared": ("id", "report_id", "edition", "box"),
    "data_key": ("id", "header"),
    "compared_mark": ("row_id", "mark"),
    "link": (
        "id",
        "report_id",
        "incident_id",
        "state",
        "how",
        "source_line_id",
        "made_at",
        "linked_by",
        "linked_at",
        "box",
    ),
    "incident": ("id", "state", "day_first", "day_last", "seen_first", "seen_last", "made_at", "box"),
}


def part(number: int, *, reports: int, held: bytes, folder: Path) -> Path:
    """Write part `number` of so many reports and return its file."""
    keys.hold(Secrets.from_json(held))
    made, rows = world(7 + number), Rows()
    first, cipher = number * reports, form_key()
    while len(rows.compared) < reports:
        done = first + len(rows.compared)
        what = made.incident(BEGIN + int(done / PER_DAY))
        incident_id = name("i", len(rows.incident) + first)
        tellers = min(reports - len(rows.compared), 1 + int(made.chance.expovariate(0.45)))
        for at in range(done + 1, done + 1 + tellers):
            seen = seen_of(made, what, report_id=name("r", at))
            key_id = data_key.new_id()
            box, pad = cipher.shut(pack(seen), row_id=seen.report_id)
            rows.compared.append((at, seen.report_id, EDITION, key_id + box))
            rows.data_key.append((key_id, pad))
            rows.compared_mark += [(at, mark) for mark in marks_of(kept_keys(seen))]
            stamp = ("linked", "alone", "sl_bench", STAMP, "system", STAMP, b"\0" * 64)
            rows.link.append((at, seen.report_id, incident_id, *stamp))
        day = date.fromordinal(what.day).isoformat()
        rows.incident.append((incident_id, "open", day, day, day, day, STAMP, b"\0" * 64))
        if len(rows.incident) % SAMPLE_EACH == 0:
            rows.sample.append((what, incident_id))
    path = folder / f"part-{number:03}"
    path.write_bytes(pickle.dumps(rows, protocol=5))
    return path


def name(kind: str, number: int) -> str:
    """Return an id as Haal makes them: nothing follows from it, and neighbours in time are none in the index."""
    return f"{kind}_{hashlib.blake2b(f'{kind}{number}'.encode(), digest_size=10).hexdigest()}"


def seen_of(made: World, what: Incident, *, report_id: str) -> Seen:
    """Return one report of an incident."""
    return synthetic.seen_of(made.told(what), report_id=report_id)
