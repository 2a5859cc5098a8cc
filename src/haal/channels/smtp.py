"""Send warnings by e-mail: one connection for a batch, the message's key as its Message-ID.

A mail server may or may not drop a second message with the same Message-ID, so it is not counted on: what was cut off
between the data and the answer is unknown. Before the data has begun, nothing was sent for sure. A live server must
offer STARTTLS with a certificate that verifies; the drill's server is on this machine. Sources: RFC 5321 (replies),
RFC 2369 and 8058 (List-Unsubscribe), RFC 3834 (Auto-Submitted).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from haal.channels.batch import NOT_BEGUN, ONE_BY_ONE, DrillEndpoint, LiveEndpoint, Message, Pace, Receipt
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable

SECONDS_MAX = 15.0
_NOT_SENT = (smtplib.SMTPException, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpGateway[E: (LiveEndpoint, DrillEndpoint)]:
    """A mail server. `sender` is the domain name that warnings come from."""

    endpoint: E
    sender: str
    sender_name: str = "Haal"
    seconds_max: float = SECONDS_MAX
    name: str = "smtp"
    honours_key: bool = False
    pace: Pace = ONE_BY_ONE

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Send each message on one connection; after a break the rest waits. Raises ChannelUnavailable."""
        server = self._connect()
        receipts: list[Receipt] = []
        try:
            for message in batch:
                receipts.append(self._hand_over(server, message))
                if server.sock is None:
                    break
        finally:
            _hang_up(server)
        receipts += [Receipt(key=one.key, outcome=Outcome.LATER, why=NOT_BEGUN) for one in batch[len(receipts) :]]
        return tuple(receipts)

    def _connect(self) -> smtplib.SMTP:
        try:
            server = smtplib.SMTP(self.endpoint.host, self.endpoint.port, self.sender, timeout=self.seconds_max)
            if not self.endpoint.is_drill:
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
        except _NOT_SENT as error:
            raise ChannelUnavailable(self.name) from error
        return server

    def _hand_over(self, server: smtplib.SMTP, message: Message) -> Receipt:
        """Send one message, step by step, so that it is known how far it came."""
        try:
            body = self.mail_of(message).as_bytes()
        except (ValueError, UnicodeError):
            return Receipt(key=message.key, outcome=Outcome.REFUSED, why="address")
        try:
            for code, _ in (server.mail(f"warnings@{self.sender}"), server.rcpt(message.address)):
                if code >= 400:
                    server.rset()
                    return Receipt(key=message.key, outcome=_of_code(code), why=str(code))
        except _NOT_SENT:
            server.close()
            return Receipt(key=message.key, outcome=Outcome.LATER, why="broken-off")
        return _data(server, message.key, body)

    def mail_of(self, message: Message) -> EmailMessage:
        """Return the mail: plain text, no picture, no link but the two it needs."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = f"{self.sender_name} <warnings@{self.sender}>"
        mail["To"] = message.address
        mail["Subject"] = message.headline
        mail["Date"] = format_datetime(message.sent_at)
        mail["Message-ID"] = f"<{message.key}@{self.sender}>"
        mail["Expires"] = format_datetime(message.not_after)
        mail["Auto-Submitted"] = "auto-generated"
        mail["Precedence"] = "list"
        mail["Content-Language"] = message.language
        mail["List-Unsubscribe"] = f"<{message.stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["X-Haal-Reference"] = message.reference
        if message.is_repeat:
            mail["X-Haal-Repeat"] = "1"
        mail.set_content(message.body, cte="quoted-printable" if message.body.isascii() else "base64")
        return mail


def _data(server: smtplib.SMTP, key: str, body: bytes) -> Receipt:
    """Send the body. From here on a silence means unknown."""
    try:
        code, _ = server.data(body)
    except smtplib.SMTPDataError as error:  # refused before the first byte of it
        _reset(server)
        return Receipt(key=key, outcome=_of_code(error.smtp_code), why=str(error.smtp_code))
    except _NOT_SENT as error:
        server.close()
        return Receipt(key=key, outcome=Outcome.UNKNOWN, why=type(error).__name__)
    return Receipt(key=key, outcome=Outcome.ACCEPTED if code < 400 else _of_code(code), why=str(code))


def _of_code(code: int) -> Outcome:
    """4xx is for now, 5xx for ever (RFC 5321, section 4.2.1)."""
    return Outcome.LATER if code < 500 else Outcome.REFUSED


def _reset(server: smtplib.SMTP) -> None:
    try:
        server.rset()
    except _NOT_SENT:
        server.close()


def _hang_up(server: smtplib.SMTP) -> None:
    try:
        if server.sock is not None:
            server.quit()
    except _NOT_SENT:
        server.close()
