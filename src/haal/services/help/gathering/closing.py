"""Nobody gathers at a place any more, or people do again: told as a correction, which enters by intake like any other report.

The one thing to know: what one of its own helpers tells of a place is so at once, and of a place without helpers what anybody
tells who keeps the register; what others tell of a place is marked for its helpers, who decide. A closed place has no shifts, and
its helpers are called for no warning.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.correction import Correction, What
from haal.domain.errors import GeneralReason, Refused
from haal.domain.gathering.place import Look, Place, why_not_change
from haal.domain.ids import PersonId, PlaceId, ReportId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind, Report
from haal.domain.rota import change
from haal.services.help.rota import shifts
from haal.services.intake.take_in import Taken, take_in
from haal.storage import audit, work
from haal.storage import report as report_rows
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as rows


def tell(*, place_id: PlaceId, is_closed: bool, words: str, client_key: str, by: Actor, now: datetime) -> Taken:
    """Take the correction in and have it considered at once. The same key twice is one.

    Raises:
        NotFound: no such place.
        Refused: it stands so already.
        KeysLocked: the keys are away.
    """
    require(by, Permission.KEEP_PLACES)
    if rows.get(place_id).is_closed is is_closed:
        raise Refused(GeneralReason.ALREADY_DONE)
    told = Correction(what=What.PLACE_CLOSED if is_closed else What.PLACE_OPEN, subject=place_id)
    taken = take_in(
        incoming=Incoming(
            channel=Channel.DESK,
            client_key=client_key,
            kind=Kind.CORRECTION,
            language="en",
            answers=Answers(notes=f"{told.line}\n{words}" if words.strip() else told.line),
            consents=Consents(help=True),
        ),
        by=by,
        now=now,
    )
    consider(report=report_rows.get(taken.report_id), now=now)
    return taken


def consider(*, report: Report, now: datetime, policy: Policy = DEFAULT) -> bool:
    """Do what a correction about a place means, once; False when this one means nothing here. Raises KeysLocked."""
    told = Correction.read(report.answers.notes)
    report_id = ReportId(report.id)
    if told is None:
        return False
    place = rows.get(PlaceId(told.subject))
    with work.atomic():
        if report_rows.state_of(report_id) is not report_rows.State.WAITING:
            return False
        report_rows.set_state(report_id, report_rows.State.ELSEWHERE)
        wants_closed = told.what is What.PLACE_CLOSED
        if wants_closed is place.is_closed:
            return False
        teller = PersonId(report_rows.taken_in_by(report_id) or "")
        if why_not_change(teller, place.stewards):
            rows.set_look(place.id, Look.TOLD_CLOSED if wants_closed else Look.TOLD_OPEN)
        else:
            _settle(place, is_closed=wants_closed, now=now, policy=policy)
        audit.write(by=SYSTEM, what=told.what.value, subject=f"{place.id}:{report.id}", now=now)
    return True


def _settle(place: Place, *, is_closed: bool, now: datetime, policy: Policy) -> None:
    """Keep it, inside the caller's transaction: what was told of it is no question any more, and coming shifts end."""
    rows.set_closed(place.id, at=now if is_closed else None)
    if place.look in {Look.TOLD_CLOSED, Look.TOLD_OPEN}:
        rows.set_look(place.id, None)
    for shift in shift_rows.of_place(place.id, since=now) if is_closed else ():
        if shift.closed_at is None:
            done = change.without(shift, shift.people, standing_in=(), people_min=policy.shift_people_min, now=now)
            shifts.keep(done=done, by=SYSTEM, now=now)
