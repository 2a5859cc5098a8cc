"""Shelters and counts of families as the rules see them, and as the desk writes them down."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from types import MappingProxyType

from haal.domain.access import Actor
from haal.domain.ids import FamilyCountId, OfferId, PartnerId, PersonId
from haal.domain.need import Area, NeedKind
from haal.domain.offer import Offered
from haal.domain.public_place import PublicPlace
from haal.domain.report import Channel
from haal.domain.shelter.facts import Amount, Facts, Known, Service, ShelterKind
from haal.domain.shelter.family import Counted, CountState, FamilyCount, Move
from haal.domain.shelter.referral import Partner, Work
from haal.domain.shelter.standing import Shelter
from haal.geometry.cells import cell_of
from haal.services.help import offers
from haal.services.help.shelters import families, tell
from haal.services.help.telling import Told
from haal.storage import offer as offer_rows
from haal.storage.shelter import family as family_rows

NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
QUETTA = Area(district="Quetta", cell=cell_of(30.18, 67.00, 5))
IN_QUETTA = PublicPlace(province="Balochistan", district="Quetta", symbol=(30.18, 67.0))
IN_A_CELL = PublicPlace(province="Balochistan", name="Turbat", cell=cell_of(26.0, 63.05, 4))
# What must be in no public or partner output.
NAME, HOST, ADDRESS, NUMBER = "Planted Zarina school", "Planted Ghulam", "planted lane 7, blue gate", "0300 1234567"
_numbers = count(1)


def told(**changes) -> Told:
    """Return how something came."""
    given = {"client_key": f"shelter-key-{next(_numbers):012d}", "district": "Quetta", "channel": Channel.DESK}
    return Told(**{**given, **changes})


def a_shelter(*, n="1", capacity=40, present=10, coming=0, facts=None, met=2, closed=None, at=NOW) -> Shelter:
    """Return a shelter as the rules see it."""
    return Shelter(
        id=OfferId(f"o_{n}"), area=QUETTA, facts=facts or Facts(kind=ShelterKind.SCHOOL), capacity=capacity,
        present_count=present, coming_count=coming, counted_at=at, met_by_count=met, closed=closed,
    )  # fmt: skip


def counted(*, families=12, home="Kech", move=Move.ARRIVED, day=TODAY, **more) -> Counted:
    """Return what a count says."""
    return Counted(home=home, families=families, move=move, day=day, **more)


def a_count(*, n="1", where=QUETTA, state=CountState.TOLD, **said) -> FamilyCount:
    """Return a count as the desk works on it."""
    return FamilyCount(id=FamilyCountId(f"fc_{n}"), counted=counted(**said), where=where, state=state)


def a_partner(*, work=(Work.SHELTER,), added="p_one", vetted="p_two", stopped=False) -> Partner:
    """Return a partner as the rules see it."""
    return Partner(
        id=PartnerId("pt_1"), name="Partner", work=frozenset(work), sealing_key="age1", signing_key="vkey",
        added_by=PersonId(added), vetted_by=PersonId(vetted) if vetted else None, is_stopped=stopped,
    )  # fmt: skip


def some_facts(**amounts: int) -> Facts:
    """Return the facts of a school with water, that lacks locks."""
    given = {Amount(name): number for name, number in amounts.items()}
    return Facts(
        kind=ShelterKind.SCHOOL, has=frozenset({Service.WATER, Service.WOMENS_SPACE}),
        lacks=frozenset({Service.LOCKS}), amounts=MappingProxyType(given),
    )  # fmt: skip


def registered(*, by: Actor, now: datetime = NOW, capacity: int = 40, met_by: tuple[Actor, ...] = ()) -> OfferId:
    """Write a shelter down with planted words; return its id."""
    taken = tell.register(
        offered=Offered(kind=NeedKind.SHELTER, for_count=capacity, radius_km=100),
        facts=some_facts(latrines=2, litres=300),
        known=Known(name=NAME, host=HOST, address=ADDRESS),
        told=told(contact=NUMBER, place="Quetta"),
        by=by,
        now=now,
    )
    offer = offer_rows.of_report(taken.report_id)
    assert offer is not None
    for person in met_by:
        offers.met(offer_id=offer.id, by=person, now=now)
    return offer.id


def kept_count(*, by: Actor, now: datetime = NOW, look: bool = True, place: str = "", **said) -> FamilyCountId:
    """Write a count down and let it count; return its id."""
    taken = families.tell(counted=counted(**said), told=told(place=place), by=by, now=now)
    count_id = family_rows.of_report(taken.report_id)
    assert count_id is not None
    if look:
        families.look(count_id=count_id, by=by, now=now)
    return count_id


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)
