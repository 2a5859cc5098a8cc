"""The rules of CAP 1.2 that its schema does not check, and Haal's stricter ones; all that Haal sends passes them.

`faults` returns every fault as a short text that names the field, so that a test or a person sees all at once. Read
leniently, write strictly: the reader does not call this, the writer does. Sources: OASIS CAP 1.2 section 3; the
checks of google/cap-library (CapValidator, GoogleProfile).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from haal.formats.cap.model import (
    CATEGORIES,
    CERTAINTIES,
    RESPONSES,
    SEVERITIES,
    URGENCIES,
    Alert,
    Area,
    Info,
    MsgType,
    Scope,
    Status,
)

HEADLINE_CHARS_MAX = 160
_FORBIDDEN_IN_NAMES = re.compile(r"[\s,<&]")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_RADIUS_KM_MAX = 20_000.0


def faults(alert: Alert) -> tuple[str, ...]:
    """Return what is wrong with `alert`, empty when it may be sent."""
    found = [*_names(alert), *_references(alert), *_texts(alert), *_together(alert)]
    for number, info in enumerate(alert.infos, start=1):
        found += [f"info {number}: {fault}" for fault in _info(alert, info)]
    return tuple(found)


def _names(alert: Alert) -> Iterator[str]:
    for field, value in (("identifier", alert.identifier), ("sender", alert.sender)):
        if not value or _FORBIDDEN_IN_NAMES.search(value):
            yield f"{field}: empty, or holds a space, comma, < or &"
    if alert.scope is not Scope.PUBLIC:
        yield "scope: Haal speaks to the public only"
    if alert.status not in {Status.ACTUAL, Status.EXERCISE}:
        yield "status: Actual or Exercise"
    if not alert.codes:
        yield "code: the profile is named"
    if not alert.infos:
        yield "info: at least one language"


def _references(alert: Alert) -> Iterator[str]:
    if alert.msg_type in {MsgType.ACK, MsgType.ERROR}:
        yield "msgType: Alert, Update or Cancel"
    if (alert.msg_type is MsgType.ALERT) is bool(alert.references):
        yield "references: needed by Update and Cancel, and by nothing else"
    for reference in alert.references:
        if reference.identifier == alert.identifier:
            yield "references: names itself"
        if reference.sent > alert.sent:
            yield "references: names a later message"
        if _FORBIDDEN_IN_NAMES.search(reference.identifier + reference.sender):
            yield "references: a space, comma, < or & in a name"
    if len({reference.identifier for reference in alert.references}) < len(alert.references):
        yield "references: names one message twice"


def _together(alert: Alert) -> Iterator[str]:
    if (
        len({(info.categories, info.event_codes, info.severity, info.urgency, info.certainty) for info in alert.infos})
        > 1
    ):
        yield "info: languages differ in text only, never in codes"
    if len({tuple(_geometry(area) for area in info.areas) for info in alert.infos}) > 1:
        yield "info: languages differ in text only, never in area"
    languages = [info.language.lower() for info in alert.infos]
    if len(set(languages)) < len(languages):
        yield "language: one text for each"
    if len({(info.headline, info.description) for info in alert.infos}) < len(alert.infos):
        yield "language: the same text under two languages"


def _codes(info: Info) -> tuple[object, ...]:
    return (info.categories, info.event_codes, info.severity, info.urgency, info.certainty)


def _geometry(area: Area) -> tuple[object, ...]:
    return (area.polygons, area.circles, area.geocodes)


def _info(alert: Alert, info: Info) -> Iterator[str]:
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
    for field, value in (
        ("event", info.event),
        ("headline", info.headline),
        ("description", info.description),
        ("web", info.web),
    ):
        if not value.strip():
            yield f"{field}: missing"
    if not info.event_codes:
        yield "eventCode: missing"
    if len(info.headline) > HEADLINE_CHARS_MAX:
        yield f"headline: longer than {HEADLINE_CHARS_MAX}"
    yield from _times(alert, info)
    if not info.areas:
        yield "area: missing"
    for area in info.areas:
        yield from _area(area)


def _times(alert: Alert, info: Info) -> Iterator[str]:
    if info.expires is None:
        yield "expires: missing"
        return
    begins = info.effective or alert.sent
    if begins > info.expires or (info.onset is not None and info.onset > info.expires):
        yield "expires: before it begins"


def _area(area: Area) -> Iterator[str]:
    if not area.description.strip():
        yield "areaDesc: missing"
    if not (area.polygons or area.circles or area.geocodes):
        yield "area: no polygon, circle or geocode"
    for polygon in area.polygons:
        if len(polygon) < 4 or polygon[0] != polygon[-1]:
            yield "polygon: open, or fewer than four points"
        if not all(_on_earth(lat, lon) for lat, lon in polygon):
            yield "polygon: not on earth"
        if _crosses_itself(polygon):
            yield "polygon: crosses itself"
    for circle in area.circles:
        if not _on_earth(circle.lat, circle.lon) or not 0 <= circle.radius_km <= _RADIUS_KM_MAX:
            yield "circle: not on earth"


def _on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _texts(alert: Alert) -> Iterator[str]:
    for field, text in _all_texts(alert):
        if _NOT_XML.search(text):
            yield f"{field}: a letter that XML cannot carry"
        if text != text.strip():
            yield f"{field}: white space at an end"
        if _MARKUP.search(text):
            yield f"{field}: mark-up"


def _all_texts(alert: Alert) -> Iterator[tuple[str, str]]:
    yield from (("source", alert.source), ("note", alert.note))
    yield from (("code", code) for code in alert.codes)
    yield from (("incidents", incident) for incident in alert.incidents)
    for info in alert.infos:
        yield from (
            ("event", info.event),
            ("senderName", info.sender_name),
            ("headline", info.headline),
            ("description", info.description),
            ("instruction", info.instruction),
            ("web", info.web),
            ("contact", info.contact),
        )
        for named in (*info.event_codes, *info.parameters):
            yield from (("valueName", named.name), ("value", named.value))
        for area in info.areas:
            yield ("areaDesc", area.description)
            for named in area.geocodes:
                yield from (("valueName", named.name), ("value", named.value))


def _crosses_itself(ring: tuple[tuple[float, float], ...]) -> bool:
    sides = list(pairwise(ring))
    for first, side in enumerate(sides):
        for second in range(first + 2, len(sides)):
            if first == 0 and second == len(sides) - 1:
                continue  # the last side meets the first where the ring closes
            if _cross(side, sides[second]):
                return True
    return False


type _Corner = tuple[float, float]
type _Side = tuple[_Corner, _Corner]


def _cross(one: _Side, other: _Side) -> bool:
    return _apart(one, other) and _apart(other, one)


def _apart(line: _Side, ends: _Side) -> bool:
    """Return whether the ends lie strictly on different sides of the line."""
    return _turn(line, ends[0]) * _turn(line, ends[1]) < 0


def _turn(line: _Side, point: _Corner) -> float:
    (here, there) = line
    return (there[0] - here[0]) * (point[1] - here[1]) - (there[1] - here[1]) * (point[0] - here[0])
