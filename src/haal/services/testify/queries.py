"""What pages and commands show of the ledger: its head, its key, and where an export stands. Reads only.

The one thing to know: the head shown is the published one; leaves of acts that wait are not counted in it.
What changes anything is `haal.services.testify.seal` and `bundle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.resources import files

from haal.domain.access import Actor, Permission, may, require
from haal.domain.agreement import MAY_AGREE, Kind, why_not_agree
from haal.domain.custody import EXPORT_AGREED_HOURS
from haal.domain.errors import NotFound
from haal.domain.ids import AgreementId, IncidentId
from haal.ledger import checkpoint, note
from haal.storage import act, agreement, incident, leaf
from haal.storage import checkpoint as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger as everybody may see it. `note` and `vkey` are empty while nothing was signed."""

    size: int
    signed_size: int
    root: str
    note: str
    signed_at: datetime | None
    vkey: str
    fingerprint: str
    waiting: int


def ledger() -> Ledger:
    """Return the newest published head and the key it is signed with."""
    signed = kept.read_public("checkpoint") or ""
    key = kept.verify_key()
    head = checkpoint.parsed(note.parted(signed)[0]) if signed else None
    return Ledger(
        size=leaf.size(),
        signed_size=head.size if head else 0,
        root=head.root.hex() if head else "",
        note=signed,
        signed_at=kept.last_signed_at(),
        vkey=key.text if key else "",
        fingerprint=fingerprint(key.public) if key else "",
        waiting=act.waiting_count(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuestion:
    """Where an export stands: not asked (no `agreement_id`), asked, or agreed to and still in time."""

    incident_id: IncidentId
    reports: int
    agreement_id: AgreementId | None
    agreed: bool
    can_agree: bool
    reason: str


def export_question(*, incident_id: IncidentId, by: Actor, now: datetime) -> ExportQuestion:
    """Return where the export of an incident stands for this person. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.ASK_EXPORT)
    subject = incident.resolve(incident_id)
    agreed = agreement.find_agreed(kind=Kind.EXPORT, subject=subject)
    if agreed and agreed.agreed_at and now - agreed.agreed_at > timedelta(hours=EXPORT_AGREED_HOURS):
        agreed = None
    asked = agreement.find_open(kind=Kind.EXPORT, subject=subject)
    box = agreement.reason_of(asked.id) if asked else None
    return ExportQuestion(
        incident_id=subject,
        reports=len(incident.get(subject).reports),
        agreement_id=agreed.id if agreed else asked.id if asked else None,
        agreed=agreed is not None,
        can_agree=asked is not None
        and why_not_agree(asked, by=by.person_id) is None
        and may(by, MAY_AGREE[Kind.EXPORT]),
        reason=str(box.open()["reason"]) if box else "",
    )


def public_text(name: str) -> str:
    """Return the file `checkpoint`, `policy` or `verify.py`, as strangers download it. Raises NotFound."""
    if name == "verify.py":
        return (files("haal.ledger") / "verify.py").read_text("utf-8")
    text = kept.read_public(name)
    if text is None:
        raise NotFound
    return text


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a key in groups of four, as the verifier prints it."""
    digest = sha256(public).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
