"""What is told of a person sought after the first telling: a correction of a case, and what it does there.

The one thing to know: the past is superseded and never edited, and each of these enters by intake as everything does. Only the
family's own word that the person is home ends a search for somebody taken; what a desk elsewhere wiped ends no such search.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import ReportId, TracingId
from haal.domain.tracing.case import By


class SinceKind(StrEnum):
    """What was told."""

    NOTE = "note"  # something heard elsewhere, kept beside the case
    CHANGED = "changed"  # the record was changed where it came from: what stood before is kept here
    HOME = "home"  # the family says that the person is home
    WIPED = "wiped"  # the desk elsewhere has wiped the record


ENDS_BY = {SinceKind.HOME: By.FAMILY, SinceKind.WIPED: By.SOURCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """One thing told since, as it is kept in clear: that there is something, and which of the four."""

    id: str
    case_id: TracingId
    report_id: ReportId
    kind: SinceKind
    told_at: datetime
