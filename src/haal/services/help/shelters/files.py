"""What was released of families and help, as files: 3W, 4W, a displacement table and GeoJSON; the same for everybody.

The one thing to know: nothing is made for a partner that is not public, and nothing is exported that two did not release.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from haal.domain.errors import NotFound
from haal.domain.shelter.shown import Shown
from haal.formats import geojson
from haal.formats.three_w import activities, displaced, hxl
from haal.services.help.shelters import public
from haal.storage.ground.site import site

CSV, JSON = "text/csv; charset=utf-8", "application/json"


class FileKind(StrEnum):
    """Which file."""

    THREE_W = "3w"
    THREE_W_JSON = "3w-json"
    FOUR_W = "4w"
    FOUR_W_JSON = "4w-json"
    DTM = "dtm"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file with its name, its media type and how many rows it tells."""

    name: str
    media_type: str
    content: bytes
    rows: int


def of(*, kind: FileKind) -> File:
    """Return the file. Raises NotFound: nothing was released."""
    found = public.standing()
    if found is None:
        raise NotFound
    return _FILES[kind](found.shown)


def _sheet(name: str, sheet: hxl.Sheet) -> File:
    return File(name=name, media_type=CSV, content=hxl.as_csv(sheet), rows=len(sheet.rows))


def _json(name: str, sheet: hxl.Sheet) -> File:
    return File(name=name, media_type=JSON, content=hxl.as_json(sheet), rows=len(sheet.rows))


def _areas(shown: Shown) -> File:
    return File(
        name="displaced.geojson",
        media_type=geojson.MEDIA_TYPE,
        content=displaced.areas(shown),
        rows=len(shown.families) + len(shown.rooms),
    )


_FILES: Mapping[FileKind, Callable[[Shown], File]] = MappingProxyType(
    {
        FileKind.THREE_W: lambda shown: _sheet("3w.csv", activities.three_w(shown, org=site().operator)),
        FileKind.THREE_W_JSON: lambda shown: _json("3w.json", activities.three_w(shown, org=site().operator)),
        FileKind.FOUR_W: lambda shown: _sheet("4w.csv", activities.four_w(shown, org=site().operator)),
        FileKind.FOUR_W_JSON: lambda shown: _json("4w.json", activities.four_w(shown, org=site().operator)),
        FileKind.DTM: lambda shown: _sheet("displaced.csv", displaced.dtm(shown)),
        FileKind.GEOJSON: _areas,
    }
)
