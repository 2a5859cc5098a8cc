"""Send text messages through a phone that runs SMS Gateway for Android (or its private server), and read its reports.

The one thing to know: the message's key goes as the gateway's own `id`, and a second message with that id is dropped (the
phone answers as if it were new, a server answers 409), so an unknown one can be sent again without doubling it. A
message that is still in the phone at its end is thrown away there (`ttl`). Reports come by webhook, signed with HMAC.

One phone is slow on purpose: networks stop a SIM card that sends many like messages, see docs/how-to/set-up-sms.md.
Sources: the project's documentation (sending messages, webhooks, status) and its app's own source, of 2026.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haal.channels.batch import DrillEndpoint, LiveEndpoint, Message, Pace, Receipt
from haal.channels.http_line import SECONDS_MAX, Line, Said, of_status, send_each
from haal.domain.delivery import Outcome
from haal.domain.errors import Malformed

STATES = {"sms:sent": Outcome.ACCEPTED, "sms:delivered": Outcome.ACCEPTED, "sms:failed": Outcome.REFUSED}
RECEIVED = "sms:received"
MISSED = "call:missed"  # not of the app itself: a call app or an exchange that signs as the phone does sends it
CLOCK_SECONDS_MAX = 300  # how far the phone's clock may be off
DUPLICATE = 409
ONE_BY_ONE = Pace(batch_max=20)  # small enough to look at the clock between


@dataclass(frozen=True, slots=True, kw_only=True)
class AndroidSmsGateway[E: (LiveEndpoint, DrillEndpoint)]:
    """A phone, or the server that its phones ask for work. `sims`: how many cards it sends from, in turn."""

    endpoint: E
    user: str
    password: str
    path: str = "/messages"
    sims: int = 1
    seconds_max: float = SECONDS_MAX
    name: str = "android-sms"
    honours_key: bool = True
    pace: Pace = ONE_BY_ONE

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Hand each message over on one connection; after a break the rest waits. Raises ChannelUnavailable."""
        return send_each(Line(self.endpoint, seconds_max=self.seconds_max), batch, ask=self._ask, name=self.name)

    def _ask(self, line: Line, message: Message) -> Said:
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}
        body = json.dumps(self.fields(message), ensure_ascii=False).encode()
        answer = line.ask("POST", self.path, body=body, headers=headers)
        if answer.status == DUPLICATE:  # it has the message already
            return Said(outcome=Outcome.ACCEPTED, why="had-it", external_id=message.key)
        said = of_status(answer)
        if said.outcome is Outcome.ACCEPTED:
            return Said(outcome=Outcome.ACCEPTED, why=said.why, external_id=_id_in(answer.body))
        return said

    def fields(self, message: Message) -> dict[str, Any]:
        """Return what is asked of the phone for one message."""
        fields: dict[str, Any] = {
            "id": message.key,
            "textMessage": {"text": message.body},
            "phoneNumbers": [message.address],
            "ttl": max(1, int((message.not_after - message.sent_at).total_seconds())),
            "withDeliveryReport": True,
        }
        if self.sims > 1:  # the same message always from the same card
            fields["simNumber"] = 1 + int.from_bytes(hashlib.sha256(message.key.encode()).digest()[:4]) % self.sims
        return fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a webhook told: what became of one of our messages, a text that somebody sent to the phone, or that it rang."""

    key: str = ""
    outcome: Outcome | None = None
    why: str = ""
    sender: str = ""
    text: str = ""
    rang: bool = False


def is_signed(body: bytes, *, timestamp: str, signature: str, key: str, now: datetime) -> bool:
    """Return whether a webhook's body was signed with `key` a moment ago."""
    if not key or not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(now.timestamp() - int(timestamp[:12])) > CLOCK_SECONDS_MAX:
        return False
    wanted = hmac.new(key.encode(), body + timestamp.encode("ascii"), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.strip().lower().encode("utf-8", "replace"))


def read_report(body: bytes) -> Report | None:
    """Return what a webhook told, or None for an event that is not ours to know. Raises Malformed."""
    try:
        told = json.loads(body)
        event, payload = told["event"], told.get("payload") or {}
        if event == RECEIVED:
            sender = payload.get("phoneNumber") or payload.get("sender") or ""
            return Report(sender=str(sender), text=str(payload["message"]))
        if event == MISSED:
            return Report(sender=str(payload.get("phoneNumber") or payload.get("sender") or ""), rang=True)
        if event in STATES:
            return Report(key=str(payload["messageId"]), outcome=STATES[event], why=str(event).replace(":", "-"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Malformed("webhook", expected="an event with its payload", got=type(error).__name__) from None
    return None


def _id_in(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    found = told.get("id", "") if isinstance(told, dict) else ""
    return found[:64] if isinstance(found, str) else ""
