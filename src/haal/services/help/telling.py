"""What a need and an offer have in common on their way in: both are told through intake and get its receipt code.

The one thing to know: a contact for help is not put into the report's seal, which lasts for years, but beside the
need or offer, where it is wiped as soon as that is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain import gazetteer
from haal.domain.access import Actor
from haal.domain.aid.money import MoneyReason, names_account
from haal.domain.errors import Refused
from haal.domain.incoming import check_text
from haal.domain.need import AREA_RESOLUTION, Area
from haal.domain.policy import DEFAULT
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind, Where
from haal.geometry.cells import cell_of
from haal.services.intake.take_in import Taken, take_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything but the need or offer itself. `words` are free; `place` is as people call it; `contact` may be empty."""

    client_key: str
    words: str = ""
    place: str = ""
    district: str = ""
    contact: str = ""
    language: str = "en"
    channel: Channel = Channel.FORM


def take(*, kind: Kind, line: str, told: Told, by: Actor | None, now: datetime) -> Taken:
    """Take it in as a report whose text begins with `line`. Raises Refused, Malformed."""
    if names_account(told.contact):  # the texts are looked at where they are taken in, whatever door they came through
        raise Refused(MoneyReason.NO_ACCOUNT_NUMBERS)
    check_text(told.contact, field="contact", chars_max=DEFAULT.field_chars_max)
    incoming = Incoming(
        channel=told.channel,
        client_key=told.client_key,
        kind=kind,
        language=told.language,
        answers=Answers(
            needs=f"{line}\n{told.words}" if told.words else line,
            where=Where(words=told.place, district=told.district),
        ),
        consents=Consents(help=True),
    )
    return take_in(incoming=incoming, by=by, now=now)


def area_of(*, words: str, district: str) -> Area:
    """Return roughly where a typed place is: the likeliest reading's district and a coarse cell, never the words.

    An empty area when the gazetteer knows nothing by that name: what somebody typed is not kept in clear.
    """
    places = gazetteer.standard()
    readings = places.resolve(words, district=district)
    if not readings:
        return Area()
    best = readings[0]
    known = places.place(best.place_id)
    return Area(district=known.adm2 if known else "", cell=cell_of(best.lat, best.lon, AREA_RESOLUTION))


def words_of(text: str) -> str:
    """Return the free words below the first line."""
    return text.partition("\n")[2]
