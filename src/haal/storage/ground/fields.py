"""A column for everything that somebody typed: a JSON-able value, shut to the desk's public key before it is written.

The one thing to know: the box is shut when the value is assigned (`row.box = {...}`), not when it is saved, so no
plain text waits in the row and the work is done outside the transaction. Reading gives a `DeskBox`; `.open()` asks
the key holder. The same plain value gives another box each time: such a column can be neither searched nor compared.

A row keeps the body of its box alone. The head, which holds the wrapped key, is written beside it into
`haal.storage.boxes.data_key` when the row is, and goes when the box is changed or deleted: whoever has an old copy of the
row then has nothing. Not for what two people must open together: see `haal.storage.seal`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from haal.domain.errors import KeyGone
from haal.storage.boxes import data_key
from haal.storage.ground import keys
from haal.vault.box import parted

type JsonValue = Any  # None, bool, int, float, str, list, dict of these


@dataclass(frozen=True, slots=True)
class DeskBox:
    """A shut box: `ciphertext` is what the row keeps, the number of its key and the body.

    `header` is the head of the age file; None when it lies in its own table and was not fetched.
    """

    ciphertext: bytes
    header: bytes | None = None

    @property
    def key_id(self) -> bytes:
        """Return the number under which the head is kept."""
        return self.ciphertext[: data_key.ID_BYTES]

    @classmethod
    def shut(cls, value: JsonValue) -> DeskBox:
        """Return `value` in a box. Texts keep every code point, half surrogate pairs too."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        header, body = parted(keys.desk_public().shut(plain))
        return cls(data_key.new_id() + body, header)

    def open(self) -> JsonValue:
        """Return the value.

        Raises:
            KeysLocked: the desk's key is away.
            KeyGone: the box's own key was destroyed, or not restored.
            vault.seal.CannotOpen: the box was spoiled.
        """
        identity = keys.desk_identity()
        header = self.header or data_key.get(self.key_id)
        if header is None:
            raise KeyGone
        body = self.ciphertext[data_key.ID_BYTES :]
        return json.loads(identity.open(header + body).decode("utf-8", "surrogatepass"))

    def __repr__(self) -> str:
        """Return nothing of the content."""
        return f"DeskBox({len(self.ciphertext)} bytes)"


class _ShutAtOnce(DeferredAttribute):
    """Shuts whatever is assigned to the attribute."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = boxed(value)


if TYPE_CHECKING:
    _Column = models.BinaryField[JsonValue, Any]
else:
    _Column = models.BinaryField


class DeskBoxField(_Column):
    """Keeps a `DeskBox`; give it a JSON-able value or a box that is shut already."""

    descriptor_class = _ShutAtOnce
    if TYPE_CHECKING:
        _pyi_private_set_type: JsonValue
        _pyi_private_get_type: Any

    def from_db_value(self, value: bytes | memoryview | None, *_rest: object) -> DeskBox | None:
        """Return the column as a box."""
        return None if value is None else DeskBox(bytes(value))

    def get_db_prep_save(self, value: object, connection: BaseDatabaseWrapper) -> object:
        """Return the box as the row keeps it, and keep its head in the same transaction."""
        box = boxed(value)
        if box is not None and box.header is not None:
            data_key.put(box.key_id, box.header, using=connection)
        return super().get_db_prep_save(box, connection)

    def get_db_prep_value(self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False) -> object:
        """Return the box as the database keeps it, shutting what `update()` brings in the open."""
        box = boxed(value)
        return super().get_db_prep_value(None if box is None else box.ciphertext, connection, prepared)

    def to_python(self, value: object) -> DeskBox | None:
        """Return the value as a box."""
        return boxed(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse: boxes do not go into fixtures."""
        raise NotImplementedError


def boxed(value: object) -> DeskBox | None:
    """Return `value` as a box; None stays None."""
    return value if value is None or isinstance(value, DeskBox) else DeskBox.shut(value)


def with_keys(boxes: Sequence[DeskBox]) -> list[DeskBox]:
    """Return the boxes with their heads at hand, fetched at once: opening many asks the database no more."""
    found = data_key.many(box.key_id for box in boxes if box.header is None)
    return [DeskBox(box.ciphertext, box.header or found.get(box.key_id)) for box in boxes]
