"""The record of one warning: who did what and when, from the first draft to the end. Pseudonyms; nothing typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.access import Actor, Permission, require
from haal.domain.agreement import Kind
from haal.domain.ids import WarningId
from haal.domain.warn.still_true import Answer
from haal.domain.warning import RevisionKind, State
from haal.storage import agreement, person
from haal.storage import warning as warning_rows
from haal.storage.warn import past
from haal.storage.warn.duty import still_true


class What(StrEnum):
    """One thing that happened."""

    DRAFTED = "drafted"
    ASKED = "asked"
    TAKEN_BACK = "question-taken-back"
    ISSUED = "issued"
    UPDATED = "updated"
    ENDED = "ended"
    ASKED_AFTER = "asked-after"
    STILL_TRUE = "still-true"
    RAN_OUT = "ran-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the record. `people`: how many messages were queued, of what was issued."""

    at: datetime
    what: What
    by: tuple[str, ...]
    people: int | None = None


_SAID = {RevisionKind.ALERT: What.ISSUED, RevisionKind.UPDATE: What.UPDATED, RevisionKind.CANCEL: What.ENDED}


def of(*, warning_id: WarningId, by: Actor, now: datetime) -> tuple[Happened, ...]:
    """Return the record in order. Opens no box. Raises NotFound."""
    require(by, Permission.CANCEL_WARNING)
    lines = sorted([*_versions(warning_id), *_questions(warning_id), *_end(warning_id, now=now)], key=_by_time)
    names = person.pseudonyms(who for line in lines for who in line.by)
    return tuple(replace(line, by=tuple(names.get(who, who) for who in line.by)) for line in lines)


def _by_time(line: Happened) -> datetime:
    return line.at


def _versions(warning_id: WarningId) -> Iterable[Happened]:
    began_by, began_at, said = past.past(warning_id)
    yield Happened(at=began_at, what=What.DRAFTED, by=(began_by,))
    for one in said:
        yield Happened(at=one.at, what=_SAID[one.kind], by=one.by, people=one.audience_count)


def _questions(warning_id: WarningId) -> Iterable[Happened]:
    for asked in agreement.about(kind=Kind.WARN, subject=warning_id):
        yield Happened(at=asked.asked_at, what=What.ASKED, by=(asked.asked_by,))
        if asked.withdrawn_at is not None:
            yield Happened(at=asked.withdrawn_at, what=What.TAKEN_BACK, by=())
    for question in still_true.of(warning_id):
        yield Happened(at=question.asked_at, what=What.ASKED_AFTER, by=())
        if question.answer is Answer.STILL_TRUE and question.answered_at and question.answered_by:
            yield Happened(at=question.answered_at, what=What.STILL_TRUE, by=(question.answered_by,))


def _end(warning_id: WarningId, *, now: datetime) -> Iterable[Happened]:
    state, expires_at, _ = warning_rows.standing(warning_id)
    if expires_at is not None and expires_at <= now and state is not State.ENDED:
        yield Happened(at=expires_at, what=What.RAN_OUT, by=())
