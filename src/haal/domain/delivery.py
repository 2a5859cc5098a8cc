"""One message to one person by one channel: what can become of it.

The row is the state, and the key makes a repeat harmless: it depends on the warning, the revision, the person's
pseudonym and the channel, on nothing else. A message is certainly sent, certainly not sent, or unknown; unknown is
said as such and sent again marked as a repeat: once, or a little more often when it was we who broke off.

Not what it says (`haal.domain.warn.message`), how it is sent (`haal.channels`) or who is told (`haal.services.warn`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from haal.domain.hazard import Severity, Urgency
from haal.domain.ids import WarningId

TRIES_MAX = 6
REPEATS_MAX = 1  # after a gateway's silence: it most likely has the message
REPEATS_MAX_OWN = 5  # after our own death while sending: most likely nothing had left, and silence is worse
RING_MAX = 3  # steps between cells, from the middle of the area; further is all the same
BEHIND_ALL_RINGS = 4


class Channel(StrEnum):
    """By which way a person asked to be told."""

    EMAIL = "email"
    SMS = "sms"


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    LEASED = "leased"  # a dispatcher holds it; nothing has left the box
    SENDING = "sending"  # the call to the gateway has begun; whether it arrived is not known until the answer
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"  # superseded by an update or a cancel before it left, or the person has stopped
    EXPIRED = "expired"


class Outcome(StrEnum):
    """What a gateway said of one message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    LATER = "later"  # certainly not sent, and may be tried again


NEXT: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.QUEUED: frozenset({State.LEASED, State.WITHDRAWN, State.EXPIRED, State.UNKNOWN, State.ACCEPTED}),
        State.LEASED: frozenset(
            {State.SENDING, State.QUEUED, State.WITHDRAWN, State.EXPIRED, State.UNKNOWN, State.ACCEPTED}
        ),
        State.SENDING: frozenset(
            {State.ACCEPTED, State.REFUSED, State.UNKNOWN, State.QUEUED, State.WITHDRAWN, State.EXPIRED}
        ),
        State.UNKNOWN: frozenset({State.ACCEPTED, State.REFUSED}),  # by a later receipt
        State.ACCEPTED: frozenset({State.REFUSED}),  # the network gave it up
        State.REFUSED: frozenset(),
        State.WITHDRAWN: frozenset({State.ACCEPTED}),  # an earlier sending, in doubt till now, had arrived
        State.EXPIRED: frozenset({State.ACCEPTED}),
    }
)
MAY_HAVE_ARRIVED = frozenset({State.SENDING, State.ACCEPTED, State.UNKNOWN})
WAITING = frozenset({State.QUEUED, State.LEASED, State.SENDING})


def key_of(*, warning_id: str, revision: int, recipient: str, channel: Channel) -> str:
    """Return the message's key: the same for the same message for ever, also after a restore from a backup."""
    return keys_of(warning_id=warning_id, revision=revision, channel=channel)(recipient)


def keys_of(*, warning_id: str, revision: int, channel: Channel) -> Callable[[str], str]:
    """Return `key_of` for all messages of one version on one channel: a function of the recipient."""
    before, after = f"{warning_id}\x1f{revision}\x1f", f"\x1f{channel.value}"

    def key(recipient: str) -> str:
        return "d_" + hashlib.sha256(f"{before}{recipient}{after}".encode()).hexdigest()[:32]

    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One version of a warning on its way; `id` is its queue's number inside the tables."""

    id: int
    warning_id: WarningId
    revision: int
    may_repeat: bool
    not_after: datetime


class Held(NamedTuple):
    """One message that a dispatcher holds. `tries` counts what was begun before. A tuple: a batch makes thousands."""

    id: int
    queue_id: int
    person: int  # the subscriber's number inside the tables
    tries: int
    repeats: int


def may_go(*, not_before: datetime, not_after: datetime, now: datetime) -> bool:
    """Return whether a message may leave at `now`. Asked when it is claimed and again just before it is sent."""
    return not_before <= now < not_after


def state_after(
    outcome: Outcome, *, tries: int, repeats: int, honours_key: bool, may_repeat: bool, we_died: bool = False
) -> tuple[State, bool]:
    """Return the next state and whether a further sending would be a marked repeat.

    Args:
        outcome: what the gateway said; UNKNOWN also for a dispatcher that died while sending.
        tries: how often it was handed to a gateway, this time included.
        repeats: how often it was sent again after an unknown outcome.
        honours_key: the gateway drops a second message with the same key, so a repeat cannot be doubled.
        may_repeat: the danger is so great that a marked repeat is better than silence.
        we_died: the answer is unknown because the dispatcher ended, not because the gateway was silent.
    """
    if outcome is Outcome.ACCEPTED:
        return State.ACCEPTED, False
    if outcome is Outcome.REFUSED:
        return State.REFUSED, False
    if outcome is Outcome.LATER:
        return (State.QUEUED if tries < TRIES_MAX else State.REFUSED), False
    if honours_key and tries < TRIES_MAX:
        return State.QUEUED, False
    if may_repeat and repeats < (REPEATS_MAX_OWN if we_died else REPEATS_MAX):
        return State.QUEUED, True
    return State.UNKNOWN, False


def repeat_is_better_than_silence(severity: Severity, urgency: Urgency) -> bool:
    """Return whether an unknown message may be sent once more, marked."""
    return severity is Severity.EXTREME and urgency is Urgency.IMMEDIATE


def priority(*, severity: Severity, urgency: Urgency, is_drill: bool, is_correction: bool = False) -> int:
    """Return the place in the queue, 0 first: what takes a warning back, then greater harm, then sooner; drills last."""
    degree = 1 + tuple(Severity).index(severity) * len(Urgency) + tuple(Urgency).index(urgency)
    behind = 1 + len(Severity) * len(Urgency) if is_drill else 0
    return behind + (0 if is_correction else degree)


def rank(*, ring: int, is_repeat: bool = False) -> int:
    """Return the place within one version: near the middle of the area first; who may have it already comes last."""
    return min(ring, RING_MAX) + (BEHIND_ALL_RINGS if is_repeat else 0)


def after_receipt(state: State, outcome: Outcome, *, was_unknown: bool) -> State | None:
    """Return where a later receipt moves a message, or None when it changes nothing.

    What waits is moved only when an earlier sending of it is in doubt: then the receipt is about that one.
    """
    if outcome not in {Outcome.ACCEPTED, Outcome.REFUSED}:
        return None
    to = State.ACCEPTED if outcome is Outcome.ACCEPTED else State.REFUSED
    if state is State.UNKNOWN or (state is State.ACCEPTED and to is State.REFUSED):
        return to
    if was_unknown and state in {State.QUEUED, State.LEASED, State.EXPIRED, State.WITHDRAWN} and to is State.ACCEPTED:
        return to
    return None


def retry_seconds(tries: int) -> int:
    """Return how long a message that certainly was not sent waits: 5 s, 10 s, 20 s ... at most 5 min."""
    return int(min(300, 5 * 2 ** max(0, tries - 1)))
