"""Backup and restore: everything of one box in two encrypted files, and back, with the ledger checked before it counts.

A backup is a tar file, encrypted with age to the backup key (made by `haal init`, its private half kept off the box). It
holds copies of the two databases, the keys folder (the desk's keys lie there under their passphrase) and a manifest of
hashes. The keys of the single boxes and the key keepers' shares lie in a second file beside it, which is deleted after
seven days: whatever was erased since can then be read in no backup. Without it a backup still comes back and verifies, and
says how many reports stay shut.
A restore goes into an empty folder, is checked there, and says when the ledger is behind what was published since.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from haal.domain.errors import Malformed
from haal.domain.policy import DEFAULT, Policy
from haal.storage import work
from haal.storage.ground import backup as database
from haal.vault import archive
from haal.vault.seal import CannotOpen

MANIFEST = "manifest.json"
DATABASE = "haal.sqlite3"
LEDGER = "ledger.sqlite3"
BOX_KEYS = "box-keys.sqlite3"
WITNESSES = "witnesses"  # whom a restored ledger asks before it signs; not every box has any
STAMP = "%Y%m%dT%H%M%SZ"
KEEP_DEFAULT = 7
BYTES_MAX = 8 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup that was written: `path`, and in `keys_path` the keys of its boxes, for a week."""

    path: Path
    keys_path: Path
    bytes_count: int
    removed: int
    keys_removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A backup that was brought back. `reports_shut`: how many reports nobody can read, since their keys are not there."""

    hashes: dict[str, str]
    reports_shut: int


def write(*, to: Path, now: datetime, keep: int = KEEP_DEFAULT, policy: Policy = DEFAULT) -> Kept:
    """Write one backup into the folder `to`, keep the newest `keep`, and delete keys that are a week old.

    Raises:
        Malformed: it cannot be done here.
    """
    home = database.home()
    if work.vendor() != "sqlite":
        raise Malformed(
            "database", expected="SQLite", got="PostgreSQL: use pg_dump, and keep the keys folder beside it"
        )
    recipient = _recipient(home)
    to.mkdir(parents=True, exist_ok=True)
    target = to / f"haal-{now.strftime(STAMP)}.tar.age"
    with TemporaryDirectory(dir=home) as scratch:
        folder = Path(scratch)
        database.copy_to(database=folder / DATABASE, ledger=folder / LEDGER)
        database.take_keys_out(folder / DATABASE, folder / BOX_KEYS)
        for name in (DATABASE, LEDGER):
            if (verdict := database.check_copy(folder / name)) != "ok":
                raise Malformed("database copy", expected="ok", got=verdict[:80])
        plain = folder / "plain.tar"
        _pack(plain, home=home, copies=folder, now=now)
        # The keys first: a copy without its keys would look like a whole backup.
        _shut(folder / BOX_KEYS, keys_beside(target), recipient)
        _shut(plain, target, recipient)
    return Kept(
        path=target,
        keys_path=keys_beside(target),
        bytes_count=target.stat().st_size,
        removed=_forget_old(to, keep=keep),
        keys_removed=_forget_old_keys(to, now=now, days=policy.key_backup_days),
    )


def keys_beside(backup: Path) -> Path:
    """Return where the keys of a backup's boxes lie, by its name."""
    return backup.with_name(backup.name.replace("haal-", "keys-", 1).replace(".tar.age", ".age"))


def _shut(plain: Path, target: Path, recipient: str) -> None:
    """Encrypt a file to its place, whole or not at all."""
    part = target.with_suffix(".part")  # beside the target: the folder may be on another disk
    try:
        archive.shut_file(plain, part, recipient)
        _keep_on_disk(part)
        part.replace(target)
        _keep_on_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


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


def _pack(plain: Path, *, home: Path, copies: Path, now: datetime) -> None:
    members = {name: copies / name for name in (DATABASE, LEDGER)} | {
        f"keys/{path.name}": path
        for path in sorted((home / "keys").iterdir())
        if path.is_file() and path.suffix != ".sock"
    }
    if (home / WITNESSES).is_file():
        members[WITNESSES] = home / WITNESSES
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


def _forget_old_keys(folder: Path, *, now: datetime, days: int) -> int:
    """Delete the keys of backups that are older than the policy lets them be."""
    limit = (now - timedelta(days=days)).strftime(STAMP)
    old = [path for path in folder.glob("keys-*.age") if path.name.removeprefix("keys-") < f"{limit}.age"]
    for path in old:
        path.unlink()
    return len(old)


def unpack(*, backup_file: Path, keys_file: Path | None = None, identity: str) -> Unpacked:
    """Unpack a backup into the data folder, which must be empty, and check every hash.

    Args:
        backup_file: the backup.
        keys_file: the keys of its boxes; None: what lies beside it, if anything does.
        identity: the private backup key.

    Nothing is left behind when it fails. Raises Malformed, which says what was wrong.
    """
    box_keys = keys_file or keys_beside(backup_file)
    to = database.home()
    if to.exists() and any(to.iterdir()):
        raise Malformed("folder", expected="an empty folder", got=f"{to.name} with something in it")
    to.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=to.parent) as scratch:
        plain = Path(scratch) / "plain.tar"
        _open(backup_file, plain, identity)
        inside = Path(scratch) / "inside"
        hashes = _unpacked(plain, inside)
        if keys_file is not None or box_keys.is_file():
            _open(box_keys, Path(scratch) / BOX_KEYS, identity)
            _join(inside / DATABASE, Path(scratch) / BOX_KEYS)
        shut = database.shut_count(inside / DATABASE)
        (inside / "keys").chmod(0o700)
        to.mkdir(mode=0o700, exist_ok=True)
        for name in (DATABASE, LEDGER, "keys", WITNESSES):
            if name != WITNESSES or name in hashes:
                (inside / name).replace(to / name)
    return Unpacked(hashes=hashes, reports_shut=shut)


def _join(copy: Path, box_keys: Path) -> None:
    try:
        database.put_keys_in(copy, box_keys)
    except sqlite3.Error as error:
        raise Malformed("keys", expected="the keys of a backup made by haal", got=type(error).__name__) from None


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
    if not (inside / "keys").is_dir() or not {DATABASE, LEDGER} <= hashes.keys():
        raise Malformed("backup", expected="two databases and their keys", got="one without the other")
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
