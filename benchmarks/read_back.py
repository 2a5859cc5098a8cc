"""Reads a whole box back: opens every report with the desk's key and prints its mark, with counts of what lies beside it.

Run by `benchmarks/box.py` in a process of its own with HAAL_HOME set, while the key holder is still there. One JSON line.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - the models need the settings

from haal.storage.report import ReportRow  # noqa: E402


def count(table: str) -> int:
    """Return how many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def pragma(name: str) -> object:
    """Return one setting of SQLite as this connection has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def main() -> int:
    """Print what is there."""
    marks = [row.box.open()["answers"]["saw"].rsplit(" ", 1)[-1] for row in ReportRow.objects.iterator(chunk_size=500)]
    found = {
        "marks": marks,
        "sealed": ReportRow.objects.filter(has_sealed=True).count(),
        "audit_rows": count("audit"),
        "acts": count("act"),
        "integrity": pragma("integrity_check"),
        "synchronous": pragma("synchronous"),
        "journal_mode": pragma("journal_mode"),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
