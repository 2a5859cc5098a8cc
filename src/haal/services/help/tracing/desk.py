"""The family finder's desk: own cases, explained pairs, and what is decided about each.

The one thing to know: a finder opens what was handed to them and a pair to which they are asked as the second; anything else
is not there. What the one found answered is kept here and changes nothing for the seeker; only `speak` does, and the rules
let it through only after an adult said yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import TracingId, TracingPairId
from haal.domain.tracing.case import Case, CaseState, SeekerState
from haal.domain.tracing.pair import Pair, PairKind, PairState, why_not_say_same
from haal.domain.tracing.telling import Answer, Way, why_not_tell
from haal.domain.tracing.told import Entry, ToldOf, TracingReason
from haal.linkage.sought.compare import Explained, compare
from haal.services.help.tracing import hand_out
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What a finder has: cases handed to them, and pairs that wait for their second word."""

    cases: tuple[Case, ...]
    seconds: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A pair with its explanation; `answer` is what the one found has said, "" for two requests."""

    pair: Pair
    explained: Explained
    answer: Answer
    may_tell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case as its finder sees it."""

    case: Case
    told: ToldOf
    pairs: tuple[Beside, ...]


def mine(*, by: Actor) -> Mine:
    """Return what this finder has."""
    require(by, Permission.TRACE)
    return Mine(cases=case_rows.of_finder(by.person_id), seconds=pair_rows.asked_of(by.person_id))


def case_page(*, case_id: TracingId, by: Actor, now: datetime) -> CasePage:
    """Return one's own case, opened; the reading is audited. Raises NotFound, KeysLocked."""
    require(by, Permission.TRACE)
    case = case_rows.get(case_id)
    told = case_rows.told_of(case_id)
    if case.handed_to != by.person_id or told is None:
        raise NotFound
    pairs = tuple(_beside(pair) for pair in pair_rows.of_request(case_id) if pair.state is not PairState.NOT_SAME)
    _read(case_id, by=by, now=now)
    ordered = sorted(pairs, key=lambda one: (-one.explained.points, one.pair.id))
    return CasePage(case=case, told=told, pairs=tuple(ordered))


def pair_page(*, pair_id: TracingPairId, by: Actor, now: datetime) -> Beside:
    """Return a pair to which one is asked as the second, without the rest of the case. Raises NotFound, KeysLocked."""
    pair = _own(pair_id, by=by)
    _read(pair_id, by=by, now=now)
    return _beside(pair)


def say_same(*, pair_id: TracingPairId, by: Actor, now: datetime) -> PairState:
    """Say that the two are one person; where two are needed, a second finder is asked. Raises NotFound, Refused."""
    with work.atomic():
        pair = _own(pair_id, by=by, for_change=True)
        one, other = _both(pair)
        if pair.state is PairState.HALF and pair_rows.second_asked_of(pair_id) != by.person_id != pair.first_by:
            raise NotFound
        if reason := why_not_say_same(pair, by=by.person_id, one=one.who, other=other.who):
            raise Refused(reason)
        second = hand_out.fewest(but=by.person_id) if pair.two_needed and pair.state is PairState.PROPOSED else None
        pair_rows.say_same(pair, by=by.person_id, second_asked=second)
        audit.write(by=by, what="tracing-said-same", subject=pair_id, now=now)
        return pair_rows.get(pair_id).state


def say_not_same(*, pair_id: TracingPairId, by: Actor, now: datetime) -> None:
    """Say that it is another person; one is enough, and both records stay. Raises NotFound."""
    with work.atomic():
        _own(pair_id, by=by, for_change=True)
        pair_rows.say_not_same(pair_id)
        audit.write(by=by, what="tracing-said-not-same", subject=pair_id, now=now)


def refer(*, pair_id: TracingPairId, by: Actor, now: datetime) -> None:
    """Keep that a child-protection body has it: before anybody at the desk says anything of a child. Raises NotFound."""
    with work.atomic():
        _own(pair_id, by=by, for_change=True)
        pair_rows.refer(pair_id, now=now)
        audit.write(by=by, what="tracing-referred", subject=pair_id, now=now)


def keep_answer(*, pair_id: TracingPairId, answer: Answer, by: Actor, now: datetime) -> None:
    """Keep what the one found says, in a box; the audit does not say which answer. Raises NotFound, Refused."""
    with work.atomic():
        pair = _of_own_case(pair_id, by=by)
        if pair.state is not PairState.SAME or pair.kind is not PairKind.SIGHTING:
            raise Refused(TracingReason.SECOND_PERSON_FIRST)
        pair_rows.set_answer(pair_id, answer)
        audit.write(by=by, what="tracing-answer-kept", subject=pair_id, now=now)


def speak(*, pair_id: TracingPairId, by: Actor, now: datetime) -> None:
    """Let the seeker's page say that a family finder wants to speak with them: the same words for every news.

    Raises:
        Refused: the adult has not said yes, said no, is a child, or has died (a person tells that, and nothing else).
    """
    with work.atomic():
        pair = _of_own_case(pair_id, by=by)
        one, other = _both(pair)
        for who in (one.who, other.who):
            if reason := why_not_tell(pair_rows.answer_of(pair_id), way=Way.PAGE, pair=pair.state, found=who):
                raise Refused(reason)
        case_rows.set_seeker(pair.request_id, SeekerState.SPEAK)
        audit.write(by=by, what="tracing-speak", subject=pair.request_id, now=now)


def _own(pair_id: TracingPairId, *, by: Actor, for_change: bool = False) -> Pair:
    """Return a pair of one's own request, or one to which one is asked as the second. Raises NotFound."""
    require(by, Permission.TRACE)
    pair = pair_rows.get(pair_id, for_change=for_change)
    if by.person_id not in {case_rows.get(pair.request_id).handed_to, pair_rows.second_asked_of(pair_id)}:
        raise NotFound
    return pair


def _of_own_case(pair_id: TracingPairId, *, by: Actor) -> Pair:
    pair = _own(pair_id, by=by, for_change=True)
    if case_rows.get(pair.request_id).handed_to != by.person_id:
        raise NotFound
    return pair


def _both(pair: Pair) -> tuple[ToldOf, ToldOf]:
    """Return what was told on both sides; when one side was ended there is nothing to decide any more. Raises NotFound."""
    one, other = case_rows.told_of(pair.request_id), case_rows.told_of(pair.other_id)
    if one is None or other is None or case_rows.get(pair.request_id).state is not CaseState.OPEN:
        raise NotFound
    return one, other


def _beside(pair: Pair) -> Beside:
    one, other = case_rows.told_of(pair.request_id), case_rows.told_of(pair.other_id)
    if one is None or other is None:
        return Beside(pair=pair, explained=Explained(said=(), points=0.0), answer=Answer.NOT_ASKED, may_tell=False)
    answer = pair_rows.answer_of(pair.id)
    refusals = [why_not_tell(answer, way=Way.PAGE, pair=pair.state, found=side.who) for side in (one, other)]
    ordered = other.entry is Entry.SIGHTING
    return Beside(
        pair=pair,
        explained=compare(one.who, other.who, ordered=ordered),
        answer=answer,
        may_tell=not any(refusals),
    )


def _read(subject: str, *, by: Actor, now: datetime) -> None:
    with work.atomic():
        audit.write(by=by, what="tracing-read", subject=subject, now=now)
