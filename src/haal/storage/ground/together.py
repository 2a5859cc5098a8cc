"""One trip to the disk for many: writes that wait at the same moment are kept in one transaction, each as if alone.

A commit that survives a power cut waits for the disk, and that wait is most of what a report costs when many come at once.
Whoever gets the turn carries out all writes that wait, each behind a savepoint of its own, and commits once; nobody is told
that anything is kept before that commit. A write that fails takes only itself back. On PostgreSQL, which does this by
itself, and inside an open transaction a write is simply carried out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection, transaction

from haal.storage import work

WRITES_MAX = 32  # in one transaction: the first must not wait long for the last
LOOK_SECONDS = 0.005
BUSY_SECONDS = 1.0


class _Ticket:
    """One write that waits, and what became of it."""

    __slots__ = ("error", "is_done", "result", "write")

    def __init__(self, write: Callable[[], Any]) -> None:
        self.write = write
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_done = False


_waiting: list[_Ticket] = []
_mutex = Lock()
_turn = Lock()
_told_at = float("-inf")


def keep[T](write: Callable[[], T]) -> T:
    """Carry out `write` in a transaction, possibly together with others; return what it returned, raise what it raised.

    `write` runs once, maybe in another thread: it may use the database and what it closed over, nothing of its thread.
    """
    global _told_at
    _told_at = time.monotonic()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with work.atomic():
            return write()
    ticket = _Ticket(write)
    with _mutex:
        _waiting.append(ticket)
    while not ticket.is_done:
        with _turn:
            if not ticket.is_done:
                _keep_all(_take())
    if ticket.error is not None:
        raise ticket.error
    result: T = ticket.result
    return result


def stand_back(*, seconds_max: float) -> None:
    """Return when nobody's write waits, or after `seconds_max`: for work behind which no person waits.

    The bound is what keeps a flood of reports from holding up what is made of them.
    """
    ends = time.monotonic() + seconds_max
    while (_waiting or _turn.locked()) and time.monotonic() < ends:
        time.sleep(LOOK_SECONDS)


def is_busy() -> bool:
    """Return whether somebody's write came a moment ago, or waits: people are telling now."""
    return bool(_waiting) or time.monotonic() - _told_at < BUSY_SECONDS


def _take() -> list[_Ticket]:
    with _mutex:
        batch = _waiting[:WRITES_MAX]
        del _waiting[:WRITES_MAX]
    return batch


def _keep_all(batch: list[_Ticket]) -> None:
    try:
        with transaction.atomic():
            for ticket in batch:
                _carry_out(ticket, alone=len(batch) == 1)
    except BaseException as error:  # the commit failed: nothing of it is kept, and each is told
        for ticket in batch:
            ticket.error = ticket.error or error
    for ticket in batch:
        ticket.is_done = True


def _carry_out(ticket: _Ticket, *, alone: bool) -> None:
    if alone:
        ticket.result = ticket.write()
        return
    try:
        with transaction.atomic():
            ticket.result = ticket.write()
    except Exception as error:
        ticket.error = error
