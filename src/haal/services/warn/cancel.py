"""End a warning: one person alone may, at once, and exactly those who were told are told.

What has not left of earlier versions is taken back in the same transaction. Needs no keys: what was said is public,
so an ending is possible while everything is locked (it is sent when the keys are back). Never says that anything is
safe.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.agreement import Kind
from haal.domain.errors import Refused
from haal.domain.ids import WarningId
from haal.domain.warn.still_true import Answer
from haal.domain.warning import LIVE, PublicWarning, Reason, Revision, RevisionKind
from haal.services.warn import headcount, wording
from haal.services.warn.issue import Issued, issue
from haal.storage import agreement, audit, work
from haal.storage import warning as warning_rows
from haal.storage.warn.duty import still_true


def cancel(*, warning_id: WarningId, was_wrong: bool, by: Actor, now: datetime) -> Issued:
    """End it, and say whether it was wrong.

    Raises:
        NotFound: nobody was told of such a warning.
        Refused: it has ended or run out already.
    """
    require(by, Permission.CANCEL_WARNING)
    with work.atomic():
        warning = warning_rows.get_said(warning_id)
        said = warning.said()
        if warning.state not in LIVE or said is None or said.expires_at is None or said.expires_at <= now:
            raise Refused(Reason.NOT_LIVE)
        if question := agreement.find_open(kind=Kind.WARN, subject=warning_id):
            agreement.withdraw(agreement_id=question.id, by=by, now=now)
        still_true.answer(warning_id, Answer.WAS_WRONG if was_wrong else Answer.ENDED, by=by.person_id, now=now)
        ending = _ending(warning, said, was_wrong=was_wrong, now=now)
        told = headcount.audience(warning, revision=ending).total
        return issue(warning=warning, revision=ending, audience_count=told, by=by, now=now)


def expire(*, now: datetime) -> int:
    """Mark warnings that have run out; they end by themselves and nobody is written to. Return how many."""
    if not warning_rows.has_run_out(now=now):
        return 0
    with work.atomic():
        ended = warning_rows.expire(now=now)
        for warning_id in ended:
            audit.write(by=SYSTEM, what="warning-expired", subject=warning_id, now=now)
    return len(ended)


def _ending(warning: PublicWarning, said: Revision, *, was_wrong: bool, now: datetime) -> Revision:
    first = warning.issued()[0]
    assert first.issued_at is not None
    languages = [text.language for text in said.texts]
    ready = wording.endings(content=said.content, mode=warning.mode, said_at=first.issued_at, languages=languages)
    return replace(
        said,
        number=said.number + 1,
        kind=RevisionKind.CANCEL,
        texts=ready.wrong if was_wrong else ready.ended,
        asked_by=None,
        agreed_by=None,
        issued_at=now.replace(microsecond=0),
        superseded_at=None,
    )
