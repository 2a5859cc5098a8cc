"""What a shelter is and has, and how it is said in one line: what was told, never what somebody wishes.

A shelter is an offer of a roof (`haal.domain.offer`) about which more is known, so that everything asked of such an offer
holds for it: two of the desk have met its host, and nobody alone is housed by a machine (`haal.domain.aid.whom`).
The one thing to know: what was not told is not known, and is neither yes nor no. Name, host and address (`Known`) are no facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from haal.domain.errors import Malformed
from haal.domain.need import FOR_COUNT_MAX, LINE_CHARS_MAX

NUMBER_MAX = 1_000_000


class ShelterKind(StrEnum):
    """What kind of roof it is."""

    HOST_FAMILY = "host-family"
    SCHOOL = "school"
    WORSHIP = "place-of-worship"
    PUBLIC_BUILDING = "public-building"
    TENTS = "tents"
    RENTED = "rented"


class Service(StrEnum):
    """What a shelter may have or lack."""

    WATER = "drinking-water"
    COOKING = "a-place-to-cook"
    WARMTH = "warmth"
    FIRST_AID = "first-aid"
    STEP_FREE = "step-free"
    WOMENS_SPACE = "womens-space"
    LOCKS = "latrines-lock"
    LIGHT = "light-at-night"


class Amount(StrEnum):
    """What is counted of a shelter."""

    LITRES = "litres"  # of drinking water in a day
    TAPS = "taps"
    LATRINES = "latrines"
    WOMENS_LATRINES = "womens-latrines"
    FLOOR = "floor"  # square metres to sleep and sit on


class ShelterReason(StrEnum):
    """Why something about a shelter is refused."""

    SHELTER_NAME_NEEDED = "shelter-name-needed"
    SHELTER_CLOSED = "shelter-closed"
    SHELTER_TOO_MANY = "shelter-too-many"
    SHELTER_WOMENS_LATRINES = "shelter-womens-latrines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was told of a shelter. A service in neither set, and an amount that is not there, are not known."""

    kind: ShelterKind
    has: frozenset[Service] = frozenset()
    lacks: frozenset[Service] = frozenset()
    amounts: Mapping[Amount, int] = MappingProxyType({})

    def known(self, service: Service) -> bool | None:
        """Return whether it has the service; None: nobody told."""
        if service in self.has:
            return True
        return False if service in self.lacks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What people call a shelter, who its host is, and how one finds it: in a box, on its own page alone."""

    name: str
    host: str = ""
    address: str = ""


def why_not_facts(facts: Facts) -> ShelterReason | None:
    """Return what in the facts cannot be, or None."""
    if any(amount > NUMBER_MAX for amount in facts.amounts.values()):
        return ShelterReason.SHELTER_TOO_MANY
    latrines = facts.amounts.get(Amount.LATRINES)
    womens = facts.amounts.get(Amount.WOMENS_LATRINES)
    if latrines is not None and womens is not None and womens > latrines:
        return ShelterReason.SHELTER_WOMENS_LATRINES
    return None


def line_of(facts: Facts) -> str:
    """Return the facts as one line, for example `school; has drinking-water; lacks warmth; latrines 4`."""
    parts = [facts.kind.value]
    for word, services in (("has", facts.has), ("lacks", facts.lacks)):
        if services:
            parts.append(f"{word} {' '.join(sorted(services))}")
    parts += [f"{amount.value} {facts.amounts[amount]}" for amount in Amount if amount in facts.amounts]
    return "; ".join(parts)


def read(text: str) -> Facts:
    """Return the facts of a line.

    Raises:
        Malformed: the line is none of ours; a person has to read it.
    """
    first, *parts = [part.strip().lower() for part in text.split("\n", 1)[0][: 2 * LINE_CHARS_MAX].split(";")]
    if first not in set(ShelterKind):
        raise Malformed("shelter", expected=" ".join(ShelterKind), got=f"{len(first)} characters")
    said: dict[str, frozenset[Service]] = {"has": frozenset(), "lacks": frozenset()}
    amounts: dict[Amount, int] = {}
    for part in parts:
        word, _, value = part.partition(" ")
        if word in said:
            said[word] = _services(value)
        elif word in set(Amount):
            amounts[Amount(word)] = amount_of(value, field=word)
        elif word:
            raise Malformed("shelter", expected=f"has, lacks, {', '.join(Amount)}", got=f"{len(word)} characters")
    lacks = said["lacks"] - said["has"]
    return Facts(kind=ShelterKind(first), has=said["has"], lacks=lacks, amounts=MappingProxyType(amounts))


def amount_of(text: str, *, field: str, most: int = NUMBER_MAX) -> int:
    """Return a whole number from 0, in digits of any script. Raises Malformed."""
    bare = text.strip()
    if not bare.isdecimal() or len(bare) > len(str(most)) or int(bare) > most:
        raise Malformed(field, expected=f"a whole number up to {most}", got=f"{len(bare)} characters")
    return int(bare)


def people_of(text: str) -> int:
    """Return how many people are in a shelter, from what somebody typed. Raises Malformed."""
    return amount_of(text, field="people", most=FOR_COUNT_MAX)


def _services(text: str) -> frozenset[Service]:
    words = text.split()
    if not set(words) <= set(Service):
        raise Malformed("shelter", expected=" ".join(Service), got=f"{len(text)} characters")
    return frozenset(Service(word) for word in words)
