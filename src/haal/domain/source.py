"""Source lines: who first said it, as far as independence goes.

Ten papers that copy one agency are one source. So every report carries a source line (`own:Dawn`, `wire:AFP`,
`syndicated:Dawn`, `unknown:Some Blog`, `teller`), and corroboration counts lines, never reports. A copy stands on the
line of the newsroom it was copied from. What nobody credits could be anybody's: it only widens the upper bound.

Not the grade of a source: that is `assessment`. True independence is lower still, since most lines quote the same one
or two officials; screens say "independent lines", never "witnesses".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


class LineKind(StrEnum):
    """What stands before the colon of a source line."""

    OWN = "own"
    WIRE = "wire"
    SYNDICATED = "syndicated"
    UNKNOWN = "unknown"
    TELLER = "teller"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One line of origin: a newsroom, an agency or one teller. Reports on equal lines are one source."""

    kind: LineKind
    name: str

    def __str__(self) -> str:
        """Return the line as it is written in files: `own:Dawn`."""
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value


def line_of(words: str, *, outlet: str = "", report_id: str = "") -> SourceLine:
    """Return the line meant by `words` as a file or a report gives them.

    Syndicated copies stand on the newsroom's own line. A language or an archive in brackets is not another newsroom:
    `Express News (Urdu)` is `Express News`. Words without a known kind are an unknown line of that outlet.
    """
    kind, _, name = words.strip().partition(":")
    match kind.strip().lower():
        case "own" | "syndicated":
            return SourceLine(kind=LineKind.OWN, name=newsroom(name or outlet))
        case "wire":
            return SourceLine(kind=LineKind.WIRE, name=name.strip())
        case "teller":
            return SourceLine(kind=LineKind.TELLER, name=name.strip() or report_id)
        case _:
            return SourceLine(kind=LineKind.UNKNOWN, name=newsroom(outlet or name))


def newsroom(outlet: str) -> str:
    """Return an outlet's name without what stands in brackets behind it."""
    return _IN_BRACKETS.sub("", outlet.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One report as corroboration sees it: its line, and whether its teller was graded reliable (A to C).

    `own_line`: the line it would stand on by credits alone, when it was only inferred that it is a copy of `line`.
    """

    line: SourceLine
    reliable: bool = False
    own_line: SourceLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """How many independent lines tell of one thing: surely (`lines`), and at most (`lines_max`).

    `speakers`: the kinds of office or body to which they go back (police, hospital, relatives); `silent_lines_count`:
    how many lines quote nobody by office. Empty where nobody asked.
    """

    lines: tuple[str, ...]
    lines_max: int
    speakers: tuple[str, ...] = ()
    silent_lines_count: int = 0

    @property
    def count(self) -> int:
        """The number that may be said: lines known to be independent."""
        return len(self.lines)


UNCHECKED_TELLERS = "teller:unchecked"


def corroboration(voices: Iterable[Voice]) -> Corroboration:
    """Return how many lines stand behind one thing.

    Newsrooms and agencies count once each. Tellers that were graded reliable count each; all others together
    count once, so that ten thousand made-up reports weigh as one. Lines of unknown origin, and lines that are only
    inferred to be copies, only raise `lines_max`.
    """
    known: set[str] = set()
    at_most: set[str] = set()
    for voice in voices:
        if voice.line.kind is not LineKind.UNKNOWN:
            known.add(_weighed(voice.line, reliable=voice.reliable))
        at_most.add(_weighed(voice.own_line or voice.line, reliable=voice.reliable))
    return Corroboration(lines=tuple(sorted(known)), lines_max=len(at_most | known))


def _weighed(line: SourceLine, *, reliable: bool) -> str:
    return UNCHECKED_TELLERS if line.kind is LineKind.TELLER and not reliable else str(line)
