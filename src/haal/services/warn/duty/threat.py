"""Pass a threat on to the people it concerns: the helpers of one place, or the check-in circle of one person.

The one thing to know: it opens that place's plan page to its own helpers and calls them, and it is on no public page, in
no feed, no number and no other role's view. Who passes it on for a person writes the word that the circle uses; whether
there is such a circle is not answered, so that nobody finds out who has one. A public warning is a thing of its own
and may be drafted from it (`threat_id`), by two people as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.check_in.ladder import member_of
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import Place
from haal.domain.ids import CheckInId, IncidentId, PlaceId, ReportId, ThreatId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warn.alarm import Against, AlarmReason, Threat, why_not_open
from haal.storage import audit, incident, report, work
from haal.storage.check_in import rows as circle_rows
from haal.storage.gathering import place as place_rows
from haal.storage.warn.duty import alarm as rows
from haal.storage.warn.duty import call as call_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A threat as somebody passes it on. `circle_word`: what a person's circle calls them."""

    against: Against
    place_id: PlaceId | None = None
    circle_word: str = ""
    report_id: ReportId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """A threat as the desk that passes threats on sees it: how many have seen it, not who."""

    threat: Threat
    place_name: str
    seen_count: int | None  # None for a person: whether somebody was called is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A threat as the people see it whom it calls."""

    threat: Threat
    place: Place | None
    is_open: bool
    seen_by_me: bool


def pass_on(*, told: Told, by: Actor, now: datetime, policy: Policy = DEFAULT) -> ThreatId:
    """Keep it and call its people.

    Raises:
        NotFound: there is no such place, report or incident.
        Refused: a place is missing, or what tells of it.
        KeysLocked: the circle of a person cannot be found now.
    """
    require(by, Permission.PASS_THREAT_ON)
    check_text(told.circle_word, field="circle_word", chars_max=policy.field_chars_max)
    told_in = _told_in(told)
    place_id = None if told.against is Against.PERSON else told.place_id
    if reason := why_not_open(against=told.against, place_id=place_id, told_in=told_in):
        raise Refused(reason)
    if place_id is not None:
        place_rows.stewards_of(place_id)
    threat = Threat(
        id=ThreatId(new_id("t")),
        against=told.against,
        place_id=place_id,
        circle_id=_circle(told.circle_word) if told.against is Against.PERSON else None,
        told_in=told_in,
        opened_by=by.person_id,
        opened_at=now,
    )
    with work.atomic():
        rows.keep_threat(threat)
        if place_id is not None:
            call_rows.put(subject=threat.id, place_id=place_id, but=None, now=now, not_after=threat.ends_at)
        audit.write(by=by, what="threat-passed-on", subject=threat.id, now=now)
    return threat.id


def close(*, threat_id: ThreatId, by: Actor, now: datetime) -> None:
    """Call nobody any more; one person of the desk is enough. Raises NotFound, Refused."""
    require(by, Permission.PASS_THREAT_ON)
    if not rows.get_threat(threat_id).is_open(now):
        raise Refused(AlarmReason.ALARM_IS_OVER)
    with work.atomic():
        rows.close_threat(threat_id, now=now)
        call_rows.withdraw(threat_id)
        audit.write(by=by, what="threat-closed", subject=threat_id, now=now)


def at_desk(*, by: Actor, now: datetime) -> tuple[AtDesk, ...]:
    """Return the open threats for who passes threats on, newest first. Raises KeysLocked."""
    require(by, Permission.PASS_THREAT_ON)
    found = rows.threats_open(now=now)
    seen = rows.seen_by(threat.id for threat in found)
    return tuple(
        AtDesk(
            threat=threat,
            place_name=place_rows.get(threat.place_id).name if threat.place_id else "",
            seen_count=len(seen.get(threat.id, ())) if threat.place_id else None,
        )
        for threat in found
    )


def places(*, by: Actor) -> tuple[Place, ...]:
    """Return the places to choose from: name, kind and district, nothing of helpers or plans. Raises KeysLocked."""
    require(by, Permission.PASS_THREAT_ON)
    return place_rows.all_of_them()


def page(*, threat_id: ThreatId, by: Actor, now: datetime) -> Page:
    """Return the threat for who is called by it. Raises NotFound, also for everybody else; KeysLocked."""
    threat = _mine(threat_id, by)
    seen = rows.seen_by([threat_id]).get(threat_id, ())
    return Page(
        threat=threat,
        place=place_rows.get(threat.place_id) if threat.place_id else None,
        is_open=threat.is_open(now),
        seen_by_me=by.person_id in seen,
    )


def say_seen(*, threat_id: ThreatId, by: Actor, now: datetime) -> None:
    """Keep that one has seen it. Raises NotFound."""
    _mine(threat_id, by)
    with work.atomic():
        rows.put_seen(threat_id, by.person_id, now=now)
        audit.write(by=by, what="threat-seen", subject=threat_id, now=now)


def _mine(threat_id: ThreatId, by: Actor) -> Threat:
    require(by, Permission.WATCH_CHECK_INS)
    threat = rows.get_threat(threat_id)
    if threat.place_id is not None:
        mine = by.person_id in place_rows.stewards_of(threat.place_id)
    else:
        mine = threat.circle_id is not None and bool(member_of(circle_rows.get(threat.circle_id), by.person_id))
    if not mine:
        raise NotFound
    return threat


def _told_in(told: Told) -> str:
    if told.incident_id:
        return incident.resolve(told.incident_id)
    return report.get(told.report_id).id if told.report_id else ""


def _circle(circle_word: str) -> CheckInId | None:
    """Return the circle that calls its person so, or None; every box is opened either way."""
    wanted = " ".join(circle_word.split()).casefold()
    labels = {
        circle_id: " ".join(str(circle_rows.box_of(circle_id).open()["label"]).split()).casefold()
        for circle_id in circle_rows.not_ended()
    }
    return next((circle_id for circle_id, label in labels.items() if wanted and label == wanted), None)
