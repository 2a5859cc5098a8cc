"""Keys for tests: one set for the whole run, opened in memory, without passphrase and without key holder.

`open_sealed` is what an offline station would read; only tests have the key keepers' secret halves.
"""

from __future__ import annotations

from pathlib import Path

from haal.storage.ground import keys
from haal.vault.keys import Secrets, new_pair
from haal.vault.seal import SealedBox, open_with, unwrap

SECRETS = Secrets.make()
CUSTODIANS = tuple(new_pair() for _ in range(3))


def given_keys(home: Path) -> None:
    """Put the test keys into a data folder and hold their secret halves in this process."""
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    keys.write_public(home, keys.public_of(SECRETS, custodians=[pair.public for pair in CUSTODIANS]))
    keys.hold(SECRETS)


def open_sealed(box: SealedBox, *, by: tuple[int, int] = (0, 1)) -> bytes:
    """Return what two key keepers read."""
    one, other = (unwrap(box.wrapped[keeper], identity=CUSTODIANS[keeper].identity) for keeper in by)
    return open_with(box.ciphertext, one=one, other=other)
