"""What a report of shelters and families means, whoever brings it: asked once after intake, and safe to ask again.

The one thing to know: a stranger's line makes a count that waits for a person, and nothing else. That a shelter is closed or a
count was false changes something only when the desk wrote it down; then it is done here too, should it not be done yet.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import FamilyCountId, OfferId, ReportId
from haal.domain.report import Report
from haal.domain.shelter import family_line
from haal.domain.shelter.family import AsideWhy
from haal.domain.shelter.standing import ClosedWhy
from haal.services.help.shelters import families, public, tell
from haal.storage import audit, work
from haal.storage.shelter import family as family_rows


def consider(*, report: Report, now: datetime) -> bool:
    """Make what follows from it; True when there is something new."""
    first, _, why = report.answers.needs.partition("\n")[0].partition(";")
    word, _, subject = first.partition(" ")
    if word == family_line.FAMILIES:
        return families.consider(report=report, now=now) is not None
    if report.taken_in_by is None:
        return False
    if word == family_line.NOT_SO and why.strip() in set(AsideWhy):
        aside = AsideWhy(why.strip())
        return _done(lambda: families.set_aside(count_id=FamilyCountId(subject), why=aside, by=SYSTEM, now=now))
    if word == family_line.CLOSED and why.strip() in set(ClosedWhy):
        closed = ClosedWhy(why.strip())
        return _done(lambda: tell.set_closed(shelter_id=OfferId(subject), why=closed, by=SYSTEM, now=now))
    return False


def forget(*, report_id: ReportId, now: datetime) -> None:
    """Empty what was public of a count whose report was erased; its numbers are gone already."""
    where = family_rows.place_of_erased(report_id)
    if where is None:
        return
    with work.atomic():
        public.families_wrong(where=where, now=now)
        family_rows.forget_place(report_id)
        audit.write(by=SYSTEM, what="families-forgotten", subject=report_id, now=now)


def _done(do: Callable[[], None]) -> bool:
    """Return whether it was still to be done."""
    with suppress(Refused, NotFound):
        do()
        return True
    return False
