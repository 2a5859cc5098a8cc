"""Export one incident as a bundle that a stranger checks offline.

The one thing to know: nobody exports alone. One person asks, another agrees, and the export is itself an act in the ledger
that the bundle holds: it counts all other acts and binds them, so that nobody can leave one out afterwards.
Which acts belong into it, and what of them is opened, is `haal.services.testify.contents`; the folder's shape is
`haal.formats.public.bundle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from haal.domain import agreement as agreements
from haal.domain.access import Actor, Permission, is_account, require, require_fresh
from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.ids import AgreementId, IncidentId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.record.custody import EXPORT_AGREED_HOURS, EXPORT_FRESH_HOURS, CustodyReason, Kind
from haal.formats.public import bundle as folder
from haal.ledger import checkpoint, note
from haal.services.testify import contents, seal
from haal.services.testify.witness import named
from haal.storage import act, agreement, audit, incident, leaf, work
from haal.storage import checkpoint as kept

TRIES_MAX = 5
CHECKPOINTS_MAX = 72  # looked at for one that enough witnesses have cosigned


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
    """Return the bundle of an incident as it stood when its export became an act of the ledger.

    The export is an act first, and says what the bundle holds; the bundle can be written when a public checkpoint speaks of
    that act: at the next full hour, or at once on a box that has not published anything yet.

    Args:
        incident_id: of the incident; a merged one leads to where it went.
        by: who writes it; the box itself, or a person who may ask for exports.
        agreement_id: of the two who agreed to export this incident.
        now: aware, UTC.

    Raises:
        NotFound: there is no such incident or agreement.
        Refused: nobody has agreed to this, or too long ago; or it is not under a public checkpoint yet, and when it will be.
        LedgerCorrupt: the ledger cannot be signed.
        KeysLocked: the desk's boxes cannot be opened.
    """
    asked = _exported(incident_id, by=by, agreement_id=agreement_id, now=now)
    subject = IncidentId(asked.subject)
    written = _written(subject, asked, now=now)
    with work.atomic():
        audit.write(by=by, what="bundle-exported", subject=f"{subject}:{agreement_id}", now=now)
    return written


def prepare(*, incident_id: IncidentId, by: Actor, agreement_id: AgreementId, now: datetime) -> None:
    """Make the export an act, so that the next checkpoint speaks of it; `export` then has nothing to wait for.

    Raises:
        NotFound, Refused, KeysLocked: as `export`.
    """
    _exported(incident_id, by=by, agreement_id=agreement_id, now=now)


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


def _exported(incident_id: IncidentId, *, by: Actor, agreement_id: AgreementId, now: datetime) -> act.Placed:
    """Return the act by which these two exported the incident; a new one when there is none, or it is stale."""
    if is_account(by):
        require(by, Permission.ASK_EXPORT)
    subject = incident.resolve(incident_id)
    _check_agreed(agreement.get(agreement_id), subject=subject, now=now)
    _sequence_all()
    asked = _newest(subject, agreement_id)
    if asked is None or _is_stale(asked, now=now):
        asked = _put(subject, agreement_id, by=by, now=now)
        if kept.last() is None:
            seal.publish(now=now)
    return asked


def _newest(subject: IncidentId, agreement_id: AgreementId) -> act.Placed | None:
    """Return the last act by which these two exported the incident."""
    of_both = [
        one
        for one in act.about([subject])
        if one.kind is Kind.EXPORTED and one.record.value("agreement") == str(agreement_id)
    ]
    return of_both[-1] if of_both else None


def _is_stale(asked: act.Placed, *, now: datetime) -> bool:
    """Return whether the act is some hours old, or something has come in between it and what it counts."""
    at = datetime.fromisoformat(str(asked.record.value("at")))
    acts = contents.acts_of(contents.subjects_of(IncidentId(asked.subject)), before=asked.index)
    return now - at > timedelta(hours=EXPORT_FRESH_HOURS) or contents.snapshot_of(acts) != asked.record.value(
        "contents"
    )


def _put(subject: IncidentId, agreement_id: AgreementId, *, by: Actor, now: datetime) -> act.Placed:
    """Make the export an act that says what the bundle holds, and give it its place."""
    for _ in range(TRIES_MAX):
        _sequence_all()
        with work.atomic():
            subjects = contents.subjects_of(subject)
            if act.waiting_about(subjects):  # somebody has just told more about it
                continue
            acts = contents.acts_of(subjects, before=leaf.size())
            fields = {
                "agreement": str(agreement_id),
                "standard": contents.standard(subject).value,
                "acts": len(acts),
                "contents": contents.snapshot_of(acts),
            }
            act.put(kind=Kind.EXPORTED, subject=subject, fields=fields, by=by, now=now)
        _sequence_all()
        asked = _newest(subject, agreement_id)
        if asked is not None:
            return asked
    raise Refused(CustodyReason.TOO_BUSY)


def _written(subject: IncidentId, asked: act.Placed, *, now: datetime) -> Exported:
    """Return the bundle's files under the newest checkpoint that strangers' policy accepts.

    Raises:
        Refused: none speaks of the act yet, or it does and too few witnesses have cosigned it.
    """
    signed = _newest_accepted()
    head = checkpoint.parsed(note.parted(signed)[0]) if signed else None
    if signed is None or head is None or asked.index >= head.size:
        last = kept.last_signed()
        if last and asked.index < last.size:
            raise Refused(CustodyReason.NOT_YET_WITNESSED)
        raise Refused(CustodyReason.NOT_YET_PUBLIC, at=f"{seal.next_hour(now):%H:%M} UTC")
    acts = (*contents.acts_of(contents.subjects_of(subject), before=asked.index), asked)
    files = folder.write(
        folder.Contents(
            incident=subject,
            export=asked.id,
            standard=str(asked.record.value("standard")),
            acts=contents.shown(acts, size=head.size),
            checkpoint=signed,
            exported=now.date(),
        )
    )
    return Exported(incident_id=subject, files=files, acts=len(acts), size=head.size)


def _newest_accepted() -> str | None:
    """Return the newest signed checkpoint that the box's own policy accepts, with its cosignatures."""
    for signed in kept.newest(limit=CHECKPOINTS_MAX):
        if named.is_accepted(signed.note):
            return signed.note
    return None


def _sequence_all() -> None:
    while seal.sequence().added:
        """Everything that waits has its place before anything is counted."""
