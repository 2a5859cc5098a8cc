"""Hand a bundle over so that both sides have signed: who gave it, and who received exactly these bytes.

The one thing to know: what both sign is one text of three lines: a word for what it is, the SHA-256 of the bundle's
`tagmanifest-sha256.txt` (which binds every file of it), and the receiver's public key. The box signs with its ledger key, the
receiver adds a line with their own, by any tool that writes signed notes; what comes back is kept as an act of the incident.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.domain.access import Actor
from haal.domain.errors import LedgerCorrupt, Malformed
from haal.domain.ids import ActId, IncidentId
from haal.ledger import handover, note
from haal.storage import act, audit, incident, work
from haal.storage import checkpoint as kept

FORMAT = "haal-transfer/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What the receiver signs: `statement` is a signed note."""

    bundle_sha256: str
    statement: str


def offer(*, bundle: Path, to: str) -> Offered:
    """Return the statement over a bundle for the receiver with the public key (vkey) `to`; nothing is kept yet.

    Raises:
        Malformed: that is no bundle, or no public key.
        LedgerCorrupt: there is no key to sign with.
    """
    digest, _subject = _bundle(bundle)
    receiver = _receiver(to)
    key = kept.signing_key()
    if key is None:
        raise LedgerCorrupt("keys/ledger.key is not there: nothing can be signed")
    statement = handover.offered(FORMAT, sha256_hex=digest, to=receiver, key=key)
    return Offered(bundle_sha256=digest, statement=statement)


def receive(*, bundle: Path, receipt: str, by: Actor, now: datetime) -> ActId:
    """Keep the receiver's signature beside ours as an act of the incident, and return the act's id.

    Raises:
        Malformed: the receipt is about another bundle, or one of the two signatures is missing or wrong.
        NotFound: the incident of the bundle is none of this box.
    """
    digest, subject = _bundle(bundle)
    ours = kept.verify_key()
    if ours is None:
        raise LedgerCorrupt("keys/ledger.key is not there: our own signature cannot be checked")
    try:
        receiver = handover.signed_by_both(receipt, what=FORMAT, sha256_hex=digest, ours=ours)
    except note.BadNote as error:
        raise Malformed("receipt", expected="a note that both sides have signed", got=str(error)) from None
    incident_id = incident.resolve(IncidentId(subject))
    fields: dict[str, object] = {
        "bundle-sha256": digest,
        "to": receiver.text,
        "statement": handover.text_of(FORMAT, sha256_hex=digest, to=receiver),
        "receipt": receipt,
    }
    with work.atomic():
        act_id = act.put(kind="transferred", subject=incident_id, fields=fields, by=by, now=now)
        audit.write(by=by, what="bundle-transferred", subject=f"{incident_id}:{act_id}", now=now)
    return act_id


def _receiver(vkey: str) -> note.VerifyKey:
    try:
        return note.VerifyKey.parse(vkey)
    except note.BadNote as error:
        raise Malformed("receiver's key", expected="a vkey: name, id and Ed25519 key", got=str(error)) from None


def _bundle(path: Path) -> tuple[str, str]:
    """Return the digest of a bundle's tag manifest and its incident."""
    try:
        manifest = (path / "tagmanifest-sha256.txt").read_bytes()
        head = (path / "data" / "bundle").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(path.name, expected="the folder of a bundle", got=type(error).__name__) from None
    subject = next((line.removeprefix("incident ") for line in head if line.startswith("incident ")), "")
    return handover.digest(manifest), subject
