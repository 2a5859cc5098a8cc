"""A witness may be slow, silent or ill-disposed: one request costs no more than its time, and no redirect is followed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from benchmarks import harness
from tests.factories_witness import answering

from haal.channels import witness
from haal.domain.errors import ChannelUnavailable, Malformed

SECONDS = 0.3


@contextmanager
def saying(*pieces: bytes, every: float = 0.0) -> Iterator[str]:
    """Serve one connection: read a little, then say the pieces one after another, and stay silent until the end."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(65_536)
                for piece in pieces:
                    try:
                        line.sendall(piece)
                    except OSError:
                        return
                    if over.wait(every):
                        return
                over.wait(5)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/add-checkpoint"
        finally:
            over.set()
            thread.join()


def test_what_is_posted_comes_there_and_the_answer_comes_back():
    def application(environ, start_response):
        said = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} ".encode()
        said += environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("409 Conflict", [("Content-Type", "text/x.tlog.size")])
        return [said]

    with answering(application) as url:
        assert witness.ask(f"{url}/a/b", b"body") == witness.Answer(status=409, text="POST /a/b body")
        assert witness.ask(url, None) == witness.Answer(status=409, text="GET / ")


def test_a_redirect_is_an_answer_like_any_other():
    seen = []

    def application(environ, start_response):
        seen.append(environ["PATH_INFO"])
        start_response("302 Found", [("Location", "/elsewhere")])
        return [b""]

    with answering(application) as url:
        assert witness.ask(f"{url}/add-checkpoint", b"x").status == 302
    assert seen == ["/add-checkpoint"]


def test_an_answer_without_end_is_cut():
    def application(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 10_000_000]

    with answering(application) as url:
        assert len(witness.ask(url, None).text) == witness.ANSWER_BYTES_MAX


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",),
    ],
    ids=["silence", "half a head", "half a body", "half a chunk"],
)
def test_half_an_answer_is_none(pieces):
    began = time.monotonic()

    with saying(*pieces) as url, pytest.raises(ChannelUnavailable):
        witness.ask(url, b"x", seconds=SECONDS)
    assert time.monotonic() - began < SECONDS * 6


def test_whoever_drips_one_byte_at_a_time_has_no_more_time_than_others():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    began = time.monotonic()

    with saying(head, *[b"x"] * 1000, every=SECONDS / 4) as url, pytest.raises(ChannelUnavailable):
        witness.ask(url, b"x", seconds=SECONDS)
    assert time.monotonic() - began < SECONDS * 6


def test_a_tls_line_that_never_shakes_hands_ends_too():
    with saying(*[b"x"] * 3, every=SECONDS / 4) as url, pytest.raises(ChannelUnavailable):
        witness.ask(url.replace("http:", "https:"), b"x", seconds=SECONDS)


def test_nobody_there_is_said():
    with pytest.raises(ChannelUnavailable, match="ConnectionRefusedError"):
        witness.ask(f"http://127.0.0.1:{harness.free_port()}", None, seconds=SECONDS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "w.example",
        "ftp://w.example",
        "file:///etc/passwd",
        "http://",
        "http://name@w.example",
        "http://w.example/?q",
        "http://w.example/#m",
        "http://w.example:99999",
        "http://w.example:0",
        "http://w.example/a b",
        "http://w.example/\r\nX: y",
        "http://w.example/\x7f",
        "http://wé.example/",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(Malformed):
        witness.ask(url, None)
