"""A release of numbers as JSON and back: what is kept, and what `haal shelters export` and the pages are made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from haal.domain.need import NeedKind
from haal.domain.public_place import PublicPlace
from haal.domain.shelter.family import Band
from haal.domain.shelter.shown import DoneRow, FamiliesRow, MovesRow, RoomRow, Shown


def write(shown: Shown) -> str:
    """Return the release as JSON, the same bytes for the same release."""
    return json.dumps(_plain(shown), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read(text: str) -> Shown:
    """Return the release of JSON written by `write`. Not for bytes from outside."""
    raw = json.loads(text)
    return Shown(
        on=date.fromisoformat(raw["on"]),
        families=tuple(_families(one) for one in raw["families"]),
        moves=tuple(MovesRow(**{**one, "where": _place(one["where"])}) for one in raw["moves"]),
        rooms=tuple(RoomRow(**{**one, "where": _place(one["where"])}) for one in raw["rooms"]),
        done=tuple(
            DoneRow(**{**one, "where": _place(one["where"]), "kind": NeedKind(one["kind"])}) for one in raw["done"]
        ),
    )


def _plain(shown: Shown) -> dict[str, Any]:
    return {
        "on": shown.on.isoformat(),
        "families": [
            {
                **_row(row),
                "ages": {band.value: number for band, number in row.ages.items()},
                "needs": [kind.value for kind in row.needs],
                "last_day": row.last_day.isoformat() if row.last_day else None,
            }
            for row in shown.families
        ],
        "moves": [_row(row) for row in shown.moves],
        "rooms": [_row(row) for row in shown.rooms],
        "done": [{**_row(row), "kind": row.kind.value} for row in shown.done],
    }


def _row(row: FamiliesRow | MovesRow | RoomRow | DoneRow) -> dict[str, Any]:
    names = [name for name in row.__dataclass_fields__ if name not in {"where", "ages"}]
    return {"where": asdict(row.where), **{name: getattr(row, name) for name in names}}


def _families(raw: Mapping[str, Any]) -> FamiliesRow:
    kept = {
        "where": _place(raw["where"]),
        "ages": MappingProxyType({Band(band): str(number) for band, number in raw["ages"].items()}),
        "needs": tuple(NeedKind(kind) for kind in raw["needs"]),
        "last_day": date.fromisoformat(raw["last_day"]) if raw["last_day"] else None,
    }
    return FamiliesRow(**{**raw, **kept})


def _place(raw: Mapping[str, Any]) -> PublicPlace:
    symbol = raw["symbol"]
    return PublicPlace(**{**raw, "symbol": (float(symbol[0]), float(symbol[1])) if symbol else None})
