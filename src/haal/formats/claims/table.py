"""Claims as a CSV file: each row becomes a claim or a fault; written out again, every cell is as it came.

The one thing to know: the words of date and quantity are kept beside their reading, so nothing is lost that is not
understood. What a person coded by hand (`press_says`) is carried along and never used. UTF-8, header, any order.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from haal.domain.claim.quantity import quantity_of
from haal.domain.claim.stated import Checkable, Claim, ClaimKind, Coded, Stretch
from haal.domain.errors import Malformed
from haal.domain.ids import ReportId
from haal.domain.incident import Days
from haal.domain.report import Where

FILE_BYTES_MAX = 16_777_216
WORDS_CHARS_MAX = 2_000
REQUIRED = ("claim_id", "claim_own_words", "kind", "checkable")
COLUMNS = (
    "claim_id",
    "claim_own_words",
    "date",
    "place",
    "quantity",
    "kind",
    "checkable",
    "press_says",
    "report_ids",
    "reports_held_back",
    "note",
)
ACTOR = "actor"  # may stand in a file beside the others: who did it, as stated
_ID = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One claim of a file. `number` counts from 2, as a table program shows it."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row that is no claim, and why."""

    number: int
    field: str
    expected: str
    got: str


def read(raw: bytes) -> Iterator[Row | Fault]:
    """Give each row of a file. Raises Malformed when the file as a whole cannot be read."""
    header, records = opened(raw, required=REQUIRED, known=(*COLUMNS, ACTOR))
    return _rows(header, records)


def write(claims: Iterable[Claim]) -> bytes:
    """Return the claims as a file; cells are as they came, so open it as text where formulas would be run."""
    every = tuple(claims)
    columns = (*COLUMNS, ACTOR) if any(claim.actor for claim in every) else COLUMNS
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cells_of(claim)[name] for name in columns] for claim in every)
    return out.getvalue().encode("utf-8")


def cells_of(claim: Claim) -> dict[str, str]:
    """Return the cells of one claim by column."""
    return {
        "claim_id": claim.id,
        "claim_own_words": claim.words,
        "date": claim.when.words,
        "place": claim.where.words,
        "quantity": claim.quantity_words,
        "kind": claim.kind.value,
        "checkable": claim.checkable.value,
        "press_says": claim.coded.says,
        "report_ids": " ".join(claim.linked),
        "reports_held_back": claim.coded.held_back,
        "note": claim.coded.note,
        ACTOR: claim.actor,
    }


def claim_of(cells: dict[str, str]) -> Claim:
    """Return the claim of one row. Raises Malformed, naming the column."""
    get = {name: cells.get(name, "") for name in (*COLUMNS, ACTOR)}
    if not _ID.fullmatch(get["claim_id"]):
        raise Malformed("claim_id", expected="1 to 60 letters, digits or _.-", got=repr(get["claim_id"][:40]))
    words = get["claim_own_words"]
    if not words.strip() or len(words) > WORDS_CHARS_MAX:
        raise Malformed("claim_own_words", expected=f"1 to {WORDS_CHARS_MAX} letters", got=f"{len(words)} letters")
    return Claim(
        id=get["claim_id"],
        words=words,
        kind=ClaimKind(_choice(get["kind"], ClaimKind, "kind")),
        checkable=Checkable(_choice(get["checkable"], Checkable, "checkable")),
        when=stretch_of(get["date"]),
        where=Where(words=get["place"]),
        quantity=quantity_of(get["quantity"], beside=words),
        quantity_words=get["quantity"],
        actor=get[ACTOR],
        linked=tuple(ReportId(one) for one in get["report_ids"].split()),
        coded=Coded(says=get["press_says"], held_back=get["reports_held_back"], note=get["note"]),
    )


def stretch_of(words: str) -> Stretch:
    """Return when, of `2025-09-02`, `2025-03`, `2025`, `2025-03/2025-05` or other words. Raises Malformed for a false date."""
    first_words, _, last_words = words.strip().partition("/")
    first, last = _part(first_words), _part(last_words or first_words)
    if first is None or last is None:
        return Stretch(words=words)
    if last.last < first.first:
        raise Malformed("date", expected="the first day before the last", got=repr(words[:30]))
    return Stretch(words=words, days=Days(first=first.first, last=last.last))


def opened(
    raw: bytes, *, required: Sequence[str], known: Sequence[str] | None
) -> tuple[list[str], Iterator[tuple[int, list[str] | csv.Error]]]:
    """Return the header and the records with their numbers. `known` None: other columns may stand there too."""
    if len(raw) > FILE_BYTES_MAX:
        raise Malformed("file", expected=f"at most {FILE_BYTES_MAX} bytes", got=f"{len(raw)} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Malformed(f"line {line}", expected="UTF-8", got=f"byte 0x{raw[error.start]:02x}") from None
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(records, [])
    except csv.Error as error:
        raise Malformed("line 1", expected="a header of column names", got=str(error)) from None
    if missing := [name for name in required if name not in header]:
        raise Malformed(
            "header", expected=f"the columns {', '.join(required)}", got=f"none called {', '.join(missing)}"
        )
    if known is not None and (unknown := [name for name in header if name not in known]):
        raise Malformed("header", expected=f"columns of {', '.join(known)}", got=", ".join(unknown)[:200])
    if len(set(header)) != len(header):
        raise Malformed("header", expected="each column once", got="a column twice")
    return header, _numbered(records)


def _numbered(records: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    number = 1
    while True:
        number += 1
        try:
            yield number, next(records)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error


def _rows(header: list[str], records: Iterator[tuple[int, list[str] | csv.Error]]) -> Iterator[Row | Fault]:
    seen: set[str] = set()
    for number, cells in records:
        if isinstance(cells, csv.Error):
            yield Fault(number=number, field="row", expected="quotes that are closed", got=str(cells))
        elif cells and len(cells) != len(header):
            yield Fault(number=number, field="row", expected=f"{len(header)} cells", got=f"{len(cells)} cells")
        elif cells:
            yield _row(number, dict(zip(header, cells, strict=True)), seen)


def _row(number: int, cells: dict[str, str], seen: set[str]) -> Row | Fault:
    try:
        claim = claim_of(cells)
        if claim.id in seen:
            raise Malformed("claim_id", expected="each id once", got=repr(claim.id))
    except Malformed as error:
        return Fault(number=number, field=error.where, expected=error.expected, got=error.got)
    seen.add(claim.id)
    return Row(number=number, claim=claim)


def _part(words: str) -> Days | None:
    match = _ISO.fullmatch(words.strip())
    if match is None:
        if re.match(r"\d{4}-\d", words.strip()):
            raise Malformed("date", expected="YYYY-MM-DD, YYYY-MM or YYYY", got=repr(words[:30]))
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise Malformed("date", expected="a day that exists", got=repr(words[:30])) from None
    return Days(first=first, last=last)


def _choice(text: str, choices: type[ClaimKind | Checkable], field: str) -> str:
    if text not in set(choices):
        raise Malformed(field, expected=" or ".join(choice.value for choice in choices), got=repr(text[:40]))
    return text
