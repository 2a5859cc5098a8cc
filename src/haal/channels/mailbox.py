"""A mail server that only counts: real SMTP on this machine, for drills and tests. Nothing is kept and nothing goes on.

Run it as its own process: `python -m haal.channels.mailbox --port 0 --log FILE`; the port is printed as its first
line. The log is the same as the counting gateway's, by Message-ID. `example` and `invalid` hosts are the only ones a
drill writes to.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from haal.channels.batch import LOOPBACK
from haal.channels.tally import Arrival, Tally


class CountingInbox:
    """Takes every mail, counts it by its Message-ID and forgets it. Addresses that begin with `nobody` do not exist."""

    def __init__(self, tally: Tally) -> None:
        """Count into `tally`; `fault` may be `hang-up` (after taking) or `busy`, for so many mails."""
        self.tally = tally
        self.fault = ""
        self.faults_count = 0

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802, ANN401 - aiosmtpd's hook and its five values
        """Refuse an address that does not exist."""
        _server, _session, envelope, address, _options = given
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Count the mail."""
        del session
        fault = self._fault_now()
        if fault == "busy":
            return "451 try again"
        self.tally.add([_arrival(envelope, self.tally)])
        if fault == "hang-up" and server.transport is not None:
            server.transport.close()
        return "250 OK"

    def _fault_now(self) -> str:
        if self.faults_count <= 0:
            return ""
        self.faults_count -= 1
        return self.fault


def _arrival(envelope: Envelope, tally: Tally) -> Arrival:
    raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    mail = message_from_bytes(raw, EmailMessage, policy=POLICY)
    subject = str(mail["Subject"] or "")
    return Arrival(
        key=str(mail["Message-ID"] or "").strip("<>").partition("@")[0],
        reference=str(mail["X-Haal-Reference"] or ""),
        person=tally.digest(envelope.rcpt_tos[0]),
        is_test=subject.startswith("TEST"),
        is_repeat=mail["X-Haal-Repeat"] is not None,
        is_late=parsedate_to_datetime(str(mail["Date"])) >= parsedate_to_datetime(str(mail["Expires"])),
    )


async def serve(*, port: int, log: Path) -> None:
    """Serve until the process is ended."""
    inbox = CountingInbox(Tally(log))
    make = partial(SMTP, inbox, hostname="localhost", enable_SMTPUTF8=True, loop=asyncio.get_running_loop())
    server = await asyncio.get_running_loop().create_server(make, LOOPBACK, port)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main(argv: Sequence[str] | None = None) -> int:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description="a mail server that counts and forgets; for drills and tests")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--log", type=Path, required=True, help="where arrivals are kept, one JSON object a line")
    args = parser.parse_args(argv)
    asyncio.run(serve(port=args.port, log=args.log))
    return 0


if __name__ == "__main__":
    sys.exit(main())
