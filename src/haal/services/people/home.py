"""The numbers of the desk's front page.

The one thing to know: a number is counted only for who may open its page; None means "not yours", which pages show as
nothing. Counting opens no box but those of complaints, for who reads them, so the front page works while delivery is locked.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.complaint.answer import Wait, wait_of
from haal.domain.complaint.listening import READERS_COUNT, why_not_read
from haal.domain.errors import KeysLocked
from haal.domain.gathering.place import is_due
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warn.roster import Standing, standing
from haal.services.people import queries
from haal.storage import assessment, complaint, need, report, warning
from haal.storage.check_in import rows as circles
from haal.storage.gathering import place as places
from haal.storage.report import State
from haal.storage.shelter import bulletin, family
from haal.storage.warn.duty import roster as rosters
from haal.storage.warn.duty import still_true
from haal.storage.warn.words import review, rumour


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits, in numbers."""

    to_link: int | None
    to_grade: int | None
    warnings: int | None
    needs: int | None
    check_ins: int | None
    questions: int
    rumours: int | None = None  # to be checked
    families: int | None = None  # counts that nobody has looked at
    bulletin: bool = False  # numbers of families wait for a second person
    no_book: bool = False  # nobody has read a phrase book: nothing can go out live
    roster: Standing | None = None
    still_true: int = 0
    complaints_late: int = (
        0  # of those that this very reader may read: nobody sees a number move for what is about them
    )
    plans_due: int | None = None  # of one's own places, to be read again

    @property
    def nothing(self) -> bool:
        """Whether nothing waits for the actor; a warning on air is looked after, so it counts."""
        waits = (
            self.to_link,
            self.to_grade,
            self.warnings,
            self.needs,
            self.check_ins,
            self.questions,
            self.rumours,
            self.families,
            self.bulletin,
            self.no_book,
            self.complaints_late,
            self.plans_due,
        )
        return not any(waits)


def waiting(*, by: Actor, now: datetime) -> Waiting:
    """Return what waits for the actor."""
    require(by, Permission.OWN_ACCOUNT)
    return Waiting(
        to_link=report.count_in(State.WAITING) if may(by, Permission.LINK) else None,
        to_grade=assessment.ungraded_count() if may(by, Permission.GRADE) else None,
        warnings=warning.live_count() if may(by, Permission.CANCEL_WARNING) else None,
        needs=sum(1 for one in need.open_ones() if one.left_count) if may(by, Permission.MATCH_NEEDS) else None,
        check_ins=len(circles.silent()) if may(by, Permission.WATCH_CHECK_INS) else None,
        roster=standing(rosters.roster(), now=now) if may(by, Permission.CANCEL_WARNING) else None,
        still_true=len(still_true.open_ones()) if may(by, Permission.CANCEL_WARNING) else 0,
        rumours=rumour.unchecked_count() if may(by, Permission.CHECK_RUMOUR) else None,
        families=family.count_told() if may(by, Permission.KEEP_SHELTERS) else None,
        bulletin=may(by, Permission.AGREE_PUBLICATION) and bulletin.waits_for(by.person_id),
        no_book=may(by, Permission.REVIEW_WORDS) and not review.ready_languages(),
        complaints_late=_complaints_late(by, now=now) if may(by, Permission.READ_COMPLAINTS) else 0,
        plans_due=_plans_due(by, now=now) if may(by, Permission.OWN_PLACE) else None,
        questions=sum(1 for question in queries.questions(by=by) if question.can_agree),
    )


def _complaints_late(by: Actor, *, now: datetime, policy: Policy = DEFAULT) -> int:
    """Return how many complaints that this reader may read have waited too long; 0 while nothing can be opened."""
    if why_not_read(by.roles):
        return 0
    with suppress(KeysLocked):
        return sum(
            wait_of(
                received_on=one.received_on,
                reached=one.reached,
                answered_on=one.answered_on,
                readers=READERS_COUNT,
                today=now.date(),
                policy=policy,
            )
            is not Wait.IN_TIME
            for one in complaint.readable(by)
        )
    return 0


def _plans_due(by: Actor, *, now: datetime) -> int:
    """Return how many plans of one's own places are to be read again."""
    return sum(is_due(day, now=now) for day in places.review_days(places.places_of(by.person_id)))
