"""Erase a record for good: one person asks on what ground, another agrees, and it is done; that it was done is an act.

The one thing to know: nothing of the ledger is touched. Of every act about the record salts and values are destroyed, so
that only the chain of acts is still open and each field is a commitment to something nobody can tell; every proof, old
bundle and audit goes on verifying. The keys of its boxes and the key keepers' shares go too, so that backups say nothing
either, once the week is over for which keys are backed up (`haal.services.people.backup`). What its ends still hold of it
they forget by themselves, see `haal.services.flow`. Letting something be opened is `haal.services.assess.unseal`.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.agreement import AgreementReason, Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId, IncidentId, ReportId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.record.custody import CHAIN, Basis, Remains
from haal.linkage.reading import read
from haal.services.assess.board import members_of
from haal.storage import act, agreement, audit, message, need, offer, outbox, seal, work
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.boxes import erased
from haal.storage.compared import rows as compared
from haal.storage.shelter import family as family_count
from haal.storage.shelter import rows as shelter
from haal.storage.together import relation

REPORT_ERASED = "report-erased"
"""Outbox kind: the ends forget what they hold of the report."""


def ask(
    *,
    record: str,
    reason: str,
    basis: Basis = Basis.TELLER_ASKED,
    by: Actor,
    now: datetime,
    policy: Policy = DEFAULT,
) -> AgreementId:
    """Ask a second person to erase a record.

    Raises:
        NotFound: there is nothing of it, or it was erased before.
        Refused: not allowed, no reason, asked already, no fresh second factor.
    """
    require(by, Permission.SHRED)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if not reason.strip():
        raise Refused(AgreementReason.REASON_NEEDED)
    if not _is_there(record):
        raise NotFound
    with work.atomic():
        asked = agreement.ask(kind=Kind.SHRED, subject=record, by=by, reason=reason, basis=basis.value, now=now)
        audit.write(by=by, what="shred-asked", subject=record, why=basis.value, now=now)
    return asked


def agree(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> int:
    """Say yes as the second person and erase; return how many shares of key keepers there were.

    Raises:
        NotFound: there is no such question.
        Refused: the same person asked, no longer open, not allowed, no fresh second factor.
        KeysLocked: the acts about it cannot be opened, so they could not be closed either. Nothing was erased.
    """
    require(by, Permission.SHRED)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    asked = agreement.get(agreement_id)
    if asked.kind is not Kind.SHRED:
        raise NotFound
    reason = agreement.reason_of(agreement_id)
    basis = Basis(reason.open()["basis"]) if reason else Basis.TELLER_ASKED
    record = asked.subject
    with work.atomic():
        agreement.agree(agreement_id=agreement_id, by=by, now=now)
        shares = _erase(record)
        fields: dict[str, object] = {
            "agreement": agreement_id,
            "basis": basis.value,
            "ordered-by": asked.asked_by,
            "shares": shares,
            "remains": sorted(remains.value for remains in Remains),
        }
        act.put(kind="erased", subject=record, fields=fields, by=by, now=now)
        audit.write(by=by, what="shred-agreed", subject=record, why=basis.value, now=now)
        outbox.put(kind=REPORT_ERASED, subject=record, now=now)
    return shares


def _is_there(record: str) -> bool:
    """Return whether a report can be erased, or something sealed of another record."""
    try:
        return report_rows.state_of(ReportId(record)) is not report_rows.State.ERASED
    except NotFound:
        return any(not one.is_shredded for one in seal.of_record(record))


def _erase(record: str) -> int:
    """Destroy everything that says what the record told, wherever it lies."""
    report_id = ReportId(record)
    incidents = link_rows.ever_of(report_id)
    shares = seal.shred(record)
    act.close(record, kept=CHAIN)
    for incident_id in incidents:
        act.close(incident_id, labels={"reason"})  # typed at the desk, and may quote
    agreement.forget_reasons([record, *incidents])
    relation.forget_reasons(incidents)
    message.forget(report_id)
    need.forget_words(report_id)
    offer.forget_words(report_id)
    shelter.forget_words(report_id)
    family_count.forget_words(report_id)
    link_rows.drop_proposals_for(report_id)
    link_rows.forget_signs(report_id)
    compared.forget(report_id)
    report_rows.erase(report_id)
    for incident_id in incidents:
        _read_anew(incident_id)
    erased.leave_nothing_after_commit()
    return shares


def _read_anew(incident_id: IncidentId) -> None:
    """Read place, days and type of an incident out of the reports that are left."""
    members = members_of(incident_id)
    incident_rows.set_reading(incident_id, read(members), empty=not members)
