"""One small box: one worker, its threads, and the rule that never two write.

The clock runs as a thread of the worker that serves pages. granian's parent may be killed while its worker lives on, so the
worker itself holds the exclusive lock on the data folder and asks the kernel to die with its parent (PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from pathlib import Path

from django.urls import get_resolver

from haal.domain import gazetteer
from haal.gate import weights
from haal.gate.parent import EXIT_TAKEN, die_with_parent
from haal.jobs import clock

LOCK_NAME = "worker.lock"
# Each statement of a request lets go of the interpreter; beside a thread that computes (a wide warning being sent) it has it
# back after this long. With Python's 5 ms a report of a hundred statements waits half a second (benchmarks/delivery.py).
SWITCH_SECONDS = 0.001
_held: list[int] = []


def start_worker() -> None:
    """Take the data folder for this process, tie it to its parent, start the clock. Ends the process if it is taken."""
    die_with_parent()
    folder = Path(os.environ["HAAL_HOME"])
    if not take_folder(folder):
        sys.stderr.write(f"haal: another worker holds {folder.name}; stop it first, then start again\n")
        os._exit(EXIT_TAKEN)
    sys.setswitchinterval(SWITCH_SECONDS)
    weights.take()
    warm()
    threading.Thread(target=clock.run_for_ever, name="clock", daemon=True).start()
    threading.Thread(target=clock.warn_for_ever, name="warn", daemon=True).start()
    threading.Thread(target=clock.look_for_ever, name="night", daemon=True).start()


def warm() -> None:
    """Load what the first request would wait for: the addresses with all their pages, and the places."""
    get_resolver().url_patterns  # noqa: B018 - reading it imports every door
    gazetteer.standard()


def take_folder(folder: Path) -> bool:
    """Return whether the exclusive lock of the data folder is now held by this process; it ends with the process."""
    handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    _held.append(handle)
    return True


def is_running(folder: Path) -> bool:
    """Return whether a worker holds the data folder now."""
    handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
