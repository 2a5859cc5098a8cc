"""What one report tells, as claims are held against it, and what is known of how a claim and its reports differ.

The one thing to know: evidence is words, days, places, counts and who is said to have done it, each as the report has them.
Names of parties are only ever compared with each other (the same or not), never weighed by whose they are.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from haal.domain.claim.quantity import number_in
from haal.domain.ids import ReportId
from haal.domain.incident import Days, EventType, event_type_of
from haal.domain.report import Answers, Counted, DateKnown, Happened, Responsibility, Scope, Source, Where

NO_COUNTS: Mapping[Counted, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One report. `group`: the incident it tells of, by any name; `line`: its source line; `days`: when it happened."""

    report_id: ReportId
    group: str
    line: str
    words: str
    days: Days | None = None
    published: date | None = None
    event_type: EventType | None = None
    target: str = ""
    where: Where = field(default_factory=Where)
    counts: Mapping[Counted, int] = NO_COUNTS
    parties: tuple[Responsibility, ...] = ()


def evidence_of(report_id: ReportId, *, answers: Answers, source: Source, group: str) -> Evidence:
    """Return a report as evidence. Notes of whoever wrote it down are no part of what it tells."""
    figures = [one for one in answers.figures if one.scope in {Scope.ALL, Scope.NOT_SAID}]
    counts = {figure.counted: figure.low for figure in reversed(figures)}
    if (displaced := number_in(answers.displaced)) is not None:
        counts.setdefault(Counted.DISPLACED, displaced)
    days = _days(answers.happened)
    return Evidence(
        report_id=report_id,
        group=group,
        line=source.line,
        words=" ".join(word for word in (answers.saw, answers.heard, answers.displaced) if word),
        days=days,
        published=source.published,
        event_type=event_type_of(answers.event_type),
        target=answers.target_kind,
        where=answers.where,
        counts=MappingProxyType(counts),
        parties=tuple(replace(one, party=party) for one in answers.responsibility for party in parties_of(one.party)),
    )


def parties_of(words: str) -> tuple[str, ...]:
    """Return each party of a field like `A; B`."""
    return tuple(part.strip() for part in words.split(";") if part.strip())


def _days(happened: Happened) -> Days | None:
    """Return the days; a day of which only the month or the year is known is that month or year."""
    first, last = happened.first, happened.last or happened.first
    if first is None or last is None:
        return None
    if happened.known is DateKnown.MONTH:
        first, last = first.replace(day=1), _month_end(last)
    elif happened.known is DateKnown.YEAR:
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    return Days(first=first, last=max(first, last))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


class Facet(StrEnum):
    """One side of a claim that can be compared."""

    ACT = "act"
    TARGET = "target"
    ACTOR = "actor"
    TIME = "time"
    HOUR = "hour"
    PLACE = "place"
    SPOT = "spot"
    NUMBER = "number"
    TRAIT = "trait"
    DOUBT = "doubt"


class Finding(StrEnum):
    """How the reports stand to one facet."""

    AGREES = "agrees"
    PART = "part"  # some of it, or by some of them
    DIFFERS = "differs"
    NOT_TOLD = "not-told"


class Named(StrEnum):
    """How the reports stand to the actor that was stated."""

    NOT_ASKED = "not-asked"  # the claim names nobody
    SAYS_SO = "says-so"  # the actor says so itself
    ALLEGED = "alleged"  # others say it was this actor
    BOTH = "both"  # this actor and another, each named by some
    OTHER_SAYS_SO = "other-says-so"  # another actor says it was they
    OTHER = "other"  # others say it was another actor
    NOBODY = "nobody"  # no report names anybody


class Size(StrEnum):
    """How the stated number stands to the figures that were told."""

    NOT_ASKED = "not-asked"
    NOT_TOLD = "not-told"
    FITS = "fits"
    HIGH_END = "high-end"  # only the highest figures, or nearly
    LOW_END = "low-end"
    ABOVE_ALL = "above-all"
    BELOW_ALL = "below-all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found on one facet: how many reports are for it and against it, which, and the numbers in plain words."""

    facet: Facet
    finding: Finding
    words: str = ""
    pro: tuple[ReportId, ...] = ()
    con: tuple[ReportId, ...] = ()
    asked: int = 0
