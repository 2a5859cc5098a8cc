"""A gateway that only counts: it takes messages over HTTP and says how often each key came. For drills and tests.

Run it as its own process: `python -m haal.channels.counting --port 0 --log FILE`; the port is printed as its first
line. It listens on this machine alone. The log holds keys, references and keyed digests of addresses, no address and
no text, and is read again at a start, so that counts survive. The client half is `CountingGateway`; the live
text-message gateways of later keep to the same test suite.

Faults can be asked for (`POST /fault`): to hang up after taking a batch, to refuse addresses, to be unavailable.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from haal.channels.batch import LOOPBACK, UNPACED, DrillEndpoint, Message, Pace, Receipt
from haal.channels.tally import Arrival, Tally
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable

SECONDS_MAX = 15.0
BODY_BYTES_MAX = 8_388_608


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingGateway:
    """The client: one HTTP request for a batch. Its endpoint can only be a drill's."""

    endpoint: DrillEndpoint
    seconds_max: float = SECONDS_MAX
    name: str = "counting"
    honours_key: bool = False
    pace: Pace = UNPACED

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Post the batch. No answer: unknown for every message. Raises ChannelUnavailable."""
        body = json.dumps({"messages": [_wire(message) for message in batch]}).encode()
        line = http.client.HTTPConnection(self.endpoint.host, self.endpoint.port, timeout=self.seconds_max)
        try:
            line.connect()
        except OSError as error:
            raise ChannelUnavailable(self.name) from error
        try:
            line.request("POST", "/messages", body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            return self._receipts(batch, answer.status, answer.read())
        except (OSError, http.client.HTTPException) as error:
            why = type(error).__name__
            return tuple(Receipt(key=message.key, outcome=Outcome.UNKNOWN, why=why) for message in batch)
        finally:
            line.close()

    def _receipts(self, batch: Sequence[Message], status: int, body: bytes) -> tuple[Receipt, ...]:
        if status == 503:
            raise ChannelUnavailable(self.name)
        said = json.loads(body) if status == 200 else {}
        return tuple(
            Receipt(key=message.key, outcome=Outcome(said.get(message.key, "unknown")), why=str(status))
            for message in batch
        )


def ask(port: int, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
    """Ask a running counting server on this machine (`/counts`, `/recipients?reference=...`, `/fault`)."""
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=SECONDS_MAX)
    try:
        line.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body).encode())
        return json.loads(line.getresponse().read())
    finally:
        line.close()


def _wire(message: Message) -> dict[str, object]:
    return {
        "key": message.key,
        "to": message.address,
        "text": message.body,
        "reference": message.reference,
        "not_after": message.not_after.isoformat(),
        "sent_at": message.sent_at.isoformat(),
        "repeat": message.is_repeat,
    }


class CountingServer(ThreadingHTTPServer):
    """Counts what comes, on a port of this machine."""

    daemon_threads = True

    def __init__(self, port: int, tally: Tally) -> None:
        """Listen at once; port 0 takes any that is free."""
        super().__init__((LOOPBACK, port), _Handler)
        self.tally = tally
        self.fault, self.faults_count = "", 0

    def fault_now(self) -> str:
        """Return the fault to show for this request, and use it up."""
        if self.faults_count <= 0:
            return ""
        self.faults_count -= 1
        return self.fault


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: CountingServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?reference=")
        if path == "/counts":
            self._answer(200, self.server.tally.counts())
        elif path == "/recipients":
            self._answer(200, self.server.tally.recipients(query))
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > BODY_BYTES_MAX:
            self.close_connection = True
            self._answer(413, {})
            return
        body = json.loads(self.rfile.read(length))
        if self.path == "/fault":
            self.server.fault, self.server.faults_count = str(body["kind"]), int(body["times"])
            self._answer(200, {})
        elif self.path == "/messages":
            self._take(body["messages"])
        else:
            self._answer(404, {})

    def _take(self, messages: list[dict[str, Any]]) -> None:
        fault = self.server.fault_now()
        if fault == "unavailable":
            self._answer(503, {})
            return
        refused = {str(message["key"]) for message in messages if str(message["to"]).startswith("+000")}
        self.server.tally.add(
            Arrival.of(message, self.server.tally) for message in messages if str(message["key"]) not in refused
        )
        if fault == "hang-up":
            self.close_connection = True
            self.connection.close()
            return
        said = {
            str(message["key"]): "refused" if str(message["key"]) in refused else "accepted" for message in messages
        }
        self._answer(200, said)

    def _answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: a log line would hold an address."""


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="count messages per key; for drills and tests, on this machine only")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--log", type=Path, required=True, help="where arrivals are kept, one JSON object a line")
    parser.add_argument("--drops-doubles", action="store_true", help="take a second message of a key for none")
    args = parser.parse_args(argv)
    server = CountingServer(args.port, Tally(args.log, drops_doubles=args.drops_doubles))
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
