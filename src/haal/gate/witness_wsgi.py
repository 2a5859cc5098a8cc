"""The web door of a witness (C2SP tlog-witness): POST /add-checkpoint, GET /checkpoint/<SHA-256 of the origin in hex>, /healthz.

The one thing to know: plain WSGI without Django, so that a witness runs on the smallest machine; HAAL_WITNESS names its folder
(set by `haal witness up`). It writes down nobody's address. What is answered is `haal.services.testify.witness.answer`.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from haal.domain.errors import HaalError
from haal.gate.parent import die_with_parent
from haal.ledger.witness import BODY_BYTES_MAX
from haal.services.testify.witness import answer
from haal.services.testify.witness.answer import Answer

READ_AWAY_BYTES_MAX = 1_048_576  # so much of a body that is too long is read, that its sender comes to read the answer
_CHECKPOINT = re.compile(r"/checkpoint/([0-9a-f]{64})")


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer one request for the witness that HAAL_WITNESS names."""
    return respond(environ, start_response, home=Path(os.environ["HAAL_WITNESS"]))


def respond(environ: dict[str, Any], start_response: Callable[..., object], *, home: Path) -> Iterable[bytes]:
    """Answer one request for the witness in this folder."""
    try:
        said = _answer(environ, home=home)
    except (HaalError, sqlite3.Error, OSError):  # `haal witness up` says on its machine what is wrong
        said = Answer(status=503, body="this witness cannot answer now\n")
    body = said.body.encode()
    headers = [
        ("Content-Type", said.content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(f"{int(said.status)} {HTTPStatus(said.status).phrase}", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _answer(environ: dict[str, Any], *, home: Path) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if path == "/add-checkpoint":
        return _add(environ, home=home) if method == "POST" else Answer(status=405, body="only POST\n")
    if path == "/healthz":
        answer.look(home=home)
        return Answer(status=200, body="ok\n")
    asked = _CHECKPOINT.fullmatch(path)
    if asked is None:
        return Answer(status=404, body="not found\n")
    if method not in {"GET", "HEAD"}:
        return Answer(status=405, body="only GET\n")
    return answer.last(home=home, origin_hash=asked[1])


def _add(environ: dict[str, Any], *, home: Path) -> Answer:
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        return Answer(status=411, body="say how long it is\n")
    body = environ["wsgi.input"].read(min(int(length), READ_AWAY_BYTES_MAX))
    if int(length) > BODY_BYTES_MAX:
        return Answer(status=413, body="too long\n")
    return answer.answer(home=home, body=body, now=datetime.now(UTC))


if "HAAL_PARENT" in os.environ:
    die_with_parent()
