"""Says the plain and the duress code in turns, two thousand times through the real page, and compares how long the answers take.

Both go through the whole stack to a database on disk, by two circles that are alike, each in turn first. The medians may differ
by less than 5 milliseconds; the pages must weigh the same, byte by byte, but for the code typed and the form's token.
Run: `.venv/bin/python campaigns/duress.py`; ends with one JSON line, exit 1 when they can be told apart.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ANSWERS = 2_000
APART_MS_MAX = 5.0

type Ask = Callable[[str], Any]  # the code -> the answer of the page


def campaign(ask: Ask, *, plain: str, duress: str, answers: int = ANSWERS) -> dict[str, object]:
    """Return the medians of both codes and whether their answers weigh the same."""
    taken: dict[str, list[float]] = {plain: [], duress: []}
    sizes: dict[str, set[int]] = {plain: set(), duress: set()}
    for number in range(answers):
        code = (plain, duress)[number % 2]
        began = time.perf_counter()
        answer = ask(code)
        taken[code].append((time.perf_counter() - began) * 1000)
        sizes[code].add(len(answer.content) - answer.content.decode().count(code) * len(code))
    medians = {code: statistics.median(times) for code, times in taken.items()}
    return {
        "answers": answers,
        "plain_ms": round(medians[plain], 3),
        "duress_ms": round(medians[duress], 3),
        "apart_ms": round(abs(medians[plain] - medians[duress]), 3),
        "same_weight": sizes[plain] == sizes[duress],
    }


def holds(found: dict[str, object]) -> bool:
    """Return whether nobody could tell them apart."""
    apart = found["apart_ms"]
    return isinstance(apart, float) and apart < APART_MS_MAX and found["same_weight"] is True


def main() -> int:
    """Run it on a box of its own; return the exit code."""
    from benchmarks import harness

    with harness.folder("duress") as folder:
        found = _on_a_box(folder)
    print(json.dumps(found))
    return 0 if holds(found) else 1


def _on_a_box(folder: Path) -> dict[str, object]:
    """Make a box in `folder`, open a circle on it and ask its page."""
    import os

    os.environ |= {"HAAL_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "haal.config"}
    import django

    django.setup()
    from django.test import Client
    from tests import factories_circles, factories_keys

    from haal.porch.clock import now
    from haal.storage.ground import backup

    backup.migrate()
    factories_keys.given_keys(folder)
    opened = factories_circles.circle(by=factories_circles.opener(now=now()), now=now())
    client = Client(SERVER_NAME="127.0.0.1")
    return campaign(
        lambda code: client.post("/check-in/", {"code": code}), plain=opened.plain.digits, duress=opened.duress.digits
    )


if __name__ == "__main__":
    sys.exit(main())
