"""The family finder's desk: what is decided about each pair, and what the one found has answered.

The one thing to know: a finder decides about what was handed to them and pairs to which they are asked as the second; anything
else is not there. What the one found answered is kept here and changes nothing for the seeker; only `speak` does, and the rules
let it through only after an adult said yes.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import TracingPairId
from haal.domain.tracing.case import CaseState, SeekerState
from haal.domain.tracing.pair import Pair, PairKind, PairState, why_not_say_same
from haal.domain.tracing.referral import Protection
from haal.domain.tracing.telling import Answer, Way, why_not_tell
from haal.domain.tracing.told import ToldOf, TracingReason
from haal.services.help.tracing import hand_out
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows
from haal.storage.tracing import referral as referral_rows


def say_same(*, pair_id: TracingPairId, by: Actor, now: datetime) -> PairState:
    """Say that the two are one person; where two are needed, a second finder is asked. Raises NotFound, Refused."""
    with work.atomic():
        pair = own_pair(pair_id=pair_id, by=by, for_change=True)
        one, other = _both(pair)
        if pair.state is PairState.HALF and pair_rows.second_asked_of(pair_id) != by.person_id != pair.first_by:
            raise NotFound
        said = [each.said for each in referral_rows.of_pair(pair_id)]
        same_child = Protection.SAME in said[-1:]
        if reason := why_not_say_same(pair, by=by.person_id, one=one.who, other=other.who, protection_said=same_child):
            raise Refused(reason)
        second = hand_out.fewest(but=by.person_id) if pair.two_needed and pair.state is PairState.PROPOSED else None
        pair_rows.say_same(pair, by=by.person_id, second_asked=second)
        audit.write(by=by, what="tracing-said-same", subject=pair_id, now=now)
        return pair_rows.get(pair_id).state


def say_not_same(*, pair_id: TracingPairId, by: Actor, now: datetime) -> None:
    """Say that it is another person; one is enough, and both records stay. Raises NotFound."""
    with work.atomic():
        own_pair(pair_id=pair_id, by=by, for_change=True)
        pair_rows.say_not_same(pair_id)
        audit.write(by=by, what="tracing-said-not-same", subject=pair_id, now=now)


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


def own_pair(*, pair_id: TracingPairId, by: Actor, for_change: bool = False) -> Pair:
    """Return a pair of one's own request, or one to which one is asked as the second. Raises NotFound."""
    require(by, Permission.TRACE)
    pair = pair_rows.get(pair_id, for_change=for_change)
    theirs = {case_rows.get(pair.request_id).handed_to, pair_rows.second_asked_of(pair_id)}
    if pair.kind is PairKind.DUPLICATE:
        theirs.add(case_rows.get(pair.other_id).handed_to)
    if by.person_id not in theirs:
        raise NotFound
    return pair


def _of_own_case(pair_id: TracingPairId, *, by: Actor) -> Pair:
    pair = own_pair(pair_id=pair_id, by=by, for_change=True)
    if case_rows.get(pair.request_id).handed_to != by.person_id:
        raise NotFound
    return pair


def _both(pair: Pair) -> tuple[ToldOf, ToldOf]:
    """Return what was told on both sides; when one side was ended there is nothing to decide any more. Raises NotFound."""
    one, other = case_rows.told_of(pair.request_id), case_rows.told_of(pair.other_id)
    if one is None or other is None or case_rows.get(pair.request_id).state is not CaseState.OPEN:
        raise NotFound
    return one, other
