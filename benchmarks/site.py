"""A running site as a stranger sees it: pages over the wire, and everything that links lead to.

Used by campaigns and by the tests that look at a whole site. Plain http.client: what is measured is what travels.
"""

from __future__ import annotations

import gzip
import http.client
import re
from dataclasses import dataclass

LINK = re.compile(r"""(?:href|action)="(/[^"#]*)""")
PAGES_MAX = 400
NOT_PAGES = ("/static/", "/desk", "/leave", "/accounts")


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
