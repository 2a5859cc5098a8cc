"""The key that signs our CAP files, as strangers know it: the fingerprint of its certificate.

The certificate lies in the data folder in clear, so it is shown while the keys are away.
"""

from __future__ import annotations

from haal.storage.ground import signing
from haal.vault.signing import fingerprint as fingerprint_of


def fingerprint() -> str:
    """Return the fingerprint, or an empty text on a box that has no such key yet."""
    known = signing.certificate()
    return fingerprint_of(known) if known is not None else ""
