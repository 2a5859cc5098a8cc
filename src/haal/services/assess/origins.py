"""On which line each report of an incident stands, and how many lines that makes: independence, asked of the whole incident.

The one thing to know: nothing of it is stored. It is read out of the linked reports each time, so a grade falls by itself
when two lines turn out to be one. What joins reports: `haal.linkage.origin`; how lines count: `haal.domain.source`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from haal.domain.report import Report
from haal.domain.source import Corroboration, SourceLine, Voice, corroboration
from haal.linkage.origin.groups import Group, groups, sure_lines
from haal.linkage.origin.speakers import FirstSpeakers, first_speakers
from haal.linkage.origin.witness import witness_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The origin groups of one incident. `line_of`: report id -> the line it counts on; `sure_line_of`: by credits alone,
    the line within which later replaces earlier.
    """

    groups: tuple[Group, ...]
    line_of: Mapping[str, SourceLine]
    sure_line_of: Mapping[str, SourceLine]
    speakers: FirstSpeakers


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """Two reports that may be one source, by their outlets' names, with the signs of it."""

    report: str
    other: str
    signs: tuple[str, ...]


def perhaps_one(origins: Origins, *, reports: Sequence[Report]) -> tuple[Perhaps, ...]:
    """Return what was only inferred to be of one source, for people to look at."""
    names = {report.id: report.source.outlet or report.id for report in reports}
    return tuple(
        Perhaps(
            report=names[one.report_id], other=names[one.other], signs=tuple(sign.value for sign, _weight in one.signs)
        )
        for group in origins.groups
        for one in group.joinings
        if not one.is_certain
    )


def origins_of(reports: Sequence[Report]) -> Origins:
    """Return the origins of the reports of one incident; pure."""
    witnesses = [witness_of(report) for report in reports]
    found = groups(witnesses)
    return Origins(
        groups=found,
        line_of={name: group.line for group in found for name in group.reports},
        sure_line_of=sure_lines(witnesses),
        speakers=first_speakers(found, witnesses),
    )


def corroboration_of(
    origins: Origins, *, is_reliable: Callable[[str], bool] = lambda _report_id: False
) -> Corroboration:
    """Return how many lines stand behind the incident; `is_reliable` says of a report id whether its teller was graded so."""
    counted = corroboration(
        Voice(line=line, own_line=origins.sure_line_of[name], reliable=is_reliable(name))
        for name, line in origins.line_of.items()
    )
    speakers = origins.speakers
    return replace(counted, speakers=speakers.offices, silent_lines_count=speakers.silent_lines_count)
