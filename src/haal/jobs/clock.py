"""The clock is a door: what must happen by itself happens here, one round after another, in three threads.

A round does what waits in the outbox, then each job that is due. A job that fails says which one and why (the name of the
error, never its text), and the others go on; it is tried again in the next round.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from haal.domain.errors import KeysLocked
from haal.jobs import (
    alleged,
    check_in,
    cosign,
    dispatch,
    duty,
    fixity,
    help_ends,
    nightly,
    outbox,
    publication,
    sequencer,
)

log = logging.getLogger("haal.clock")
ROUND_SECONDS = 1.0
WARN_SECONDS = 0.5
NIGHT_SECONDS = 60.0
REST_TIMES = 9
REST_SECONDS_MAX = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done every `every`; `run(now)` returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


JOBS: tuple[Job, ...] = (
    Job(name="outbox", every=timedelta(0), run=outbox.run),
    Job(name="sequence", every=timedelta(seconds=2), run=sequencer.run),
    Job(name="checkpoint", every=timedelta(seconds=5), run=sequencer.publish),
    Job(name="cosign", every=timedelta(minutes=5), run=cosign.run),
    Job(name="publication", every=timedelta(minutes=1), run=publication.run),
    Job(name="forget-addresses", every=timedelta(hours=1), run=dispatch.forget),
    Job(name="still-true", every=timedelta(minutes=1), run=duty.ask),
    Job(name="forget-calls", every=timedelta(hours=1), run=duty.forget),
    Job(name="check-in", every=timedelta(minutes=1), run=check_in.run),
    Job(name="shifts", every=timedelta(minutes=1), run=help_ends.look_at_shifts),
    Job(name="help-ends", every=timedelta(minutes=10), run=help_ends.run),
    Job(name="event-plans", every=timedelta(minutes=10), run=help_ends.shred_event_plans),
    Job(name="fixity", every=timedelta(hours=1), run=fixity.run),
)
# A warning waits for nothing else: its messages have a thread of their own.
WARN_JOBS: tuple[Job, ...] = (
    Job(name="call", every=timedelta(0), run=duty.call),
    Job(name="circle-call", every=timedelta(seconds=5), run=check_in.call),
    Job(name="dispatch", every=timedelta(0), run=dispatch.run),
)
# A look over everything computes for as long as there are reports; neither a warning nor a check-in waits for it.
NIGHT_JOBS: tuple[Job, ...] = (
    Job(name="nightly", every=timedelta(minutes=30), run=nightly.run),
    Job(name="alleged", every=timedelta(hours=1), run=alleged.run),
)


def run_for_ever() -> None:
    """Run rounds of all but the warnings and the night's work until the process ends."""
    last: dict[str, datetime] = {}
    while True:
        began = time.monotonic()
        busy = run_round(JOBS, now=datetime.now(UTC), last=last)
        spent = time.monotonic() - began
        arrived = outbox.wait(seconds=0 if busy else ROUND_SECONDS)
        if arrived and busy:
            # Reports come in at this moment: the doors have the processor first, what waits is kept and can wait.
            time.sleep(min(spent * REST_TIMES, REST_SECONDS_MAX))


def warn_for_ever() -> None:
    """Send warnings until the process ends, at once when one is released here and looking twice a second."""
    last: dict[str, datetime] = {}
    while True:
        if not run_round(WARN_JOBS, now=datetime.now(UTC), last=last):
            dispatch.wait(seconds=WARN_SECONDS)


def look_for_ever() -> None:
    """Do the night's work until the process ends."""
    last: dict[str, datetime] = {}
    while True:
        run_round(NIGHT_JOBS, now=datetime.now(UTC), last=last)
        time.sleep(NIGHT_SECONDS)


def run_round(jobs: tuple[Job, ...], *, now: datetime, last: dict[str, datetime]) -> bool:
    """Run every job that is due; return whether any did something."""
    busy = False
    for job in jobs:
        if job.name in last and now - last[job.name] < job.every:
            continue
        last[job.name] = now
        try:
            busy = job.run(now) > 0 or busy
        except KeysLocked:
            continue  # said on every desk page and in /readyz; nothing is lost by waiting
        except Exception as error:
            log.error("job %s failed: %s", job.name, type(error).__name__)
    return busy
