"""The peer of benchmarks/delivery.py that makes one task of each message: django-tasks-db on SQLite, synchronous=FULL.

Run as `delivery_tasks.py FOLDER COUNT`: enqueues so many messages, lets the package's own worker do them in batch mode, and
prints one JSON line with the seconds of both and how often each message was handed over (its task appends a row).
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings

FOLDER, COUNT = Path(sys.argv[1]), int(sys.argv[2])
os.environ["PEER_DELIVERED"] = str(FOLDER / "delivered.txt")
settings.configure(
    SECRET_KEY="of one run",
    INSTALLED_APPS=["django_tasks_db"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "tasks.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
    LOGGING_CONFIG=None,
    USE_TZ=True,
)
django.setup()

from delivery_task import hand_over  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0)
began = time.monotonic()
for number in range(COUNT):
    hand_over.enqueue(f"person-{number}", f"+9299{number:09d}")
queued = time.monotonic() - began
began = time.monotonic()
with contextlib.suppress(SystemExit):
    call_command("db_worker", "--batch", "--interval", "0", "--no-startup-delay", verbosity=0)
drained = time.monotonic() - began
came = (FOLDER / "delivered.txt").read_text().split()
print(json.dumps({"queue_seconds": queued, "drain_seconds": drained, "came": len(came), "different": len(set(came))}))
