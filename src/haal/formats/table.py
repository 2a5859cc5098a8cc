"""Open data as CSV: one row per incident or count, opened by any spreadsheet without running anything.

A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection). UTF-8 with a
byte order mark, because spreadsheets guess wrongly without it. Empty means not told, never zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from haal.domain.publication import PublicClaim, PublicIncident, PublicRange
from haal.domain.report import Counted, Scope

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "incident_id",
    "day_first",
    "day_last",
    "event_type",
    "province",
    "district",
    "area_name",
    "h3_cell",
    "killed_documented_low",
    "killed_median_claim",
    "killed_highest_claim",
    "injured_documented_low",
    "injured_median_claim",
    "injured_highest_claim",
    "killed_said_low",
    "killed_said_high",
    "killed_corrections",
    "independent_lines",
    "independent_lines_at_most",
    "lines",
    "go_back_to",
    "attribution",
    "summary",
    "released_on",
    "sha256",
)


def incidents(rows: Iterable[tuple[PublicIncident, str]]) -> bytes:
    """Return the table of incidents; each comes with the digest of its public JSON."""
    return write(COLUMNS, (_cells(incident, digest) for incident, digest in rows))


def write(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file; every cell is guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(incident: PublicIncident, digest: str) -> tuple[object, ...]:
    days = incident.days
    return (
        incident.id,
        days.first if days else None,
        days.last if days else None,
        incident.event_type.value if incident.event_type else "",
        incident.place.province,
        incident.place.district,
        incident.place.name,
        incident.place.cell,
        *_three(incident, Counted.KILLED),
        *_three(incident, Counted.INJURED),
        *_ever_said(incident),
        incident.lines_count,
        incident.lines_max,
        "; ".join(incident.lines),
        "; ".join(incident.speakers),
        "; ".join(f"{one.category} {one.confidence}" for one in incident.attributions),
        incident.summary,
        incident.released_at.date() if incident.released_at else None,
        digest,
    )


def _three(incident: PublicIncident, counted: Counted) -> tuple[str, str, str]:
    """Return the three claims about all that were hit; empty when nobody said a number."""
    found = _range(incident, counted)
    if found is None:
        return "", "", ""
    return _figure(found.lowest_supported), _figure(found.median), _figure(found.highest)


def _ever_said(incident: PublicIncident) -> tuple[str, str, str]:
    """Return the lowest and highest number ever said of the killed, and what was taken back since."""
    found = _range(incident, Counted.KILLED)
    if found is None:
        return "", "", ""
    taken_back = "; ".join(f"{one.was} > {_figure(one.now)} ({one.now.line})" for one in found.corrections)
    return _figure(found.said_lowest), _figure(found.said_highest), taken_back


def _range(incident: PublicIncident, counted: Counted) -> PublicRange | None:
    return next((one for one in incident.ranges if one.counted is counted and one.scope is Scope.ALL), None)


def _figure(claim: PublicClaim | None) -> str:
    if claim is None:
        return ""
    if claim.high is None:
        return f"{claim.low} or more"
    return str(claim.low) if claim.high == claim.low else f"{claim.low} to {claim.high}"


def _guarded(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
