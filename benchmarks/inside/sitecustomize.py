"""Put on the path of an unchanged `haal up` by benchmarks/delivery.py: releases drills inside the process that serves.

Only one process may write, so what is measured has to happen there. A thread waits until the worker holds the data folder,
then does what BENCH_INSIDE asks (a JSON file), as the desk would by services, and writes what it saw beside it. The drain
runs the same code as the clock's, with a null gateway.
"""

import os
import sys
import threading
import time


def _watch() -> None:
    while not getattr(sys.modules.get("haal.gate.box"), "_held", None):
        time.sleep(0.05)
    time.sleep(0.5)
    from benchmarks import inside_work

    inside_work.run(os.environ["BENCH_INSIDE"])


def _begin() -> None:
    threading.Thread(target=_watch, name="inside", daemon=True).start()


if os.environ.get("BENCH_INSIDE"):
    _begin()
    os.register_at_fork(after_in_child=_begin)  # a thread does not come along
