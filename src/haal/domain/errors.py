"""What can go wrong, and who is told.

One small family: `Refused` is an answer of the rules (shown to the person in their language, not a fault), `NotFound` is the
same for what does not exist and what is not yours, `Malformed` is bad input, the rest is about the world.
Reasons are StrEnums beside the rule that gives them; their words live in `haal.language.words`.
"""

from __future__ import annotations

from enum import StrEnum


class HaalError(Exception):
    """The base of every error that Haal raises on purpose."""


class Refused(HaalError):
    """A rule said no. `reason` is the msgid that doors translate."""

    def __init__(self, reason: StrEnum, **details: int | str) -> None:
        """Keep the reason and numbers for its words; never a name, number or place of a person."""
        super().__init__(reason.value)
        self.reason = reason
        self.details = details


class NotFound(HaalError):
    """There is no such thing, or it is not yours: no difference is shown."""


class KeyGone(NotFound):
    """What a box held was erased, or its key was not restored with it: for whoever asks it is not there."""


class Malformed(HaalError):
    """Bytes or fields from outside do not fit."""

    def __init__(self, where: str, *, expected: str, got: str) -> None:
        """Say which field, what was expected, and what came (shortened, never personal text)."""
        super().__init__(f"{where}: expected {expected}, got {got}")
        self.where = where
        self.expected = expected
        self.got = got


class ChannelUnavailable(HaalError):
    """A gateway did not answer, and nothing was sent; it is tried again later."""

    def __init__(self, gateway: str, *, rest_seconds: float = 0.0) -> None:
        """Say which one, and for how long it asked to be left alone (0: it did not say)."""
        super().__init__(gateway)
        self.rest_seconds = rest_seconds


class KeysLocked(HaalError):
    """The key holder does not hold the keys: intake goes on, reading and delivery wait for `haal unlock`."""


class LedgerCorrupt(HaalError):
    """The ledger does not verify, or is behind what was published: nothing is signed until a person has looked."""


class GeneralReason(StrEnum):
    """Reasons that belong to no single noun."""

    NOT_ALLOWED = "not-allowed"
    SECOND_FACTOR_NEEDED = "second-factor-needed"
    TWO_PEOPLE_NEEDED = "two-people-needed"
    ALREADY_DONE = "already-done"
    TOO_MANY = "too-many"
    TOO_LARGE = "too-large"
    CODES_TRIED = "codes-tried"
