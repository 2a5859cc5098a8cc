"""One HTTP connection for a batch of text messages, which knows how far a message came when it breaks.

The one thing to know: what was certainly not sent is `NotSent`, what may have been is `BrokenOff`; a gateway says "later"
to the first and "unknown" to the second. Redirects are answers like any other and never followed, certificates are
verified whenever the endpoint says TLS, and a connection that the other side closed meanwhile is opened anew before
anything is written to it. Sources: RFC 9110 (status codes), RFC 9112 section 9.3.1 (retrying on a closed connection).
"""

from __future__ import annotations

import http.client
import re
import select
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from haal.channels.batch import NOT_BEGUN, DrillEndpoint, LiveEndpoint, Message, Receipt
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable

SECONDS_MAX = 15.0
ANSWER_BYTES_MAX = 65_536
_SECONDS = re.compile(r"[0-9]{1,4}")  # of Retry-After; a date is not read


class NotSent(Exception):
    """Nothing of this message left the box."""


class BrokenOff(Exception):
    """The message may have been taken: there was no whole answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    rest_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a gateway's answer means for one message; `ends` when the rest of the batch has to wait."""

    outcome: Outcome
    why: str
    external_id: str = ""
    ends: bool = False
    rest_seconds: float = 0.0


class Line:
    """A connection to an endpoint, opened when it is first needed."""

    def __init__(self, endpoint: LiveEndpoint | DrillEndpoint, *, seconds_max: float = SECONDS_MAX) -> None:
        """Keep where it leads."""
        tls = isinstance(endpoint, LiveEndpoint) and endpoint.tls
        self._line: http.client.HTTPConnection = (
            http.client.HTTPSConnection(
                endpoint.host, endpoint.port, timeout=seconds_max, context=ssl.create_default_context()
            )
            if tls
            else http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=seconds_max)
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Hang up."""
        self._line.close()

    def ask(self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str]) -> Answer:
        """Send one request and return its answer. Raises NotSent, BrokenOff."""
        try:
            if self._line.sock is not None and _is_over(self._line.sock):
                self._line.close()
            if self._line.sock is None:
                self._line.connect()
        except OSError as error:
            raise NotSent(type(error).__name__) from error
        try:
            self._line.request(method, path, body, dict(headers))
            answer = self._line.getresponse()
            said = answer.read(ANSWER_BYTES_MAX)
            if not answer.isclosed():  # longer than anything we understand: do not read the rest
                self._line.close()
            rest = answer.headers.get("Retry-After", "")
            return Answer(
                status=answer.status, body=said, rest_seconds=float(rest) if _SECONDS.fullmatch(rest) else 0.0
            )
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            raise BrokenOff(type(error).__name__) from error


def send_each(
    line: Line, batch: Sequence[Message], *, ask: Callable[[Line, Message], Said], name: str
) -> tuple[Receipt, ...]:
    """Send messages one after another on one line; after a break the rest waits.

    Raises:
        ChannelUnavailable: nothing of the batch was sent.
    """
    receipts: list[Receipt] = []
    with line:
        for message in batch:
            try:
                said = ask(line, message)
            except NotSent as error:
                if not receipts:
                    raise ChannelUnavailable(name) from error
                said = Said(outcome=Outcome.LATER, why=str(error), ends=True)
            except BrokenOff as error:
                said = Said(outcome=Outcome.UNKNOWN, why=str(error), ends=True)
            if said.ends and said.outcome is Outcome.LATER and not receipts:
                raise ChannelUnavailable(name, rest_seconds=said.rest_seconds)
            receipts.append(Receipt(key=message.key, outcome=said.outcome, why=said.why, external_id=said.external_id))
            if said.ends:
                break
    receipts += [Receipt(key=one.key, outcome=Outcome.LATER, why=NOT_BEGUN) for one in batch[len(receipts) :]]
    return tuple(receipts)


def of_status(answer: Answer) -> Said:
    """Return what an HTTP status means where a gateway says nothing better."""
    status = answer.status
    why = f"http-{status}"
    if 200 <= status < 300:
        return Said(outcome=Outcome.ACCEPTED, why=why)
    if status in {400, 406, 413, 422}:
        return Said(outcome=Outcome.REFUSED, why=why)
    if status == 408 or (status >= 500 and status != 503):
        return Said(outcome=Outcome.UNKNOWN, why=why, ends=True)
    # 429, 503, a wrong password, a redirect: not taken
    return Said(outcome=Outcome.LATER, why=why, ends=True, rest_seconds=answer.rest_seconds)


def _is_over(sock: socket.socket) -> bool:
    """Return whether the other side has hung up, or has said something that nobody asked for."""
    return bool(select.select([sock], [], [], 0)[0])
