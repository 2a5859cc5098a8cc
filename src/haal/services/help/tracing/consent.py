"""Whether the name may stand on a public list: an answer of its own, asked apart, recorded as an act, and taken back in one step.

The one thing to know: it is the word of the one who asked, given with the code or said to their family finder; it publishes nothing
by itself (two finders do, see `publish`), and a no wipes at once what was public.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import NOBODY, Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import ReportId, TracingId
from haal.domain.tracing.case import Case, CaseState
from haal.domain.tracing.told import Entry, TracingReason
from haal.services.help.tracing import publish, seeker
from haal.storage import act, audit, work
from haal.storage.tracing import case as case_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The answer. `family_word`: the family itself asks for it although the person is still held."""

    publish: bool
    family_word: bool = False


def say(*, code: str, answer: Public, now: datetime) -> None:
    """Keep the answer given with the code. Raises NotFound, Refused when the search was ended, KeysLocked."""
    record(case=seeker.case_of(code=code), answer=answer, by=NOBODY, now=now)


def write_down(*, case_id: TracingId, answer: Public, by: Actor, now: datetime) -> None:
    """Keep the answer that was said to the family finder whose case it is. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.TRACE)
    case = case_rows.get(case_id)
    if case.handed_to != by.person_id:
        raise NotFound
    record(case=case, answer=answer, by=by, now=now)


def record(*, case: Case, answer: Public, by: Actor, now: datetime) -> None:
    """Keep the answer, its act in the ledger and its row in the audit; a no wipes what is public. Raises Refused."""
    if case.state is not CaseState.OPEN or case.entry is not Entry.REQUEST:
        raise Refused(TracingReason.NOT_FROM_THIS_STATE)
    told = case_rows.told_of(case.id)
    if told is None:
        raise NotFound
    kept = replace(
        told, consents=replace(told.consents, publish=answer.publish), family_word=answer.publish and answer.family_word
    )
    with work.atomic():
        case_rows.set_told(case.id, kept)
        put_act(report_id=case.report_id, answer=answer, by=by, now=now)
        audit.write(by=by, what="tracing-public-list", subject=case.id, why="yes" if answer.publish else "no", now=now)
        if not answer.publish:
            publish.take_back(case_id=case.id, by=by, now=now)


def put_act(*, report_id: ReportId, answer: Public, by: Actor, now: datetime) -> None:
    """Keep the act, in the caller's transaction."""
    fields = {"public-list": answer.publish, "family-word": answer.publish and answer.family_word}
    act.put(kind="consent-changed", subject=report_id, fields=fields, by=by, now=now)
