"""A warning as text messages that people send on from their own phones, one by one, with how many parts each costs.

Plain text first, so that it can be copied from any machine; the same lines as the gateways send, so that a check answers
the same. Nothing here sends anything, and no number is written down anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from haal.domain.warn.message import Around, sms
from haal.formats.sheet import Sheet
from haal.language.sms import measure


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """One text message to copy, in one language."""

    language: str
    body: str
    parts: int
    letters: int
    is_drill: bool


def by_hand_of(sheet: Sheet) -> ByHand:
    """Return the text message of a sheet."""
    until = None if sheet.has_ended else sheet.expires_at
    body = sms(sheet.text, around=Around(code=sheet.code, until=until))
    size = measure(body)
    return ByHand(
        language=sheet.text.language, body=body, parts=size.parts, letters=size.units, is_drill=sheet.is_drill
    )


def write(messages: Iterable[ByHand]) -> str:
    """Return all of them as plain text, each with its size above it."""
    return "\n".join(f"--- {one.language}: {one.parts} SMS ({one.letters})\n{one.body}\n" for one in messages)
