"""What a family finder sees: own cases, each pair explained, what was told since, and what is asked of them as the second.

The one thing to know: a finder opens what was handed to them and what they are asked about as the second; anything else is not
there. Each reading of a person's words is audited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound
from haal.domain.ids import TracingId, TracingPairId
from haal.domain.tracing.case import Case
from haal.domain.tracing.pair import Pair, PairState, referral_needed
from haal.domain.tracing.person import Sought
from haal.domain.tracing.referral import Protection, Referral
from haal.domain.tracing.since import Since, SinceKind
from haal.domain.tracing.telling import Answer, Way, why_not_tell
from haal.domain.tracing.told import Entry, ToldOf, TracingReason
from haal.linkage.sought.compare import Explained, compare
from haal.services.help.tracing import desk, publish
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows
from haal.storage.tracing import published as published_rows
from haal.storage.tracing import referral as referral_rows
from haal.storage.tracing import since as since_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What a finder has: cases handed to them, and pairs and publications that wait for their second word."""

    cases: tuple[Case, ...]
    seconds: tuple[Pair, ...]
    drafts: tuple[published_rows.Published, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A pair with its explanation. `answer` is what the one found has said; `home`: somebody told that the other is home.

    `child`: it may be one, so that a child-protection body decides first; `referrals` are what was handed over to such.
    """

    pair: Pair
    explained: Explained
    answer: Answer
    may_tell: bool
    home: bool
    child: bool
    referrals: tuple[Referral, ...]

    @property
    def may_refer(self) -> bool:
        """Whether a body may be asked: none has been, or the last one could not."""
        return self.child and (not self.referrals or self.referrals[-1].said is Protection.COULD_NOT)

    @property
    def waits_for_body(self) -> bool:
        """Whether a body was asked and has not decided."""
        return bool(self.referrals) and self.referrals[-1].said in {Protection.WAITING, Protection.TAKEN_ON}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case as its finder sees it. `why_not_public`: why the name may not stand on a public list, None when it may."""

    case: Case
    told: ToldOf
    pairs: tuple[Beside, ...]
    since: tuple[tuple[Since, dict[str, Any]], ...]
    record_elsewhere: str
    published: published_rows.Published | None
    why_not_public: TracingReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be public, for the one who is asked as the second."""

    published: published_rows.Published
    sought: Sought


def mine(*, by: Actor) -> Mine:
    """Return what this finder has."""
    require(by, Permission.TRACE)
    return Mine(
        cases=case_rows.of_finder(by.person_id),
        seconds=pair_rows.asked_of(by.person_id),
        drafts=published_rows.asked_of(by.person_id),
    )


def case_page(*, case_id: TracingId, by: Actor, now: datetime) -> CasePage:
    """Return one's own case, opened; the reading is audited. Raises NotFound, KeysLocked."""
    require(by, Permission.TRACE)
    case = case_rows.get(case_id)
    told = case_rows.told_of(case_id)
    if case.handed_to != by.person_id or told is None:
        raise NotFound
    pairs = tuple(
        _beside(pair, seen_from=case_id) for pair in pair_rows.of_case(case_id) if pair.state is not PairState.NOT_SAME
    )
    _read(case_id, by=by, now=now)
    return CasePage(
        case=case,
        told=told,
        pairs=tuple(sorted(pairs, key=lambda one: (-one.explained.points, one.pair.id))),
        since=since_rows.of_case(case_id),
        record_elsewhere=since_rows.record_of(case_id),
        published=published_rows.of_case(case_id),
        why_not_public=publish.why_not(case=case, told=told),
    )


def pair_page(*, pair_id: TracingPairId, by: Actor, now: datetime) -> Beside:
    """Return a pair to which one is asked as the second, without the rest of the case. Raises NotFound, KeysLocked."""
    pair = desk.own_pair(pair_id=pair_id, by=by)
    _read(pair_id, by=by, now=now)
    return _beside(pair, seen_from=pair.request_id)


def draft_page(*, published_id: str, by: Actor, now: datetime) -> Draft:
    """Return what would be public; the reading is audited. Raises NotFound, KeysLocked."""
    sought = publish.draft(published_id=published_id, by=by)
    _read(published_id, by=by, now=now)
    return Draft(published=published_rows.get(published_id), sought=sought)


def _beside(pair: Pair, *, seen_from: TracingId) -> Beside:
    """Explain a pair; the case that it is seen from stands first."""
    other_id = pair.other_id if pair.request_id == seen_from else pair.request_id
    one, other = case_rows.told_of(seen_from), case_rows.told_of(other_id)
    home = since_rows.has(other_id, SinceKind.HOME)
    referrals = referral_rows.of_pair(pair.id)
    if one is None or other is None:
        return Beside(
            pair=pair, explained=Explained(said=(), points=0.0), answer=Answer.NOT_ASKED, may_tell=False, home=home,
            child=False, referrals=referrals,
        )  # fmt: skip
    answer = pair_rows.answer_of(pair.id)
    refusals = [why_not_tell(answer, way=Way.PAGE, pair=pair.state, found=side.who) for side in (one, other)]
    return Beside(
        pair=pair,
        explained=compare(one.who, other.who, ordered=other.entry is Entry.SIGHTING),
        answer=answer,
        may_tell=not any(refusals),
        home=home or other.home,
        child=referral_needed(one.who, other.who),
        referrals=referrals,
    )


def _read(subject: str, *, by: Actor, now: datetime) -> None:
    with work.atomic():
        audit.write(by=by, what="tracing-read", subject=subject, now=now)
