"""A public incident as JSON and back: what is kept in the public table, hashed into the ledger and given by the API.

Canonical (RFC 8785), so that the same incident has the same bytes and anybody can compare its hash with the
ledger's. What is not here is not public. The columns of tables and GeoJSON are made from the same object (`table`,
`geojson`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import rfc8785

from haal.domain.casualties import CorrectionHow
from haal.domain.ids import IncidentId, PublicationId
from haal.domain.incident import Days, event_type_of
from haal.domain.public_place import PublicPlace
from haal.domain.publication import (
    ActorCategory,
    Attribution,
    PublicClaim,
    PublicCorrection,
    PublicIncident,
    PublicRange,
)
from haal.domain.report import Counted, ResponsibilityKind, Scope


def write(incident: PublicIncident) -> bytes:
    """Return the canonical JSON of an incident."""
    return rfc8785.dumps(_plain(asdict(incident)))


def digest(encoded: bytes) -> str:
    """Return the SHA-256 of such JSON, as the ledger's leaf commits to it."""
    return hashlib.sha256(encoded).hexdigest()


def read(encoded: bytes) -> PublicIncident:
    """Return the incident of canonical JSON written by `write`. Not for bytes from outside."""
    raw = json.loads(encoded)
    days, place = raw["days"], raw["place"]
    return PublicIncident(
        id=IncidentId(raw["id"]),
        publication_id=PublicationId(raw["publication_id"]),
        days=Days(first=_day(days["first"]), last=_day(days["last"])) if days else None,
        event_type=event_type_of(raw["event_type"] or ""),
        place=PublicPlace(
            province=place["province"],
            district=place["district"],
            name=place["name"],
            cell=place["cell"],
            symbol=(float(place["symbol"][0]), float(place["symbol"][1])) if place["symbol"] else None,
        ),
        summary=raw["summary"],
        ranges=tuple(_range(one) for one in raw["ranges"]),
        lines=tuple(raw["lines"]),
        lines_count=raw["lines_count"],
        lines_max=raw["lines_max"],
        attributions=tuple(
            Attribution(category=ActorCategory(one["category"]), confidence=ResponsibilityKind(one["confidence"]))
            for one in raw["attributions"]
        ),
        released_at=datetime.fromisoformat(raw["released_at"]) if raw["released_at"] else None,
        speakers=tuple(raw.get("speakers", ())),
        silent_lines_count=raw.get("silent_lines_count", 0),
        replaces=raw["replaces"],
    )


def _range(raw: Mapping[str, Any]) -> PublicRange:
    lowest = raw["lowest_supported"]
    return PublicRange(
        counted=Counted(raw["counted"]),
        scope=Scope(raw["scope"]),
        lowest_supported=_claim(lowest) if lowest else None,
        median=_claim(raw["median"]),
        highest=_claim(raw["highest"]),
        lines_count=raw["lines_count"],
        said_lowest=_claim(raw["said_lowest"]) if raw.get("said_lowest") else None,
        said_highest=_claim(raw["said_highest"]) if raw.get("said_highest") else None,
        corrections=tuple(
            PublicCorrection(how=CorrectionHow(one["how"]), was=one["was"], now=_claim(one["now"]))
            for one in raw.get("corrections", ())
        ),
    )


def _claim(raw: Mapping[str, Any]) -> PublicClaim:
    said_on = raw["said_on"]
    return PublicClaim(
        low=raw["low"], high=raw["high"], line=raw["line"], said_on=date.fromisoformat(said_on) if said_on else None
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a walk over JSON-able values
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
