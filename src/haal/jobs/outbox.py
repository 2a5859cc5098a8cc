"""Drain what waits: one service call a row, through the corridor."""

from __future__ import annotations

from datetime import datetime

from haal.services import flow

BATCH = 10


def run(now: datetime) -> int:
    """Do what is due, at most one batch; return how many rows were done."""
    return flow.drain(now=now, limit=BATCH)


def wait(*, seconds: float) -> bool:
    """Wait until something is put or the time is over; return whether something was put since the last wait."""
    return flow.wait_for_work(seconds=seconds)
