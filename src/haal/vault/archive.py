"""Whole files shut to one age public key, streamed: for backups. The `age` program opens them too."""

from __future__ import annotations

from pathlib import Path

import pyrage

from haal.vault.seal import CannotOpen, recipient


def shut_file(plain: Path, shut: Path, public: str) -> None:
    """Write `plain` as an age file to `public`. Raises ValueError for a text that is no age public key."""
    pyrage.encrypt_file(str(plain), str(shut), [recipient(public)])


def open_file(shut: Path, plain: Path, identity: str) -> None:
    """Write what is in the age file `shut`. Raises CannotOpen for another key or spoiled bytes, OSError for the disk."""
    with shut.open("rb"):  # age says the same of a file that is not there as of a spoiled one
        pass
    try:
        pyrage.decrypt_file(str(shut), str(plain), [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotOpen from error
    except OSError as error:
        if error.errno is None:  # not the disk's: age's own word for bytes that are not what was written
            raise CannotOpen from error
        raise
