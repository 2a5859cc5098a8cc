"""What is told of a shelter: that there is one, what it has, how many are there now, and that it is none any more.

The one thing to know: a shelter is an offer of a roof, taken in like any other, and each thing told of it later is a report of
its own. So free places are reckoned from the offer, its promises are matches, and two of the desk meet its host as for any
roof. Closing it ends its promises and tells those who wait; whatever is public of room in its area is emptied at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import OfferId
from haal.domain.incoming import check_text
from haal.domain.need import FOR_COUNT_MAX, NeedKind
from haal.domain.offer import Offered
from haal.domain.policy import DEFAULT
from haal.domain.report import Kind
from haal.domain.shelter import facts as nouns
from haal.domain.shelter import family_line
from haal.domain.shelter.facts import Facts, Known, ShelterReason, why_not_facts
from haal.domain.shelter.standing import ClosedWhy, otherwise_count
from haal.services.help import offers, telling
from haal.services.help.shelters import public
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage import audit, work
from haal.storage import offer as offer_rows
from haal.storage.shelter import rows


def register(*, offered: Offered, facts: Facts, known: Known, told: Told, by: Actor, now: datetime) -> Taken:
    """Take a shelter in as an offer of a roof with what is known of it, and return the host's receipt.

    Raises:
        Refused: nobody said what it is called, a number cannot be, or its time is past.
    """
    require(by, Permission.KEEP_SHELTERS)
    _check(facts, known)
    line = nouns.line_of(facts)
    said = replace(told, words=f"{line}\n{told.words}" if told.words else line)
    roof = replace(offered, kind=NeedKind.SHELTER)
    taken = offers.offer(offered=roof, told=said, by=by, now=now)
    offer = offer_rows.of_report(taken.report_id)
    if offer is None:
        raise NotFound
    _keep(offer.id, facts=facts, known=known, by=by, now=now)
    return taken


def describe(*, offer_id: OfferId, facts: Facts, known: Known, told: Told, by: Actor, now: datetime) -> None:
    """Keep what is known of a roof that somebody offered by another way, or of a shelter that is there, as it is told now."""
    require(by, Permission.KEEP_SHELTERS)
    offer = offer_rows.get(offer_id)
    if offer.withdrawn or offer.offered.kind is not NeedKind.SHELTER:
        raise Refused(ShelterReason.SHELTER_CLOSED)
    _check(facts, None if rows.is_kept(offer_id) else known)
    line = f"{family_line.HAS} {offer_id}; {nouns.line_of(facts)}"
    telling.take(kind=Kind.SHELTER, line=line, told=told, by=by, now=now)
    if not _keep(offer_id, facts=facts, known=known, by=by, now=now):
        with work.atomic():
            rows.change_facts(offer_id, facts)
            audit.write(by=by, what="shelter-told", subject=offer_id, now=now)


def say_people(*, shelter_id: OfferId, people: int, told: Told, by: Actor, now: datetime) -> Taken:
    """Keep how many people are in a shelter now; what is free follows from it. Raises Refused, NotFound."""
    require(by, Permission.KEEP_SHELTERS)
    if not 0 <= people <= FOR_COUNT_MAX:
        raise Refused(ShelterReason.SHELTER_TOO_MANY)
    if rows.get(shelter_id).closed:
        raise Refused(ShelterReason.SHELTER_CLOSED)
    line = family_line.now_there(shelter_id, people=people)
    taken = telling.take(kind=Kind.SHELTER, line=line, told=told, by=by, now=now)
    set_people(shelter_id=shelter_id, people=people, by=by, now=now)
    return taken


def close(*, shelter_id: OfferId, why: ClosedWhy, told: Told, by: Actor, now: datetime) -> None:
    """Keep that it is no shelter any more; one person can always say so. Raises Refused: it is closed already."""
    require(by, Permission.KEEP_SHELTERS)
    rows.get(shelter_id)
    line = family_line.closed(shelter_id, why=why)
    telling.take(kind=Kind.SHELTER, line=line, told=told, by=by, now=now)
    set_closed(shelter_id=shelter_id, why=why, by=by, now=now)


def set_people(*, shelter_id: OfferId, people: int, by: Actor, now: datetime) -> None:
    """Reckon who came by themselves from the host's count. The caller has taken it in."""
    with work.atomic():
        offer_rows.get(shelter_id, for_change=True)
        arrived = rows.arrived_count(shelter_id)
        offer_rows.set_otherwise(shelter_id, count=otherwise_count(present=people, arrived=arrived))
        rows.set_counted(shelter_id, now=now)
        audit.write(by=by, what="shelter-counted", subject=shelter_id, now=now)


def set_closed(*, shelter_id: OfferId, why: ClosedWhy, by: Actor, now: datetime) -> None:
    """Close it, end its promises, and empty what is public of room in its area. The caller has taken it in."""
    with work.atomic():
        if not rows.close(shelter_id, why=why, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        offer = offer_rows.get(shelter_id)
        if not offer.withdrawn:
            offers.end(offer_id=shelter_id, by=by, now=now)
        public.no_room_told(where=offer.area, now=now)
        audit.write(by=by, what="shelter-closed", subject=shelter_id, why=why.value, now=now)


def _keep(offer_id: OfferId, *, facts: Facts, known: Known, by: Actor, now: datetime) -> bool:
    with work.atomic():
        made = rows.keep(offer_id, facts=facts, known=known, now=now)
        if made:
            audit.write(by=by, what="shelter-registered", subject=offer_id, why=facts.kind.value, now=now)
    return made


def _check(facts: Facts, known: Known | None) -> None:
    if reason := why_not_facts(facts):
        raise Refused(reason)
    if known is None:
        return
    for field, text in (("name", known.name), ("host", known.host), ("address", known.address)):
        check_text(text, field=field, chars_max=DEFAULT.field_chars_max)
    if not known.name.strip():
        raise Refused(ShelterReason.SHELTER_NAME_NEEDED)
