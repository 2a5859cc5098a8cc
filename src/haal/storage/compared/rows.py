"""What of a linked report is kept so that a new one can be held against it: a short form, sealed, and marks.

The one thing to know: nothing here is in clear but ids. A mark is a keyed digest of a month with a cell or a name
(`haal.linkage.reports.near.keys`); the short form (`pack`) is shut under a key derived from the desk's, and with a pad of its own
that lies where the keys of boxes lie (`haal.storage.boxes.data_key`) and goes with the row. So an old copy of this table says
nothing of a report that was erased, and none of any while the desk is locked. Rows are found in `find`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

from haal.domain.ids import ReportId
from haal.linkage.reports.near import EDITION
from haal.linkage.reports.near.keys import kept_keys
from haal.linkage.reports.near.pack import pack
from haal.linkage.reports.seen import Seen
from haal.storage.boxes import data_key
from haal.storage.boxes.data_key import KeyedField
from haal.storage.ground import keys
from haal.storage.report import ReportRow, State
from haal.vault.box import PaddedKey, blind_indexes

_FORM, _MARK = "compared-form", "compared-mark"
_MARK_BYTES = 8
_ALL = ""  # a row of no report: nothing is missing
# Written once, since every report is put and looked for: the ORM made these cost more than all the rest.
_KNOWN = "SELECT edition FROM compared WHERE report_id = %s"
_PUT = "INSERT INTO compared (report_id, edition, box) VALUES (%s, %s, %s) RETURNING id"
_MARK_PUT = "INSERT INTO compared_mark (row_id, mark) VALUES (%s, %s)"
# A server is asked once for all of it: each question costs it more than each row.
_PUT_AT_ONCE = """
WITH one AS (INSERT INTO compared (report_id, edition, box) VALUES (%s, %s, %s) RETURNING id),
pad AS (INSERT INTO data_key (id, header) VALUES (%s, %s))
INSERT INTO compared_mark (row_id, mark) SELECT one.id, each.mark FROM one, unnest(%s::bigint[]) AS each (mark)
"""


class ComparedRow(models.Model):
    """The short form of one report."""

    id = models.BigAutoField(primary_key=True)
    report_id = models.CharField(max_length=40, unique=True)
    edition = models.PositiveSmallIntegerField()
    box = KeyedField()

    class Meta:
        """Found by its marks, or by its report."""

        db_table = "compared"


class MarkRow(models.Model):
    """One mark of one report."""

    pk = models.CompositePrimaryKey("row_id", "mark")
    row_id = models.BigIntegerField()
    mark = models.BigIntegerField()

    class Meta:
        """Found by the mark; deleted by the row."""

        db_table = "compared_mark"
        indexes = [models.Index(fields=["mark", "row_id"], name="compared_by_mark")]


def put(one: Seen) -> None:
    """Keep a report for comparison, in the caller's transaction; harmless when it is there. Raises KeysLocked."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, (one.report_id,))
        known = cursor.fetchone()
    if known == (EDITION,):
        return
    if known:
        forget(ReportId(one.report_id))
    key_id = data_key.new_id()
    box, pad = form_key().shut(pack(one), row_id=one.report_id)
    marks = marks_of(kept_keys(one))
    row = (one.report_id, EDITION, key_id + box)
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(_PUT_AT_ONCE, (*row, key_id, pad, marks))
            return
        data_key.put(key_id, pad, using=connection)
        cursor.execute(_PUT, row)
        (row_id,) = cursor.fetchone()
        cursor.executemany(_MARK_PUT, [(row_id, mark) for mark in marks])


def forget(report_id: ReportId) -> None:
    """Leave nothing of a report here; the database deletes its pad."""
    rows = ComparedRow.objects.filter(report_id=report_id)
    MarkRow.objects.filter(row_id__in=list(rows.values_list("pk", flat=True))).delete()
    rows.delete()


def missing(*, after: ReportId, limit: int) -> tuple[ReportId, ...]:
    """Return linked reports that are not here yet, or were made ready by an earlier version, by id; no box is opened."""
    rows = _missing().filter(pk__gt=after).order_by("pk")
    return tuple(ReportId(report_id) for report_id in rows.values_list("pk", flat=True)[:limit])


def missing_count() -> int:
    """Return how many there are."""
    return _missing().count()


def _missing() -> models.QuerySet[ReportRow]:
    here = ComparedRow.objects.filter(report_id=models.OuterRef("pk"), edition=EDITION)
    return ReportRow.objects.filter(~models.Exists(here), state=State.LINKED.value)


def is_ready() -> bool:
    """Return whether every report that was linked before this version is here; those after are put as they are linked."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, (_ALL,))
        return bool(cursor.fetchone() == (EDITION,))


def set_ready() -> None:
    """Keep that nothing is missing."""
    ComparedRow.objects.update_or_create(report_id=_ALL, defaults={"edition": EDITION, "box": b""})


def marks_of(asked: Iterable[str]) -> list[int]:
    """Return keys as they are kept: 63 bits of each, a number of any database. Raises KeysLocked."""
    told = {each.encode("utf-8", "surrogatepass") for each in asked}
    found = {digest[:_MARK_BYTES] for digest in blind_indexes(told, key=keys.desk_part(_MARK))}
    return sorted(int.from_bytes(digest) >> 1 for digest in found)


def form_key() -> PaddedKey:
    """Return what opens the short forms, each with its pad. Raises KeysLocked."""
    return PaddedKey(keys.desk_part(_FORM))
