"""Which versions of warnings a check code can stand for: those issued in the last weeks, by identifier.

There is no table of codes: a code is computed from the identifier (`haal.domain.warn.check_code`), and looked up by
computing those of the few versions that are recent enough to be asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.ids import WarningId
from haal.storage.warning import RevisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One issued version."""

    warning_id: WarningId
    number: int
    identifier: str


def issued_since(since: datetime, *, limit: int) -> tuple[Numbered, ...]:
    """Return versions issued since then, newest first."""
    rows = RevisionRow.objects.filter(issued_at__gte=since).order_by("-issued_at", "-id")
    return tuple(
        Numbered(warning_id=WarningId(warning_id), number=number, identifier=identifier or "")
        for warning_id, number, identifier in rows.values_list("warning_id", "number", "identifier")[:limit]
    )
