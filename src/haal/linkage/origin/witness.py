"""One report as the question of independence sees it: outlet, credit, day, text, figures, place words, language.

The one thing to know: what is inferred here is only ever about who copied whom. The text is compared, never shown, with
the names of parties taken out, and the fields for who did it are not among those read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from haal.domain.report import Channel, Report
from haal.language.likeness.parties import masked
from haal.linkage.told import place_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One report. `credit`: the words of its source line (`own`, `wire:AFP`, `syndicated:Dawn`, `unknown`, or empty).

    `figures`: what is counted, whom, how many. `places`: the words of the place as spelt. `days`: event days as told.
    """

    report_id: str
    outlet: str = ""
    credit: str = ""
    published: date | None = None
    text: str = ""
    figures: frozenset[tuple[str, str, int]] = frozenset()
    places: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    language: str = ""
    said_by: tuple[str, ...] = ()


def witness_of(report: Report) -> Witness:
    """Return a report as a witness of its incident."""
    answers, source = report.answers, report.source
    happened = answers.happened
    return Witness(
        report_id=report.id,
        outlet=source.outlet,
        credit=source.line,
        published=source.published if report.channel is Channel.PRESS else report.received_day,
        text=masked(" ".join(part for part in (answers.saw, answers.heard) if part)),
        figures=frozenset((one.counted.value, one.scope.value, one.low) for one in answers.figures),
        places=place_words(answers.where.words, district=answers.where.district),
        days=frozenset(day for day in (happened.first, happened.last) if day),
        language=report.language,
        said_by=tuple(one.said_by for one in answers.figures if one.said_by),
    )
