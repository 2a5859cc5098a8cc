"""What a report says that can be compared: days, place, type, what was hit, numbers, page. The input of linking.

The one thing to know: nothing here tells who said it or who did it. Two reports of one incident are found by what
happened, when and where; swapping the names of parties changes no link (see the test that does it).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from haal.domain.ids import ReportId
from haal.domain.incident import Days, EventType, event_type_of
from haal.domain.report import Counted, DateKnown, Happened, PlaceCandidate, Report, Scope
from haal.language.likeness.parties import masked

EXACT = frozenset({DateKnown.DAY, DateKnown.INFERRED})
EXACT_DAYS_MAX = 4  # what lasts longer is a stretch of time, not a day
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report, ready to be compared.

    `day`: the event's day or few days when the text gives it; `span`: a longer stretch (a month, a range) when it
    gives only that; `published`: when it appeared, as exactly as known. `killed`, `injured`, `taken` are the report's
    headline figures. `places`: every reading of the place, `place` the best; `place_text`, `text`, `address`: the words of the place,
    of the story and of the page's address, for likeness only.
    """

    report_id: ReportId
    day: Days | None = None
    span: Days | None = None
    published: Days | None = None
    place: PlaceCandidate | None = None
    district: str = ""
    event_type: EventType | None = None
    target_kind: str = ""
    killed: int | None = None
    injured: int | None = None
    taken: int | None = None
    page: str = ""
    place_words: frozenset[str] = frozenset()
    places: tuple[PlaceCandidate, ...] = ()
    place_text: str = ""
    text: str = ""
    address: str = ""


def told_of(report: Report) -> Told:
    """Return what can be compared of a report."""
    answers = report.answers
    days = days_of(answers.happened)
    exact = answers.happened.known in EXACT and days is not None and days.length <= EXACT_DAYS_MAX
    return Told(
        report_id=ReportId(report.id),
        day=days if exact else None,
        span=None if exact else days,
        published=published_days(report.source.published, report.source.published_words),
        place=answers.where.candidates[0] if answers.where.candidates else None,
        district=answers.where.district,
        event_type=event_type_of(answers.event_type),
        target_kind=answers.target_kind,
        killed=_figure(report, Counted.KILLED),
        injured=_figure(report, Counted.INJURED),
        taken=_figure(report, Counted.TAKEN),
        page=f"{report.source.outlet}/{report.source.page}" if report.source.page else "",
        place_words=place_words(answers.where.words, district=answers.where.district),
        places=answers.where.candidates,
        place_text=answers.where.words,
        text=f"{answers.saw} {answers.heard}".strip(),
    )


def days_of(happened: Happened) -> Days | None:
    """Return the interval that was told, or None."""
    if happened.first is None:
        return None
    return Days(first=happened.first, last=max(happened.first, happened.last or happened.first))


def published_days(published: date | None, words: str) -> Days | None:
    """Return when a page appeared: a day, or the month or year written in `words`."""
    if _MONTH.fullmatch(words):
        return month_of(words)
    if _YEAR.fullmatch(words):
        return Days(first=date(int(words), 1, 1), last=date(int(words), 12, 31))
    return Days(first=published, last=published) if published else None


def month_of(words: str) -> Days | None:
    """Return the days of a month written `2025-09`, or None."""
    found = _MONTH.fullmatch(words)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    year, month = int(found[1]), int(found[2])
    return Days(first=date(year, month, 1), last=date(year, month, calendar.monthrange(year, month)[1]))


# Words that stand in half of all place descriptions and tell nothing.
_COMMON = frozenset(
    {
        "area",
        "near",
        "outside",
        "outskirts",
        "road",
        "city",
        "town",
        "district",
        "tehsil",
        "region",
        "province",
        "balochistan",
    }
    | {
        "pakistan",
        "around",
        "about",
        "from",
        "away",
        "main",
        "house",
        "home",
        "under",
        "highway",
        "station",
        "village",
        "with",
    }
    | {"north", "south", "east", "west", "metres", "over", "dozen", "locations", "places"}
)


def place_words(words: str, *, district: str) -> frozenset[str]:
    """Return the words that can tell one spot from another: no district, no party, nothing that is everywhere."""
    every = set(re.findall(r"[^\W\d_]{4,}", masked(words).lower()))
    return frozenset(every - _COMMON - set(district.lower().split()))


def _figure(report: Report, counted: Counted) -> int | None:
    """Return the report's own headline figure: all that were hit, attackers left out."""
    for scope in (Scope.ALL, Scope.NOT_SAID, Scope.CIVILIANS):
        for figure in report.answers.figures:
            if figure.counted is counted and figure.scope is scope and figure.aside is None:
                return figure.low
    return None
