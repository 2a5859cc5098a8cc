"""Write a CAP message as bytes: UTF-8, in the schema's order, and only if no rule is broken.

The same message gives the same bytes. To take bytes apart see `haal.formats.cap.read`; to sign them, `sign`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from haal.domain.errors import Malformed
from haal.formats.cap.model import NAMESPACE, Alert, Area, Circle, Info, Named, Reference, Resource
from haal.formats.cap.rules import faults
from haal.formats.cap.times import write_time

_HEAD = f'<?xml version="1.0" encoding="utf-8"?>\n<alert xmlns="{NAMESPACE}">\n'


def write(alert: Alert) -> bytes:
    """Return the message for the wire.

    Raises:
        Malformed: a rule is broken; `got` names the first fault.
    """
    if found := faults(alert):
        raise Malformed("cap", expected="a message that keeps every rule", got=found[0])
    return "".join((_HEAD, *_alert(alert), "</alert>\n")).encode()


def write_reference(reference: Reference) -> str:
    """Return `sender,identifier,sent`."""
    return f"{reference.sender},{reference.identifier},{write_time(reference.sent)}"


def write_number(number: float) -> str:
    """Return the shortest figures that are read as this number again, never with an exponent."""
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def _alert(alert: Alert) -> Iterator[str]:
    yield _line("identifier", alert.identifier, 1)
    yield _line("sender", alert.sender, 1)
    yield _line("sent", write_time(alert.sent), 1)
    yield _line("status", alert.status.value, 1)
    yield _line("msgType", alert.msg_type.value, 1)
    yield _line("source", alert.source, 1)
    yield _line("scope", alert.scope.value, 1)
    yield _line("restriction", alert.restriction, 1)
    yield _line("addresses", _list(alert.addresses), 1)
    yield from (_line("code", code, 1) for code in alert.codes)
    yield _line("note", alert.note, 1)
    yield _line("references", " ".join(map(write_reference, alert.references)), 1)
    yield _line("incidents", _list(alert.incidents), 1)
    for info in alert.infos:
        yield from _block("info", _info(info), 1)


def _info(info: Info) -> Iterator[str]:
    yield _line("language", info.language, 2)
    yield from (_line("category", category, 2) for category in info.categories)
    yield _line("event", info.event, 2)
    yield from (_line("responseType", response, 2) for response in info.responses)
    yield _line("urgency", info.urgency, 2)
    yield _line("severity", info.severity, 2)
    yield _line("certainty", info.certainty, 2)
    yield _line("audience", info.audience, 2)
    yield from _named("eventCode", info.event_codes, 2)
    yield _line("effective", _time(info.effective), 2)
    yield _line("onset", _time(info.onset), 2)
    yield _line("expires", _time(info.expires), 2)
    yield _line("senderName", info.sender_name, 2)
    yield _line("headline", info.headline, 2)
    yield _line("description", info.description, 2)
    yield _line("instruction", info.instruction, 2)
    yield _line("web", info.web, 2)
    yield _line("contact", info.contact, 2)
    yield from _named("parameter", info.parameters, 2)
    for resource in info.resources:
        yield from _block("resource", _resource(resource), 2)
    for area in info.areas:
        yield from _block("area", _area(area), 2)


def _resource(resource: Resource) -> Iterator[str]:
    yield _line("resourceDesc", resource.description, 3)
    yield _line("mimeType", resource.mime_type, 3)
    yield _line("size", "" if resource.size is None else str(resource.size), 3)
    yield _line("uri", resource.uri, 3)
    yield _line("derefUri", resource.deref_uri, 3)
    yield _line("digest", resource.digest, 3)


def _area(area: Area) -> Iterator[str]:
    yield _line("areaDesc", area.description, 3)
    yield from (_line("polygon", _ring(ring), 3) for ring in area.polygons)
    yield from (_line("circle", _circle(circle), 3) for circle in area.circles)
    yield from _named("geocode", area.geocodes, 3)
    yield _line("altitude", "" if area.altitude is None else write_number(area.altitude), 3)
    yield _line("ceiling", "" if area.ceiling is None else write_number(area.ceiling), 3)


def _block(name: str, lines: Iterable[str], depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}<{name}>\n"
    yield from lines
    yield f"{indent}</{name}>\n"


def _named(name: str, pairs: Iterable[Named], depth: int) -> Iterator[str]:
    for pair in pairs:
        yield from _block(
            name, (_line("valueName", pair.name, depth + 1), _line("value", pair.value, depth + 1)), depth
        )


def _line(name: str, text: str, depth: int) -> str:
    return f"{'  ' * depth}<{name}>{escape(text)}</{name}>\n" if text else ""


def _ring(ring: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{write_number(lat)},{write_number(lon)}" for lat, lon in ring)


def _circle(circle: Circle) -> str:
    return f"{write_number(circle.lat)},{write_number(circle.lon)} {write_number(circle.radius_km)}"


def _time(at: datetime | None) -> str:
    return write_time(at) if at else ""


def _list(words: Iterable[str]) -> str:
    """Return a list whose parts with spaces stand in quotes."""
    return " ".join(f'"{word}"' if " " in word else word for word in words)
