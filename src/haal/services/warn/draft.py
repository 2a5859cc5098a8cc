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
from haal.domain.ids import IncidentId, WarningId, new_id
from haal.domain.warn.ground import Declared, Ground, declared, joined
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
from haal.storage import audit, work
from haal.storage import incident as incident_rows
from haal.storage import warning as warning_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the desk wrote. None: as usual for the hazard."""

    hazard: Hazard
    place: str
    lat: float
    lon: float
    radius_km: float
    lifetime_hours: int | None = None
    severity: Severity | None = None
    urgency: Urgency | None = None
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
        audit.write(by=by, what="warning-drafted", subject=warning_id, why=mode.value, now=now)
    return warning_id


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
    """Return what was written with what is usual for the hazard where nothing was."""
    usual = CODES[written.hazard]
    within = min(written.radius_km, RADIUS_KM_MAX + 1)  # wider is refused by its radius; no need to count its cells
    area = wording.area(place=written.place, lat=written.lat, lon=written.lon, radius_km=within)
    return Content(
        hazard=written.hazard,
        severity=written.severity or usual.severity,
        urgency=written.urgency or usual.urgency,
        ground=ground,
        area=area,
        lifetime_hours=usual.lifetime_hours if written.lifetime_hours is None else written.lifetime_hours,
        told_at=told_at,
        detail=written.detail.strip(),
        detail_language=written.detail_language,
    )


def _ground(written: Written, *, mode: Mode, by: Actor, now: datetime) -> Ground:
    """Return what is known: counted, declared, or both; a drill without either stands on a made-up witness."""
    counted = grounds.of_incident(incident_id=written.incident_id, now=now) if written.incident_id else None
    said = declared(written.declared, by=by.person_id, now=now) if written.declared else None
    if counted and said:
        return joined(counted, said)
    return counted or said or grounds.of_nothing(mode, by=by, now=now)


def _check(content: Content, *, mode: Mode, kind: RevisionKind, now: datetime) -> None:
    revision = Revision(number=1, kind=kind, content=content)
    if reason := why_not_draft(wording.with_words(revision=revision, mode=mode, now=now), mode):
        raise Refused(reason, **wording.details(reason))
