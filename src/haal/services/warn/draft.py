"""Write down what may have to be said: a hazard, a place and a radius, and on what ground. Nobody is told anything.

The ground is counted from the incident's reports, or declared by whoever writes, with their pseudonym; how sure the
warning is follows from it. A drill may be written on a made-up ground.

An update of a warning on air is drafted in the same way and asked for in the same way; until it is issued the warning
stands as it was said. `incident_id` is the incident the desk had in mind; when that stands no more, `consider` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.hazard import CODES, Hazard, Severity, Urgency
from haal.domain.ids import IncidentId, RumourId, ThreatId, WarningId, new_id
from haal.domain.warn.ground import Basis, Declared, Ground, GroundReason, declared, joined
from haal.domain.warn.rumour import RumourState
from haal.domain.warning import (
    LIVE,
    OPEN,
    RADIUS_KM_MAX,
    Content,
    Mode,
    Reason,
    Revision,
    RevisionKind,
    why_not_draft,
)
from haal.services.warn import wording
from haal.services.warn.words import ground as grounds
from haal.services.warn.words import rumour as rumours
from haal.storage import audit, work
from haal.storage import incident as incident_rows
from haal.storage import warning as warning_rows
from haal.storage.warn.words import rumour as rumour_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the desk wrote. None: as usual for the hazard."""

    hazard: Hazard
    place: str
    lat: float
    lon: float
    radius_km: float
    district: str = ""  # instead of the circle: a district by any spelling, approximately
    ring: tuple[tuple[float, float], ...] = ()  # instead of the circle: corners drawn on the map
    lifetime_hours: int | None = None
    severity: Severity | None = None
    urgency: Urgency | None = None
    rumour_id: RumourId | None = None  # that it answers: a false one by a counter-message
    threat_id: ThreatId | None = None  # that was passed on, and is told of in a report or an incident
    declared: Declared | None = None  # how it is known; without an incident somebody has to say
    detail: str = ""
    detail_language: str = "en"
    incident_id: IncidentId | None = None


def draft(*, written: Written, mode: Mode, by: Actor, now: datetime) -> WarningId:
    """Keep a draft and return its id.

    Raises:
        NotFound: there is no such incident.
        Refused: no area, too wide, too long, words that may not be said, or nothing that it could stand on.
        KeysLocked: the incident's reports cannot be read now.
    """
    require(by, Permission.DRAFT_WARNING)
    warning_id = WarningId(new_id("w"))
    content = content_of(written, ground=_ground(written, mode=mode, by=by, now=now), told_at=now)
    _check(content, mode=mode, kind=RevisionKind.ALERT, now=now)
    with work.atomic():
        warning_rows.keep_draft(
            warning_id=warning_id, mode=mode, number=1, content=content, by=by.person_id, now=now,
            incident_id=incident_rows.resolve(written.incident_id) if written.incident_id else None,
        )  # fmt: skip
        if written.rumour_id and mode is Mode.ACTUAL:
            rumour_rows.set_warning(written.rumour_id, warning_id)
        if written.threat_id:
            audit.write(by=by, what="warning-from-threat", subject=f"{warning_id}:{written.threat_id}", now=now)
        audit.write(by=by, what="warning-drafted", subject=warning_id, why=mode.value, now=now)
    return warning_id


def answer(*, rumour_id: RumourId, by: Actor, now: datetime) -> WarningId:
    """Keep the draft of a counter-message: what was told, that it was checked and is false, and since when.

    Raises:
        NotFound: there is no such rumour.
        Refused: it was not checked, or it is true.
        KeysLocked: the rumour cannot be read now.
    """
    require(by, Permission.DRAFT_WARNING)
    rumour = rumours.checked(rumour_id)
    written = Written(
        hazard=Hazard.FALSE_RUMOUR, place=rumour.place, lat=rumour.lat, lon=rumour.lon, radius_km=rumour.radius_km,
        rumour_id=rumour_id,
    )  # fmt: skip
    return draft(written=written, mode=Mode.ACTUAL, by=by, now=now)


def rewrite(*, warning_id: WarningId, written: Written, by: Actor, now: datetime) -> None:
    """Replace the draft, or begin one that updates what is on air; whoever had asked has to ask anew.

    Raises:
        NotFound: there is no such warning.
        Refused: it has ended, or the content may not be said.
    """
    require(by, Permission.DRAFT_WARNING)
    with work.atomic():
        warning = warning_rows.get(warning_id, for_change=True)
        if warning.state not in LIVE | OPEN:
            raise Refused(Reason.NOT_LIVE)
        before = warning.newest.content.ground if written.declared is None and written.incident_id is None else None
        ground = before or _ground(written, mode=warning.mode, by=by, now=now)
        content = content_of(written, ground=ground, told_at=now)
        number = len(warning.issued()) + 1
        kind = RevisionKind.ALERT if number == 1 else RevisionKind.UPDATE
        _check(content, mode=warning.mode, kind=kind, now=now)
        warning_rows.keep_draft(
            warning_id=warning_id, mode=warning.mode, number=number, content=content, by=by.person_id, now=now
        )
        audit.write(by=by, what="warning-redrafted", subject=warning_id, now=now)


def content_of(written: Written, *, ground: Ground, told_at: datetime) -> Content:
    """Return what was written with what is usual for the hazard where nothing was.

    A counter-message is told since its rumour is: `told_at` is that of the rumour. Raises NotFound, KeysLocked.
    """
    rumour = rumours.checked(RumourId(ground.about)) if ground.basis is Basis.RUMOUR else None
    usual = CODES[written.hazard]
    within = min(written.radius_km, RADIUS_KM_MAX + 1)  # wider is refused by its radius; no need to count its cells
    area = wording.area(
        place=written.place,
        lat=written.lat,
        lon=written.lon,
        radius_km=within,
        district=written.district,
        ring=written.ring,
    )
    return Content(
        hazard=written.hazard,
        severity=written.severity or usual.severity,
        urgency=written.urgency or usual.urgency,
        ground=ground,
        area=area,
        lifetime_hours=usual.lifetime_hours if written.lifetime_hours is None else written.lifetime_hours,
        told_at=rumour.noted_at if rumour else told_at,
        rumour=rumour.subject.value if rumour else "",
        detail=written.detail.strip(),
        detail_language=written.detail_language,
    )


def _ground(written: Written, *, mode: Mode, by: Actor, now: datetime) -> Ground:
    """Return what is known: checked, counted, declared, or both; a drill without any stands on a made-up witness."""
    if written.rumour_id:
        is_false = rumours.checked(written.rumour_id).state is RumourState.CHECKED_FALSE
        if is_false is not (written.hazard is Hazard.FALSE_RUMOUR):
            raise Refused(GroundReason.NOT_A_RUMOUR if is_false else GroundReason.RUMOUR_NEEDED)
        if is_false:
            return rumours.ground_of(rumour_id=written.rumour_id, now=now)
    counted = None
    if written.incident_id:
        counted = grounds.of_incident(incident_id=written.incident_id, now=now)
    elif written.threat_id:
        counted = grounds.of_threat(threat_id=written.threat_id, now=now)
    said = declared(written.declared, by=by.person_id, now=now) if written.declared else None
    if counted and said:
        return joined(counted, said)
    return counted or said or grounds.of_nothing(mode=mode, by=by, now=now)


def _check(content: Content, *, mode: Mode, kind: RevisionKind, now: datetime) -> None:
    revision = Revision(number=1, kind=kind, content=content)
    if reason := why_not_draft(wording.with_words(revision=revision, mode=mode, now=now), mode):
        raise Refused(reason, **wording.details(reason))
