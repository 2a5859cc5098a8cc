"""A need or an offer that came as a text message: `NEED WATER 12 MASTUNG. Our well is broken`.

The one thing to know: the number is for how many people, what stands between it and the first full stop is roughly where, and all
the rest is words. What does not fit this order is not refused: it is of no kind yet, and a person sorts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from haal.domain.need import FOR_COUNT_MAX, NeedKind
from haal.language.sentences.asking import asks, kind_of, offers

WORDS_OF_A_PLACE_MAX = 5
_STOP = re.compile(r"[.\n,;:،۔]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texted:
    """What a message says. `place` as it was written; `words`: the whole message after its first word."""

    is_offer: bool
    kind: NeedKind
    for_count: int
    place: str
    words: str


def read(text: str) -> Texted | None:
    """Return what a message asks for or offers; None: it does not begin as one does."""
    parts = text.split(None, 1)
    if not parts or not (asks(parts[0].strip(".,:;،")) or offers(parts[0].strip(".,:;،"))):
        return None
    is_offer = offers(parts[0].strip(".,:;،"))
    rest = parts[1].strip() if len(parts) > 1 else ""
    words = _STOP.split(rest, maxsplit=1)[0].split()
    kind = kind_of(words[0]) if words else None
    numbers = [at for at, word in enumerate(words) if word.isdecimal() and 1 <= int(word[:6]) <= FOR_COUNT_MAX]
    at = numbers[0] if numbers else None
    after = words[at + 1 :] if at is not None else words[1 if kind else 0 :]
    return Texted(
        is_offer=is_offer,
        kind=NeedKind(kind) if kind else NeedKind.OTHER,
        for_count=int(words[at]) if at is not None else 1,
        place=" ".join(after) if len(after) <= WORDS_OF_A_PLACE_MAX else "",
        words=rest,
    )
