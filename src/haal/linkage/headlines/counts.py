"""The numbers of a headline: who was killed, on which side, and how many were hurt.

The one thing to know: "policeman, 3 assailants killed" is one of one side and three of the other; "at least two dozen" is 24.
Ages, hours, dates, the number of an update, those arrested and things ("20 hideouts") are no counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from haal.linkage.headlines import words

COUNT_MAX = 1_500
_TOKENS = re.compile(r"\d[\d,]*\d|\d|[^\W\d_]+|[.,;:|()-]")
_DASH = re.compile(r"\s[-\u2013\u2014]+\s")
_GUNNED = re.compile(r"\bgun ?downs?\b|\bguns down\b")
_BREAKS = frozenset(",;:.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """So many killed; `side` is empty when no word says of what kind they were."""

    count: int
    side: str


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the lower-case words and signs of a text, numbers in digits."""
    low = _GUNNED.sub("kill", _DASH.sub(" : ", text.lower()))
    typed = _TOKENS.findall(low)
    found: list[str] = []
    at = 0
    while at < len(typed):
        word, at = typed[at], at + 1
        if word in words.TIMES and found and found[-1].isdigit() and int(found[-1]) < 20:
            found[-1] = str(int(found[-1]) * words.TIMES[word])
        elif word in words.TENS:
            dash = at < len(typed) and typed[at] == "-"
            ones = words.ONES.get(typed[at + dash], 10) if at + dash < len(typed) else 10
            at += (1 + dash) if ones < 10 else 0
            found.append(str(words.TENS[word] + (ones if ones < 10 else 0)))
        elif word in words.ONES:
            found.append(str(words.ONES[word]))
        else:
            found.append(word.replace(",", "") if word[0].isdigit() else word)
    return tuple(found)


def counted(tokens: Sequence[str]) -> tuple[tuple[Dead, ...], int | None]:
    """Return the killed, and how many were hurt (None: not told)."""
    dead: list[Dead] = []
    hurt: list[int] = []
    tells_of_dead = any(words.DEAD.match(word) for word in tokens)
    for at in range(len(tokens)):
        count = _count(tokens, at)
        if count is None:
            continue
        if _is_hurt(tokens, at):
            hurt.append(count)
        elif tells_of_dead:
            dead.append(Dead(count=count, side=_side(tokens, at)))
    if tells_of_dead:
        dead += [Dead(count=1, side=words.SIDE[word]) for at, word in enumerate(tokens) if _one_killed(tokens, at)]
    return _each_once(dead), sum(hurt) if hurt else None


def _each_once(dead: Sequence[Dead]) -> tuple[Dead, ...]:
    """Return them without a second word for the same single person ("militant commander killed")."""
    return tuple(each for at, each in enumerate(dead) if each.count > 1 or each not in dead[:at])


def _count(tokens: Sequence[str], at: int) -> int | None:
    word = tokens[at]
    if not word.isdigit() and word not in words.ABOUT:
        return None
    count = int(word) if word.isdigit() else words.ABOUT[word]
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if before == "update" or after == "-" or {before, after} & words.NO_COUNT or not 0 < count <= COUNT_MAX:
        return None
    if before in words.ARREST or words.THINGS.intersection(tokens[at + 1 : at + 3]):
        return None
    return count


def _is_hurt(tokens: Sequence[str], at: int) -> bool:
    for word in tokens[at + 1 : at + 7]:
        if word.isdigit() or word in _BREAKS or word in words.DEAD_AFTER:
            break
        if word.startswith(words.HURT) and word not in words.HURTING:
            return True
    for word in reversed(tokens[max(0, at - 3) : at]):
        if word in words.HURTING:
            return True
        if word.isdigit() or word in words.DEAD_BEFORE:
            break
    return False


def _side(tokens: Sequence[str], at: int) -> str:
    """Return of what kind the counted are, by the first word for it."""
    for word in tokens[at + 1 : at + 6]:
        if word.isdigit() or word in _BREAKS or words.DEAD.match(word) or word.startswith(words.HURT):
            break
        if word in words.SIDE:
            return words.SIDE[word]
    return ""


def _since_break(before: Sequence[str]) -> Sequence[str]:
    """Return the words after the last sign that ends a clause."""
    last = max((place for place, word in enumerate(before) if word in ":;."), default=-1)
    return before[last + 1 :]


def _one_killed(tokens: Sequence[str], at: int) -> bool:
    """Return whether this word is one person, not counted, who was killed."""
    after = tokens[at + 1 : at + 7]
    before = _since_break(tokens[max(0, at - 4) : at])
    if tokens[at] not in words.SINGLE or (after and after[0] in words.NO_PERSON_BEFORE):
        return False
    if any(word.isdigit() or word in words.ABOUT for word in before):
        return False
    end = next((place for place, word in enumerate(after) if word in words.DEAD_AFTER), None)
    listed = (bool(after) and after[0] == ",") or not any(word.isdigit() for word in after[:end])
    if end is not None and listed and not {"kill", "kills"} & set(after):
        return True
    return any(word in words.DEAD_BEFORE for word in before)
