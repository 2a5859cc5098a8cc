"""Two people where facts that stand in public would change: one person's yes is kept, another's yes does it.

The one thing to know: both say yes in the same place, to the same thing; the database refuses one person for both. What is not
published needs one person. Withdrawing an open question is in `haal.services.people.agreements`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.agreement import Agreement, Kind
from haal.domain.ids import IncidentId, ReportId
from haal.services.assess.decide import harm
from haal.storage import agreement, audit
from haal.storage import person as people

ABOUT_INCIDENTS = frozenset({Kind.LINK, Kind.MERGE, Kind.SPLIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A decision that one person said yes to. `of` is whom it is about first, `other` second; `is_mine`: the reader asked.

    `reports`: what would leave `of` for `other`, or for an incident of its own when that is empty; `code`: how, see `split`.
    """

    kind: Kind
    of: str
    other: str
    asked_by: str
    reason: str
    is_mine: bool
    reports: tuple[ReportId, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is said yes to: its kind, its ids joined by a colon, and with a reason that was typed the reports and a code."""

    kind: Kind
    subject: str
    reason: str = ""
    reports: tuple[ReportId, ...] = ()
    code: str = ""


def may_do(*, decision: Decision, incidents: Iterable[IncidentId], by: Actor, now: datetime) -> bool:
    """Keep a yes and return whether the act may follow, in the same transaction; False: a second person is waited for.

    Raises:
        Refused: somebody else asked the same at this moment.
    """
    if not any(harm.is_published(each) for each in incidents):
        return True
    asked = agreement.find_open(kind=decision.kind, subject=decision.subject)
    if asked is None:
        agreement.ask(
            kind=decision.kind,
            subject=decision.subject,
            by=by,
            reason=decision.reason,
            basis=decision.code,
            ids=decision.reports,
            now=now,
        )
        audit.write(by=by, what=f"{decision.kind}-asked", subject=decision.subject, now=now)
        return False
    if asked.asked_by == by.person_id:
        return False
    agreement.agree(agreement_id=asked.id, by=by, now=now)
    audit.write(by=by, what=f"{decision.kind}-agreed", subject=decision.subject, now=now)
    return True


def end(*, ids: Iterable[str], kinds: frozenset[Kind] = ABOUT_INCIDENTS, by: Actor, now: datetime) -> None:
    """End open questions about what was decided otherwise."""
    for asked in _about(ids):
        if asked.kind in kinds:
            agreement.withdraw(agreement_id=asked.id, by=by, now=now)


def asked_about(*, record: str, by: Actor) -> tuple[Asked, ...]:
    """Return the open questions about a report or an incident, oldest first. Raises KeysLocked."""
    found = _about([record])
    names = people.pseudonyms({each.asked_by for each in found})
    return tuple(_shown(each, asked_by=names.get(each.asked_by, "?"), by=by) for each in found)


def _about(ids: Iterable[str]) -> list[Agreement]:
    wanted = set(ids)
    return [each for each in agreement.open_ones(ABOUT_INCIDENTS) if wanted.intersection(each.subject.split(":"))]


def _shown(asked: Agreement, *, asked_by: str, by: Actor) -> Asked:
    of, *rest = asked.subject.split(":")
    box = agreement.reason_of(asked.id)
    told = box.open() if box else {}
    is_split = asked.kind is Kind.SPLIT
    return Asked(
        kind=asked.kind,
        of=of,
        other=next(iter(rest[is_split:]), ""),
        asked_by=asked_by,
        reason=str(told.get("reason", "")),
        is_mine=asked.asked_by == by.person_id,
        reports=tuple(ReportId(each) for each in told.get("ids", ())),
        code=str(told.get("basis", "")),
    )
