"""The debrief: it goes to the news desk as a report like any other, without a name, and leaves numbers; then the plan waits to go.

The one thing to know: the report is kept first, under a key made of the plan and the words, so that a debrief that is cut off
can be told again and makes one report. It is nobody's: who was at an event is in no table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.errors import Refused
from haal.domain.event_plan import life
from haal.domain.event_plan.debrief import Debrief, End, Left, line_of, month_of, shred_at, why_not_tell
from haal.domain.event_plan.life import Event
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.sheet import Back
from haal.domain.ids import EventId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.receipt import Receipt
from haal.domain.report import Answers, Channel, Consents, DateKnown, Happened, Incoming, Knows, Where
from haal.domain.warning_text import LAND_TIME
from haal.services.help.events import sealed
from haal.services.help.events.opened import TRIES_MAX, At, Opened, doer, seen
from haal.services.intake.take_in import take_in
from haal.storage import person, work
from haal.storage.event_plan import left as left_rows
from haal.storage.event_plan import plan as rows
from haal.storage.event_plan.plan import Shut
from haal.storage.ground import secret

KEY_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A debrief that was told: the code of its report, and when the plan goes. `receipt` None: it was refused."""

    opened: Opened
    receipt: Receipt | None = None
    shred_at: datetime | None = None


def debrief(*, at: At, told: Debrief, language: str, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Told:
    """Tell what came of it, once. Raises Refused: no such plan; KeysLocked.

    Args:
        at: which plan.
        told: what came of it, without names.
        language: in which it is told.
        by: one of the plan's people.
        now: when.
        policy: how long the plan then stays.
    """
    receipt: Receipt | None = None
    for _ in range(TRIES_MAX):
        shut, event = sealed.opened(typed=at.word, by=by)
        here = At(word=at.word, edition=shut.edition)
        try:
            after = life.debriefed(event, by=doer(event=event, by=by, now=now, policy=policy))
            _check(told, event)
            receipt = _report(told, event=event, event_id=shut.id, language=language, now=now)
        except Refused as refused:
            return Told(opened=seen(event=event, at=here, by=by, now=now, policy=policy, refused=refused))
        if edition := _keep(shut, after, told=told, word=at.word, policy=policy):
            shown = seen(event=after, at=replace(here, edition=edition), by=by, now=now, policy=policy)
            return Told(opened=shown, receipt=receipt, shred_at=shred_at(debriefed_at=now, policy=policy))
    meanwhile = Refused(EventReason.WRITTEN_MEANWHILE)
    return Told(opened=seen(event=event, at=here, by=by, now=now, policy=policy, refused=meanwhile))


def _check(told: Debrief, event: Event) -> None:
    names = [*person.pseudonyms(event.people).values(), *(one.holder for one in event.sheets)]
    if reason := why_not_tell(told, names=names):
        raise Refused(reason)


def _report(told: Debrief, *, event: Event, event_id: EventId, language: str, now: datetime) -> Receipt:
    """Keep the report. Raises Refused."""
    end = event.end or End.CALLED_OFF
    day = (event.ended_at or now).astimezone(LAND_TIME).date()
    line = line_of(told, kind=event.plan.kind, end=end)
    key = secret.digest("event-debrief", event_id, repr(told), language).hex()[:KEY_CHARS]
    incoming = Incoming(
        channel=Channel.DESK,
        client_key=key,
        language=language,
        knows=Knows.UNKNOWN if end is End.CALLED_OFF else Knows.SAW,
        answers=Answers(
            saw=f"{line}\n{told.words}" if told.words else line,
            happened=Happened(first=day, last=day, known=DateKnown.DAY),
            where=Where(words=told.where, district=event.plan.district),
        ),
        consents=Consents(testify=told.testify),
    )
    return take_in(incoming=incoming, now=now).receipt


def _keep(shut: Shut, after: Event, *, told: Debrief, word: str, policy: Policy) -> str | None:
    """Keep the debriefed plan and what is left of it; None when somebody wrote meanwhile."""
    debriefed_at = after.debriefed_at or after.written_at
    box = sealed.shut(after, typed=word, event_id=shut.id)
    with work.atomic():
        edition = rows.save(shut, box, gone_at=shred_at(debriefed_at=debriefed_at, policy=policy))
        if edition is not None:
            left_rows.keep(_left(after, told))
    return edition


def _left(event: Event, told: Debrief) -> Left:
    return Left(
        month=month_of((event.ended_at or event.plan.ends_at).astimezone(LAND_TIME).date()),
        kind=event.plan.kind,
        end=event.end,
        came=told.came,
        stewards=event.plan.stewards,
        sheets=len(event.sheets),
        sheets_lost=sum(one.back is Back.LOST for one in event.sheets),
    )
