"""The peer of benchmarks/delivery.py that makes one task of 500 messages: Huey's SqliteHuey with fsync.

Run as `delivery_huey.py FOLDER COUNT`: enqueues the batches, does them one after another as its consumer would, and prints
one JSON line with the seconds of both and how often each message was handed over. Nothing is kept for a single message.
"""

import json
import sys
import time
from pathlib import Path

from huey import SqliteHuey

FOLDER, COUNT, BATCH = Path(sys.argv[1]), int(sys.argv[2]), 500
huey = SqliteHuey(filename=str(FOLDER / "huey.sqlite3"), fsync=True)
came: list[str] = []


@huey.task()
def hand_over(people: list[str]) -> None:
    """Note who was told."""
    came.extend(people)


began = time.monotonic()
for first in range(0, COUNT, BATCH):
    hand_over([f"person-{number}" for number in range(first, min(COUNT, first + BATCH))])
queued = time.monotonic() - began
began = time.monotonic()
while (task := huey.dequeue()) is not None:
    huey.execute(task)
drained = time.monotonic() - began
print(json.dumps({"queue_seconds": queued, "drain_seconds": drained, "came": len(came), "different": len(set(came))}))
