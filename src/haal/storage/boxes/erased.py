"""After something was erased: see that its bytes are not in the database's files either.

SQLite writes zeros over what it deletes (see `haal.storage.sqlite.base`), but the log beside the file still holds the pages
as they were: it is emptied after the commit. On PostgreSQL old rows wait for VACUUM, which is asked for then.
"""

from __future__ import annotations

from django.db import connection, transaction

from haal.domain.errors import HaalError

TABLES = (
    "event_plan",
    "data_key", "wrapped_key", "report", "message", "act", "incident", "link", "agreement", "publication", "need", "offer",
    "compared", "compared_mark", "tracing_case", "tracing_pair", "tracing_published", "tracing_referral",
    "tracing_since", "tracing_origin", "shelter", "family_count", "referral",
)  # fmt: skip


class StillInUse(HaalError):
    """Somebody was reading the log in that moment, so it could not be emptied: to be tried again."""


def leave_nothing_after_commit() -> None:
    """Ask for it once the transaction is kept; whether it could be done at once, `leave_nothing` tells later."""
    transaction.on_commit(_once)


def leave_nothing() -> None:
    """Empty the log now. Raises StillInUse."""
    if not _empty():
        raise StillInUse


def _once() -> None:
    _empty()


def _empty() -> bool:
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(f"VACUUM {', '.join(TABLES)}")
            return True
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _pages_in_log, _pages_moved = cursor.fetchone()
        return not is_busy
