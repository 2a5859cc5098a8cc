"""Read complaints and answer them: two outside the desk, and never the accused.

The one thing to know: every complaint is opened and asked of anew who may read it, and one that is not for the reader is not there:
not in the list, not in a number, not by its address. To have read it is what makes it "reached". Each reading is in the audit
without saying which. What a reader names as those it is about takes its way from them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.complaint.answer import Answer, Wait, answer_by, wait_of
from haal.domain.complaint.listening import READERS_COUNT, Lack, lacks, why_not_read
from haal.domain.complaint.told import ComplaintReason, ComplaintSeen, Recording
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import PersonId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.storage import audit, person, work
from haal.storage import complaint as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A complaint as its reader sees it. `concerns`: pseudonyms of those a reader named."""

    seen: ComplaintSeen
    wait: Wait
    answer_by: date
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What a reader finds: what has waited too long first. `lacks`: who is missing for complaints to reach whom they should."""

    lines: tuple[Line, ...]
    lacks: tuple[Lack, ...]
    people: tuple[tuple[PersonId, str], ...]

    @property
    def late(self) -> int:
        """How many have waited too long."""
        return sum(line.wait is not Wait.IN_TIME for line in self.lines)


def waiting(*, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Listening:
    """Return the complaints that this reader may read, and keep that they reached them.

    Raises:
        Refused: not one who reads complaints, or one with a role at the desk.
        KeysLocked: nothing can be opened now; then nothing counts as reached.
    """
    _check(by)
    ids = [one.id for one in rows.readable(by)]
    with work.atomic():
        rows.mark_reached(ids, listener=by.person_id, now=now)
        audit.write(by=by, what="complaints-read", subject="", now=now)
    people = {one.id: one.pseudonym for one in person.everyone()}
    lines = [_line(one, people=people, today=now.date(), policy=policy) for one in rows.readable(by)]
    lines.sort(key=lambda line: (line.seen.answered_on is not None, line.wait is Wait.IN_TIME))
    active = [frozenset(one.roles) for one in person.everyone() if one.is_active]
    others = tuple((one, name) for one, name in people.items() if one != by.person_id)
    return Listening(lines=tuple(lines), lacks=lacks(active), people=others)


def recording(*, complaint_id: str, by: Actor, now: datetime) -> Recording:
    """Return what was spoken. Raises NotFound also when it is not for this reader, Refused, KeysLocked."""
    _one(complaint_id, by=by)
    spoken = rows.recording_of(complaint_id)
    with work.atomic():
        audit.write(by=by, what="complaint-heard", subject="", now=now)
    return spoken


def name_accused(*, complaint_id: str, person_id: PersonId, by: Actor, now: datetime) -> None:
    """Keep that a complaint is about this account: from now on it is not there for it. Raises NotFound, Refused, KeysLocked."""
    seen = _one(complaint_id, by=by)
    person.get(person_id)
    with work.atomic():
        rows.name_accounts(complaint_id, seen.concerns | {person_id})
        audit.write(by=by, what="complaint-named", subject="", now=now)


def answer(*, complaint_id: str, given: Answer, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Answer a complaint, once; whoever has its code reads it. Raises NotFound, Refused, KeysLocked."""
    _one(complaint_id, by=by)
    check_text(given.words, field="answer", chars_max=policy.story_chars_max)
    if not given.words.strip():
        raise Refused(ComplaintReason.ANSWER_NEEDED)
    with work.atomic():
        rows.put_answer(complaint_id, given, on=now.date())
        audit.write(by=by, what="complaint-answered", subject="", now=now)


def _check(by: Actor) -> None:
    require(by, Permission.READ_COMPLAINTS)
    if reason := why_not_read(by.roles):
        raise Refused(reason)


def _one(complaint_id: str, *, by: Actor) -> ComplaintSeen:
    _check(by)
    for seen in rows.readable(by):
        if seen.id == complaint_id:
            return seen
    raise NotFound


def _line(seen: ComplaintSeen, *, people: dict[PersonId, str], today: date, policy: Policy) -> Line:
    wait = wait_of(
        received_on=seen.received_on,
        reached=seen.reached,
        answered_on=seen.answered_on,
        readers=READERS_COUNT,
        today=today,
        policy=policy,
    )
    named = tuple(sorted(people.get(PersonId(one), one) for one in seen.concerns))
    return Line(seen=seen, wait=wait, answer_by=answer_by(seen.received_on, policy=policy), concerns=named)
