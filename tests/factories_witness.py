"""Logs to be witnessed, true and forked, and witnesses on ports of this machine."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from benchmarks import harness

from haal.gate import witness_wsgi
from haal.ledger import checkpoint, merkle, note
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.witness import Request

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@dataclass(kw_only=True)
class Log:
    """A log in memory; `fork` begins another history under the same key."""

    key: note.SigningKey
    hashes: list[bytes] = field(default_factory=list)

    def grow(self, count: int, *, words: str = "leaf") -> Log:
        self.hashes += [merkle.leaf_hash(f"{words} {len(self.hashes) + n}".encode()) for n in range(count)]
        return self

    def fork(self, *, at: int) -> Log:
        return Log(key=self.key, hashes=self.hashes[:at])

    def head(self, size: int | None = None) -> Checkpoint:
        size = len(self.hashes) if size is None else size
        return Checkpoint(origin=self.key.name, size=size, root=merkle.root(self.hashes[:size]))

    def signed(self, size: int | None = None) -> str:
        return checkpoint.signed(self.head(size), self.key)

    def request(self, *, old: int, size: int | None = None) -> Request:
        size = len(self.hashes) if size is None else size
        proof = merkle.consistency_proof(self._node, old=old, new=size) if 0 < old <= size else ()
        return Request(old=old, proof=proof, note=self.signed(size))

    def _node(self, level: int, index: int) -> bytes:
        return merkle.root(self.hashes[index << level : (index + 1) << level])


def log(name: str = "example.com/log", *, size: int = 0) -> Log:
    """Return a log with a key of its own."""
    return Log(key=note.SigningKey.new(name)).grow(size)


def origin_hash(name: str) -> str:
    """Return how a witness names a log in an address."""
    return sha256(name.encode()).hexdigest()


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the witness in `home` by `haal witness up`, and give its address."""
    with serving(home) as (url, _process):
        yield url


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same, with the process, whose group is its own."""
    port = harness.free_port()
    command = [sys.executable, "-m", "haal", "witness", "up", "--home", str(home), "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    env = {"DJANGO_SETTINGS_MODULE": "haal.config", "HAAL_HOME": str(home.parent / "no-box")}
    with harness.server(command, url=f"{url}/healthz", env=env, log=home.parent / f"{home.name}.log") as process:
        yield url, process


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words) -> None:
        """Say nothing."""


@contextmanager
def answering(application) -> Iterator[str]:
    """Serve a WSGI application by a thread of this process, and give its address."""
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def witness_at(home: Path) -> Iterator[str]:
    """Let the witness in `home` answer by a thread of this process, and give its address."""
    with answering(partial(witness_wsgi.respond, home=home)) as url:
        yield url


def post(url: str, body: bytes) -> tuple[int, str, str]:
    """Return status, media type and text of the answer to a request."""
    request = urllib.request.Request(f"{url}/add-checkpoint", data=body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()
