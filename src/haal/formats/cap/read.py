"""Read a CAP message: what Haal wrote comes back the same; what others wrote is read, or refused with a named reason.

Never resolves an entity, never follows a reference, never reads more than a megabyte. Lenient about white space; not
about what the message says. A signature is not checked and not a reason to refuse (OASIS CAP 1.2, section 3.3.4.1).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from haal.domain.errors import Malformed
from haal.formats.cap.model import NAMESPACE, Alert, Area, Circle, Info, MsgType, Named, Reference, Scope, Status
from haal.formats.cap.times import read_time

BYTES_MAX = 1_048_576
_IN = f"{{{NAMESPACE}}}"


def read(body: bytes) -> Alert:
    """Return the message in `body`.

    Raises:
        Malformed: too long, not XML, hostile XML, another version, or a field that is missing or unreadable.
    """
    root = _root(body)
    if root.tag != f"{_IN}alert":
        raise Malformed("alert", expected="a CAP 1.2 alert", got=root.tag[:80])
    return Alert(
        identifier=_needed(root, "identifier"),
        sender=_needed(root, "sender"),
        sent=read_time(_needed(root, "sent"), "sent"),
        status=_one_of(Status, root, "status"),
        msg_type=_one_of(MsgType, root, "msgType"),
        scope=_one_of(Scope, root, "scope"),
        source=_text(root, "source"),
        codes=_texts(root, "code"),
        note=_text(root, "note"),
        references=tuple(_reference(triple) for triple in _text(root, "references").split()),
        incidents=tuple(_text(root, "incidents").split()),
        infos=tuple(_info(block) for block in root.findall(f"{_IN}info")),
    )


def _root(body: bytes) -> Element:
    if len(body) > BYTES_MAX:
        raise Malformed("cap", expected=f"at most {BYTES_MAX} bytes", got=str(len(body)))
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Malformed("cap", expected="XML without DOCTYPE and entities", got=type(error).__name__) from error
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise Malformed("cap", expected="well-formed XML", got=type(error).__name__) from error
    return root


def _info(block: Element) -> Info:
    return Info(
        language=_text(block, "language") or "en-US",
        categories=_texts(block, "category"),
        event=_needed(block, "event"),
        responses=_texts(block, "responseType"),
        urgency=_needed(block, "urgency"),
        severity=_needed(block, "severity"),
        certainty=_needed(block, "certainty"),
        event_codes=_pairs(block, "eventCode"),
        effective=_time(block, "effective"),
        onset=_time(block, "onset"),
        expires=_time(block, "expires"),
        sender_name=_text(block, "senderName"),
        headline=_text(block, "headline"),
        description=_text(block, "description"),
        instruction=_text(block, "instruction"),
        web=_text(block, "web"),
        contact=_text(block, "contact"),
        parameters=_pairs(block, "parameter"),
        areas=tuple(_area(part) for part in block.findall(f"{_IN}area")),
    )


def _area(part: Element) -> Area:
    return Area(
        description=_needed(part, "areaDesc"),
        polygons=tuple(_polygon(text) for text in _texts(part, "polygon")),
        circles=tuple(_circle(text) for text in _texts(part, "circle")),
        geocodes=_pairs(part, "geocode"),
    )


def _polygon(text: str) -> tuple[tuple[float, float], ...]:
    return tuple(_point(pair, "polygon") for pair in text.split())


def _circle(text: str) -> Circle:
    parts = text.split()
    if len(parts) != 2:
        raise Malformed("circle", expected="lat,lon radius", got=text[:40])
    lat, lon = _point(parts[0], "circle")
    return Circle(lat=lat, lon=lon, radius_km=_number(parts[1], "circle"))


def _point(text: str, where: str) -> tuple[float, float]:
    lat, comma, lon = text.partition(",")
    if not comma:
        raise Malformed(where, expected="lat,lon", got=text[:40])
    return _number(lat, where), _number(lon, where)


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise Malformed(where, expected="a number", got=text[:40]) from error
    if not -1e6 < number < 1e6:
        raise Malformed(where, expected="a number on earth", got=text[:40])
    return number


def _reference(triple: str) -> Reference:
    parts = triple.split(",")
    if len(parts) != 3:
        raise Malformed("references", expected="sender,identifier,sent", got=triple[:80])
    return Reference(sender=parts[0], identifier=parts[1], sent=read_time(parts[2], "references"))


def _time(block: Element, name: str) -> datetime | None:
    text = _text(block, name)
    return read_time(text, name) if text else None


def _one_of[E: StrEnum](kind: type[E], parent: Element, name: str) -> E:
    text = _needed(parent, name)
    try:
        return kind(text)
    except ValueError as error:
        raise Malformed(name, expected=", ".join(kind), got=text[:40]) from error


def _pairs(parent: Element, name: str) -> tuple[Named, ...]:
    return tuple(
        Named(name=_text(pair, "valueName"), value=_text(pair, "value")) for pair in parent.findall(f"{_IN}{name}")
    )


def _needed(parent: Element, name: str) -> str:
    text = _text(parent, name)
    if not text:
        raise Malformed(name, expected="a value", got="nothing")
    return text


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(f"{_IN}{name}") or "").strip()


def _texts(parent: Element, name: str) -> tuple[str, ...]:
    return tuple((found.text or "").strip() for found in parent.findall(f"{_IN}{name}"))
