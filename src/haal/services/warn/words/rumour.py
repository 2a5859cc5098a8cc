"""Keep what is only said, check it, and see what answered it; hearsay becomes an entry here and never a warning.

The one thing to know: who told it is nowhere, not even in a box. Somebody else than who wrote it down says whether it is
true; a wrong check is taken back by one person. The counter-message is drafted in `haal.services.warn.draft` and goes
the way of every warning: two people, a head-count, an ending. The public sees a rumour only with its answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, RumourId, WarningId, new_id
from haal.domain.incoming import check_text
from haal.domain.warn.ground import Basis, Ground, verdict
from haal.domain.warn.rumour import (
    CHECKED,
    WORDS_CHARS_MAX,
    HowChecked,
    Rumour,
    RumourReason,
    RumourState,
    RumourSubject,
    why_not_check,
)
from haal.domain.warning import PLACE_CHARS_MAX, RADIUS_KM_MAX, RADIUS_KM_MIN, Reason
from haal.domain.warning_text import reading_order
from haal.domain.warning_words import why_not_say
from haal.language import phrase_book
from haal.services.warn.words import ground as grounds
from haal.storage import act, audit, work
from haal.storage import incident as incident_rows
from haal.storage.warn.words import rumour as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A rumour as somebody writes it down. There is no field for who told it."""

    subject: RumourSubject
    place: str
    lat: float
    lon: float
    radius_km: float = 5.0
    words: str = ""
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A rumour as the public sees it: what was told, whether it is so, and the warning that answers it."""

    is_false: bool
    story: str
    language: str
    place: str
    checked_at: datetime
    warning_id: WarningId


def note(*, noted: Noted, by: Actor, now: datetime) -> RumourId:
    """Keep a rumour.

    Raises:
        NotFound: there is no such incident.
        Malformed: words that no page can carry.
        Refused: no place, or a place that a warning may not name.
    """
    require(by, Permission.CHECK_RUMOUR)
    check_text(noted.words, field="words", chars_max=WORDS_CHARS_MAX)
    place = noted.place.strip()
    if not 0 < len(place) <= PLACE_CHARS_MAX:
        raise Refused(Reason.NO_PLACE)
    if reason := why_not_say(place):
        raise Refused(reason)
    if not RADIUS_KM_MIN <= noted.radius_km <= RADIUS_KM_MAX:
        raise Refused(Reason.AREA_TOO_WIDE)
    rumour = Rumour(
        id=RumourId(new_id("y")),
        subject=noted.subject,
        place=place,
        lat=noted.lat,
        lon=noted.lon,
        radius_km=noted.radius_km,
        words=noted.words.strip(),
        state=RumourState.TOLD,
        noted_by=by.person_id,
        noted_at=now,
        incident_id=incident_rows.resolve(noted.incident_id) if noted.incident_id else None,
    )
    with work.atomic():
        rows.keep(rumour)
        audit.write(by=by, what="rumour-noted", subject=rumour.id, why=noted.subject.value, now=now)
    return rumour.id


def check(*, rumour_id: RumourId, is_true: bool, how: HowChecked, by: Actor, now: datetime) -> None:
    """Say whether it is true, as somebody else than who wrote it down. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.CHECK_RUMOUR)
    with work.atomic():
        rumour = rows.get(rumour_id, for_change=True)
        if reason := why_not_check(rumour, by=by.person_id):
            raise Refused(reason)
        state = RumourState.CHECKED_TRUE if is_true else RumourState.CHECKED_FALSE
        if not rows.set_checked(replace(rumour, state=state, checked_by=by.person_id, checked_at=now, how=how)):
            raise Refused(RumourReason.CHECKED_ALREADY)
        fields: dict[str, object] = {"state": state.value, "how": how.value}
        act.put(kind="rumour-checked", subject=rumour_id, fields=fields, by=by, now=now)
        audit.write(by=by, what=f"rumour-{state.value}", subject=rumour_id, why=how.value, now=now)


def reopen(*, rumour_id: RumourId, by: Actor, now: datetime) -> None:
    """Take a check back; what answered it stays on air until somebody ends it, which one person can. Raises Refused."""
    require(by, Permission.CHECK_RUMOUR)
    with work.atomic():
        if not rows.reopen(rumour_id):
            raise Refused(RumourReason.NOT_CHECKED)
        audit.write(by=by, what="rumour-reopened", subject=rumour_id, now=now)


def listing(*, by: Actor) -> tuple[Rumour, ...]:
    """Return the newest rumours, unchecked first. Raises KeysLocked."""
    require(by, Permission.CHECK_RUMOUR)
    return rows.newest()


def page(*, rumour_id: RumourId, by: Actor) -> Rumour:
    """Return one rumour. Raises NotFound, KeysLocked."""
    require(by, Permission.CHECK_RUMOUR)
    return rows.get(rumour_id)


def checked(rumour_id: RumourId) -> Rumour:
    """Return a rumour that somebody checked, for what answers it. Raises NotFound, Refused, KeysLocked."""
    rumour = rows.get(rumour_id)
    if rumour.state not in CHECKED:
        raise Refused(RumourReason.NOT_CHECKED)
    return rumour


def ground_of(*, rumour_id: RumourId, now: datetime) -> Ground:
    """Return the ground of a counter-message at this minute. Raises NotFound, KeysLocked."""
    rumour = rows.get(rumour_id)
    return Ground(
        checked_false=rumour.state is RumourState.CHECKED_FALSE,
        basis=Basis.RUMOUR,
        about=rumour.id,
        known_by=rumour.checked_by or "",
        known_at=rumour.checked_at or now,
    )


def is_hearsay(*, incident_id: IncidentId, now: datetime) -> bool:
    """Return whether an incident can only become a rumour entry: for the page that offers it. Raises NotFound, KeysLocked."""
    ground = grounds.of_incident(incident_id=incident_id, now=now)
    return ground.hearsay_only and not verdict(ground).may_warn


def answers(*, language: str) -> tuple[Answer, ...]:
    """Return what everybody may see, newest first, in the reader's language or the nearest; opens no box."""
    read_in = reading_order(language)[0]
    words = phrase_book.book(read_in).rumours
    return tuple(
        Answer(
            is_false=state is RumourState.CHECKED_FALSE,
            story=words[subject.value],
            language=read_in,
            place=place,
            checked_at=checked_at,
            warning_id=warning_id,
        )
        for state, subject, place, checked_at, warning_id in rows.answered()
    )
