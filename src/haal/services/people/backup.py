"""Backup and restore: everything of one box in one encrypted file, and back, with the ledger checked before it counts.

A backup is a tar file, encrypted with age to the backup key (made by `haal init`, its private half kept off the box). It
holds the database copy, the keys folder (the desk's keys lie there under their passphrase) and a manifest of hashes.
A restore goes into an empty folder, is checked there, and says when the ledger is behind what was published since.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from haal.domain.errors import Malformed
from haal.storage import work
from haal.storage.ground import backup as database
from haal.vault import archive
from haal.vault.seal import CannotOpen

MANIFEST = "manifest.json"
DATABASE = "haal.sqlite3"
KEEP_DEFAULT = 7
BYTES_MAX = 8 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup that was written."""

    path: Path
    bytes_count: int
    removed: int


def write(*, to: Path, now: datetime, keep: int = KEEP_DEFAULT) -> Kept:
    """Write one backup into the folder `to` and keep the newest `keep`. Raises Malformed when it cannot be done here."""
    home = database.home()
    if work.vendor() != "sqlite":
        raise Malformed(
            "database", expected="SQLite", got="PostgreSQL: use pg_dump, and keep the keys folder beside it"
        )
    recipient = _recipient(home)
    to.mkdir(parents=True, exist_ok=True)
    target = to / f"haal-{now.strftime('%Y%m%dT%H%M%SZ')}.tar.age"
    part = target.with_suffix(".part")  # beside the target: the folder may be on another disk
    with TemporaryDirectory(dir=home) as scratch:
        folder = Path(scratch)
        database.copy_to(folder / DATABASE)
        if (verdict := database.check_copy(folder / DATABASE)) != "ok":
            raise Malformed("database copy", expected="ok", got=verdict[:80])
        plain = folder / "plain.tar"
        _pack(plain, home=home, copy=folder / DATABASE, now=now)
        try:
            archive.shut_file(plain, part, recipient)
            _keep_on_disk(part)
            part.replace(target)
            _keep_on_disk(to)
        finally:
            part.unlink(missing_ok=True)
    return Kept(path=target, bytes_count=target.stat().st_size, removed=_forget_old(to, keep=keep))


def _recipient(home: Path) -> str:
    path = home / "keys" / "backup.pub"
    if not path.is_file():
        raise Malformed("backup key", expected="keys/backup.pub", got="nothing: was haal init run here?")
    return path.read_text("ascii").strip()


def _keep_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack(plain: Path, *, home: Path, copy: Path, now: datetime) -> None:
    members = {DATABASE: copy} | {
        f"keys/{path.name}": path
        for path in sorted((home / "keys").iterdir())
        if path.is_file() and path.suffix != ".sock"
    }
    manifest = {
        "made_at": now.isoformat(timespec="seconds"),
        "sha256": {name: _sha256(path) for name, path in members.items()},
    }
    raw = json.dumps(manifest, indent=1).encode()
    with tarfile.open(plain, "w") as tar:
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(raw)
        tar.addfile(info, io.BytesIO(raw))
        for name, path in members.items():
            tar.add(path, arcname=name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget_old(folder: Path, *, keep: int) -> int:
    old = sorted(folder.glob("haal-*.tar.age"))[:-keep] if keep else []
    for path in old:
        path.unlink()
    return len(old)


def unpack(*, backup_file: Path, identity: str) -> dict[str, str]:
    """Unpack a backup into the data folder, which must be empty, and check every hash; return the manifest's hashes.

    Nothing is left behind when it fails. Raises Malformed, which says what was wrong.
    """
    to = database.home()
    if to.exists() and any(to.iterdir()):
        raise Malformed("folder", expected="an empty folder", got=f"{to.name} with something in it")
    to.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=to.parent) as scratch:
        plain = Path(scratch) / "plain.tar"
        _open(backup_file, plain, identity)
        inside = Path(scratch) / "inside"
        hashes = _unpacked(plain, inside)
        (inside / "keys").chmod(0o700)
        to.mkdir(mode=0o700, exist_ok=True)
        for name in (DATABASE, "keys"):
            (inside / name).replace(to / name)
    return hashes


def _unpacked(plain: Path, inside: Path) -> dict[str, str]:
    """Unpack into `inside` and return the hashes that were promised and found. Raises Malformed."""
    try:
        with tarfile.open(plain) as tar:
            tar.extractall(inside, filter="data")
        hashes: dict[str, str] = json.loads((inside / MANIFEST).read_text("utf-8"))["sha256"]
        found = {name: _sha256(inside / name) for name in hashes}
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise Malformed("backup", expected="a backup made by haal", got=type(error).__name__) from None
    for name, expected in hashes.items():
        if found[name] != expected:
            raise Malformed(name, expected=f"sha256 {expected[:16]}", got="other bytes")
    if not (inside / "keys").is_dir() or DATABASE not in hashes:
        raise Malformed("backup", expected="a database and its keys", got="one without the other")
    return hashes


def _open(backup: Path, plain: Path, identity: str) -> None:
    try:
        archive.open_file(backup, plain, identity)
    except CannotOpen:
        raise Malformed(
            "backup", expected="a whole file of this backup key", got="another key, or spoiled bytes"
        ) from None
    except OSError as error:
        raise Malformed("backup", expected="a file that can be read", got=type(error).__name__) from None
