"""Who may read which complaint: two people outside the desk, one of them a woman; never the accused, nor those beside them.

The one thing to know: whoever has a role at the desk reads none. A complaint about a listener is read by no listener at all but by
the auditors who are none; whoever was named in it, by the one who complained or later by a reader, has no way to it. A pseudonym is
found however it is written: in capitals, with a space, inside a sentence. Pure; asked anew at each reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from haal.domain.access import PERMISSIONS, Permission, Role
from haal.domain.complaint.told import Complaint, ComplaintReason
from haal.domain.ids import PersonId

READERS_COUNT = 2
LISTENERS = frozenset({Role.LISTENER, Role.WOMAN_LISTENER})


class Lack(StrEnum):
    """What is missing before complaints reach whom they should."""

    TWO_LISTENERS = "two-listeners"
    A_WOMAN = "a-woman-who-listens"
    TWO_AUDITORS = "two-auditors-who-do-not-listen"


class Room(StrEnum):
    """Who reads a complaint."""

    LISTENERS = "listeners"
    AUDITORS = "auditors"


def why_not_read(roles: frozenset[Role]) -> ComplaintReason | None:
    """Return why somebody with these roles may not read complaints at all although their role would let them, or None."""
    return ComplaintReason.LISTENER_AT_THE_DESK if roles & PERMISSIONS[Permission.SEE_DESK] else None


def room_of(roles: frozenset[Role]) -> Room | None:
    """Return whose complaints somebody with these roles reads; None: nobody's."""
    if why_not_read(roles):
        return None
    if roles & LISTENERS:
        return Room.LISTENERS
    return Room.AUDITORS if Role.AUDITOR in roles else None


def names(text: str, pseudonym: str) -> bool:
    """Return whether a text names this pseudonym, whatever stands around and between its words."""
    words, wanted = _words(text), _words(pseudonym)
    return bool(wanted) and any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


def accused(told: Complaint, *, concerns: Iterable[str], pseudonyms: Mapping[PersonId, str]) -> frozenset[PersonId]:
    """Return the accounts that a complaint is about, as far as it can be known. `pseudonyms`: those who might read it."""
    said = f"{told.about}\n{told.told}"
    return frozenset(one for one, name in pseudonyms.items() if one in set(concerns) or names(said, name))


def room_for(told: Complaint, *, accused_ones: Iterable[PersonId], listeners: frozenset[PersonId]) -> Room:
    """Return who reads a complaint: the auditors when it is about a listener, else the listeners."""
    return Room.AUDITORS if told.about_listener or listeners & set(accused_ones) else Room.LISTENERS


def may_read(
    told: Complaint,
    *,
    concerns: Iterable[str],
    reader: PersonId,
    roles: Mapping[PersonId, frozenset[Role]],
    pseudonyms: Mapping[PersonId, str],
) -> bool:
    """Return whether `reader` may read this complaint.

    Args:
        told: the complaint.
        concerns: accounts that a reader named as those it is about.
        reader: who asks.
        roles: everybody who holds or held a role of those who read complaints, with the roles of this moment.
        pseudonyms: the pseudonyms of the same people.
    """
    blamed = accused(told, concerns=concerns, pseudonyms=pseudonyms)
    listeners = frozenset(one for one, held in roles.items() if held & LISTENERS)
    room = room_for(told, accused_ones=blamed, listeners=listeners)
    return reader not in blamed and room_of(roles.get(reader, frozenset())) is room


def lacks(roles: Iterable[frozenset[Role]]) -> tuple[Lack, ...]:
    """Return what is missing, from the roles of every account: complaints are kept all the same, and wait."""
    rooms = [(room_of(held), held) for held in roles]
    listeners = [held for room, held in rooms if room is Room.LISTENERS]
    missing = []
    if len(listeners) < READERS_COUNT:
        missing.append(Lack.TWO_LISTENERS)
    if not any(Role.WOMAN_LISTENER in held for held in listeners):
        missing.append(Lack.A_WOMAN)
    if sum(room is Room.AUDITORS for room, _ in rooms) < READERS_COUNT:
        missing.append(Lack.TWO_AUDITORS)
    return tuple(missing)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
