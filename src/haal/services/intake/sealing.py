"""Seal what only two key keepers together may open, before anything of it is written.

`shut` is slow (public-key work) and runs outside the transaction; `keep` is one insert inside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from haal.domain.ids import ReportId
from haal.domain.report import Sealed
from haal.storage import seal as seal_rows
from haal.storage.ground import keys
from haal.vault.seal import SealedBox, seal


def shut(sealed: Sealed) -> SealedBox | None:
    """Return the sealed box of what was told in confidence, or None when there is nothing."""
    if sealed.is_empty():
        return None
    plain = asdict(sealed)
    for attachment in plain["attachments"]:
        attachment["content"] = base64.b64encode(attachment["content"]).decode("ascii")
    return seal(json.dumps(plain, ensure_ascii=False).encode(), custodians=keys.custodians())


def keep(*, box: SealedBox | None, record: ReportId, now: datetime) -> None:
    """Keep the box beside its report; call inside the transaction."""
    if box is not None:
        seal_rows.put(box=box, record=record, kind="report", now=now)


def files_of(sealed: Sealed, *, box: SealedBox | None) -> dict[str, object]:
    """Return what the act of sealing commits to, of each file as it came: its hash, its length, what it was said to be.

    Empty when there is no file. Nothing looks into a file here or anywhere on this box.
    """
    if box is None or not sealed.attachments:
        return {}
    files = [
        {"bytes": len(one.content), "sha256": hashlib.sha256(one.content).hexdigest(), "type": one.media_type}
        for one in sealed.attachments
    ]
    return {"files": files, **fields_of(box=box)}


def fields_of(*, box: SealedBox | None) -> dict[str, object]:
    """Return what the ledger commits to of a seal: the hash of its ciphertext, which outlives the keys to it."""
    return {"sealed-sha256": hashlib.sha256(box.ciphertext).hexdigest()} if box is not None else {}
