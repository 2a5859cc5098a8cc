"""Single values of a message: times, numbers, rings, circles, references. What fits is taken, what nearly fits is mended.

Each function notes what it did with the field's name, and returns None (or leaves the value out) where nothing can be
made of it. What the schema types (times, numbers, languages) is a repair; what it takes as plain text (rings, circles,
references) is a remark, since the file keeps its standard.
Sources: OASIS CAP 1.2, sections 3.2 and 3.3.2; RFC 822 for the times of RSS; GeoRSS for rings in feeds.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import batched

from haal.formats.cap.model import Circle, Reference
from haal.formats.cap.reading.notes import Notes
from haal.geometry.rings import crosses_itself

type Ring = tuple[tuple[float, float], ...]

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[-+][0-9]{2}:[0-9]{2}")
_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DECIMAL = re.compile(_NUMBER)
_CORNER = re.compile(rf"({_NUMBER}),({_NUMBER})")
_ANY_NUMBER = re.compile(rf"{_NUMBER}(?:[eE][-+]?[0-9]{{1,3}})?")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_LETTERS = re.compile(r"[A-DF-Za-df-z]")
_OFFSET_MAX = timedelta(hours=14)
_CORNERS_LOOKED_AT_MAX = 20_000
_WHOLE_CHARS_MAX = 18


def time(text: str, where: str, notes: Notes) -> datetime | None:
    """Return the instant, or None. A time without a zone is taken as UTC."""
    if not text:
        return None
    at = _strict_time(text)
    if at is not None:
        return at
    at = _loose_time(text)
    if at is None:
        notes.repair("time", f"{where} is no time: left out")
        return None
    if at.tzinfo is None:
        notes.repair("time", f"{where} has no zone: taken as UTC")
        at = at.replace(tzinfo=UTC)
    else:
        notes.repair("time", f"{where} is written in another form")
    return _writable(at)


def _writable(at: datetime) -> datetime | None:
    """Return the instant in whole seconds, in UTC when its offset could not be written; None outside the years there are."""
    offset = at.utcoffset() or timedelta()
    if not offset or offset % timedelta(minutes=1) or abs(offset) > _OFFSET_MAX:
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            return None
    return at.replace(microsecond=0)


def _strict_time(text: str) -> datetime | None:
    if not _TIME.fullmatch(text):
        return None
    next_day = text[11:19] == "24:00:00"
    try:
        at = datetime.fromisoformat(text.replace("T24:", "T00:") if next_day else text)
        at = at + timedelta(days=1) if next_day else at
    except (ValueError, OverflowError):
        return None
    offset = at.utcoffset() or timedelta()
    if abs(offset) > _OFFSET_MAX:
        return None
    return at if offset else at.replace(tzinfo=UTC)


def _loose_time(text: str) -> datetime | None:
    if len(text) > 64:
        return None
    for form in (text, text.replace(" ", "", 1) if text.count(" ") > 1 else text):
        try:
            return datetime.fromisoformat(form.strip())
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def decimal(text: str, where: str, notes: Notes) -> float | None:
    """Return the number, or None."""
    if not text:
        return None
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            notes.remark("number", f"{where} is larger than anything on earth: left out")
        return number if math.isfinite(number) else None
    found = _ANY_NUMBER.search(text[:200])
    number = float(found[0]) if found else math.inf
    if not math.isfinite(number):
        notes.repair("number", f"{where} is no number: left out")
        return None
    notes.repair("number", f"{where} is written in another form")
    return number


def whole(text: str, where: str, notes: Notes) -> int | None:
    """Return the whole number, or None."""
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        notes.repair("number", f"{where} is no whole number: left out")
        return None
    if len(text) > _WHOLE_CHARS_MAX:
        notes.remark("number", f"{where} is larger than any file: left out")
        return None
    return int(text)


def language(text: str, notes: Notes) -> str:
    """Return the language tag; without one the standard says en-US."""
    if _LANGUAGE.fullmatch(text):
        return text
    if not text:
        return "en-US"
    tag = re.sub(r"[^a-zA-Z0-9]+", "-", text[:40]).strip("-")
    if _LANGUAGE.fullmatch(tag):
        notes.repair("language", "info/language is written in another form")
        return tag
    notes.repair("language", "info/language is no language tag: read as und")
    return "und"


def ring(text: str, where: str, notes: Notes, *, separated: str = ",") -> Ring | None:
    """Return the closed ring, or None where there is none. `separated` is what stands between lat and lon."""
    if not text:
        return None
    corners = _corners(text, where, notes, separated=separated)
    if corners is None:
        return None
    corners = _on_earth(corners, where, notes)
    if corners is None:
        return None
    if corners[0] != corners[-1]:
        notes.remark("ring", f"{where} was open: closed")
        corners = (*corners, corners[0])
    if len(set(corners)) < 3:
        notes.remark("ring", f"{where} has fewer than three corners: left out")
        return None
    if len(corners) <= _CORNERS_LOOKED_AT_MAX and crosses_itself(corners):
        notes.remark("ring", f"{where} crosses itself: kept as drawn")
    return corners


def _corners(text: str, where: str, notes: Notes, *, separated: str) -> Ring | None:
    pairs = [_CORNER.fullmatch(pair) for pair in text.split()] if separated == "," else [None]
    if all(pairs):
        return tuple((float(pair[1]), float(pair[2])) for pair in pairs if pair)
    numbers = [float(found) for found in _ANY_NUMBER.findall(text)]
    if _LETTERS.search(text) or len(numbers) % 2 or not numbers or not all(map(math.isfinite, numbers)):
        notes.remark("ring", f"{where} cannot be read: left out")
        return None
    notes.remark("ring", f"{where} is written in another form")
    return tuple((lat, lon) for lat, lon in batched(numbers, 2))


def _on_earth(corners: Ring, where: str, notes: Notes) -> Ring | None:
    if all(_is_on_earth(lat, lon) for lat, lon in corners):
        if any(abs(lon) > 180 for _lat, lon in corners):
            notes.remark("ring", f"{where} goes beyond 180 degrees of longitude: kept as drawn")
        return corners
    if all(_is_on_earth(lon, lat) for lat, lon in corners):
        notes.remark("ring", f"{where} has longitude first: turned")
        return tuple((lon, lat) for lat, lon in corners)
    notes.remark("ring", f"{where} is not on earth: left out")
    return None


def _is_on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -360 <= lon <= 360


def circle(text: str, where: str, notes: Notes) -> Circle | None:
    """Return the circle, or None."""
    if not text:
        return None
    parts = text.split()
    corner = _CORNER.fullmatch(parts[0]) if len(parts) == 2 else None
    if corner and _DECIMAL.fullmatch(parts[1]):
        lat, lon, radius = float(corner[1]), float(corner[2]), float(parts[1])
    else:
        numbers = [float(found) for found in _ANY_NUMBER.findall(text[:400])]
        if len(numbers) != 3:
            notes.remark("circle", f"{where} cannot be read: left out")
            return None
        notes.remark("circle", f"{where} is written in another form")
        lat, lon, radius = numbers
    if not _is_on_earth(lat, lon) or not 0 <= radius <= 20_100:
        notes.remark("circle", f"{where} is not on earth: left out")
        return None
    return Circle(lat=lat, lon=lon, radius_km=radius)


def references(text: str, where: str, notes: Notes) -> tuple[Reference, ...]:
    """Return the earlier messages that are named, without those that cannot be read."""
    found = []
    for triple in text.split():
        sender, *between, sent = triple.split(",") if triple.count(",") >= 2 else ("", "")
        identifier = ",".join(between)
        at = time(sent, where, notes)
        if not sender or not identifier or at is None:
            notes.remark("references", f"{where} names a message that cannot be read: left out")
            continue
        found.append(Reference(sender=sender, identifier=identifier, sent=at))
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list in which parts with spaces stand in quotes (addresses, incidents)."""
    if '"' not in text:
        return tuple(text.split())
    if text.count('"') % 2:
        return tuple(text.replace('"', " ").split())
    pieces = text.split('"')
    words: list[str] = []
    for number, piece in enumerate(pieces):
        words += [piece.strip()] if number % 2 else piece.split()
    return tuple(word for word in words if word)
