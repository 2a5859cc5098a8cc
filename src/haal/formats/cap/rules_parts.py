"""What is asked of one language's words, of what goes with them, and of an area. Called by `rules` alone.

Sources as there; the length of a headline and the needed fields follow GoogleProfile.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from haal.formats.cap.model import (
    CATEGORIES,
    CERTAINTIES,
    RESPONSES,
    SEVERITIES,
    URGENCIES,
    Alert,
    Area,
    Info,
    Named,
    Resource,
)
from haal.geometry.rings import crosses_itself

HEADLINE_CHARS_MAX = 160
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[!-;=?-Z_a-z~%#]*)?")
_MIME = re.compile(r"[a-z0-9.+-]+/[A-Za-z0-9.+-]+")
_DIGEST = re.compile(r"[0-9a-fA-F]{40}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_RADIUS_KM_MAX = 20_000.0
_FEET_MAX = 300_000.0


def info_faults(alert: Alert, info: Info) -> Iterator[str]:
    """Yield what is wrong with one language."""
    if not _LANGUAGE.fullmatch(info.language):
        yield "language: not a language tag"
    if not info.categories or not set(info.categories) <= CATEGORIES:
        yield "category: missing or unknown"
    if not set(info.responses) <= RESPONSES:
        yield "responseType: unknown"
    if "AllClear" in info.responses:
        yield "responseType: Haal never says AllClear"
    for field, value, known in (
        ("urgency", info.urgency, URGENCIES),
        ("severity", info.severity, SEVERITIES),
        ("certainty", info.certainty, CERTAINTIES),
    ):
        if value not in known - {"Unknown"}:
            yield f"{field}: missing or unknown"
    for field, value in (("event", info.event), ("headline", info.headline), ("description", info.description)):
        if not value.strip():
            yield f"{field}: missing"
    if not _ADDRESS.fullmatch(info.web):
        yield "web: missing, or no address of a page"
    if len(info.headline) > HEADLINE_CHARS_MAX:
        yield f"headline: longer than {HEADLINE_CHARS_MAX}"
    yield from _pairs("eventCode", info.event_codes, needed=True)
    yield from _pairs("parameter", info.parameters)
    yield from _times(alert, info)
    for resource in info.resources:
        yield from _resource(resource)
    if not info.areas:
        yield "area: missing"
    for area in info.areas:
        yield from _area(area)


def _pairs(field: str, pairs: tuple[Named, ...], *, needed: bool = False) -> Iterator[str]:
    if needed and not pairs:
        yield f"{field}: missing"
    if any(not pair.name or not pair.value for pair in pairs):
        yield f"{field}: a name or a value is missing"


def _times(alert: Alert, info: Info) -> Iterator[str]:
    if info.expires is None:
        yield "expires: missing"
        return
    begins = [at for at in (alert.sent, info.effective, info.onset) if at is not None]
    if max(begins) > info.expires:
        yield "expires: before it begins"


def _resource(resource: Resource) -> Iterator[str]:
    if not resource.description:
        yield "resourceDesc: missing"
    if not _MIME.fullmatch(resource.mime_type):
        yield "mimeType: missing, or not a media type"
    if resource.size is not None and resource.size < 0:
        yield "size: below nothing"
    if not resource.uri and not resource.deref_uri:
        yield "resource: neither an address nor its bytes"
    if resource.uri and not _ADDRESS.fullmatch(resource.uri):
        yield "uri: no address"
    if resource.deref_uri and not _BASE64.fullmatch(resource.deref_uri):
        yield "derefUri: not base64"
    if resource.digest and not _DIGEST.fullmatch(resource.digest):
        yield "digest: not SHA-1 in hex"


def _area(area: Area) -> Iterator[str]:
    if not area.description.strip():
        yield "areaDesc: missing"
    if not (area.polygons or area.circles or area.geocodes):
        yield "area: no polygon, circle or geocode"
    for polygon in area.polygons:
        if len(polygon) < 4 or polygon[0] != polygon[-1]:
            yield "polygon: open, or fewer than four points"
        elif not all(_on_earth(lat, lon) for lat, lon in polygon):
            yield "polygon: not on earth"
        elif crosses_itself(polygon):
            yield "polygon: crosses itself"
    for circle in area.circles:
        if not _on_earth(circle.lat, circle.lon) or not 0 <= circle.radius_km <= _RADIUS_KM_MAX:
            yield "circle: not on earth"
    yield from _pairs("geocode", area.geocodes)
    yield from _heights(area)


def _heights(area: Area) -> Iterator[str]:
    for field, feet in (("altitude", area.altitude), ("ceiling", area.ceiling)):
        if feet is not None and not (math.isfinite(feet) and abs(feet) <= _FEET_MAX):
            yield f"{field}: no height in feet"
    if area.ceiling is not None and area.altitude is None:
        yield "ceiling: only with an altitude"
    if area.ceiling is not None and area.altitude is not None and area.ceiling < area.altitude:
        yield "ceiling: below the altitude"


def _on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180
