"""Signed checkpoints: every one that was made, in the ledger's database; the last one, in a file for everybody.

The one thing to know: the file in HAAL_HOME/public outlives a restored database, so it is what tells a ledger that has
fallen behind. The key that signs lies in HAAL_HOME/keys/ledger.key, made once by `haal init`, for its owner's eyes.
Not the decision to sign: that is `haal.services.testify.seal`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models

from haal.ledger import policy
from haal.ledger.note import SigningKey, VerifyKey

POLICY_WORDS = """Trust policy (C2SP tlog-policy) of a Haal ledger.
Compare this key with one you have from elsewhere: print, another newspaper, an earlier bundle."""


class CheckpointRow(models.Model):
    """One signed checkpoint."""

    lies_in_ledger = True

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        """Append-only by trigger."""

        db_table = "checkpoint"


class CosignatureRow(models.Model):
    """What one witness wrote under one checkpoint: `line` is the whole signature line without its newline."""

    lies_in_ledger = True

    size = models.BigIntegerField()
    witness = models.CharField(max_length=255)
    line = models.TextField()

    class Meta:
        """The first of each witness is kept; append-only by trigger."""

        db_table = "cosignature"
        constraints = [models.UniqueConstraint(fields=["size", "witness"], name="cosignature_once")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signed checkpoint: `note` carries the cosignatures that have come so far."""

    size: int
    note: str
    signed_at: datetime


def keep(*, size: int, note: str, now: datetime) -> None:
    """Keep a signed checkpoint, in the caller's `work.ledger()`; one of each size."""
    CheckpointRow(size=size, note=note, signed_at=now).save(force_insert=True)


def last() -> str | None:
    """Return the newest signed checkpoint with its cosignatures."""
    signed = last_signed()
    return signed.note if signed else None


def last_signed() -> Signed | None:
    """Return the newest signed checkpoint, and when it was signed."""
    return next(newest(limit=1), None)


def newest(*, limit: int) -> Iterator[Signed]:
    """Yield signed checkpoints with their cosignatures, newest first."""
    for row in CheckpointRow.objects.order_by("-size")[:limit]:
        yield Signed(size=row.size, note=_cosigned(row), signed_at=row.signed_at)


def each() -> Iterator[tuple[int, str]]:
    """Yield (size, note) of every checkpoint, by size, without cosignatures."""
    yield from CheckpointRow.objects.order_by("size").values_list("size", "note").iterator(chunk_size=500)


def add_cosignatures(*, size: int, lines: Mapping[str, str]) -> int:
    """Keep what witnesses (key name -> signature line, verified before) wrote under a checkpoint; return how many are new.

    Call it in `work.ledger()`.
    """
    rows = [CosignatureRow(size=size, witness=name, line=line.rstrip("\n")) for name, line in lines.items()]
    before = CosignatureRow.objects.filter(size=size).count()
    CosignatureRow.objects.bulk_create(rows, ignore_conflicts=True)
    return CosignatureRow.objects.filter(size=size).count() - before


def last_cosigned_size(witness: str) -> int:
    """Return the size of the newest checkpoint that this witness has cosigned, 0 for none."""
    row = CosignatureRow.objects.filter(witness=witness).order_by("-size").first()
    return row.size if row else 0


def _cosigned(row: CheckpointRow) -> str:
    lines = CosignatureRow.objects.filter(size=row.size).order_by("witness").values_list("line", flat=True)
    return row.note + "".join(f"{line}\n" for line in lines)


def heard_from_witnesses() -> Iterator[tuple[str, str]]:
    """Yield (name, signed checkpoint) that witnesses showed us when they knew a longer or another log than ours."""
    folder = _home() / "heard"
    for path in sorted(folder.glob("*.checkpoint")) if folder.is_dir() else ():
        yield path.name.removesuffix(".checkpoint"), path.read_text("utf-8")


def keep_heard(*, witness: str, note: str) -> Path:
    """Keep the checkpoint by which a witness says that our log is behind or another; a restore does not take it back."""
    name = "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in witness)[:80]
    return _write(_home() / "heard" / f"{name}.checkpoint", note, mode=0o644)


def read_public(name: str) -> str | None:
    """Return the text of a file that everybody may read (`checkpoint`, `policy`), None when there is none."""
    path = _home() / "public" / name
    return path.read_text("utf-8") if path.is_file() else None


def write_public(name: str, text: str) -> Path:
    """Write such a file whole or not at all, and return its path."""
    return _write(_home() / "public" / name, text, mode=0o644)


def signing_key() -> SigningKey | None:
    """Return the key that signs, None when `haal init` has not made one. Raises BadNote when the file is damaged."""
    path = _key_path()
    return SigningKey.parse(path.read_text("utf-8")) if path.is_file() else None


def verify_key() -> VerifyKey | None:
    """Return the public half of the key that signs, None when there is none."""
    key = signing_key()
    return key.verify_key if key else None


def make_signing_key(*, origin: str = "") -> VerifyKey:
    """Make the ledger's key and the policy file for strangers, once, for `haal init`; return the public key.

    Args:
        origin: the ledger's name for ever; by default the sender's domain name and `/ledger`.

    Raises:
        FileExistsError: there is a key already; it is never overwritten.
    """
    path = _key_path()
    if path.exists():
        raise FileExistsError(path.name)
    key = SigningKey.new(origin or f"{settings.HAAL_SENDER}/ledger")
    _write(path, key.text + "\n", mode=0o600)
    write_public("policy", policy.text(logs=[key.verify_key], comment=POLICY_WORDS))
    return key.verify_key


def _home() -> Path:
    return Path(settings.HAAL_HOME)


def _key_path() -> Path:
    return _home() / "keys" / "ledger.key"


def _write(path: Path, text: str, *, mode: int) -> Path:
    path.parent.mkdir(mode=0o700 if mode == 0o600 else 0o755, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path
