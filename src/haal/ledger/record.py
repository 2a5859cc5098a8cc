"""A private record, the commitments to its fields, and the public leaf of one size that stands for it.

The one thing to know: each field has its own 32-byte salt, so a bundle opens some fields and leaves others closed,
a guess at a closed one cannot be checked, and destroying the salt erases what the ledger could ever confirm: the field
is then `Closed`, kept as its commitment alone, and the leaf stays what it was.

    commitment = SHA-256(0x10 || salt || label || 0x00 || RFC 8785 JSON of the value)
    tree       = RFC 6962 root over `label || 0x00 || commitment`, sorted by label
    leaf       = "haal-leaf/v1\\n" + base64(tree) + "\\n"

Bytes only: which fields an act has is the business of whoever calls haal.storage.act; which of them a bundle opens,
of haal.services.testify.bundle.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

import rfc8785

from haal.ledger import merkle

type Value = bool | int | str | Sequence[Value] | Mapping[str, Value] | None
type Json = dict[str, Value]

SALT_BYTES = 32
LEAF_HEADER = b"haal-leaf/v1\n"
TEXT_HEADER = "haal-act/v1"
LEAF_BYTES = len(LEAF_HEADER) + 44 + 1
FIELDS_MAX = 64
DEPTH_MAX = 8
_LABEL = re.compile(r"[a-z][a-z0-9_.-]{0,63}\Z")


class BadRecord(ValueError):
    """A record cannot be committed to; the message names the label, never the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `label` is public, `value` is not, `salt` (32 bytes) hides it."""

    label: str
    salt: bytes
    value: Value

    @property
    def commitment(self) -> bytes:
        """Return the 32 bytes that bind this field without telling it."""
        return sha256(b"\x10" + self.salt + self.label.encode() + b"\x00" + canonical(self.value)).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """One field whose salt and value are destroyed: what it was can neither be told nor checked, only that it was there."""

    label: str
    commitment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All fields of one act, sorted by label, with their salts: never stored or sent in clear.

    `commitments` are those of the fields where they were computed already, else empty.
    """

    fields: tuple[Field | Closed, ...]
    commitments: tuple[bytes, ...] = dataclasses.field(default=(), compare=False, repr=False)

    @property
    def root(self) -> bytes:
        """Return the root of the record's own small tree."""
        commitments = self.commitments or tuple(field.commitment for field in self.fields)
        return root_of([(field.label, made) for field, made in zip(self.fields, commitments, strict=True)])

    @property
    def leaf(self) -> bytes:
        """Return the public entry of the ledger."""
        return leaf_of(self.root)

    def value(self, label: str) -> Value:
        """Return one field's value, None if the record has no such field or it is closed."""
        return next((field.value for field in self.fields if field.label == label and isinstance(field, Field)), None)

    def text(self, *, index: int, opened: Collection[str]) -> str:
        """Return the act as a bundle shows it: one line for each field, `opened` with salt and value, the others closed.

        A value is its canonical JSON, which holds no raw newline, up to the end of the line: who checks it needs no JSON.
        """
        lines = (
            f"{field.label} open {_b64(field.salt)} {canonical(field.value).decode()}\n"
            if isinstance(field, Field) and field.label in opened
            else f"{field.label} closed {_b64(field.commitment)}\n"
            for field in self.fields
        )
        return f"{TEXT_HEADER}\nindex {index}\n" + "".join(lines)

    def closed_but(self, labels: Collection[str]) -> Record:
        """Return the same record with salt and value of every field destroyed, but of `labels`. Its leaf is the same."""
        kept = (
            field if field.label in labels else Closed(label=field.label, commitment=field.commitment)
            for field in self.fields
        )
        return Record(fields=tuple(kept))

    def to_json(self) -> Json:
        """Return the record with its salts as JSON, for an encrypted box."""
        return {"v": 1, "fields": [_row(field) for field in self.fields]}


def new(values: Mapping[str, Value], *, salt: Callable[[int], bytes] = secrets.token_bytes) -> Record:
    """Return a record of `values` with a fresh salt for each field.

    Raises:
        BadRecord: a label or a value cannot be written canonically (floats, lone surrogates, big integers).
    """
    if not 1 <= len(values) <= FIELDS_MAX:
        raise BadRecord(f"a record has 1 to {FIELDS_MAX} fields")
    fields: list[Field] = []
    commitments: list[bytes] = []
    for label in sorted(values):
        if not _LABEL.match(label):
            raise BadRecord("a label is a small letter, then letters, digits, dots, dashes or underscores")
        field = Field(label=label, salt=salt(SALT_BYTES), value=values[label])
        try:
            commitments.append(field.commitment)
        except BadRecord as error:
            raise BadRecord(f"field {label}: {error}") from None
        fields.append(field)
    return Record(fields=tuple(fields), commitments=tuple(commitments))


def from_json(data: Mapping[str, object]) -> Record:
    """Return the record that `to_json` wrote."""
    rows = data.get("fields")
    if data.get("v") != 1 or not isinstance(rows, list):
        raise BadRecord("this is not a record of version 1")
    return Record(fields=tuple(_field(row) for row in rows))


def canonical(value: Value) -> bytes:
    """Return the one way to write a value as JSON. Source: RFC 8785; floats are refused."""
    _check(value, DEPTH_MAX)
    try:
        if type(value) is str:  # most fields are: the same bytes, ten times faster
            return encode_basestring(value).encode()
        return rfc8785.dumps(_plain(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, ValueError):
        raise BadRecord("the value has no canonical JSON") from None


def root_of(pairs: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the root over (label, commitment) pairs, which must be sorted by label."""
    return merkle.root([merkle.leaf_hash(label.encode() + b"\x00" + commitment) for label, commitment in pairs])


def leaf_of(root: bytes) -> bytes:
    """Return the public leaf: always the same length, telling nothing but the root."""
    return LEAF_HEADER + base64.b64encode(root) + b"\n"


def _check(value: Value, depth: int) -> None:
    if isinstance(value, float):
        raise BadRecord("a record holds no fractions: write whole micro-degrees or minutes")
    if value is None or isinstance(value, str | int):
        return
    if depth == 0:
        raise BadRecord("the value is nested too deeply")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise BadRecord("a key is not text")
            _check(inner, depth - 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner, depth - 1)
    else:
        raise BadRecord(f"a {type(value).__name__} is no JSON value")


def _plain(value: Value) -> Value:
    """Return the value in plain types: a StrEnum member or a tuple is written like what it stands for."""
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]


def _row(field: Field | Closed) -> list[Value]:
    """Return a field as a row: label, salt and value; of a closed one label and commitment."""
    if isinstance(field, Closed):
        return [field.label, _b64(field.commitment)]
    return [field.label, _b64(field.salt), field.value]


def _field(row: Sequence[Any]) -> Field | Closed:
    if len(row) == 2:
        return Closed(label=row[0], commitment=base64.b64decode(row[1]))
    return Field(label=row[0], salt=base64.b64decode(row[1]), value=row[2])


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
