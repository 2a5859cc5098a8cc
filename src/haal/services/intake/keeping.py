"""Keep what is told apart from the desk: the same steps for a protected report and for a complaint.

The box is shut before the transaction; a repeated key gives the same code, a reused key is refused.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.apart import Complaint, Protected
from haal.domain.errors import Refused
from haal.domain.incoming import Reason
from haal.domain.receipt import Receipt
from haal.services.intake import receipts
from haal.storage import apart, work
from haal.storage.ground import secret


def keep(*, told: Protected | Complaint, client_key: str, now: datetime) -> Receipt:
    """Keep `told` once and return its code. Raises Refused: the key came before with other words."""
    purpose = "protected" if isinstance(told, Protected) else "complaint"
    # The client's key is random and kept nowhere, so that nobody with the disk can try phone numbers against this hash.
    content_hash = secret.digest("content", client_key, repr(told))
    key_hash = receipts.key_hash(purpose=purpose, client_key=client_key)
    repeated = apart.known(type(told), key_hash) is not None
    if not repeated:
        digests = receipts.digests(purpose=purpose, client_key=client_key, content_hash=content_hash)
        box = apart.shut(told)
        try:
            with work.atomic():
                apart.keep(type(told), box=box, digests=digests, day=now.date())
        except apart.AlreadyThere:
            repeated = True
    kept = apart.known(type(told), key_hash)
    if kept is None or kept.content != content_hash:
        raise Refused(Reason.CLIENT_KEY_USED)
    code = receipts.draw(purpose=purpose, client_key=client_key, content_hash=content_hash, attempt=kept.receipt_try)
    return replace(code, repeated=repeated)
