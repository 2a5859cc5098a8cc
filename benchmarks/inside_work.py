"""What benchmarks/inside/sitecustomize.py does in the process of `haal up`: many small releases, then one to everybody.

Small releases first: from the second person's agreement to the first message handed over, with a drain waiting as the
clock does. Then one release to all, queued in chunks while the site answers. Orders and answers are files, since the
process has no other door for them.
"""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

from benchmarks import delivery_box as box
from haal.channels.batch import Message, Receipt
from haal.domain.warning import Mode
from haal.services.warn import agree, deliver, draft, drill, headcount
from haal.services.warn.draft import Written
from haal.storage import work
from haal.storage.warn import queue

SMALL = Written(hazard=drill.PLACE.hazard, place="Gwadar", lat=25.1264, lon=62.3225, radius_km=8.0)


class _Noting(box.NullGateway):
    """Notes when the first message of each version came."""

    def send(self, batch: list[Message]) -> tuple[Receipt, ...]:  # type: ignore[override]
        """Take the batch."""
        now = time.monotonic()
        for message in batch:
            FIRST.setdefault(message.reference, now)
        return super().send(batch)


FIRST: dict[str, float] = {}


def run(path: str) -> None:
    """Wait for the order, do it, write the answer."""
    order_file = Path(path)
    threading.Thread(target=_drain, name="drain", daemon=True).start()
    while not order_file.is_file():
        time.sleep(0.05)
    order = json.loads(order_file.read_text())
    try:
        answer: dict[str, object] = {"releases": _releases(order["releases"]), **_queue_all(order_file)}
    except Exception as error:  # the other process waits for an answer
        answer = {"error": f"{type(error).__name__}: {error}"}
    order_file.with_suffix(".answer").write_text(json.dumps(answer))
    work.close_connection()


def _drain() -> None:
    gateway = _Noting()
    while True:
        deliver.drain_at_once(gateways=box.gateways(gateway), owner="inside", clock=box.clock, seconds_max=5.0)
        deliver.wait_for_work(seconds=0.5)


def _releases(count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        warning_id, agreed = _release(SMALL)
        ends = time.monotonic() + 10
        while f"{warning_id}.1" not in FIRST and time.monotonic() < ends:
            time.sleep(0.002)
        seconds.append(FIRST.get(f"{warning_id}.1", ends) - agreed)
        time.sleep(0.05)
    return seconds


def _release(written: Written) -> tuple[str, float]:
    """Draft, ask, agree; return the warning and the instant at which the second person said yes."""
    one, two = box.warners()
    warning_id = draft.draft(written=written, mode=Mode.DRILL, by=one, now=box.clock())
    total = headcount.of_draft(warning_id=warning_id, by=one, now=box.clock()).total
    agree.ask(warning_id=warning_id, typed_back=total, by=one, now=box.clock())
    agreed = time.monotonic()
    agree.agree(warning_id=warning_id, typed_back=total, by=two, now=box.clock())
    return warning_id, agreed


def _queue_all(order_file: Path) -> dict[str, object]:
    """Release to everybody and wait until the dispatcher has queued them; the load is on while the file `.queueing` is there."""
    mark = order_file.with_suffix(".queueing")
    mark.write_text("")
    try:
        began = time.monotonic()
        warning_id, _agreed = _release(drill.PLACE)
        while queue.is_filling(is_drill=True, now=box.clock()):
            time.sleep(0.02)
        return {"queue_all_seconds": time.monotonic() - began, "warning": warning_id}
    finally:
        mark.unlink()
