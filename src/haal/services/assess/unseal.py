"""Let something sealed go to the offline station: one person asks and says why, another agrees, and both may fetch it.

The one thing to know: nothing is opened here, and the box could not. What is fetched is still shut; two key keepers
open it with `contrib/open-seal`, on a machine that is never online. That it went is kept in the audit and in the
ledger. Destroying a seal for good is `haal.services.assess.shred`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.agreement import Agreement, AgreementReason, Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId
from haal.domain.policy import DEFAULT, Policy
from haal.storage import act, agreement, audit, seal, work
from haal.vault.seal import station_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One seal of a record."""

    seal_id: str
    sealed_at: datetime
    is_shredded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is sealed of a record, and how far the questions about it have come.

    `file` is the agreement under which the actor may fetch the export now, or None.
    """

    record: str
    parts: tuple[Part, ...]
    asked_unseal: Agreement | None
    asked_shred: Agreement | None
    file: AgreementId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file for the offline station, still shut."""

    name: str
    content: bytes


def of_record(*, record: str, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Parts:
    """Return what is sealed of a record; opens nothing. Raises NotFound when nothing is, Refused."""
    require(by, Permission.ASK_UNSEAL)
    agreed = agreement.find_agreed(kind=Kind.UNSEAL, subject=record)
    may_fetch = agreed is not None and _why_not_fetch(agreed, by=by, now=now, policy=policy) is None
    return Parts(
        record=record,
        parts=tuple(
            Part(seal_id=one.seal_id, sealed_at=one.sealed_at, is_shredded=one.is_shredded) for one in _seals(record)
        ),
        asked_unseal=agreement.find_open(kind=Kind.UNSEAL, subject=record),
        asked_shred=agreement.find_open(kind=Kind.SHRED, subject=record),
        file=agreed.id if agreed and may_fetch else None,
    )


def ask(*, record: str, reason: str, by: Actor, now: datetime, policy: Policy = DEFAULT) -> AgreementId:
    """Ask a second person to let the sealed parts of a record go to the station.

    Raises:
        NotFound: nothing of it is sealed, or it was shredded.
        Refused: not allowed, no reason, asked already, no fresh second factor.
    """
    require(by, Permission.ASK_UNSEAL)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if not reason.strip():
        raise Refused(AgreementReason.REASON_NEEDED)
    _openable(record)
    with work.atomic():
        asked = agreement.ask(kind=Kind.UNSEAL, subject=record, by=by, reason=reason, now=now)
        audit.write(by=by, what="unseal-asked", subject=record, now=now)
    return asked


def agree(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> str:
    """Say yes as the second person and return the record; from now on both may fetch the file.

    Raises:
        NotFound: there is no such question.
        Refused: the same person asked, no longer open, not allowed, no fresh second factor.
        KeysLocked: the reason cannot be read, so nobody can agree to it.
    """
    require(by, Permission.AGREE_UNSEAL)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    asked = agreement.get(agreement_id)
    if asked.kind is not Kind.UNSEAL:
        raise NotFound
    reason = agreement.reason_of(agreement_id)
    fields = {"agreement": agreement_id, "reason": reason.open()["reason"] if reason else ""}
    with work.atomic():
        seals = [one.seal_id for one in _openable(asked.subject)]
        agreement.agree(agreement_id=agreement_id, by=by, now=now)
        act.put(kind="viewed", subject=asked.subject, fields={**fields, "seals": seals}, by=by, now=now)
        audit.write(by=by, what="unseal-agreed", subject=asked.subject, now=now)
    return asked.subject


def fetch(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Export:
    """Return the file for the station; for the two who agreed, while it is fresh. Every fetching is audited.

    Raises:
        NotFound: no such agreement, not one of the two, or too late.
        Refused: not allowed, no fresh second factor.
    """
    require(by, Permission.ASK_UNSEAL)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    agreed = agreement.get(agreement_id)
    if refusal := _why_not_fetch(agreed, by=by, now=now, policy=policy):
        raise refusal
    with work.atomic():
        boxes = [one.box for one in _openable(agreed.subject)]
        audit.write(by=by, what="unseal-fetched", subject=agreed.subject, now=now)
    return Export(name=f"{agreed.subject}.sealed.json", content=station_file(boxes, record=agreed.subject))


def _why_not_fetch(agreed: Agreement, *, by: Actor, now: datetime, policy: Policy) -> NotFound | None:
    """Return NotFound unless the actor is one of the two and the agreement is fresh."""
    theirs = agreed.kind is Kind.UNSEAL and by.person_id in {agreed.asked_by, agreed.agreed_by}
    fresh = agreed.agreed_at is not None and now - agreed.agreed_at <= timedelta(hours=policy.unseal_file_hours)
    return None if theirs and fresh else NotFound()


def _openable(record: str) -> tuple[seal.Sealed, ...]:
    found = tuple(one for one in _seals(record) if not one.is_shredded)
    if not found:
        raise NotFound
    return found


def _seals(record: str) -> tuple[seal.Sealed, ...]:
    found = seal.of_record(record)
    if not found:
        raise NotFound
    return found
