"""How many SMS parts a text takes, and therefore what it costs and how likely it arrives whole.

GSM-7 (Latin) fits 160 letters in one part and 153 in each of several; anything else, Urdu or Balochi included, is
sent as UCS-2: 70, and 67 each. One letter outside GSM-7 turns the whole message. Nothing here shortens or
transliterates. Source: 3GPP TS 23.038 section 6.2.1 (alphabet, extension table), 3GPP TS 23.040 section 9.2.3.24.1
(joined parts).
"""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two of the seven-bit places


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSize:
    """What a text needs: `units` are septets or 16-bit units, `room` is what is left in the last part."""

    alphabet: str
    units: int
    parts: int
    room: int


def measure(text: str) -> SmsSize:
    """Return the size of `text` as an SMS."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        return _parts("gsm-7", [2 if letter in _EXTENDED else 1 for letter in text], single=160, joined=153)
    return _parts("ucs-2", [2 if ord(letter) > 0xFFFF else 1 for letter in text], single=70, joined=67)


def parts_of(text: str) -> tuple[str, ...]:
    """Return `text` as it is cut into parts; a letter of two units is never cut in half."""
    size = measure(text)
    if size.parts == 1:
        return (text,)
    wide = _EXTENDED if size.alphabet == "gsm-7" else None
    joined = 153 if size.alphabet == "gsm-7" else 67
    parts, filled = [""], 0
    for letter in text:
        width = 2 if (letter in wide if wide is not None else ord(letter) > 0xFFFF) else 1
        if filled + width > joined:
            parts.append("")
            filled = 0
        parts[-1] += letter
        filled += width
    return tuple(parts)


def _parts(alphabet: str, widths: list[int], *, single: int, joined: int) -> SmsSize:
    """Return the parts; a letter of two units is never cut in half."""
    units = sum(widths)
    if units <= single:
        return SmsSize(alphabet=alphabet, units=units, parts=1, room=single - units)
    parts, filled = 1, 0
    for width in widths:
        if filled + width > joined:
            parts, filled = parts + 1, 0
        filled += width
    return SmsSize(alphabet=alphabet, units=units, parts=parts, room=joined - filled)
