"""Counts of families: told by anybody through intake, looked at by a person of the desk, and taken back when they are false.

The one thing to know: districts are kept only as the gazetteer knows them, so that no typed name stands in a count; a count
that nobody has looked at adds to nothing. Taking one back is a report too, needs one person, and empties at once what is
public of its area.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain import gazetteer
from haal.domain.access import SYSTEM, Actor, Permission, may, require
from haal.domain.errors import GeneralReason, Malformed, Refused
from haal.domain.ids import FamilyCountId, ReportId, new_id
from haal.domain.need import Area
from haal.domain.report import Kind, Report
from haal.domain.shelter import family_line
from haal.domain.shelter.family import (
    AsideWhy,
    Counted,
    CountState,
    FamilyCount,
    why_not_count,
    why_not_keep,
    why_not_set_aside,
)
from haal.services.help import telling
from haal.services.help.shelters import public
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage import audit, work
from haal.storage.shelter import family as rows


def tell(*, counted: Counted, told: Told, by: Actor, now: datetime) -> Taken:
    """Take a count in and return its receipt. The same key twice is one count.

    Raises:
        Refused: nobody is counted, numbers do not fit, a day ahead, or a district that is not known.
    """
    if not may(by, Permission.TAKE_IN) and not may(by, Permission.KEEP_SHELTERS):
        raise Refused(GeneralReason.NOT_ALLOWED)
    known = _known(counted)
    where = area_of(words=told.place, district=told.district)
    if reason := why_not_count(known, where=where, today=now.date()):
        raise Refused(reason)
    taken = telling.take(kind=Kind.SHELTER, line=family_line.line_of(known), told=told, by=by, now=now)
    _keep(taken.report_id, counted=known, where=where, by=by, now=now)
    return taken


def consider(*, report: Report, now: datetime) -> FamilyCountId | None:
    """Make the count of a report that came by another way, once; None when it is none, or there is one."""
    report_id = ReportId(report.id)
    if rows.of_report(report_id):
        return None
    try:
        counted = _known(family_line.read(report.answers.needs, today=now.date()))
    except Malformed:  # other words: they stay in the report, for a person
        return None
    where = area_of(words=report.answers.where.words, district=report.answers.where.district)
    if why_not_count(counted, where=where, today=now.date()):
        return None
    return _keep(report_id, counted=counted, where=where, by=SYSTEM, now=now)


def look(*, count_id: FamilyCountId, by: Actor, now: datetime) -> None:
    """Let a count count: a person has looked at it and at those that may be of the same families. Raises Refused, NotFound."""
    require(by, Permission.KEEP_SHELTERS)
    with work.atomic():
        if reason := why_not_keep(rows.get(count_id, for_change=True).state):
            raise Refused(reason)
        rows.set_kept(count_id, by=by.person_id)
        audit.write(by=by, what="families-kept", subject=count_id, now=now)


def take_back(*, count_id: FamilyCountId, why: AsideWhy, told: Told, by: Actor, now: datetime) -> None:
    """Tell that a count was false, of the same families as another, or counted anew. Raises Refused, NotFound."""
    require(by, Permission.KEEP_SHELTERS)
    if reason := why_not_set_aside(rows.get(count_id).state):
        raise Refused(reason)
    line = family_line.not_so(count_id, why=why)
    telling.take(kind=Kind.SHELTER, line=line, told=told, by=by, now=now)
    set_aside(count_id=count_id, why=why, by=by, now=now)


def set_aside(*, count_id: FamilyCountId, why: AsideWhy, by: Actor, now: datetime) -> None:
    """Set a count aside, and empty what is public of its area when it was counted. The caller has taken it in."""
    with work.atomic():
        count = rows.get(count_id, for_change=True)
        if reason := why_not_set_aside(count.state):
            raise Refused(reason)
        rows.set_aside(count_id, why=why)
        if count.state is CountState.KEPT:
            public.families_wrong(where=count.where, now=now)
        audit.write(by=by, what="families-set-aside", subject=count_id, why=why.value, now=now)


def area_of(*, words: str, district: str) -> Area:
    """Return where families were counted: a coarse cell only where more than the district was said."""
    found = telling.area_of(words=words, district=district)
    return found if words.strip() else replace(found, cell=None)


def _known(counted: Counted) -> Counted:
    """Return the count with its districts as the gazetteer names them; an unknown one is nothing."""
    home, onward = (_district(name) for name in (counted.home, counted.onward))
    return replace(counted, home=home, onward=onward)


def _district(name: str) -> str:
    found = gazetteer.standard().district(name)
    return found.adm2 if found else ""


def _keep(report_id: ReportId, *, counted: Counted, where: Area, by: Actor, now: datetime) -> FamilyCountId | None:
    count = FamilyCount(id=FamilyCountId(new_id("fc")), counted=counted, where=where, state=CountState.TOLD)
    with work.atomic():
        if not rows.keep(count, report_id=report_id, now=now):
            return None
        audit.write(by=by, what="families-counted", subject=count.id, why=counted.move.value, now=now)
    return count.id
