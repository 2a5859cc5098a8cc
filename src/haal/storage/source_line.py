"""Source lines as rows: so that independent lines can be counted without opening a single box.

The one thing to know: a line is found by a keyed digest, its name lies in the desk's box; a seized disk tells how
many lines there are, not which. What a line is and how lines count: `haal.domain.source`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from haal.domain.ids import SourceLineId, new_id
from haal.domain.source import LineKind, SourceLine
from haal.storage.ground import secret
from haal.storage.ground.fields import DeskBoxField


class SourceLineRow(models.Model):
    """One line."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    box = DeskBoxField()

    class Meta:
        """Found by digest."""

        db_table = "source_line"


def id_of(line: SourceLine) -> SourceLineId:
    """Return the id of `line`, keeping it if it is new; call it inside a transaction."""
    digest = secret.digest("source-line", str(line))
    known = SourceLineRow.objects.filter(digest=digest).values_list("id", flat=True).first()
    if known:
        return SourceLineId(known)
    # Two may meet a new line at once: the digest is unique, and the second takes the row of the first.
    fresh = {"id": new_id("sl"), "kind": line.kind.value, "box": {"name": line.name}}
    row, _made = SourceLineRow.objects.get_or_create(digest=digest, defaults=fresh)
    return SourceLineId(row.id)


def many(line_ids: Iterable[str]) -> dict[SourceLineId, SourceLine]:
    """Return the lines with these ids, opened. Raises KeysLocked."""
    rows = SourceLineRow.objects.filter(pk__in=set(line_ids))
    return {SourceLineId(row.id): SourceLine(kind=LineKind(row.kind), name=str(row.box.open()["name"])) for row in rows}
