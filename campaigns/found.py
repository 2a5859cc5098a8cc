"""Asks for two requests in turns, two thousand times each way: one found who has not agreed, and one whom nobody found.

By the page of the code and by text message, through the whole stack to a database on disk. What comes back must be the same in
every byte and every header but for what is random in itself (tokens, nonces) and the code that was typed; sizes must be one; and
the medians of the answer times may differ by less than 5 milliseconds. Of the one found twenty-five people told, and a finder
has asked them: whatever grew with that would show.
Run: `.venv/bin/python campaigns/found.py`; ends with one JSON line, exit 1 when the two can be told apart.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

REQUESTS = 2_000
APART_MS_MAX = 5.0
SEEN = 25
_RANDOM = (
    re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]+"'),
    re.compile(r'(nonce=)"[^"]+"'),
    re.compile(r"('nonce-)[^']+'"),
    re.compile(r"((?:__Host-)?csrf(?:token)?=)[A-Za-z0-9]+"),
    re.compile(r"(expires=|Expires: )[^;\n]+"),
)

type Ask = Callable[[str], Any]  # the code -> the answer


@dataclass
class Told:
    """What one of the two was told: how long each answer took, how much it weighed, and what it was."""

    took: list[float] = field(default_factory=list)
    sizes: set[int] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)

    def take(self, answer: Any, *, code: str, took: float) -> None:
        """Keep one answer."""
        body = answer.content.decode()
        heads = [f"{name}: {value}" for name, value in sorted(answer.headers.items())]
        heads += sorted(f"Set-Cookie: {morsel.OutputString()}" for morsel in answer.cookies.values())
        self.took.append(took)
        self.sizes.add(len(body) - body.count(code) * len(code))
        self.bodies.add(fixed(body).replace(code, "CODE"))
        self.headers.add(fixed(f"{answer.status_code}\n" + "\n".join(heads)))


def fixed(text: str) -> str:
    """Return an answer without what is random in itself."""
    for pattern in _RANDOM:
        text = pattern.sub(r"\1", text)
    return text


def campaign(ask: Ask, *, found: str, nobody: str, requests: int = REQUESTS) -> dict[str, object]:
    """Return the medians of both and whether anything else could tell them apart."""
    told = {found: Told(), nobody: Told()}
    for _ in range(2):
        for code in told:
            ask(code)  # the first answer of all sets a cookie and loads what is loaded once
    for number in range(requests):
        first_found = number // 2 % 2 == 0
        code = found if (number % 2 == 0) == first_found else nobody
        began = time.perf_counter()
        answer = ask(code)
        told[code].take(answer, code=code, took=(time.perf_counter() - began) * 1000)
    one, other = told[found], told[nobody]
    medians = statistics.median(one.took), statistics.median(other.took)
    return {
        "requests": requests,
        "found_ms": round(medians[0], 3),
        "nobody_ms": round(medians[1], 3),
        "apart_ms": round(abs(medians[0] - medians[1]), 3),
        "same_bodies": one.bodies == other.bodies and len(one.bodies) == 1,
        "same_headers": one.headers == other.headers and len(one.headers) == 1,
        "same_sizes": one.sizes == other.sizes and len(one.sizes) == 1,
    }


def holds(figures: dict[str, object]) -> bool:
    """Return whether nobody could tell them apart."""
    apart = figures["apart_ms"]
    same = all(figures[name] is True for name in ("same_bodies", "same_headers", "same_sizes"))
    return same and isinstance(apart, float) and apart < APART_MS_MAX


def main() -> int:
    """Run it on a box of its own; return the exit code."""
    from benchmarks import harness

    with harness.folder("found") as folder:
        told = _on_a_box(folder)
    ok = all(holds(figures) for figures in told.values())
    print(json.dumps({"name": "found", **told, "ok": ok}))
    return 0 if ok else 1


def _on_a_box(folder: Path) -> dict[str, dict[str, object]]:
    """Make a box in `folder`, let one be found and one not, and ask by page and by text message."""
    import os

    os.environ |= {"HAAL_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "haal.config"}
    import django

    django.setup()
    from tests import factories_help, factories_keys, factories_tracing

    from haal.domain.access import Role
    from haal.porch.clock import now
    from haal.storage.ground import backup

    backup.migrate()
    factories_keys.given_keys(folder)
    finder = factories_help.colleague(Role.TRACER, now=now())
    found, nobody = factories_tracing.found_and_nobody(by=finder, seen=SEEN, now=now())
    return {
        "page": campaign(by_page(), found=found.digits, nobody=nobody.digits),
        "sms": campaign(by_message(), found=found.digits, nobody=nobody.digits),
    }


def by_page() -> Ask:
    """Return how the page of a code is asked for."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    return lambda code: client.post("/seek/state/", {"code": code})


def by_message() -> Ask:
    """Return how a code is asked for by text message, each from another number at a time when answers may be given."""
    from itertools import count

    from django.test import Client

    from haal.inbox import sms
    from haal.services.warn import gateways

    client, numbers = Client(SERVER_NAME="127.0.0.1"), count(923_000_000_001)
    address = f"/in/kannel/{gateways.kannel_token()}/text/"

    def ask(code: str) -> Any:
        sms.of_all.clear_all()
        return client.get(address, {"from": str(next(numbers)), "text": code})

    return ask


if __name__ == "__main__":
    sys.exit(main())
