"""A column for everything that somebody typed: a JSON-able value, shut to the desk's public key before it is written.

The one thing to know: the box is shut when the value is assigned (`row.box = {...}`), not when it is saved, so no
plain text waits in the row and the work is done outside the transaction. Reading gives a `DeskBox`; `.open()` asks
the key holder. The same plain value gives another box each time: such a column can be neither searched nor compared.
Not for what two people must open together: see `haal.storage.seal`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from haal.storage.ground import keys

type JsonValue = Any  # None, bool, int, float, str, list, dict of these


@dataclass(frozen=True, slots=True)
class DeskBox:
    """A shut box."""

    ciphertext: bytes

    @classmethod
    def shut(cls, value: JsonValue) -> DeskBox:
        """Return `value` in a box. Texts keep every code point, half surrogate pairs too."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return cls(keys.desk_public().shut(plain))

    def open(self) -> JsonValue:
        """Return the value. Raises KeysLocked; vault.seal.CannotOpen when the box was spoiled."""
        return json.loads(keys.desk_identity().open(self.ciphertext).decode("utf-8", "surrogatepass"))

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
