"""A person with an account: a generated pseudonym, a passphrase, a second factor, and nothing that says who it is.

The one thing to know: no name, no e-mail, no phone, ever; the list of volunteers is the deadliest file a desk can lose.
Pseudonyms are drawn from words of no side and are never typed. Roles are given by two others, see `haal.domain.access`.
Not for tellers: who tells has no account. Words of the code of conduct live in the templates.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.access import Role
from haal.domain.ids import PersonId

PASSPHRASE_LENGTH_MIN = 15  # six short words and their spaces are longer, so one number says both rules
PASSPHRASE_LENGTH_MAX = 200
PSEUDONYM_TRIES_MAX = 200

_FIRST_WORDS = (
    "amber ample autumn azure bright bronze brisk calm cedar clear copper coral crisp dawn deep early easy even fair "
    "fern fine fresh gentle glad gold grand green hazel honest indigo ivory jade keen kind late lemon light lilac "
    "linen lucid maple mellow mild misty mint modest neat noble ochre olive open opal patient pearl plain plum quick "
    "quiet rapid ready rosy round saffron sage sandy sharp silent silver simple slate slow smooth soft solid spring "
    "steady still stone sunny swift tall teal thyme tidy topaz umber velvet violet warm wheat white wide willow "
    "winter wise young "
)
_FIRST = tuple(_FIRST_WORDS.split())
_SECOND_WORDS = (
    "almond anchor apple apricot arch barley basket beacon bell bird blanket boat book bowl branch bread bridge brook "
    "button candle canvas carpet cherry clay cloud clover comet corner cotton cradle crane cup date desk dew drum "
    "dune ember fabric feather field fig flute fountain garden gate glass grain grape grass harbour harvest hill "
    "honey island jasmine jar kettle kite ladder lake lamp lantern leaf lemon letter loom mango meadow melon mill "
    "mirror moon needle nest oak oar olive orchard page paper path pear pebble pen petal pine plough pomegranate pond "
    "quilt rain reed ribbon river road root rose sail sand seed shade shell shore sparrow spoon spring star stream "
    "table tea thread tide tree valley vine walnut water wave wheel window wool "
)
_SECOND = tuple(_SECOND_WORDS.split())
_CODE = re.compile(r"[^a-z2-7]")


class PersonReason(StrEnum):
    """Why something about an account is refused."""

    INVITE_NOT_VALID = "invite-not-valid"
    PASSPHRASE_TOO_SHORT = "passphrase-too-short"  # noqa: S105 - a reason
    CONDUCT_NOT_ACCEPTED = "conduct-not-accepted"
    ALREADY_FOUNDED = "already-founded"
    FOUNDERS_TOO_FEW = "founders-too-few"
    NOT_FOR_ONESELF = "not-for-oneself"
    ROLE_HELD_ALREADY = "role-held-already"
    SUSPEND_FIRST = "suspend-first"
    SUSPENSIONS_TOO_MANY = "suspensions-too-many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as the people page shows it.

    `conduct_version`: of the code of conduct, as it was accepted last. `has_second_factor` says only whether one is set up.
    Instants are aware UTC; None: not (yet).
    """

    id: PersonId
    pseudonym: str
    roles: tuple[Role, ...]
    joined_at: datetime
    conduct_accepted_at: datetime | None
    conduct_version: str | None
    suspended_at: datetime | None
    removed_at: datetime | None
    has_second_factor: bool

    @property
    def is_active(self) -> bool:
        """Whether the person can sign in."""
        return self.suspended_at is None and self.removed_at is None


def draw_pseudonym(taken: Callable[[str], bool]) -> str:
    """Return two joined words, such as `quiet-river`, that `taken` does not know.

    Raises:
        RuntimeError: after 200 draws; with some 12,000 pairs that means the book of people is full.
    """
    for _ in range(PSEUDONYM_TRIES_MAX):
        first, second = secrets.choice(_FIRST), secrets.choice(_SECOND)
        if first != second and not taken(f"{first}-{second}"):
            return f"{first}-{second}"
    msg = "no free pseudonym was found"
    raise RuntimeError(msg)


def draw_invite_code() -> str:
    """Return a new one-time code: 20 letters of base 32 in five groups that can be read aloud."""
    letters = base64.b32encode(secrets.token_bytes(13)).decode("ascii").lower()[:20]
    return "-".join(letters[start : start + 4] for start in range(0, 20, 4))


def normalise_invite_code(code: str) -> str:
    """Return the code as it is hashed: lower case, without spaces and dashes."""
    return _CODE.sub("", code[:100].lower())


def draw_passphrase() -> str:
    """Return a passphrase for a founder, printed once: eight of the words above (about 54 bits)."""
    return " ".join(secrets.choice(_SECOND) for _ in range(8))


def why_not_passphrase(passphrase: str) -> PersonReason | None:
    """Return why this passphrase cannot be taken, or None. Fifteen characters, or six words (which are longer)."""
    if PASSPHRASE_LENGTH_MIN <= len(passphrase) <= PASSPHRASE_LENGTH_MAX and len(set(passphrase)) > 4:
        return None
    return PersonReason.PASSPHRASE_TOO_SHORT
