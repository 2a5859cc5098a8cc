"""Send text messages through Kannel's HTTP interface (`sendsms`), with its receipts coming back under our own key.

The one thing to know: Kannel takes a message and forgets who asked, so it does not drop a second one with the same key;
a broken-off answer is unknown. A Latin text goes as GSM-7, any other as UCS-2 (`coding=2`), and the network is told how
many minutes a message is still worth something. Kannel's `sendsms-user` must allow two joined parts, see
docs/how-to/set-up-sms.md. Source: Kannel 1.4.5 User's Guide, "Using the HTTP interface to send SMS messages".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from haal.channels.batch import DrillEndpoint, LiveEndpoint, Message, Pace, Receipt
from haal.channels.http_line import SECONDS_MAX, Line, Said, of_status, send_each
from haal.domain.delivery import Outcome
from haal.language.sms import measure

DELIVERED, NOT_DELIVERED, TAKEN_BY_NETWORK, REFUSED_BY_NETWORK = 1, 2, 8, 16
DLR_MASK = DELIVERED | NOT_DELIVERED | TAKEN_BY_NETWORK | REFUSED_BY_NETWORK
EXPIRED, NOT_KNOWN = 0x22, 0x42
ONE_BY_ONE = Pace(batch_max=20)  # small enough to look at the clock between


@dataclass(frozen=True, slots=True, kw_only=True)
class KannelGateway[E: (LiveEndpoint, DrillEndpoint)]:
    """A Kannel `smsbox`. `receipt_url` is where it reports; the key and the status are put behind it."""

    endpoint: E
    user: str
    password: str
    path: str = "/cgi-bin/sendsms"
    sender: str = "Haal"
    smsc: str = ""
    receipt_url: str = ""
    seconds_max: float = SECONDS_MAX
    name: str = "kannel"
    honours_key: bool = False
    pace: Pace = ONE_BY_ONE

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Send each message on one connection; after a break the rest waits. Raises ChannelUnavailable."""
        return send_each(Line(self.endpoint, seconds_max=self.seconds_max), batch, ask=self._ask, name=self.name)

    def _ask(self, line: Line, message: Message) -> Said:
        answer = line.ask("GET", f"{self.path}?{urlencode(self.fields(message))}", headers={})
        said = of_status(answer)
        if said.outcome is Outcome.ACCEPTED:
            return Said(
                outcome=Outcome.ACCEPTED,
                why=_code(answer.body),
                external_id=message.key if self.receipt_url else "",
            )
        return said

    def fields(self, message: Message) -> dict[str, str]:
        """Return what is asked of Kannel for one message."""
        minutes = max(1, int((message.not_after - message.sent_at).total_seconds() // 60))
        fields = {
            "username": self.user,
            "password": self.password,
            "to": message.address,
            "text": message.body,
            "charset": "UTF-8",
            "coding": "0" if measure(message.body).alphabet == "gsm-7" else "2",
            "validity": str(minutes),
            "from": self.sender,
            "smsc": self.smsc,
        }
        if self.receipt_url:
            fields |= {
                "dlr-mask": str(DLR_MASK),
                "dlr-url": f"{self.receipt_url}?by={self.name}&key={message.key}&status=%d",
            }
        return {name: value for name, value in fields.items() if value}


def outcome_of_report(status: int) -> Outcome | None:
    """Return what a delivery report says of a message, or None for one that settles nothing."""
    if status in {DELIVERED, TAKEN_BY_NETWORK}:
        return Outcome.ACCEPTED
    if status in {NOT_DELIVERED, REFUSED_BY_NETWORK, EXPIRED}:
        return Outcome.REFUSED
    return Outcome.UNKNOWN if status == NOT_KNOWN else None


def _code(body: bytes) -> str:
    """Return the number that Kannel's answer begins with: 0 taken, 3 queued until the network is there."""
    head = body[:2].decode("ascii", "replace").partition(":")[0]
    return f"kannel-{head}" if head.isdigit() else "kannel"
