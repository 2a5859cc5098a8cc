"""Ask a witness over the network (C2SP tlog-witness): one request, one answer, and a clock that both have to beat.

The one thing to know: whoever answers may be slow or ill-disposed, so all of it together has a time, the answer has a
length, and a redirect is an answer like any other. What is asked is public; what is answered is believed only once its
signature was verified, by `haal.services.testify.witness.cosign`.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from haal.domain.errors import ChannelUnavailable, Malformed

SECONDS_MAX = 6.0  # the clock's other duties wait as long
ANSWER_BYTES_MAX = 64 * 1024
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status of HTTP, and its text (cut where it was too long, and empty where it was none)."""

    status: int
    text: str


def ask(url: str, body: bytes | None, *, seconds: float = SECONDS_MAX) -> Answer:
    """Return the answer to a POST of `body`, or to a GET when there is none.

    Raises:
        Malformed: the address is none.
        ChannelUnavailable: no whole answer came in time.
    """
    address = checked(url)
    try:
        line = _connected(address, seconds=seconds)
    except (OSError, http.client.HTTPException) as error:
        raise ChannelUnavailable(type(error).__name__) from error
    late = threading.Event()
    over = threading.Timer(seconds, _hang_up, [line, late])
    over.daemon = True
    over.start()
    try:
        if isinstance(line.sock, ssl.SSLSocket):
            line.sock.do_handshake()
        path = address.path or "/"
        line.request("GET" if body is None else "POST", path, body, {"Accept": "text/plain", "Connection": "close"})
        answer = line.getresponse()
        said = answer.read(ANSWER_BYTES_MAX)
        if late.is_set() or (answer.length and len(said) < ANSWER_BYTES_MAX):
            raise ChannelUnavailable("broken off")
        return Answer(status=answer.status, text=said.decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ChannelUnavailable(type(error).__name__) from error
    finally:
        over.cancel()
        line.close()


def checked(url: str) -> SplitResult:
    """Return the parts of an http or https address without a name, a question or a mark in it. Raises Malformed."""
    expected = "an address like https://witness.example/path"
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise Malformed("url", expected=expected, got="another") from None
    plain = address.scheme in _PORTS and address.hostname and port != 0 and url.isascii() and url.isprintable()
    if not plain or address.username or address.query or address.fragment or " " in url:
        raise Malformed("url", expected=expected, got="another")
    return address


def _connected(address: SplitResult, *, seconds: float) -> http.client.HTTPConnection:
    host, port = address.hostname or "", address.port or _PORTS[address.scheme]
    line = http.client.HTTPConnection(host, port, timeout=seconds)
    line.connect()
    if address.scheme == "https":
        context = ssl.create_default_context()
        line.sock = context.wrap_socket(line.sock, server_hostname=host, do_handshake_on_connect=False)
    return line


def _hang_up(line: http.client.HTTPConnection, late: threading.Event) -> None:
    """Break whatever the line waits for; a timeout of the socket alone is begun anew by every byte."""
    late.set()
    if line.sock is not None:
        try:
            line.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
