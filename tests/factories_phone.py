"""A phone for tests: an HTTP server on this machine that follows the API of SMS Gateway for Android (local server mode).

Written after the app's own source: Basic authentication, `POST /messages`, 202 with the id and state, a second message
with the same id answered 202 and not sent again (a server of theirs answers 409), 400 for what it cannot read. Its reports
are signed as the app signs them: HMAC-SHA256 over body and timestamp, in hexadecimal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.factories_gateways import Peer

from haal.channels.android_sms import AndroidSmsGateway
from haal.channels.batch import DrillEndpoint
from haal.channels.tally import Arrival, Tally

USER, PASSWORD = "haal", "not-a-secret"


@dataclass
class Phone:
    """What the phone has taken, and how it fails next."""

    port: int
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_server: bool = False  # their server refuses a known id with 409, the app answers it again
    fault: str = ""
    redirected: int = 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    phone: Phone
    tally: Tally | None = None


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        phone = self.server.phone
        fault, phone.fault = phone.fault, ""
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {login}":
            self._answer(401, {"message": "Unauthorized"})
        elif fault == "busy":
            self._answer(429, {"message": "Too many requests"}, retry_after="7")
        elif fault == "redirect":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{phone.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path != "/messages":
            phone.redirected += 1
            self._answer(404, {})
        else:
            self._take(json.loads(body), hangs_up=fault == "hang-up")

    def _take(self, asked: dict[str, Any], *, hangs_up: bool) -> None:
        phone = self.server.phone
        number = (asked.get("phoneNumbers") or [""])[0]
        if not asked.get("textMessage", {}).get("text") or not number or number.startswith("+000"):
            self._answer(400, {"message": "phoneNumbers is empty"})
            return
        known = asked["id"] in phone.sent
        if not known:
            phone.sent[asked["id"]] = asked
            self._count(asked, number)
        if hangs_up:
            self.close_connection = True
            self.connection.close()
        elif known and phone.is_server:
            self._answer(409, {"message": "duplicate id"})
        else:
            self._answer(202, {"id": asked["id"], "state": "Pending", "recipients": []})

    def _count(self, asked: dict[str, Any], number: str) -> None:
        if self.server.tally is not None:
            text = asked["textMessage"]["text"]
            self.server.tally.add(
                [
                    Arrival(
                        key=asked["id"], reference="w_a.1", person=self.server.tally.digest(number),
                        is_test=text.startswith("TEST"), is_repeat="repeat" in text or "دوبارہ" in text, is_late=False,
                    )
                ]
            )  # fmt: skip

    def _answer(self, status: int, value: object, *, retry_after: str = "") -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


@contextmanager
def running_phone(tally: Tally | None = None) -> Iterator[Phone]:
    """Run a phone in a thread of its own."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.phone, server.tally = Phone(port=server.server_address[1]), tally
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.phone
    server.shutdown()
    server.server_close()
    thread.join()


def gateway_to(phone: Phone, **changes: Any) -> AndroidSmsGateway[DrillEndpoint]:
    """Return the gateway that leads to it."""
    values = {"user": USER, "password": PASSWORD, "seconds_max": 5.0}
    return AndroidSmsGateway(endpoint=DrillEndpoint(port=phone.port), **{**values, **changes})


@contextmanager
def phone_peer(folder: Path) -> Iterator[Peer]:
    """Run a phone, counted like every gateway's other side."""
    tally = Tally(folder / "phone.log")
    with running_phone(tally) as phone:

        def fail_once(kind: str) -> None:
            phone.fault = kind

        yield Peer(
            gateway=gateway_to(phone), tally=tally, fail_once=fail_once, good="+92300000{n:04d}", bad="+00012345678"
        )


def signed(body: dict[str, Any], *, key: str, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Return a webhook's body and headers as the phone sends them."""
    raw, at = json.dumps(body).encode(), str(int(now.timestamp()))
    signature = hmac.new(key.encode(), raw + at.encode(), hashlib.sha256).hexdigest()
    return raw, {"X-Signature": signature, "X-Timestamp": at}
