"""The processes of `campaigns.sequencer_kill`: one lets acts arrive, the other forks sequencers that are there to be killed.

`arrive` takes reports in until its pipe is closed, and tells each id after it was answered. `serve` waits for an hour on its
pipe and lets a child give places and publish from that hour on, one tick of the clock after another, without end; `finish`
brings everything to rest and audits. A child is forked from a process that has Django loaded, to save the second of a start.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from campaigns.powercut_box import BEGIN, POLICY, hold, prepare, report, say
from haal.services.intake.take_in import take_in
from haal.services.testify import seal
from haal.services.testify.audit import audit

PAUSE_SECONDS = 0.004  # between two reports


def arrive(seed: int) -> None:
    """Take one report after another in, until nobody listens any more."""
    hold()
    number = 0
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        taken = take_in(incoming=report(number, seed), now=BEGIN)
        say({"received": taken.report_id})
        number += 1


def serve() -> None:
    """Fork a sequencer for each hour that is asked for, tell its number, and when it has ended, how."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _sequence(BEGIN + timedelta(hours=int(line)))
                code = 0
            finally:
                os._exit(code)
        say({"pid": pid})
        _pid, status = os.waitpid(pid, 0)
        say({"ended": os.waitstatus_to_exitcode(status)})


def finish(hour: int) -> None:
    """Place and publish all that waits, audit, and tell what was found."""
    now = BEGIN + timedelta(hours=hour)
    while seal.sequence().added:
        pass
    seal.publish(now=now, policy=POLICY, catch_up=True)
    audited = audit()
    say({"size": audited.size, "waiting": audited.waiting, "problems": audited.problems})


def _sequence(now: datetime) -> None:
    seal.head()  # its connections are open now
    say({"begins": True})
    while True:
        began = time.monotonic()
        seal.sequence()
        if published := seal.publish(now=now, policy=POLICY):
            say({"published": published.note})
        now += timedelta(hours=1)
        say({"tick": time.monotonic() - began})


DOES: dict[str, Callable[..., None]] = {"prepare": prepare, "arrive": arrive, "serve": serve, "finish": finish}

if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    DOES[word](*(int(one) for one in rest))
