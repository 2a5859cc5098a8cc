"""The copy of what was recorded, for whoever told it or the family: one plain file, fetched with the code.

The one thing to know: it opens everything the teller said, with the salts, so that its holder can prove later what was told,
and to when, without asking us; and nothing of who at the desk did what. Whoever finds the file can read it: the page says so.
"""

from __future__ import annotations

from hashlib import sha256

from haal.domain.record.custody import CHAIN, Kind
from haal.ledger import checkpoint, merkle, note
from haal.ledger.proof import Proof
from haal.services.intake import follow
from haal.storage import act, leaf
from haal.storage import checkpoint as kept

FORMAT = "haal-own-copy/v1"
TOLD = frozenset({Kind.RECEIVED, Kind.SEALED, Kind.ASKED, Kind.ANSWERED, Kind.CONSENT_CHANGED})
HOW_TO_CHECK = """What you told, as it was kept, and what was done with it. Nobody can change it without it showing.
A line `LABEL open SALT VALUE` is something that was kept; `LABEL closed COMMITMENT` is not shown here.
  commitment = SHA-256(0x10, the salt decoded from base64, the label, 0x00, the value as it stands to the end of the line)
  record     = RFC 6962 tree over label, 0x00, commitment, in this order; leaf = "haal-leaf/v1", its root in base64
A proof shows that the leaf lies in the public log. It says: this was kept by then. It does not say that it is true.

جو آپ نے بتایا، جیسے رکھا گیا، اور اس کے ساتھ کیا کیا گیا۔ اسے کوئی اس طرح نہیں بدل سکتا کہ پتا نہ چلے۔
ثبوت یہ دکھاتا ہے کہ یہ تب تک رکھا جا چکا تھا۔ یہ نہیں کہ یہ سچ ہے۔
"""


def of_code(*, code: str) -> str:
    """Return the copy of the report with this code. Raises NotFound (also when it was erased), KeysLocked."""
    signed = kept.last()
    parts = [
        _part(number, one, signed=signed) for number, one in enumerate(act.kept_about(follow.find(code=code)), start=1)
    ]
    return f"{FORMAT}\n\n{HOW_TO_CHECK}\n" + "\n".join(parts)


def _part(number: int, one: act.Kept, *, signed: str | None) -> str:
    """Return one act: what it keeps, its leaf, and the way from there to the published head, if it has got so far."""
    labels = {field.label for field in one.record.fields} - {"by"} if one.kind in TOLD else CHAIN
    head, _index, *rest = one.record.text(index=one.index or 0, opened=labels).removesuffix("\n").split("\n")
    index = "waiting for its place" if one.index is None else str(one.index)
    lines = [f"--- {number} ---", head, f"index {index}", *rest, f"leaf-sha256 {sha256(one.leaf).hexdigest()}"]
    return "\n".join(lines) + "\n" + _proof(one.index, signed)


def _proof(index: int | None, signed: str | None) -> str:
    size = checkpoint.parsed(note.parted(signed)[0]).size if signed else 0
    if signed is None or index is None or index >= size:
        return "not published yet: fetch this copy again after the next full hour\n"
    hashes = merkle.inclusion_proof(leaf.node(), index=index, size=size)
    return f"\n{Proof(index=index, hashes=hashes, checkpoint=signed).text}"
