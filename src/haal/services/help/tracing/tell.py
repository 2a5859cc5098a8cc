"""Ask for somebody, or say that somebody was seen: through intake, with its receipt code.

The one thing to know: the report says only that something was told; who is meant lies in the case's own box, and the teller of
a sighting is sealed to two key keepers. No code is given before both are kept, so a send that broke off is simply sent again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import NOBODY, Actor
from haal.domain.errors import Refused
from haal.domain.ids import TracingId, new_id
from haal.domain.incoming import check_text
from haal.domain.report import Answers, Channel, Consents, Incoming, Kind, Sealed
from haal.domain.tracing.case import Case, CaseState, SeekerState, ask_again_at, expires_at
from haal.domain.tracing.told import LINES, NAME_CHARS_MAX, TEXT_CHARS_MAX, Entry, ToldOf, why_not_take
from haal.services.help.tracing import consent, hand_out
from haal.services.intake.take_in import Taken, take_in
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How it came: the key that makes a repeat harmless, the language and the way.

    `ends_at`: the record ends then where it came from; a search that no clock ends goes on all the same.
    """

    client_key: str
    language: str = "en"
    channel: Channel = Channel.FORM
    ends_at: datetime | None = None


def tell(*, told: ToldOf, sent: Sent, by: Actor | None = None, now: datetime) -> Taken:
    """Take a request or a sighting in and return its receipt. The same key twice is one case.

    Raises:
        Refused: nobody is named or described, or the one who seeks did not agree to a search.
    """
    _check(told)
    kept = told if told.entry is Entry.REQUEST else replace(told, contact="")
    incoming = Incoming(
        channel=sent.channel,
        client_key=sent.client_key,
        kind=Kind.TRACING,
        language=sent.language,
        answers=Answers(needs=LINES[told.entry]),
        consents=Consents(help=True),
        sealed=Sealed(contact=told.contact) if told.entry is Entry.SIGHTING else Sealed(),
    )
    taken = take_in(incoming=incoming, by=by, now=now)
    case = Case(
        id=TracingId(new_id("t")),
        report_id=taken.report_id,
        entry=told.entry,
        situation=told.situation,
        state=CaseState.OPEN,
        seeker=SeekerState.KEPT,
        told_at=now,
        expires_at=_ends_at(told, sent, now=now),
        ask_again_at=ask_again_at(since=now) if told.entry is Entry.REQUEST else None,
    )
    with work.atomic():
        if case_rows.keep(case, kept):
            audit.write(by=by or NOBODY, what="tracing-told", subject=case.id, why=told.entry.value, now=now)
            if told.consents.publish:
                _agreed_to_publish(case, told, by=by or NOBODY, now=now)
            hand_out.hand(case_id=case.id, now=now)
    return taken


def _ends_at(told: ToldOf, sent: Sent, *, now: datetime) -> datetime | None:
    ends = expires_at(told.situation, told_at=now)
    return min(ends, sent.ends_at) if ends and sent.ends_at else ends


def _agreed_to_publish(case: Case, told: ToldOf, *, by: Actor, now: datetime) -> None:
    """Keep the yes to a public list as an act of its own, also when it came with the request."""
    answer = consent.Public(publish=True, family_word=told.family_word)
    consent.put_act(report_id=case.report_id, answer=answer, by=by, now=now)
    audit.write(by=by, what="tracing-public-list", subject=case.id, why="yes", now=now)


def _check(told: ToldOf) -> None:
    if reason := why_not_take(told):
        raise Refused(reason)
    who = told.who
    for name, text in (("marks", who.marks), ("contact", told.contact), ("area", who.area), ("district", who.district)):
        check_text(text, field=name, chars_max=TEXT_CHARS_MAX)
    for spelling in who.names:
        check_text(spelling, field="name", chars_max=NAME_CHARS_MAX)
