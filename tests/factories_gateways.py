"""Gateways with the servers behind them, for tests: real sockets on this machine, and faults on request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP

from haal.channels.batch import DrillEndpoint, Gateway
from haal.channels.counting import CountingGateway, CountingServer
from haal.channels.mailbox import CountingInbox
from haal.channels.smtp import SmtpGateway
from haal.channels.tally import Tally


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A gateway, what its other side counted, and how to make that side fail once."""

    gateway: Gateway[DrillEndpoint]
    tally: Tally
    fail_once: Callable[[str], None]
    good: str  # with {n}
    bad: str


@contextmanager
def mail_peer(folder: Path) -> Iterator[Peer]:
    """Run a mail server in a thread of its own."""
    inbox = CountingInbox(Tally(folder / "mail.log"))
    loop = asyncio.new_event_loop()
    make = partial(SMTP, inbox, hostname="localhost", enable_SMTPUTF8=True, loop=loop)
    # Never in the tests' own thread: a browser that is open there keeps a loop of its own running.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_listen(make), loop).result(timeout=5)

    def fail_once(kind: str) -> None:
        inbox.fault, inbox.faults_count = kind, 1

    yield Peer(
        gateway=SmtpGateway(
            endpoint=DrillEndpoint(port=server.sockets[0].getsockname()[1]), sender="haal.example", seconds_max=5
        ),
        tally=inbox.tally,
        fail_once=fail_once,
        good="person{n}@people.example",
        bad="nobody@people.example",
    )
    asyncio.run_coroutine_threadsafe(_shut(server), loop).result(timeout=5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _listen(make: Callable[[], SMTP]) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)


async def _shut(server: asyncio.Server) -> None:
    """Stop listening and end what is still connected; a line that hangs must not hang the test."""
    server.close()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


@contextmanager
def counting_peer(folder: Path) -> Iterator[Peer]:
    """Run a counting gateway in a thread of its own."""
    server = CountingServer(0, Tally(folder / "counting.log"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    def fail_once(kind: str) -> None:
        server.fault, server.faults_count = "unavailable" if kind == "busy" else kind, 1

    yield Peer(
        gateway=CountingGateway(endpoint=DrillEndpoint(port=server.server_address[1]), seconds_max=5),
        tally=server.tally,
        fail_once=fail_once,
        good="+92300000{n:04d}",
        bad="+00012345678",
    )
    server.shutdown()
    server.server_close()
    thread.join()


PEERS = {"mail": mail_peer, "counting": counting_peer}
