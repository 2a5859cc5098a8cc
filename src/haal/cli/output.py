"""How commands speak: words for people, one JSON line for programs, reasons on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any


def show(value: dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")
    sys.stdout.flush()


def answer(value: dict[str, Any], *, as_json: bool, words: str) -> None:
    """Print the JSON object, or the words."""
    if as_json:
        show(value)
    else:
        sys.stdout.write(words + "\n")


def fail(message: str, *, code: str, as_json: bool) -> int:
    """Say why on stderr (and as JSON when asked) and return 1."""
    sys.stderr.write(f"haal: {message}\n")
    if as_json:
        show({"ok": False, "error": code, "message": message})
    return 1
