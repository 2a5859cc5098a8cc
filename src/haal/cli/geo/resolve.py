"""`haal geo resolve WORDS`: the places that the words may mean, best first, with radius, kind and weight."""

from __future__ import annotations

import argparse
from typing import Any

from haal.cli import output
from haal.domain import gazetteer
from haal.domain.errors import Malformed
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import Point

NAME = "resolve"
HELP = "say which places the words may mean, best first"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("words", nargs="+", metavar="WORDS", help='as told, such as "60 km south of Quetta"')
    parser.add_argument("--district", default="", help="the district that was told beside it")
    parser.add_argument("--near", type=_point, metavar="LAT,LON", help="a point nearby, in degrees")


def run(args: argparse.Namespace) -> int:
    """Print the readings; none is an answer too."""
    atlas = gazetteer.standard()
    if args.district and atlas.district(args.district) is None:
        raise Malformed("--district", expected="a district that is known here", got="another word")
    found = atlas.resolve(" ".join(args.words), district=args.district, near=args.near)
    readings = [_told(reading) for reading in found]
    words = "\n".join(_line(reading) for reading in readings) or "No place is known by these words."
    output.answer({"ok": True, "readings": readings}, as_json=args.json, words=words)
    return 0


def _told(reading: PlaceCandidate) -> dict[str, Any]:
    place = gazetteer.standard().place(reading.place_id)
    return {
        "name": reading.name,
        "kind": place.kind if place else "",
        "district": place.adm2 if place else "",
        "province": place.adm1 if place else "",
        "lat": reading.lat,
        "lon": reading.lon,
        "radius_km": reading.radius_km,
        "weight": reading.weight,
        "place_id": reading.place_id,
    }


def _line(told: dict[str, Any]) -> str:
    area = ", ".join(part for part in (told["district"], told["province"]) if part)
    return (
        f"{told['weight']:.0%}  {told['name']} ({told['kind']}; {area})  "
        f"{told['lat']:.4f},{told['lon']:.4f} within {told['radius_km']:g} km"
    )


def _point(text: str) -> Point:
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise argparse.ArgumentTypeError("expected two numbers, LAT,LON") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise argparse.ArgumentTypeError("expected LAT within 90 and LON within 180")
    return lat, lon
