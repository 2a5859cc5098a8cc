"""Places and district outlines that an operator has brought, one file of the data folder for each file brought.

The one thing to know: what is brought is for finding and naming places only. It never changes which public cells there
are, which are counted from the places that come with Haal: a brought place has the kind `spot`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from haal.domain.errors import Malformed
from haal.domain.gazetteer.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What one file brought. `outlines`: the geometry of a district by its id."""

    name: str
    sha256: str
    kind: str
    places: tuple[Place, ...] = ()
    outlines: Mapping[str, Mapping[str, Any]]


def file_name(sha256: str) -> str:
    """Return the name of the file in the data folder."""
    return f"{sha256[:16]}.json"


def written(brought: Brought) -> str:
    """Return it as text."""
    told = asdict(brought)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_all(folder: Path | None) -> Iterator[Brought]:
    """Yield what lies in a folder, by name; nothing when there is none. Raises Malformed for a file that is not ours."""
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.glob("*.json")):
        try:
            told = json.loads(path.read_text("utf-8"))
            places = tuple(Place(**{**row, "alternates": tuple(row["alternates"])}) for row in told.pop("places"))
            yield Brought(**told, places=places)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            expected = "a file that `haal geo import` wrote"
            raise Malformed(f"places/{path.name}", expected=expected, got=type(error).__name__) from None
