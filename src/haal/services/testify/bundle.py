"""Export one incident as a bundle that a stranger checks offline.

The one thing to know: nobody exports alone. One person asks, another agrees, and the export itself is an act in the ledger
that the bundle already holds. Every report that is linked is in it, also the ones that contradict; what may not be shown
stays a commitment, and is counted.
What may be opened is `haal.domain.custody.openable`; the folder's shape is `haal.formats.bundle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from haal.domain import agreement as agreements
from haal.domain.access import Actor, Permission, is_account, require, require_fresh
from haal.domain.custody import EXPORT_AGREED_HOURS, CustodyReason, Kind, openable
from haal.domain.errors import LedgerCorrupt, Malformed, NotFound, Refused
from haal.domain.ids import AgreementId, IncidentId, ReportId
from haal.domain.incident import event_type_of
from haal.domain.policy import DEFAULT, Policy
from haal.domain.report import Channel, TestifyConsent
from haal.formats import bundle as folder
from haal.ledger import checkpoint, merkle, note
from haal.ledger.proof import Proof
from haal.services.testify import seal
from haal.storage import act, agreement, audit, incident, leaf, report, work
from haal.storage import checkpoint as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A bundle: `files` is path -> bytes."""

    incident_id: IncidentId
    files: dict[str, bytes]
    acts: int
    size: int


def ask(*, incident_id: IncidentId, by: Actor, reason: str, now: datetime, policy: Policy = DEFAULT) -> AgreementId:
    """Ask a second person to let an incident be exported. Raises NotFound, Refused."""
    require(by, Permission.ASK_EXPORT)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        subject = incident.resolve(incident_id)
        agreement_id = agreement.ask(kind=agreements.Kind.EXPORT, subject=subject, by=by, reason=reason, now=now)
        audit.write(by=by, what="export-asked", subject=subject, now=now)
    return agreement_id


def agree(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Say yes as the second person; for 72 hours the bundle can then be written. Raises NotFound, Refused."""
    require(by, Permission.AGREE_EXPORT)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        if agreement.get(agreement_id).kind is not agreements.Kind.EXPORT:
            raise NotFound
        agreed = agreement.agree(agreement_id=agreement_id, by=by, now=now)
        audit.write(by=by, what="export-agreed", subject=agreed.subject, now=now)


def export(*, incident_id: IncidentId, by: Actor, agreement_id: AgreementId, now: datetime) -> Exported:
    """Return the bundle of an incident, the export itself already in the ledger.

    Args:
        incident_id: of the incident; a merged one leads to where it went.
        by: who writes it; the box itself, or a person who may ask for exports.
        agreement_id: of the two who agreed to export this incident.
        now: aware, UTC.

    Raises:
        NotFound: there is no such incident or agreement.
        Refused: nobody has agreed to this, or too long ago.
        LedgerCorrupt: the ledger cannot be signed.
        KeysLocked: the desk's boxes cannot be opened.
    """
    if is_account(by):
        require(by, Permission.ASK_EXPORT)
    subject = incident.resolve(incident_id)
    with work.atomic():
        _check_agreed(agreement.get(agreement_id), subject=subject, now=now)
        fields = {"agreement": str(agreement_id)}
        act.put(kind=Kind.EXPORTED, subject=subject, fields=fields, by=by, now=now)
        audit.write(by=by, what="bundle-exported", subject=f"{subject}:{agreement_id}", now=now)
    while seal.sequence(now=now).added:
        """Everything that waits goes in before the bundle is made."""
    signed = kept.last() if kept.signing_key() else None
    if signed is None:
        raise LedgerCorrupt("the ledger has no signed checkpoint: run `haal init`")
    acts = _shown(subject, signed)
    files = folder.write(incident=subject, acts=acts, checkpoint=signed, exported=now.date())
    return Exported(incident_id=subject, files=files, acts=len(acts), size=_head(signed).size)


def save(exported: Exported, *, to: Path) -> Path:
    """Write the bundle's folder and return its path. Raises Malformed when something lies there already."""
    if to.exists() and any(to.iterdir()):
        raise Malformed("--to", expected="an empty or new folder", got=to.name)
    for name, data in exported.files.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return to


def _check_agreed(agreed: agreements.Agreement, *, subject: IncidentId, now: datetime) -> None:
    if agreed.kind is not agreements.Kind.EXPORT or agreed.subject != subject or agreed.agreed_at is None:
        raise Refused(CustodyReason.NOT_AGREED)
    if now - agreed.agreed_at > timedelta(hours=EXPORT_AGREED_HOURS):
        raise Refused(CustodyReason.AGREED_LONG_AGO, hours=EXPORT_AGREED_HOURS)


def _head(signed: str) -> checkpoint.Checkpoint:
    return checkpoint.parsed(note.parted(signed)[0])


def _shown(subject: IncidentId, signed: str) -> tuple[folder.ShownAct, ...]:
    """Return every act about the incident and its linked reports, opened as far as each allows, with its proof."""
    head = _head(signed)
    node = leaf.node()
    placed = [one for one in _acts(subject) if one.index < head.size]
    from_press = {one.subject for one in placed if one.record.value("channel") == Channel.PRESS.value}
    consents = {
        one.subject: report.consents_of(ReportId(one.subject)).testify for one in placed if one.kind is Kind.RECEIVED
    }
    shown = []
    for one in placed:
        consent = consents.get(one.subject, TestifyConsent.NOBODY)
        labels = _labels(one, consent=consent, from_press=one.subject in from_press)
        hashes = merkle.inclusion_proof(node, index=one.index, size=head.size)
        proof = Proof(index=one.index, hashes=hashes, checkpoint=signed)
        shown.append(
            folder.ShownAct(index=one.index, leaf=one.leaf, fields=tuple(one.record.shown(labels)), proof=proof)
        )
    return tuple(shown)


def _acts(subject: IncidentId) -> tuple[act.Placed, ...]:
    """Return the acts of the incident, of those that were merged into it, and of every report they link, by place."""
    of_incidents: dict[int, act.Placed] = {}
    asked: set[str] = set()
    ask = {str(subject)}
    while ask := ask - asked:
        asked |= ask
        found = act.about(ask)
        of_incidents |= {one.index: one for one in found}
        ask = {str(gone) for one in found if (gone := one.record.value("gone"))}
    of_reports = {one.index: one for one in act.about(incident.get(subject).reports)}
    every = of_incidents | of_reports
    return tuple(every[index] for index in sorted(every))


def _labels(one: act.Placed, *, consent: TestifyConsent, from_press: bool) -> frozenset[str]:
    labels = openable(one.kind, consent=consent, from_press=from_press)
    if not from_press and event_type_of(str(one.record.value("event-type") or "")) is None:
        labels -= {"event-type"}  # A word that somebody typed, not one of ours.
    return labels
