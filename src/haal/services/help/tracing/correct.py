"""Something was told since of a person sought: it enters by intake, and the case is considered anew.

The one thing to know: the family's word that the person is home ends the search, and what was public of it is taken back at once.
Nobody else is told: whoever else asks for the same person learns only what the person agrees to, and their finder sees a mark.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from haal.domain.access import NOBODY, SYSTEM, Actor
from haal.domain.errors import Refused
from haal.domain.ids import ReportId, TracingId, new_id
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind
from haal.domain.tracing.case import CaseState, why_not_end
from haal.domain.tracing.since import ENDS_BY, Since, SinceKind
from haal.domain.tracing.told import LINE_SINCE, Described, TracingReason
from haal.services.help.tracing import propose, publish, seeker
from haal.services.intake.take_in import Taken, take_in
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import end as end_rows
from haal.storage.tracing import since as rows

_ENDED = {SinceKind.HOME: CaseState.CLOSED, SinceKind.WIPED: CaseState.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How it came: the channel and the key that makes a repeat harmless."""

    client_key: str
    channel: Channel = Channel.FORM


def home(*, code: str, now: datetime) -> None:
    """The family says that the person is home. Raises NotFound, Refused when the search was ended."""
    case = seeker.case_of(code=code)
    if case.state is not CaseState.OPEN:
        raise Refused(TracingReason.NOT_FROM_THIS_STATE)
    enter(case_id=case.id, kind=SinceKind.HOME, words={}, way=Way(client_key=f"home-{case.id}"), by=NOBODY, now=now)


def changed(*, case_id: TracingId, who: Described, way: Way, by: Actor, now: datetime) -> Taken:
    """Keep that a record was changed where it came from: what stood before is kept beside the case. Raises NotFound."""
    before = case_rows.told_of(case_id)
    words = {"before": asdict(before)} if before else {}
    taken = enter(case_id=case_id, kind=SinceKind.CHANGED, words=words, way=way, by=by, now=now)
    if before:
        with work.atomic():
            case_rows.set_told(case_id, replace(before, who=who))
    return taken


def enter(*, case_id: TracingId, kind: SinceKind, words: dict[str, Any], way: Way, by: Actor, now: datetime) -> Taken:
    """Take it in as everything is taken in, and keep it beside the case. The same key twice is one. Raises Refused."""
    incoming = Incoming(
        channel=way.channel,
        client_key=way.client_key,
        kind=Kind.TRACING,
        answers=Answers(needs=LINE_SINCE),
        consents=Consents(help=True),
    )
    taken = take_in(incoming=incoming, now=now)
    since = Since(id=new_id("tn"), case_id=case_id, report_id=taken.report_id, kind=kind, told_at=now)
    with work.atomic():
        if rows.keep(since, words):
            audit.write(by=by, what=f"tracing-since-{kind.value}", subject=case_id, now=now)
    return taken


def consider(*, report_id: ReportId, now: datetime, board: propose.Board | None = None) -> bool:
    """Consider anew the case of which this report tells something; True when that changed anything. Raises KeysLocked."""
    since = rows.of_report(report_id)
    if since is None:
        return False
    case = case_rows.get(since.case_id)
    if since.kind is SinceKind.CHANGED:
        return propose.consider(report_id=case.report_id, now=now, board=board) > 0
    by = ENDS_BY.get(since.kind)
    if by is None or why_not_end(case, by=by, now=now) is not None:
        return False
    with work.atomic():
        end_rows.end(case.id, to=_ENDED[since.kind])
        publish.take_back(case_id=case.id, by=SYSTEM, now=now)
        audit.write(by=SYSTEM, what="tracing-ended-by-word", subject=case.id, why=by.value, now=now)
    return True
