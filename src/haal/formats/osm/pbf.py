"""A pbf extract (or the same as XML), read by pyosmium: `pip install haal[osm]`.

The one thing to know: buildings that are drawn as an area, also one of several rings, are put together by the library, so
the file must hold its nodes; an extract of Geofabrik does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from haal.domain.errors import Malformed
from haal.formats.osm.element import Extract, middle
from haal.formats.osm.kinds import KEYS
from haal.geometry.distance import Point

SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2")


def is_extract(path: Path) -> bool:
    """Return whether the file is called like an extract."""
    return path.name.lower().endswith(SUFFIXES)


def read(path: Path, *, tell: Callable[[int, int], None] = lambda _done, _total: None) -> Extract:
    """Return the gathering places of the file. Raises Malformed: it cannot be read, or the library is not installed."""
    try:
        import osmium  # an extra
    except ImportError:
        raise Malformed(path.name, expected="the extra `osm` to be installed", got="no osmium") from None
    extract = Extract()
    try:
        with osmium.io.Reader(str(path)) as reader:
            box = reader.header().box()
            if box.valid():
                low, high = box.bottom_left, box.top_right
                extract.box = (low.lat, low.lon, high.lat, high.lon)
        processor = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.KeyFilter(*KEYS))
        for row, element in enumerate(processor, 1):
            _add(extract, element)
            tell(row, 0)
    except (RuntimeError, OSError, ValueError) as error:
        raise Malformed(
            path.name, expected="an OpenStreetMap extract in order of ids", got=type(error).__name__
        ) from None
    return extract


def _add(extract: Extract, element: Any) -> None:  # noqa: ANN401 - pyosmium's classes are known only where it is installed
    tags = {tag.k: tag.v for tag in element.tags}
    if element.is_node():
        extract.add(f"node/{element.id}", tags, (element.location.lat, element.location.lon))
    elif element.is_area():
        name = f"{'way' if element.from_way() else 'relation'}/{element.orig_id()}"
        extract.add(name, tags, middle((node.lat, node.lon) for ring in element.outer_rings() for node in ring))
    elif element.is_way() and not element.is_closed():
        extract.add(f"way/{element.id}", tags, _middle_of(element))


def _middle_of(way: Any) -> Point | None:  # noqa: ANN401
    return middle((node.lat, node.lon) for node in way.nodes if node.location.valid())
