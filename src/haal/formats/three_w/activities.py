"""Who does what where (3W), and when and for how many besides (4W), of what was released: help given, and room for families.

The one thing to know: "who" is the body that runs the box, by its public name; whoever offered, hosted or received is in no
row. Numbers are as they were released: rounded, documented, never a total.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from haal.domain.public_place import PublicPlace
from haal.domain.shelter.shown import DoneRow, RoomRow, Shown
from haal.formats.three_w import hxl
from haal.formats.three_w.hxl import Sheet
from haal.formats.three_w.sectors import SECTORS, SHELTER

_WHO_WHAT = (
    ("org_name", "#org+name"),
    ("org_type", "#org+type"),
    ("sector_code", "#sector+code"),
    ("sector_name", "#sector+name"),
    ("activity", "#activity+name"),
)
_PERIOD = (("reference_period_start", "#date+start"), ("reference_period_end", "#date+end"))
_COLUMNS_3W = (*_WHO_WHAT, *hxl.PLACE, *_PERIOD, ("note", "#meta+note"))
_NUMBERS = (
    ("people_reached", "#reached+ind"),
    ("shelters", "#output+shelters+num"),
    ("places", "#capacity+places+num"),
    ("places_free", "#capacity+free+num"),
)
_COLUMNS_4W = (
    *_WHO_WHAT,
    *hxl.PLACE,
    *_PERIOD,
    ("status", "#status+name"),
    *_NUMBERS,
    hxl.FEWER,
    ("note", "#meta+note"),
)
ORG_TYPE = "Local organisation"
ROOM = "shelter"


def three_w(shown: Shown, *, org: str) -> Sheet:
    """Return who does what where: each activity once in each area, over all its months."""
    rows: list[tuple[object, ...]] = []
    for what, months in _months(shown).items():
        sector, activity, where = what
        start, end = _first(min(months)), _last(max(months), on=shown.on)
        rows.append((org, ORG_TYPE, *sector, activity, *hxl.place(where), start, end, hxl.NOTE))
    return Sheet(columns=_COLUMNS_3W, rows=tuple(rows))


def four_w(shown: Shown, *, org: str) -> Sheet:
    """Return who does what where, when and for how many: each month for itself."""
    rows = [_done(row, org=org, on=shown.on) for row in shown.done if not row.is_corrected]
    rows += [_room(row, org=org, on=shown.on) for row in shown.rooms if not row.is_corrected]
    return Sheet(columns=_COLUMNS_4W, rows=tuple(rows))


def _done(row: DoneRow, *, org: str, on: date) -> tuple[object, ...]:
    who_what = (org, ORG_TYPE, *SECTORS[row.kind], row.kind.value)
    end = _last(row.month, on=on)
    status = "Ongoing" if end == on else "Completed"
    return (*who_what, *hxl.place(row.where), _first(row.month), end, status, *_numbers(people=row.people), hxl.NOTE)


def _room(row: RoomRow, *, org: str, on: date) -> tuple[object, ...]:
    who_what = (org, ORG_TYPE, *SHELTER, ROOM)
    numbers = _numbers(shelters=row.shelters, places=row.places, free=row.free)
    return (*who_what, *hxl.place(row.where), _first(f"{on:%Y-%m}"), on, "Ongoing", *numbers, hxl.NOTE)


def _numbers(*, people: str = "", shelters: str = "", places: str = "", free: str = "") -> tuple[str, ...]:
    return hxl.numbers([header for header, _ in _NUMBERS], (people, shelters, places, free))


type _What = tuple[tuple[str, str], str, PublicPlace]


def _months(shown: Shown) -> dict[_What, list[str]]:
    found: dict[_What, list[str]] = {}
    for done in shown.done:
        if not done.is_corrected:
            found.setdefault((SECTORS[done.kind], done.kind.value, done.where), []).append(done.month)
    for room in shown.rooms:
        if not room.is_corrected:
            found.setdefault((SHELTER, ROOM, room.where), []).append(f"{shown.on:%Y-%m}")
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last(month: str, *, on: date) -> date:
    """Return the last day of a month, or the day of the release when that comes first."""
    first = _first(month)
    return min(on, first.replace(day=monthrange(first.year, first.month)[1]))
