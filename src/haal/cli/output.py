"""How commands speak: words for people, one JSON line for programs, reasons and progress bars on stderr."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from haal.domain.errors import Malformed


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


def text_of(path: Path) -> str:
    """Return the text of a file that was named. Raises Malformed when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(path.name, expected="a text file that can be read", got=type(error).__name__) from None


def passphrase(path: Path | None, *, twice: bool = False) -> str:
    """Return the passphrase from a file, or ask for it on the terminal (twice when it is new)."""
    if path is not None:
        return text_of(path).rstrip("\n")
    given = getpass.getpass("Passphrase of the desk's keys: ")
    if twice and getpass.getpass("Once more: ") != given:
        raise Malformed("passphrase", expected="the same words twice", got="two different ones")
    return given


def progress() -> Progress:
    """Return bars that go to stderr and vanish where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(file=sys.stderr))


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show one bar; call what is given with (done, in all)."""
    with progress() as shown:
        task = shown.add_task(words, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
