"""A secret in M shares of which any two give it back and one alone says nothing (Shamir, over GF(256), byte by byte).

The one thing to know: the secret is the value at 0 of a line through two random points, one line for each byte; share
i is the value at i. Whoever holds one share alone finds every secret of that length equally likely. Not for
passphrases and not authenticated: a spoiled share gives a wrong secret, and the age box it should open says so. How a
share travels: `haal.vault.seal`. The field is that of AES (polynomial 0x11B), as in SLIP-0039.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

POLYNOMIAL = 0x11B
SHARES_MAX = 255
SHARES_MIN = 2
INVERSE_POWER = 254  # x^254 is 1/x: the field has 255 elements besides 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Share:
    """The value of every byte's line at `index` (1..255)."""

    index: int
    data: bytes


def split(secret: bytes, *, shares: int) -> tuple[Share, ...]:
    """Return `shares` shares of which any two give `secret` back."""
    if not SHARES_MIN <= shares <= SHARES_MAX:
        msg = f"{shares} shares: 2 to 255 are possible"
        raise ValueError(msg)
    slopes = secrets.token_bytes(len(secret))
    return tuple(Share(index=index, data=_xor(secret, _times(slopes, index))) for index in range(1, shares + 1))


def combine(one: Share, other: Share) -> bytes:
    """Return the secret of two different shares of one splitting.

    Raises:
        ValueError: the shares are one and the same, or of different lengths.
    """
    if one.index == other.index or len(one.data) != len(other.data):
        msg = "two different shares of one secret are needed"
        raise ValueError(msg)
    # Lagrange at 0: f(0) = f(a) * b/(a+b) + f(b) * a/(a+b); adding is xor.
    below = inverse(one.index ^ other.index)
    return _xor(_times(one.data, multiply(other.index, below)), _times(other.data, multiply(one.index, below)))


def multiply(left: int, right: int) -> int:
    """Return the product of two field elements (0..255)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= POLYNOMIAL
        right >>= 1
    return product


def inverse(element: int) -> int:
    """Return 1/element. Zero has none and gives 0."""
    result = 1
    for _ in range(INVERSE_POWER):
        result = multiply(result, element)
    return result


@cache
def _row(factor: int) -> bytes:
    return bytes(multiply(factor, element) for element in range(256))


def _times(data: bytes, factor: int) -> bytes:
    return data.translate(_row(factor))


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
