"""Read headlines: rows of `report,outlet,date,headline` become what can be compared.

The one thing to know: names of parties fall away before anything is compared (of those who were hit, the kind stays), and every
row with an id comes through. A row without a day that can be read stands alone.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from haal.domain import gazetteer
from haal.domain.errors import Malformed
from haal.domain.gazetteer import Place
from haal.language.keys import words_of
from haal.language.likeness.parties import doers_masked, masked
from haal.language.likeness.romanise import romanise
from haal.linkage.headlines import words
from haal.linkage.headlines.counts import Dead, counted, tokens_of

COLUMNS = ("report", "outlet", "date", "headline")
_COUNTRIES = frozenset({"pakistan", "india", "indian", "pak", "kashmir", "afghanistan", "army", "police", "un", "gulf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as it was given; `day` is None when it cannot be read."""

    report_id: str
    outlet: str
    day: date | None
    headline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one headline tells. `parts`: of the country; `by_side`: the killed of each kind, "" where no word says which.

    `day`: the one that the headline names ("Programme summary 1600 gmt 9 Jun 31"), else the day of the row.
    """

    report_id: str
    outlet: str
    day: int | None
    roman: str
    stems: frozenset[str]
    acts: frozenset[str]
    hit: frozenset[str]
    later: bool
    places: tuple[Place, ...]
    parts: frozenset[str]
    dead: tuple[Dead, ...]
    hurt: int | None

    @property
    def by_side(self) -> dict[str, int]:
        """Return how many of each kind were killed."""
        found: dict[str, int] = {}
        for each in self.dead:
            found[each.side] = found.get(each.side, 0) + each.count
        return found

    @property
    def tags(self) -> frozenset[str]:
        """Return what happened, what was hit and the exact places, in one set."""
        return self.acts | self.hit | {place.place_id for place in self.places}


def read(text: str, *, name: str) -> tuple[tuple[Row, ...], tuple[Malformed, ...]]:
    """Return the rows of a CSV text, and what was wrong with rows. Raises Malformed when a column is missing."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if missing := [column for column in COLUMNS if column not in (lines.fieldnames or ())]:
        raise Malformed(
            f"{name} row 1", expected=f"the column {missing[0]}", got=f"{len(lines.fieldnames or ())} others"
        )
    rows: dict[str, Row] = {}
    errors: list[Malformed] = []
    for number, line in enumerate(lines, start=2):
        report_id = (line["report"] or "").strip()
        if not report_id or report_id in rows:
            errors.append(
                Malformed(f"{name} row {number} report", expected="an id, each once", got=report_id[:40] or "nothing")
            )
            continue
        day = _day(line["date"] or "")
        if day is None:
            errors.append(
                Malformed(f"{name} row {number} date", expected="a day (2021-02-28)", got=(line["date"] or "")[:20])
            )
        outlet = " ".join((line["outlet"] or "").casefold().split())
        rows[report_id] = Row(report_id=report_id, outlet=outlet, day=day, headline=line["headline"] or "")
    return tuple(rows.values()), tuple(errors)


def told_of(row: Row) -> Told:
    """Return what can be compared of a row."""
    bare = masked(row.headline)
    of_the_hit = doers_masked(row.headline)
    low = of_the_hit.lower()
    tokens = tokens_of(of_the_hit)
    dead, hurt = counted(tokens)
    is_digest = bool(words.DIGEST.search(low))
    named = () if is_digest else _places(of_the_hit)  # a digest names programmes and papers
    told_day = _told_day(low) or row.day
    parts = {part for part, pattern in words.PARTS.items() if pattern.search(low)} | {place.adm1 for place in named}
    return Told(
        report_id=row.report_id,
        outlet=row.outlet,
        day=told_day.toordinal() if row.day and told_day else None,
        roman=romanise(" ".join(tokens_of(bare))),
        stems=frozenset(_stem(word) for word in tokens_of(bare) if _tells(word)),
        acts=frozenset(tag for tag, pattern in words.ACTS.items() if pattern.search(low)),
        hit=frozenset(f"hit {tag}" for tag, pattern in words.HIT.items() if pattern.search(low)),
        later=any(pattern.search(low) for pattern in words.LATER.values()),
        places=tuple(place for place in named if place.kind not in {"province", "division"}),
        parts=frozenset(parts),
        dead=dead,
        hurt=hurt,
    )


def _places(headline: str) -> tuple[Place, ...]:
    """Return every reading of every place name, but the country's own."""
    text = headline.title() if headline.isupper() else headline
    found = {
        place.place_id: place
        for name, places in gazetteer.standard().named_in(text)
        if name.casefold() not in _COUNTRIES
        for place in places
    }
    return tuple(found.values())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None


def _told_day(low: str) -> date | None:
    """Return the day that a headline itself names in full: "9 Jun 13", "Saturday, June 14, 2008"."""
    found = words.DAY.search(low)
    if not found:
        return None
    day, month, year = (found[name] or found[f"{name}_too"] for name in ("day", "month", "year"))
    try:
        return date(int(year) + (2_000 if len(year) == 2 else 0), words.MONTHS[month[:3]], int(day))
    except ValueError:
        return None


def _tells(word: str) -> bool:
    return len(word) > 2 and not word.isdigit() and word not in words.SMALL and bool(words_of(word))


def _stem(word: str) -> str:
    """Return an English word without its ending."""
    ending = next((end for end in ("ings", "ing", "ers", "ed", "es", "s", "er") if word.endswith(end)), "")
    return word[: len(word) - len(ending)] if len(word) - len(ending) >= 3 else word
