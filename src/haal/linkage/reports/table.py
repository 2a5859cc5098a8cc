"""A CSV of press reports, read only to be linked: nothing is kept, no row is turned away.

The one thing to know: a cell that cannot be read counts as not told, and a note says which; every `report_id` gets its one place
in the answer. Column names are those of `haal intake import` or of a coded corpus (`COLUMNS`); what is in neither is not looked
at, nor is who is said to have done it. A report that tells several events has several rows: the first is its main one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from haal.domain import gazetteer
from haal.domain.errors import Malformed
from haal.domain.ids import ReportId
from haal.domain.incident import Days, event_type_of
from haal.domain.report import PlaceCandidate
from haal.linkage.told import EXACT_DAYS_MAX, Told, month_of, place_words, published_days

# What is read -> the names it may have, first found first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "report_id": ("report_id",),
    "page": ("url", "page"),
    "published": ("published_date",),
    "day": ("event_date_as_reported", "event_date"),
    "event_type": ("event_type",),
    "place": ("place_name_as_reported", "place"),
    "district": ("admin2_district", "district"),
    "lat": ("lat",),
    "lon": ("lon",),
    "radius_km": ("location_precision_km", "radius_km"),
    "target_kind": ("target_kind",),
    "killed": ("killed_reported", "killed"),
    "injured": ("injured_reported", "injured"),
    "taken": ("missing_or_abducted_reported", "taken"),
    "summary": ("summary_own_words", "summary"),
}
NEVER_READ = frozenset({"incident_id"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"(.+?)\s*(?:/|\.\.|–| to )\s*(.+)")
_ADDRESS = re.compile(r"^[a-z]+://[^/]*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_OF_ADDRESSES = frozenset(
    {
        *(
            "amp",
            "article",
            "articles",
            "asia",
            "com",
            "htm",
            "html",
            "http",
            "https",
            "index",
            "international",
            "news",
        ),
        *("php", "story", "www", "world"),
    }
)
_KM_MIN, _KM_MAX = 1.0, 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A cell that was not understood."""

    row: int
    field: str
    expected: str
    got: str


@dataclass(slots=True, kw_only=True)
class Table:
    """The reports of a file, in its order, one for each id; `notes`: what was not understood."""

    reports: list[Told] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(raw: bytes, *, hide: Collection[str] = ()) -> Table:
    """Return the reports of a file; the columns in `hide` are not looked at.

    Raises:
        Malformed: it is no CSV in UTF-8, or has no column `report_id`.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("file", expected="UTF-8", got=f"byte 0x{raw[error.start]:02x}") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if "report_id" not in (rows.fieldnames or ()):
        raise Malformed("header", expected="a column report_id", got=", ".join(rows.fieldnames or ())[:200])
    table, known = Table(), set()
    for number, cells in enumerate(rows, start=2):
        told = _told(_Row(number=number, cells=cells, hidden=frozenset(hide) | NEVER_READ, notes=table.notes))
        if not told.report_id or told.report_id in known:
            continue
        known.add(told.report_id)
        table.reports.append(told)
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row, asked by what is wanted."""

    number: int
    cells: Mapping[str, str | None]
    hidden: Collection[str]
    notes: list[Note]

    def text(self, what: str) -> str:
        names = (name for name in COLUMNS[what] if name not in self.hidden)
        return next((value.strip() for name in names if (value := self.cells.get(name))), "")

    def number_of(self, what: str) -> float | None:
        words = self.text(what)
        try:
            return float(words) if words else None
        except ValueError:
            self.note(what, "a number", words)
            return None

    def count_of(self, what: str) -> int | None:
        value = self.number_of(what)
        return None if value is None or not 0 <= value < 1e6 else int(value)

    def note(self, what: str, expected: str, got: str) -> None:
        self.notes.append(Note(row=self.number, field=COLUMNS[what][0], expected=expected, got=got[:80]))


def _told(row: _Row) -> Told:
    days = _days(row)
    exact = days is not None and days.length <= EXACT_DAYS_MAX
    page, place = row.text("page"), row.text("place")
    places = _places(row, place)
    return Told(
        report_id=ReportId(row.text("report_id")),
        day=days if exact else None,
        span=None if exact else days,
        published=_one_day(row, row.text("published")),
        place=places[0] if places else None,
        district=row.text("district"),
        event_type=event_type_of(row.text("event_type")),
        target_kind=row.text("target_kind"),
        killed=row.count_of("killed"),
        injured=row.count_of("injured"),
        taken=row.count_of("taken"),
        page=page,
        place_words=place_words(place, district=row.text("district")),
        places=places,
        place_text=place,
        text=row.text("summary"),
        address=address_words(page),
    )


def address_words(page: str) -> str:
    """Return the words in a page's address: often its first headline."""
    words = _LETTERS.findall(_ADDRESS.sub("", page)) if "/" in page else []
    return " ".join(word for word in words if word.lower() not in _OF_ADDRESSES)


def _places(row: _Row, place: str) -> tuple[PlaceCandidate, ...]:
    lat, lon = row.number_of("lat"), row.number_of("lon")
    if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180:
        radius = min(max(row.number_of("radius_km") or 10.0, _KM_MIN), _KM_MAX)
        return (PlaceCandidate(name=place, lat=lat, lon=lon, radius_km=radius),)
    return gazetteer.resolve(place, district=row.text("district")) if place or row.text("district") else ()


def _days(row: _Row) -> Days | None:
    words = row.text("day")
    found = _RANGE.fullmatch(words)
    if not found:
        return _one_day(row, words, what="day")
    first, last = _one_day(row, found[1], what="day"), _one_day(row, found[2], what="day")
    return Days(first=first.first, last=max(first.first, last.last)) if first and last else first or last


def _one_day(row: _Row, words: str, *, what: str = "published") -> Days | None:
    """Return a day, a month or a year as days."""
    try:
        if _DAY.fullmatch(words[:10]):
            return published_days(date.fromisoformat(words[:10]), words[:10])
        if found := month_of(words):
            return found
        if _YEAR.fullmatch(words):
            return published_days(None, words)
    except ValueError:
        pass
    if words:
        row.note(what, "a day, a month or a year, like 2026-03-21", words)
    return None
