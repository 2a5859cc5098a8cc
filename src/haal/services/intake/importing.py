"""Many reports from one file, through the same door as any other: row by row, good rows in, bad rows named, none twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from haal.domain.access import Actor
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import ReportId
from haal.domain.policy import DEFAULT
from haal.formats import press
from haal.language.words import words_for
from haal.services.intake.take_in import take_in

COLUMN_OF: Mapping[str, str] = MappingProxyType(
    {
        "heard": "summary",
        "heard_from": "outlet",
        "said_by": "outlet",
        "words": "place",
        "name": "place",
        "party": "attribution",
        "happened": "event_date",
        "published_words": "published_date",
        "client_key": "report_id",
        "line": "outlet",
    }
)
"""How a file calls what a report calls otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file. `taken` are new report ids in file order; `repeated` were there before."""

    header: tuple[str, ...]
    taken: tuple[ReportId, ...]
    repeated: int
    faults: tuple[press.Fault, ...]


def import_press(*, raw: bytes, by: Actor | None, now: datetime, step: Callable[[], None] = lambda: None) -> Imported:
    """Take in every good row of a press file; `step` is called after each row. Raises Malformed for the file as a whole."""
    header, rows = press.read(raw, row_bytes_max=DEFAULT.import_line_bytes_max)
    taken: list[ReportId] = []
    faults: list[press.Fault] = []
    repeated = 0
    for row in rows:
        step()
        if isinstance(row, press.Fault):
            faults.append(row)
            continue
        if len(taken) + repeated >= DEFAULT.import_rows_max:
            faults.append(
                _fault(row, field="row", expected=f"at most {DEFAULT.import_rows_max} rows in one file", got="one more")
            )
            continue
        try:
            answer = take_in(incoming=row.incoming, by=by, now=now)
        except Refused as error:
            field = str(error.details.get("field", "row"))
            words = words_for(error.reason, "en", **error.details)
            column = COLUMN_OF.get(field, field)
            faults.append(_fault(row, field=column, expected=f"what can be kept ({words})", got=error.reason.value))
        except Malformed as error:
            faults.append(_fault(row, field=error.where, expected=error.expected, got=error.got))
        else:
            if answer.receipt.repeated:
                repeated += 1
            else:
                taken.append(answer.report_id)
    return Imported(header=header, taken=tuple(taken), repeated=repeated, faults=tuple(faults))


def _fault(row: press.Row, *, field: str, expected: str, got: str) -> press.Fault:
    return press.Fault(number=row.number, field=field, expected=expected, got=got, cells=row.cells)
