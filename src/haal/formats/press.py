"""Press reports as a CSV file: each row becomes a message for `intake.take_in`, or a fault that says what is wrong.

A row is one (page, event): two rows of one `page` tell of different events. The file is UTF-8 with a header; columns in any
order. What cannot be kept is a fault, never dropped: an unknown column, a claim without its kind, an origin of no kind.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from haal.domain.errors import Malformed
from haal.domain.incident import EventType
from haal.domain.report import (
    Answers,
    Channel,
    Consents,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    Knows,
    PlaceCandidate,
    Responsibility,
    ResponsibilityKind,
    Scope,
    Source,
    TestifyConsent,
    Where,
)
from haal.domain.source import LineKind, line_of
from haal.formats.figure_notes import noted

FILE_BYTES_MAX = 67_108_864
REQUIRED = ("report_id", "outlet", "summary")
OPTIONAL = (
    "page",
    "published_date",
    "language",
    "origin",
    "event_date",
    "event_date_precision",
    "event_type",
    "place",
    "district",
    "lat",
    "lon",
    "radius_km",
    "target_kind",
    "killed",
    "killed_civilians",
    "injured",
    "taken",
    "attribution",
    "attribution_kind",
    "displaced",
    "notes",
)
COLUMNS = (*REQUIRED, *OPTIONAL)
NOTES = ("row", "field", "expected", "got")  # first columns of a file of rejected rows, which can be given again
_PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_ID = re.compile(r"[A-Za-z0-9_.-]{4,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that can be taken in. `number` counts from 2, as a table program shows it."""

    number: int
    incoming: Incoming
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row that cannot, and why."""

    number: int
    field: str
    expected: str
    got: str
    cells: tuple[str, ...] = ()


def read(raw: bytes, *, row_bytes_max: int) -> tuple[tuple[str, ...], Iterator[Row | Fault]]:
    """Return the header and the rows of a file. Raises Malformed when the file as a whole cannot be read."""
    if len(raw) > FILE_BYTES_MAX:
        raise Malformed("file", expected=f"at most {FILE_BYTES_MAX} bytes", got=f"{len(raw)} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Malformed(f"line {line}", expected="UTF-8", got=f"byte 0x{raw[error.start]:02x}") from None
    csv.field_size_limit(FILE_BYTES_MAX)
    records = _records(list(io.StringIO(text, newline="")))
    first = next(records, ())
    if isinstance(first, Fault):
        raise Malformed("line 1", expected="a header of column names", got=first.got)
    notes = len(NOTES) if first[: len(NOTES)] == NOTES else 0
    header = first[notes:]
    _check_header(header)
    return header, _rows(records, header, notes=notes, row_bytes_max=row_bytes_max)


def _check_header(header: tuple[str, ...]) -> None:
    if missing := [name for name in REQUIRED if name not in header]:
        raise Malformed(
            "header", expected=f"the columns {', '.join(REQUIRED)}", got=f"none called {', '.join(missing)}"
        )
    if unknown := [name for name in header if name not in COLUMNS]:
        raise Malformed("header", expected=f"columns of {', '.join(COLUMNS)}", got=", ".join(unknown)[:200])
    if len(set(header)) != len(header):
        raise Malformed("header", expected="each column once", got="a column twice")


def _records(lines: list[str]) -> Iterator[tuple[str, ...] | Fault]:
    """Yield the cells of each record, or a fault with the line where a record could not be read; the next line goes on."""
    begin = 0
    reader = _reader(lines, begin)
    while True:
        at = begin + reader.line_num
        try:
            yield tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            expected = "quotes that are closed, and doubled inside a cell"
            yield Fault(number=0, field="row", expected=expected, got=str(error), cells=(lines[at].rstrip("\r\n"),))
            begin = at + 1
            reader = _reader(lines, begin)


def _reader(lines: list[str], begin: int) -> Any:  # noqa: ANN401 - csv does not export the type of its reader
    return csv.reader((lines[at] for at in range(begin, len(lines))), strict=True)


def _rows(
    records: Iterator[tuple[str, ...] | Fault], header: tuple[str, ...], *, notes: int, row_bytes_max: int
) -> Iterator[Row | Fault]:
    for number, cells in enumerate(records, start=2):
        if isinstance(cells, Fault):
            yield replace(cells, number=number)
        elif cells:
            yield _row(number, header, cells[notes:], row_bytes_max=row_bytes_max)


def _row(number: int, header: tuple[str, ...], cells: tuple[str, ...], *, row_bytes_max: int) -> Row | Fault:
    size = sum(len(cell) for cell in cells)
    if size > row_bytes_max:
        return Fault(
            number=number, field="row", expected=f"at most {row_bytes_max} letters", got=f"{size} letters", cells=cells
        )
    if len(cells) != len(header):
        return Fault(
            number=number, field="row", expected=f"{len(header)} cells", got=f"{len(cells)} cells", cells=cells
        )
    try:
        return Row(number=number, incoming=incoming_of(dict(zip(header, cells, strict=True))), cells=cells)
    except Malformed as error:
        return Fault(number=number, field=error.where, expected=error.expected, got=error.got, cells=cells)


def incoming_of(cells: dict[str, str]) -> Incoming:
    """Return the message of one row. Raises Malformed, naming the column."""
    get = {name: cells.get(name, "") for name in COLUMNS}
    if not _ID.fullmatch(get["report_id"]):
        raise Malformed("report_id", expected="4 to 60 letters, digits or _.-", got=repr(get["report_id"][:40]))
    published, _last = _interval(get["published_date"], "published_date")
    whole_day = len(get["published_date"]) == len("2026-03-21")
    return Incoming(
        channel=Channel.PRESS,
        client_key=f"press-report-{get['report_id']}",
        language=get["language"] or "en",
        knows=Knows.UNKNOWN,
        answers=Answers(
            heard=get["summary"],
            heard_from=get["outlet"],
            event_type=_choice(get["event_type"], EventType, "event_type") if get["event_type"] else "",
            target_kind=get["target_kind"],
            happened=_happened(get),
            where=_where(get),
            figures=tuple(_figures(get)),
            responsibility=tuple(_responsibility(get)),
            displaced=get["displaced"],
            notes=get["notes"],
        ),
        # What the press has printed is public already: nobody's consent is needed to count it.
        consents=Consents(warn=False, help=False, testify=TestifyConsent.PRESS),
        source=Source(
            line=_line(get),
            outlet=get["outlet"],
            page=get["page"],
            published=published if whole_day else None,
            published_words=get["published_date"],
        ),
    )


def _interval(text: str, field: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a day, a month or a year; Nones when empty."""
    if not text:
        return None, None
    match = _PART_OF_DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        if year and month and day:
            return date(year, month, day), date(year, month, day)
        if year and month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    except ValueError:
        raise Malformed(field, expected="YYYY-MM-DD, YYYY-MM or YYYY", got=repr(text[:20])) from None


def _happened(get: dict[str, str]) -> Happened:
    text = get["event_date"]
    first_words, _sep, last_words = text.partition("/")
    first, last = _interval(first_words, "event_date")
    if last_words:
        last = _interval(last_words, "event_date")[1]
    if first is None:
        return Happened()
    known = _choice(get["event_date_precision"] or "day", DateKnown, "event_date_precision")
    return Happened(first=first, last=last, known=DateKnown(known))


def _where(get: dict[str, str]) -> Where:
    if not get["lat"] and not get["lon"]:
        return Where(words=get["place"], district=get["district"])
    point = PlaceCandidate(
        name=get["place"] or get["district"],
        lat=_number(get["lat"], "lat", limit=90),
        lon=_number(get["lon"], "lon", limit=180),
        radius_km=_number(get["radius_km"] or "10", "radius_km", limit=1000),
    )
    return Where(words=get["place"], district=get["district"], candidates=(point,))


def _figures(get: dict[str, str]) -> Iterator[Figure]:
    for column, counted, scope in (
        ("killed", Counted.KILLED, Scope.ALL),
        ("killed_civilians", Counted.KILLED, Scope.CIVILIANS),
        ("injured", Counted.INJURED, Scope.ALL),
        ("taken", Counted.TAKEN, Scope.ALL),
    ):
        if get[column]:
            value = _whole(get[column], column)
            figure = Figure(counted=counted, low=value, high=value, scope=scope, said_by=get["outlet"])
            yield noted(figure, notes=get["notes"])


def _line(get: dict[str, str]) -> str:
    kind = get["origin"].partition(":")[0].strip().lower()
    if kind not in {"", *LineKind}:
        kinds = " or ".join(f"{kind.value}:NAME" for kind in LineKind)
        raise Malformed("origin", expected=f"{kinds} or nothing", got=repr(get["origin"][:40]))
    return str(line_of(get["origin"], outlet=get["outlet"]))


def _responsibility(get: dict[str, str]) -> Iterator[Responsibility]:
    kind = get["attribution_kind"]
    if get["attribution"] or kind not in {"", "unknown"}:
        if not get["attribution"].strip():
            raise Malformed("attribution", expected="a group or an authority", got="nothing")
        chosen = _choice(kind, ResponsibilityKind, "attribution_kind")
        yield Responsibility(kind=ResponsibilityKind(chosen), party=get["attribution"], said_by=get["outlet"])


def _choice(text: str, choices: type[EventType | DateKnown | ResponsibilityKind], field: str) -> str:
    if text not in set(choices):
        raise Malformed(field, expected=" or ".join(choice.value for choice in choices), got=repr(text[:40]))
    return text


def _whole(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 8):
        raise Malformed(field, expected="a whole number", got=repr(text[:20]))
    return int(text)


def _number(text: str, field: str, *, limit: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = limit + 1
    if not -limit <= value <= limit:
        raise Malformed(field, expected=f"a number from {-limit} to {limit}", got=repr(text[:20]))
    return value
