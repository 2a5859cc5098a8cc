"""The key that signs our CAP files, as strangers know it: the fingerprint of its certificate.

Read from the certificate that lies in the data folder in clear, so that it is shown while the keys are away.
"""

from __future__ import annotations

from haal.storage.ground.keys import CERTIFICATE
from haal.storage.ground.site import site
from haal.vault.signing import fingerprint as fingerprint_of


def fingerprint() -> str:
    """Return the fingerprint, or an empty text on a box that has no such key yet."""
    path = site().home / "keys" / CERTIFICATE
    return fingerprint_of(path.read_bytes()) if path.is_file() else ""
