"""Keep what is told apart from the desk: the same steps for a protected report and for a complaint.

The box is shut before the transaction; a repeated key gives the same code, a reused key is refused.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.apart import Protected
from haal.domain.complaint.told import Complaint, Recording
from haal.domain.errors import Refused
from haal.domain.incoming import Reason
from haal.domain.receipt import Receipt
from haal.services.intake import receipts
from haal.storage import apart, complaint, work
from haal.storage.ground import secret


def keep(*, told: Protected | Complaint, recording: Recording | None = None, client_key: str, now: datetime) -> Receipt:
    """Keep `told` once, with what was spoken beside it, and return its code. Raises Refused: the key came before with other
    words.
    """
    purpose = "protected" if isinstance(told, Protected) else "complaint"
    # The client's key is random and kept nowhere, so that nobody with the disk can try phone numbers against this hash.
    spoken = recording.content if recording else b""
    content_hash = secret.digest("content", client_key, repr(told), spoken)
    key_hash = receipts.key_hash(purpose=purpose, client_key=client_key)
    repeated = apart.known(type(told), key_hash) is not None
    if not repeated:
        digests = receipts.digests(purpose=purpose, client_key=client_key, content_hash=content_hash)
        box = apart.shut(told)
        spoken_box = complaint.shut_recording(recording) if recording else None
        try:
            with work.atomic():
                kept_id = apart.keep(type(told), box=box, digests=digests, day=now.date())
                if spoken_box is not None:
                    complaint.keep_recording(kept_id, spoken_box)
        except apart.AlreadyThere:
            repeated = True
    kept = apart.known(type(told), key_hash)
    if kept is None or kept.content != content_hash:
        raise Refused(Reason.CLIENT_KEY_USED)
    code = receipts.draw(purpose=purpose, client_key=client_key, content_hash=content_hash, attempt=kept.receipt_try)
    return replace(code, repeated=repeated)
