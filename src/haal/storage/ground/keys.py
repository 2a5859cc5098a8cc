"""Where the box's keys are: public halves in `HAAL_HOME/keys/public.json`, secret halves in the key holder's memory.

The one thing to know: shutting needs public keys only, so intake works while everything is locked; opening asks the
key holder once and remembers for this process, until the holder's socket is gone (`haal lock`). Without it:
`KeysLocked`. Not the seal of two people: those secret keys are never here. Making and guarding keys:
`haal.vault.keys`, `holder`.
"""

from __future__ import annotations

import json
import os
import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from haal.domain.errors import KeysLocked, Malformed
from haal.vault import holder, keys, signing
from haal.vault.box import DeskKey, DeskLock, RouteKey
from haal.vault.keys import Secrets
from haal.vault.seal import CannotOpen, recipient

PUBLIC, PRIVATE, SITE, SOCKET, CERTIFICATE = "public.json", "private.age", "site.key", "holder.sock", "cap.pem"
CUSTODIANS_MIN = 2
DEMO_CUSTODIANS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """Everything that is needed to shut: age public keys."""

    desk: str
    focal: str
    complaint: str
    custodians: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """The secrets of this process, ready for use. `socket` tells that the holder is still there; None: there is none."""

    secrets: Secrets
    desk: DeskKey
    focal: DeskKey
    complaint: DeskKey
    route: RouteKey
    socket: tuple[int, int] | None

    @classmethod
    def of(cls, held: Secrets, socket: tuple[int, int] | None) -> _Opened:
        return cls(
            secrets=held,
            desk=DeskKey(held.desk),
            focal=DeskKey(held.focal),
            complaint=DeskKey(held.complaint),
            route=RouteKey(held.route),
            socket=socket,
        )


_cache: dict[str, _Opened] = {}
_public_cache: dict[tuple[Path, int], tuple[PublicKeys, DeskLock]] = {}


def make_keys(
    home: Path, *, custodians: Sequence[str] | None, passphrase: str, now: datetime | None = None
) -> PublicKeys:
    """Make the keys of an empty data folder and return the public halves.

    Args:
        home: the data folder; `keys/` is made in it, for this account only.
        custodians: age public keys of the key keepers, made offline. None: the demo makes three of its own and leaves
            their secret halves in `demo-custodians/`, which is fit for nothing but a demo.
        passphrase: guards the box's own secret keys on disk; 15 characters or more.
        now: from when the certificate of signed warnings holds; None: it is made with the first of them.

    Raises:
        Malformed: there are keys already; fewer than two different key keepers, or no age keys; passphrase too short.
    """
    folder = home / "keys"
    if (folder / PUBLIC).exists():
        raise Malformed("keys", expected="an empty data folder", got="one that has keys already")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keepers = _checked(custodians) if custodians is not None else _demo_custodians(home)
    held = Secrets.make()
    try:
        private = keys.lock_file(held, passphrase=passphrase)
    except ValueError as error:
        expected = f"{keys.PASSPHRASE_LENGTH_MIN} characters or more"
        raise Malformed("passphrase", expected=expected, got=f"{len(passphrase)}") from error
    if not (folder / SITE).exists():
        write_secret(folder / SITE, random.token_urlsafe(48).encode("ascii") + b"\n")
    write_secret(folder / PRIVATE, private)
    if now is not None:
        secret = keys.derive(held.route, purpose=signing.PURPOSE)
        write_secret(folder / CERTIFICATE, signing.certificate_of(secret, sender=settings.HAAL_SENDER, now=now))
    made = public_of(held, custodians=keepers)
    write_public(home, made)
    return made


def public_of(held: Secrets, *, custodians: Sequence[str]) -> PublicKeys:
    """Return the public halves of `held`, with the key keepers."""
    desk, focal, complaint = (keys.public_of(secret) for secret in (held.desk, held.focal, held.complaint))
    return PublicKeys(desk=desk, focal=focal, complaint=complaint, custodians=tuple(custodians))


def write_public(home: Path, made: PublicKeys) -> None:
    """Write the public keys where `public` finds them."""
    told = {"desk": made.desk, "focal": made.focal, "complaint": made.complaint, "custodians": list(made.custodians)}
    write_secret(home / "keys" / PUBLIC, json.dumps(told, indent=1).encode("ascii") + b"\n")


def public() -> PublicKeys:
    """Return the public keys of this data folder. Raises KeysLocked: it has none yet."""
    return _public()[0]


def desk_public() -> DeskLock:
    """Return the lock of the desk's boxes."""
    return _public()[1]


def focal_public() -> DeskLock:
    """Return the lock of protected reports."""
    return DeskLock(public().focal)


def complaint_public() -> DeskLock:
    """Return the lock of complaints."""
    return DeskLock(public().complaint)


def custodians() -> tuple[str, ...]:
    """Return the public keys of the key keepers, in their order."""
    return public().custodians


def desk_identity() -> DeskKey:
    """Return the key of the desk's boxes. Raises KeysLocked."""
    return _opened().desk


def focal_identity() -> DeskKey:
    """Return the key of protected reports. Raises KeysLocked. Whoever calls this has asked for the role first."""
    return _opened().focal


def complaint_identity() -> DeskKey:
    """Return the key of complaints. Raises KeysLocked. Whoever calls this has asked for the role first."""
    return _opened().complaint


def route_key() -> RouteKey:
    """Return the key of numbers to send to. Raises KeysLocked."""
    return _opened().route


def index_key(purpose: str) -> bytes:
    """Return 32 bytes for `vault.box.blind_index`, derived from the route key for one purpose. Raises KeysLocked."""
    return keys.derive(_opened().secrets.route, purpose=purpose)


def desk_part(purpose: str) -> bytes:
    """Return 32 bytes derived from the desk's secret key for one purpose. Raises KeysLocked."""
    return keys.derive(_opened().secrets.desk.encode("ascii"), purpose=purpose)


def locked() -> bool:
    """Return whether nothing can be opened here: the DELIVERY LOCKED state."""
    try:
        _opened()
    except KeysLocked:
        return True
    return False


def unlock(*, passphrase: str) -> int:
    """Open the key file, start the key holder and return its process id.

    Raises:
        KeysLocked: wrong passphrase, or no key file.
        Malformed: a key holder is running already.
    """
    try:
        held = keys.unlock_file((_folder() / PRIVATE).read_bytes(), passphrase=passphrase)
    except (CannotOpen, FileNotFoundError) as error:
        raise KeysLocked from error
    forget()
    try:
        return holder.start(socket_path(), held)
    except holder.HolderDidNotStart as error:
        raise Malformed("key holder", expected="none", got="one that is running") from error


def lock() -> bool:
    """Make the key holder forget and end; False when there was none. This process forgets too."""
    forget()
    return holder.lock(socket_path())


def hold(held: Secrets) -> None:
    """Keep `held` in this process without any holder, until `forget`: for commands that live shortly, and for tests."""
    _cache["opened"] = _Opened.of(held, None)


def forget() -> None:
    """Drop the secrets of this process from memory."""
    _cache.clear()


def socket_path() -> Path:
    """Return where the key holder listens."""
    return Path(settings.HAAL_KEY_HOLDER) if settings.HAAL_KEY_HOLDER else _folder() / SOCKET


def _opened() -> _Opened:
    known = _cache.get("opened")
    if known is not None and known.socket is None:
        return known
    mark = _mark(socket_path())
    if mark is None:
        forget()
        raise KeysLocked
    if known is None or known.socket != mark:
        held = holder.fetch(socket_path())
        if held is None:
            forget()
            raise KeysLocked
        known = _cache["opened"] = _Opened.of(held, mark)
    return known


def _mark(path: Path) -> tuple[int, int] | None:
    """Return what tells this socket from a later one in its place; None when it is gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _public() -> tuple[PublicKeys, DeskLock]:
    path = _folder() / PUBLIC
    try:
        mark = (path, path.stat().st_mtime_ns)
        if mark not in _public_cache:
            told = json.loads(path.read_bytes())
            made = PublicKeys(**{**told, "custodians": tuple(told["custodians"])})
            _public_cache.clear()
            _public_cache[mark] = (made, DeskLock(made.desk))
        return _public_cache[mark]
    except FileNotFoundError as error:
        raise KeysLocked from error
    except KeyError:  # another thread has just read a newer file
        return _public()


def _checked(custodians: Sequence[str]) -> tuple[str, ...]:
    keepers = tuple(public.strip() for public in custodians)
    if len(set(keepers)) < CUSTODIANS_MIN or len(set(keepers)) != len(keepers):
        raise Malformed("key keepers", expected="two or more different public keys", got=f"{len(set(keepers))}")
    for number, public in enumerate(keepers, start=1):
        try:
            recipient(public)
        except ValueError as error:
            raise Malformed(f"key keeper {number}", expected="age1...", got=f"{len(public)} characters") from error
    return keepers


def _demo_custodians(home: Path) -> tuple[str, ...]:
    folder = home / "demo-custodians"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pairs = [keys.new_pair() for _ in range(DEMO_CUSTODIANS)]
    for number, pair in enumerate(pairs, start=1):
        write_secret(
            folder / f"custodian-{number}.txt", f"# public key: {pair.public}\n{pair.identity}\n".encode("ascii")
        )
    return tuple(pair.public for pair in pairs)


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only this account can read, whole or not at all."""
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _folder() -> Path:
    return Path(settings.HAAL_HOME) / "keys"
