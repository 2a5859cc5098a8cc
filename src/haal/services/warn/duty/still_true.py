"""Ask the desk whether a warning is still true before it runs out, and take the answer.

The one thing to know: "still true" only drafts a longer warning with the same content; two people make it one. Ending
is `haal.services.warn.cancel`, which answers the question too. Rules: `haal.domain.warn.still_true`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.ids import WarningId
from haal.domain.warn.still_true import Answer, asks_at
from haal.domain.warning import LIVE, PublicWarning, Reason, RevisionKind
from haal.storage import audit, work
from haal.storage import warning as warning_rows
from haal.storage.warn.duty import still_true as rows


def ask_due(*, now: datetime) -> int:
    """Ask after what will soon run out; each version once. Return how many were asked after."""
    due = [warning for warning in warning_rows.shown(now=now) if _is_due(warning, now=now)]
    known = rows.asked_of(frozenset(warning.id for warning in due))
    fresh = [(one.id, said.number) for one in due if (said := one.said()) and (one.id, said.number) not in known]
    if not fresh:
        return 0
    with work.atomic():
        for warning_id, number in fresh:
            rows.ask(warning_id, number, now=now)
            audit.write(by=SYSTEM, what="warning-asked-after", subject=warning_id, now=now)
    return len(fresh)


def still_true(*, warning_id: WarningId, by: Actor, now: datetime) -> None:
    """Draft the same warning, told anew now and for as long again; two people have to agree as ever.

    Raises:
        NotFound: nobody was told of such a warning.
        Refused: it has ended or run out.
    """
    require(by, Permission.DRAFT_WARNING)
    with work.atomic():
        warning = warning_rows.get(warning_id, for_change=True)
        said = warning.said()
        if said is None or said.expires_at is None or said.expires_at <= now or warning.state not in LIVE:
            raise Refused(Reason.NOT_LIVE)
        if warning.newest.issued_at is not None:  # an update that somebody writes already stays as it is
            warning_rows.keep_draft(
                warning_id=warning_id,
                mode=warning.mode,
                number=said.number + 1,
                content=replace(said.content, told_at=now),
                by=by.person_id,
                now=now,
            )
            audit.write(by=by, what="warning-redrafted", subject=warning_id, now=now)
        rows.answer(warning_id, Answer.STILL_TRUE, by=by.person_id, now=now)
        audit.write(by=by, what="warning-still-true", subject=warning_id, now=now)


def _is_due(warning: PublicWarning, *, now: datetime) -> bool:
    said = warning.said()
    if said is None or said.kind is RevisionKind.CANCEL or warning.state not in LIVE:
        return False
    assert said.issued_at is not None
    assert said.expires_at is not None
    return asks_at(issued_at=said.issued_at, expires_at=said.expires_at) <= now < said.expires_at
