"""The process of campaigns/faults.py: one box, one warning for each kind of fault, and what became of it."""

from __future__ import annotations

import json
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from campaigns import dispatcher
from campaigns.faults_proxy import Proxy
from haal.channels import peers
from haal.channels.batch import DrillEndpoint, DrillGateways, Message, Pace, Receipt
from haal.channels.counting import CountingGateway
from haal.domain.delivery import Channel, Outcome
from haal.domain.ids import WarningId
from haal.domain.policy import DEFAULT
from haal.domain.warn.breaker import Stand
from haal.services.warn import deliver
from haal.services.warn.send import receipts
from haal.storage import delivery
from haal.storage.warn import breaker

POLICY = replace(DEFAULT, delivery_lease_seconds=20)
BATCH = 20
NAMED = {"accepted", "refused", "unknown", "withdrawn", "expired"}


class Clock:
    """An instant that goes on when it is told to: rests and leases pass without waiting."""

    def __init__(self) -> None:
        """Begin now."""
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return the instant."""
        return datetime.now(UTC) + self.ahead


class Way:
    """The counting gateway's client, with what two of the kinds need: an answer said twice, and later receipts."""

    def __init__(self, port: int, kind: str) -> None:
        """Lead to the proxy."""
        self._line = CountingGateway(endpoint=DrillEndpoint(port=port), seconds_max=0.5, name=kind[:20])
        self.endpoint, self.name, self.honours_key = self._line.endpoint, kind[:20], False
        self.pace = Pace(batch_max=BATCH)
        self.kind, self.is_ill, self.silent = kind, True, list[str]()
        self.during = lambda: None

    def send(self, batch: list[Message]) -> tuple[Receipt, ...]:
        """Send it on."""
        said = self._line.send(batch)
        self.during()
        if self.is_ill and self.kind == "duplicate-receipts":
            return said + said
        if self.is_ill and self.kind == "late-receipts":
            self.silent += [one.key for one in said]
            return tuple(Receipt(key=one.key, outcome=Outcome.UNKNOWN, why="silent") for one in said)
        return said


def run(people: int, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Make the box, let each kind go wrong, and tell."""
    dispatcher.prepare(people, 0)
    rows = []
    with tempfile.TemporaryDirectory(prefix="haal-faults-") as folder, peers.running(Path(folder)) as running:
        rows += [_one(kind, people, running) for kind in kinds]
    return {"table": rows}


def _one(kind: str, people: int, running: peers.Peers) -> dict[str, Any]:
    clock, proxy = Clock(), Proxy(running.counting_port)
    way = Way(proxy.port, kind)
    ways = DrillGateways(by_channel={Channel.SMS: (way,)})  # type: ignore[dict-item]
    warning_id = WarningId(str(dispatcher.release(0)["warning"]))
    proxy.fault = kind
    opened = _ill(kind, ways, way, clock)
    proxy.fault, way.is_ill, way.during = "", False, lambda: None
    for _ in range(12):  # rests and leases pass, and it is well again
        clock.ahead += timedelta(seconds=40)
        deliver.drain(gateways=ways, owner="well", clock=clock, policy=POLICY)
    for key in [*way.silent, *way.silent]:
        receipts.take(gateway=way.name, key=key, outcome=Outcome.ACCEPTED, why="late", now=clock())
    proxy.close()
    return _row(
        kind, people, warning_id, running=running, opened=opened, closed=_stand(way.name, clock) is Stand.CLOSED
    )


def _ill(kind: str, ways: DrillGateways, way: Way, clock: Clock) -> bool:
    """Send while it goes wrong; return whether the breaker opened."""
    if kind == "clock-skew":  # a second dispatcher, two minutes ahead, thinks the first dead in the middle of its call
        way.during = lambda: _ahead(ways, way, clock)
    with _full_disk() if kind == "disk-full" else _nothing():
        try:
            deliver.drain(gateways=ways, owner="ill", clock=clock, batches_max=4, policy=POLICY)
        except DatabaseError:
            connection.close()
    return _stand(way.name, clock) is Stand.OPEN


def _ahead(ways: DrillGateways, way: Way, clock: Clock) -> None:
    way.during = lambda: None
    skewed = Clock()
    skewed.ahead = clock.ahead + timedelta(minutes=2)
    deliver.drain(gateways=ways, owner="ahead", clock=skewed, batches_max=2, policy=POLICY)


@contextmanager
def _full_disk() -> Iterator[None]:
    """Let no file grow: what SQLite has to write fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _stand(name: str, clock: Clock) -> Stand:
    return next((one.stand for one in breaker.known(now=clock()) if one.name == name), Stand.CLOSED)


def _row(
    kind: str, people: int, warning_id: WarningId, *, running: peers.Peers, opened: bool, closed: bool
) -> dict[str, Any]:
    states: Counter[str] = Counter()
    for (_channel, state), count in delivery.counts(warning_id, 1).items():
        states[state.value] += count
    arrivals = [one for one in running.arrivals() if one["reference"] == f"{warning_id}.1"]
    came = Counter(str(one["key"]) for one in arrivals)
    marked = {str(one["key"]) for one in arrivals if one["repeat"]}
    twice = {key for key, count in came.items() if count > 1}
    return {
        "kind": kind,
        "people": people,
        "states": dict(states),
        "sum": states.total(),
        "unnamed": sum(count for state, count in states.items() if state not in NAMED),
        "came": len(came),
        "twice": len(twice),
        "marked": len(twice & marked),
        "accepted_but_never_came": max(0, states["accepted"] - len(came)),
        "opened": opened,
        "closed_again": closed,
    }


if __name__ == "__main__":
    count, *asked = sys.argv[1:]
    print(json.dumps(run(int(count), tuple(asked))), flush=True)
