"""What pages and commands show of the ledger: its head, its key, and where an export stands. Reads only.

The one thing to know: what everybody sees is the published head, with nothing of what waits; `inside` is for the box keeper.
What changes anything is `haal.services.testify.seal` and `bundle`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from haal.domain.access import Actor, Permission, may, require
from haal.domain.agreement import MAY_AGREE, Kind, why_not_agree
from haal.domain.errors import LedgerCorrupt, NotFound
from haal.domain.ids import AgreementId, IncidentId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.record.custody import EXPORT_AGREED_HOURS
from haal.domain.record.words import words_of
from haal.formats.public import verifiers
from haal.ledger import checkpoint, note
from haal.services.people.health import Finding
from haal.services.testify import unbroken
from haal.storage import act, agreement, incident, leaf
from haal.storage import checkpoint as kept

HOURS_BEHIND_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger as everybody may see it: what is published, and nothing of what waits. Empty while nothing was signed."""

    size: int
    root: str
    note: str
    words: str
    signed_at: datetime | None
    vkey: str
    fingerprint: str
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What only who looks after the box sees: leaves that are not public yet, acts without a place, why nothing is signed."""

    size: int
    waiting: int
    hours_behind: int
    refused: str


def ledger() -> Ledger:
    """Return the newest published head and the key it is signed with."""
    signed = kept.last_signed()
    key = kept.verify_key()
    head = checkpoint.parsed(note.parted(signed.note)[0]) if signed else None
    return Ledger(
        size=head.size if head else 0,
        root=head.root.hex() if head else "",
        note=signed.note if signed else "",
        words=" ".join(words_of(head.text)) if head else "",
        signed_at=signed.signed_at if signed else None,
        vkey=key.text if key else "",
        fingerprint=fingerprint(key.public) if key else "",
        witnesses=tuple(name for name, _ in note.parted(signed.note)[1][1:]) if signed else (),
    )


def inside(*, policy: Policy = DEFAULT) -> Inside:
    """Return how the ledger stands within. Never shown in public: sizes between two checkpoints would tell what happens."""
    try:
        unbroken.check(ask=True)
        refused = ""
    except LedgerCorrupt as error:
        refused = str(error)
    size, public = leaf.size(), kept.last_signed()
    more = max(0, size - (public.size if public else 0))
    return Inside(
        size=size,
        waiting=act.waiting_count(),
        hours_behind=-(-more // policy.ledger_leaves_an_hour),
        refused=refused,
    )


def examined() -> tuple[Finding, ...]:
    """Return what `haal doctor` says of the ledger."""
    seen, public = inside(), ledger()
    return (
        Finding(
            what="ledger",
            well=not seen.refused,
            says=seen.refused
            or f"{seen.size} leaves, {public.size} of them public, {seen.waiting} acts without a place",
            do="" if not seen.refused else "see docs/how-to/check-a-bundle.md, When the ledger refuses",
        ),
        Finding(
            what="ledger publication",
            well=seen.hours_behind <= HOURS_BEHIND_MAX,
            says=f"what is there now is public in {seen.hours_behind} hours",
            do=""
            if seen.hours_behind <= HOURS_BEHIND_MAX
            else "haal ledger publish --catch-up (it shows that there was much)",
        ),
        Finding(
            what="ledger witnesses",
            well=True,  # a box alone is not ill
            says=f"the public checkpoint is cosigned by {len(public.witnesses)} witnesses"
            + ("" if public.witnesses else "; ask another community to be one: docs/how-to/witness.md"),
        ),
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
    """Return the file `checkpoint`, `policy` or one of the checking programs, as strangers download it. Raises NotFound."""
    if name in verifiers.PROGRAMS:
        return verifiers.program(name).decode()
    text = kept.read_public(name)
    if text is None:
        raise NotFound
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingPage:
    """The page that checks a bundle in the browser, and the Content-Security-Policy under which it runs."""

    page: bytes
    policy: str


def checking_page() -> CheckingPage:
    """Return it."""
    return CheckingPage(page=verifiers.program("verify.html"), policy=verifiers.page_policy())


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a key in groups of four, as the verifier prints it."""
    digest = sha256(public).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
