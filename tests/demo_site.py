"""The demo, run once for all tests that look at a whole site, and served by `haal up` as a newcomer would see it.

Made by the fixtures `demo` and `demo_site` in tests/conftest.py. Not for writing: a test that changes something sets up its
own box with `benchmarks.box`.
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import harness

DEMO_SECONDS_MAX = 180
LINK = re.compile(r"""(?:href|action)="(/[^"#]*)""")
PAGES_MAX = 400
NOT_PAGES = ("/static/", "/desk", "/leave", "/account", "/mfa")


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What one run of the demo left: its data folder and the line it printed."""

    home: Path
    line: dict[str, Any]
    stdout: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    wire: bytes

    @property
    def kind(self) -> str:
        """Return the media type."""
        return self.headers.get("content-type", "").split(";")[0]

    @property
    def body(self) -> bytes:
        """Return the body, unpacked."""
        return gzip.decompress(self.wire) if self.headers.get("content-encoding") == "gzip" else self.wire

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running site on loopback."""

    port: int

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, *, accept: str = "gzip", language: str = "en") -> Answer:
        """Ask for one page and return what came, without following redirects."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Accept-Encoding": accept, "Accept-Language": language})
        answer = connection.getresponse()
        wire = answer.read()
        connection.close()
        return Answer(
            status=answer.status, headers={name.lower(): value for name, value in answer.getheaders()}, wire=wire
        )

    def public_pages(self, start: str = "/") -> dict[str, Answer]:
        """Return every page and file a stranger reaches by links from `start`, by its path."""
        found: dict[str, Answer] = {}
        waiting = [start]
        while waiting and len(found) < PAGES_MAX:
            path = waiting.pop(0)
            if path in found or path.startswith(NOT_PAGES):
                continue
            found[path] = answer = self.get(path)
            if 300 <= answer.status < 400:
                waiting.append(answer.headers["location"])
            if answer.kind in {"text/html", "image/svg+xml"}:
                waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text) if "?lang=" not in link]
        return found


def run_demo(home: Path) -> Demo:
    """Run the demo into `home`."""
    command = [sys.executable, "-m", "haal", "demo", "--no-serve", "--json"]
    done = subprocess.run(
        command,
        cwd=harness.ROOT,
        env=harness.environment({"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"}),
        capture_output=True,
        text=True,
        timeout=DEMO_SECONDS_MAX,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Demo(home=home, line=json.loads(done.stdout.strip().splitlines()[-1]), stdout=done.stdout)
