"""Needs, offers, circles and places, for tests of help."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from tests import factories

from haal.domain.access import Actor, Role
from haal.domain.agreement import Kind
from haal.domain.ids import NeedId, OfferId, PersonId
from haal.domain.need import Asked, NeedKind
from haal.domain.offer import Offered
from haal.services.help import codes, needs, offers
from haal.services.help.telling import Told
from haal.storage import agreement, person

_numbers = count(1)
CONTACT_OF_ASKER = "0300 1234567 Zarina"
CONTACT_OF_OFFERER = "0333 7654321 Ghulam"


def told(**changes: str) -> Told:
    """Return what is told beside a need or an offer."""
    given = {"client_key": f"client-key-{next(_numbers):012d}", "district": "Mastung"}
    return Told(**{**given, **changes})


def need(*, now: datetime, kind: NeedKind = NeedKind.WATER, for_count: int = 10, **changes: str) -> tuple[str, NeedId]:
    """Ask for help as a teller does; return the code and the need."""
    given = {"contact": CONTACT_OF_ASKER, **changes}
    taken = needs.ask(asked=Asked(kind=kind, for_count=for_count), told=told(**given), now=now)
    standing = codes.standing_of(code=taken.receipt.words)
    assert standing is not None
    assert standing.need is not None
    return taken.receipt.words, standing.need.id


def offer(
    *, now: datetime, kind: NeedKind = NeedKind.WATER, for_count: int = 50, **changes: str
) -> tuple[str, OfferId]:
    """Offer help as a teller does; return the code and the offer."""
    given = {"contact": CONTACT_OF_OFFERER, **changes}
    taken = offers.offer(offered=Offered(kind=kind, for_count=for_count), told=told(**given), now=now)
    standing = codes.standing_of(code=taken.receipt.digits)
    assert standing is not None
    assert standing.offer is not None
    return taken.receipt.words, standing.offer.id


def colleague(*roles: Role, now: datetime) -> Actor:
    """Keep an account to which two others gave these roles, and return it as an actor."""
    person_id = factories.account(now=now)
    for role in roles:
        first, second = PersonId("p_first"), PersonId("p_second")
        asked = agreement.ask(kind=Kind.ROLE_GRANT, subject=f"{person_id}:{role}", by=first, now=now)
        agreement.agree(agreement_id=asked, by=second, now=now)
        person.grant(person_id=person_id, role=role, agreement_id=asked, now=now)
    return Actor(
        person_id=person_id,
        pseudonym=person.get(person_id).pseudonym,
        roles=frozenset(roles),
        second_factor_at=now,
    )
