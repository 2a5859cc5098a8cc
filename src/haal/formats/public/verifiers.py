"""The programs that a stranger checks a bundle with, as they lie in every bundle and on the site.

The one thing to know: `verify.html` is written in two files, the page and its script, and handed out as one that may run
that script and nothing else, and ask nothing of any network.
Not checked here: they share no code with what writes a bundle.
"""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from importlib.resources import files

PROGRAMS = ("verify.py", "verify.sh", "verify.html")
_SCRIPT, _STYLE, _POLICY = "/*SCRIPT*/", "/*STYLE*/", "CONTENT-POLICY"


@cache
def program(name: str) -> bytes:
    """Return one of PROGRAMS, whole."""
    assert name in PROGRAMS, "only these are handed out"
    return _page() if name == "verify.html" else _read(name)


def page_policy() -> str:
    """Return the Content-Security-Policy of verify.html: its own script and style, and nothing from anywhere."""
    script, style = (f"'sha256-{_digest(_read(name))}'" for name in ("verify.js", "verify.css"))
    return f"default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'"


def _page() -> bytes:
    page = _read("verify.html").decode().replace(_POLICY, page_policy())
    page = page.replace(_STYLE, _read("verify.css").decode())
    return page.replace(_SCRIPT, _read("verify.js").decode()).encode()


def _digest(data: bytes) -> str:
    return base64.b64encode(sha256(data).digest()).decode()


def _read(name: str) -> bytes:
    return (files("haal.ledger") / name).read_bytes()
