"""What public pages show, and what publishers see on their desk. Reads only.

The one thing to know: the first half reads the two public tables and opens no box, so that it answers when the keys
are away and can leak nothing; the second half is for signed-in people and shows exactly what the public would read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from haal.domain import gazetteer
from haal.domain.access import Actor, Permission, may, require
from haal.domain.gazetteer import Gazetteer
from haal.domain.ids import IncidentId, PublicationId
from haal.domain.incident import RelationKind
from haal.domain.policy import DEFAULT, Policy
from haal.domain.public_place import PublicPlace
from haal.domain.publication import HeldWord, PublicationReason, PublicIncident, State, why_not_draft
from haal.formats import public_json
from haal.services.testify import queries
from haal.services.testify.facts import known, shown
from haal.services.testify.queries import Ledger
from haal.storage import public_incident
from haal.storage import publication as rows
from haal.storage.public_incident import PublicCount, Withdrawn
from haal.storage.publication import Publication
from haal.storage.together import relation

PAGE_SIZE = 50
OPEN_DATA_MAX = 20_000
DESK_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another public incident and what it is to this one. `is_whole`: of a part and its whole, the other is the whole."""

    kind: RelationKind
    incident_id: IncidentId
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One public incident, its canonical text, the digest the ledger holds, and how that ledger stands."""

    incident: PublicIncident
    text: str
    digest: str
    ledger: Ledger
    related: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of the public list. `page` counts from 1."""

    incidents: tuple[PublicIncident, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCount:
    """How many incidents one public area has."""

    place: PublicPlace
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Everything a map needs: the areas, most incidents first, how many have no place on a map, and the place names."""

    areas: tuple[AreaCount, ...]
    unplaced: int
    names: Gazetteer


def listed(*, page: int, district: str = "", cell: str = "") -> Listed:
    """Return one page of public incidents, latest day first."""
    total = public_incident.total(district=district, cell=cell)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    found = public_incident.many(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, district=district, cell=cell)
    return Listed(incidents=tuple(incident for incident, _ in found), total=total, page=page, pages=pages)


def one(*, incident_id: IncidentId) -> Page | Withdrawn:
    """Return one public incident, or what stands in its place. Raises NotFound."""
    found = public_incident.one(incident_id)
    if isinstance(found, Withdrawn):
        return found
    incident, digest = found
    return Page(
        incident=incident,
        text=public_json.write(incident).decode("utf-8"),
        digest=digest,
        ledger=queries.ledger(),
        related=_related(incident_id),
    )


def _related(incident_id: IncidentId) -> tuple[Beside, ...]:
    """Return what an incident is to others that stand in public too, where two people agreed to that."""
    found = [each for each in relation.of_incident(incident_id) if each.is_agreed]
    beside = {each.id: each.other if each.one == incident_id else each.one for each in found}
    standing, _under_way = rows.public_of(set(beside.values()))
    return tuple(
        Beside(kind=each.kind, incident_id=beside[each.id], is_whole=each.other == beside[each.id])
        for each in found
        if beside[each.id] in standing
    )


def open_data() -> tuple[tuple[PublicIncident, str], ...]:
    """Return every public incident with its digest, for tables and feeds."""
    return public_incident.many(limit=OPEN_DATA_MAX)


def atlas() -> Atlas:
    """Return how many incidents each area has."""
    places = [incident.place for incident, _ in open_data()]
    on_map = Counter(place for place in places if place.cell or place.district)
    areas = [AreaCount(place=place, count=count) for place, count in on_map.most_common()]
    return Atlas(areas=tuple(areas), unplaced=len(places) - sum(on_map.values()), names=gazetteer.standard())


def counts() -> tuple[PublicCount, ...]:
    """Return the counts of people taken and displaced by district and month, as they may be shown."""
    return public_incident.counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A publication as its two people see it: what would be shown, and what stands against it."""

    publication: Publication
    incident: PublicIncident
    can_agree: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What could be drafted of an incident; `refusal` is None when a draft may be asked for."""

    incident: PublicIncident
    people_taken: bool
    refusal: PublicationReason | None
    under_way: PublicationId | None


def desk(*, by: Actor) -> tuple[Publication, ...]:
    """Return what waits for a second person or for its time, newest first, then what stands. Raises Refused."""
    require(by, Permission.DRAFT_PUBLICATION)
    waiting = rows.in_states([State.DRAFT, State.AGREED], limit=DESK_MAX)
    return (*waiting, *rows.in_states([State.RELEASED], limit=DESK_MAX))


def proposal(*, incident_id: IncidentId, by: Actor, policy: Policy = DEFAULT) -> Proposal:
    """Return what the public would read of an incident today. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.DRAFT_PUBLICATION)
    read = known(incident_id=incident_id, policy=policy)
    open_one = rows.under_way(incident_id)
    return Proposal(
        incident=shown(read, publication_id=PublicationId(""), summary="", replaces=False),
        people_taken=read.facts.people_taken,
        refusal=why_not_draft(read.facts, held=HeldWord.RELEASED),
        under_way=open_one.id if open_one else None,
    )


def draft(*, publication_id: PublicationId, by: Actor, policy: Policy = DEFAULT) -> Draft:
    """Return a publication with what would be shown now. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.WITHDRAW)
    publication = rows.get(publication_id)
    opened = publication.box.open()
    kept = public_json.read(opened["shown"].encode("utf-8"))
    if publication.state is State.DRAFT:
        read = known(incident_id=publication.incident_id, policy=policy)
        kept = shown(read, publication_id=publication.id, summary=opened["summary"], replaces=kept.replaces)
    return Draft(
        publication=publication,
        incident=kept,
        can_agree=publication.state is State.DRAFT
        and publication.drafted_by != by.person_id
        and may(by, Permission.AGREE_PUBLICATION),
        can_withdraw=publication.state is not State.WITHDRAWN,
    )
