"""The phrase books: what a warning says in each language, written before anything happens, with slots to fill.

One file a language, `data/phrases/<language>.toml`. The one thing to know: a book is known by the SHA-256 of its file,
so that a review (`haal.storage.warn.words.review`) stands for exactly the letters that were read. Nothing is translated by
machine and nothing is filled in for a sentence that is not there: a language without a hazard is left out for it.

Not which words are forbidden (`haal.domain.warning_words`) and not when a book may be used live.
"""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from haal.language import seeds

FOLDER = "phrases"
SOURCE = "en"  # from which the others were drafted; the first in every list
BYTES_MAX = 64 * 1024
LINES = MappingProxyType(
    {
        "drill": frozenset[str](),
        "headline": frozenset({"hazard", "place", "action", "ground"}),
        "short": frozenset({"hazard", "place", "action", "ground"}),
        "told": frozenset({"at", "until"}),
        "rumour": frozenset({"rumour", "since", "at", "until"}),
        "ended": frozenset({"hazard", "place"}),
        "ended_at": frozenset({"at"}),
        "wrong": frozenset({"hazard", "place"}),
        "wrong_at": frozenset({"at"}),
        "after": frozenset[str](),
    }
)


class BookBroken(ValueError):
    """A book cannot be used: a line is missing, or has a slot too many or too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardWords:
    """One hazard: its name, what to do in a few words, and what else to do."""

    name: str
    action: str
    instruction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseBook:
    """One language's words. Keys of `hazards`, `ground` and `rumours` are the values of the nouns of `haal.domain`."""

    language: str
    name: str
    sha256: str
    lines: Mapping[str, str]
    ground: Mapping[str, str]
    hazards: Mapping[str, HazardWords]
    rumours: Mapping[str, str]

    def sentences(self) -> tuple[tuple[str, str], ...]:
        """Return every sentence with its key, in the order of the file: what a reviewer reads."""
        hazards = (
            (f"hazard.{key}.{part}", getattr(words, part))
            for key, words in self.hazards.items()
            for part in ("name", "action", "instruction")
        )
        return (
            *((f"lines.{key}", line) for key, line in self.lines.items()),
            *((f"ground.{key}", line) for key, line in self.ground.items()),
            *hazards,
            *((f"rumour.{key}", line) for key, line in self.rumours.items()),
        )


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a book, the source first."""
    found = sorted(path.stem for path in seeds.path(FOLDER).glob("*.toml"))
    return tuple(sorted(found, key=lambda language: language != SOURCE))


@cache
def book(language: str) -> PhraseBook:
    """Return the book of a language. Raises FileNotFoundError; BookBroken: a broken installation."""
    return read(seeds.path(f"{FOLDER}/{language}.toml").read_bytes())


def read(raw: bytes) -> PhraseBook:
    """Return the book written in `raw`.

    Raises:
        BookBroken: not TOML, too long, or not a whole book.
    """
    if len(raw) > BYTES_MAX:
        raise BookBroken("a phrase book has at most 64 kB")
    try:
        told = tomllib.loads(raw.decode())
        return PhraseBook(
            language=told["language"],
            name=told["name"],
            sha256=hashlib.sha256(raw).hexdigest(),
            lines=MappingProxyType(_lines(told["lines"])),
            ground=MappingProxyType(_plain(told["ground"])),
            hazards=MappingProxyType({key: HazardWords(**_plain(words)) for key, words in told["hazard"].items()}),
            rumours=MappingProxyType(_plain(told["rumour"])),
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BookBroken(f"not a whole phrase book: {type(error).__name__}") from error


def _lines(told: Mapping[str, str]) -> dict[str, str]:
    if set(told) != set(LINES):
        raise BookBroken("a line is missing or unknown")
    for key, line in told.items():
        if _slots(line) != LINES[key]:
            raise BookBroken(f"line {key} has other slots than it must have")
    return dict(told)


def _plain(told: Mapping[str, str]) -> dict[str, str]:
    if any(_slots(line) or not line.strip() for line in told.values()):
        raise BookBroken("a sentence is empty or has a slot where none is filled")
    return dict(told)


def _slots(line: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(line) if name is not None)
    except ValueError as error:
        raise BookBroken("a brace stands alone") from error
