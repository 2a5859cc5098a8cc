"""What became of a warning, for its record: who began it, who let each version out, and when. Opens no box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.errors import NotFound
from haal.domain.ids import WarningId
from haal.domain.warning import RevisionKind
from haal.storage.warning import WarningRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who let a version out, and when: two people, or the one who ended it."""

    number: int
    kind: RevisionKind
    by: tuple[str, ...]
    at: datetime
    audience_count: int


def past(warning_id: WarningId) -> tuple[str, datetime, tuple[Said, ...]]:
    """Return who began to write it and when, and each version that was let out. Raises NotFound; opens no box."""
    row = WarningRow.objects.filter(pk=warning_id).first()
    if row is None:
        raise NotFound
    issued = row.revisions.filter(issued_at__isnull=False).order_by("number").defer("cap", "said", "box")
    said = tuple(
        Said(
            number=one.number,
            kind=RevisionKind(one.kind),
            by=tuple(who for who in (one.asked_by, one.agreed_by, one.ended_by) if who),
            at=one.issued_at or row.drafted_at,
            audience_count=one.audience_count or 0,
        )
        for one in issued
    )
    return row.drafted_by, row.drafted_at, said
