"""What of a shelter falls short of the Sphere Handbook (2018), said as a list to work on: no rule, and it closes nothing.

The one thing to know: a figure that nobody told is "not known", never enough. Numbers are reckoned for as many people as
the shelter takes, or for those who are there when they are more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from types import MappingProxyType

from haal.domain.shelter.facts import Amount, Facts, Service
from haal.domain.shelter.standing import Shelter

LITRES_EACH = 15  # water supply standard 2.1
PEOPLE_PER_TAP = 250
PEOPLE_PER_LATRINE = 20  # excreta management standard 3.2; 50 in the first days
PEOPLE_PER_LATRINE_FIRST_DAYS = 50
WOMENS_SHARE = (3, 4)  # three for women and girls to one for men and boys
FLOOR_EACH = 3.5  # shelter standard 3, without kitchen and latrines; 4.5 where winters are cold


class Verdict(StrEnum):
    """What a check says."""

    ENOUGH = "enough"
    FALLS_SHORT = "falls-short"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. `has` and `wanted` are numbers, or None where it is a yes or no."""

    what: Amount | Service
    verdict: Verdict
    has: int | None = None
    wanted: int | None = None


WANTED: Mapping[Amount, Callable[[int], int]] = MappingProxyType(
    {
        Amount.LITRES: lambda people: LITRES_EACH * people,
        Amount.TAPS: lambda people: ceil(people / PEOPLE_PER_TAP),
        Amount.LATRINES: lambda people: ceil(people / PEOPLE_PER_LATRINE),
        Amount.WOMENS_LATRINES: lambda people: ceil(
            ceil(people / PEOPLE_PER_LATRINE) * WOMENS_SHARE[0] / WOMENS_SHARE[1]
        ),
        Amount.FLOOR: lambda people: ceil(FLOOR_EACH * people),
    }
)
ASKED = (Service.WOMENS_SPACE, Service.LOCKS, Service.LIGHT, Service.STEP_FREE)


def checks(facts: Facts, *, people: int) -> tuple[Check, ...]:
    """Return every check for so many people, what falls short first, then what nobody told."""
    found = [_of_amount(facts, amount, people=people) for amount in Amount]
    found += [_of_service(facts, service) for service in ASKED]
    order = (Verdict.FALLS_SHORT, Verdict.NOT_KNOWN, Verdict.ENOUGH)
    return tuple(sorted(found, key=lambda check: order.index(check.verdict)))


def checks_of(shelter: Shelter) -> tuple[Check, ...]:
    """Return the checks of a shelter when it is full, or for those who are there when they are more."""
    return checks(shelter.facts, people=max(shelter.capacity, shelter.present_count))


def _of_amount(facts: Facts, amount: Amount, *, people: int) -> Check:
    wanted, has = WANTED[amount](people), facts.amounts.get(amount)
    if has is None:
        return Check(what=amount, verdict=Verdict.NOT_KNOWN, wanted=wanted)
    verdict = Verdict.ENOUGH if has >= wanted else Verdict.FALLS_SHORT
    return Check(what=amount, verdict=verdict, has=has, wanted=wanted)


def _of_service(facts: Facts, service: Service) -> Check:
    known = facts.known(service)
    if known is None:
        return Check(what=service, verdict=Verdict.NOT_KNOWN)
    return Check(what=service, verdict=Verdict.ENOUGH if known else Verdict.FALLS_SHORT)
