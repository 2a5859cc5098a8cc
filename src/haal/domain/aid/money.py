"""No money and no account numbers: what is refused before it is kept or handed on.

The one thing to know: Haal moves no money, and a number to pay to is what a swindler sends. Bank accounts (IBAN), cards and
mobile wallets are looked for in digits of any script; a telephone number alone is none of these.
"""

from __future__ import annotations

import re
from enum import StrEnum

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}", re.IGNORECASE)
_RUN = re.compile(
    r"(?<!\d)[2-6](?:[ -]?\d){12,18}(?!\d)"
)  # no card begins otherwise; a number called from abroad begins with 00
_WALLET = re.compile(
    r"(?:easy\s?paisa|jazz\s?cash|iban|account|a/c|acc(?:oun)?t\.?\s?(?:no|number|#)|ایزی\s?پیسہ|جاز\s?کیش|اکاؤنٹ|کھاتہ)"
    r"\D{0,40}\d(?:[ -]?\d){6,}",
    re.IGNORECASE,
)


class MoneyReason(StrEnum):
    """Why a text is refused."""

    NO_ACCOUNT_NUMBERS = "no-account-numbers"


def names_account(text: str) -> bool:
    """Return whether the text seems to hold a number to pay to."""
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)
    if _IBAN.search(plain) or _WALLET.search(plain):
        return True
    return any(_is_card("".join(filter(str.isdecimal, found.group()))) for found in _RUN.finditer(plain))


def _is_card(digits: str) -> bool:
    """Return whether the digits add up as those of a bank card do (Luhn)."""
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0
