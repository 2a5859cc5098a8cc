"""Write a CAP message as bytes: UTF-8, in the schema's order, and only if no rule is broken.

The same message gives the same bytes. To take bytes apart see `haal.formats.cap.read`.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from haal.domain.errors import Malformed
from haal.formats.cap.model import NAMESPACE, Alert, Area, Circle, Info, Named, Reference
from haal.formats.cap.rules import faults
from haal.formats.cap.times import write_time


def write(alert: Alert) -> bytes:
    """Return the message for the wire.

    Raises:
        Malformed: a rule is broken; `got` names the first fault.
    """
    if found := faults(alert):
        raise Malformed("cap", expected="a message that keeps every rule", got=found[0])
    root = Xml.Element(f"{{{NAMESPACE}}}alert")
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", write_time(alert.sent))
    _add(root, "status", alert.status.value)
    _add(root, "msgType", alert.msg_type.value)
    _add(root, "source", alert.source)
    _add(root, "scope", alert.scope.value)
    _add_each(root, "code", alert.codes)
    _add(root, "note", alert.note)
    _add(root, "references", " ".join(write_reference(reference) for reference in alert.references))
    _add(root, "incidents", " ".join(alert.incidents))
    for info in alert.infos:
        _add_info(root, info)
    Xml.indent(root, space="  ")
    body: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=NAMESPACE)
    return body + b"\n"


def write_reference(reference: Reference) -> str:
    """Return `sender,identifier,sent`."""
    return f"{reference.sender},{reference.identifier},{write_time(reference.sent)}"


def _add_info(root: Xml.Element, info: Info) -> None:
    block = Xml.SubElement(root, f"{{{NAMESPACE}}}info")
    _add(block, "language", info.language)
    _add_each(block, "category", info.categories)
    _add(block, "event", info.event)
    _add_each(block, "responseType", info.responses)
    _add(block, "urgency", info.urgency)
    _add(block, "severity", info.severity)
    _add(block, "certainty", info.certainty)
    _add_named(block, "eventCode", info.event_codes)
    for name, at in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        _add(block, name, write_time(at) if at else "")
    _add(block, "senderName", info.sender_name)
    _add(block, "headline", info.headline)
    _add(block, "description", info.description)
    _add(block, "instruction", info.instruction)
    _add(block, "web", info.web)
    _add(block, "contact", info.contact)
    _add_named(block, "parameter", info.parameters)
    for area in info.areas:
        _add_area(block, area)


def _add_area(block: Xml.Element, area: Area) -> None:
    part = Xml.SubElement(block, f"{{{NAMESPACE}}}area")
    _add(part, "areaDesc", area.description)
    _add_each(part, "polygon", (" ".join(f"{lat!r},{lon!r}" for lat, lon in ring) for ring in area.polygons))
    _add_each(part, "circle", (_circle(circle) for circle in area.circles))
    _add_named(part, "geocode", area.geocodes)


def _circle(circle: Circle) -> str:
    return f"{circle.lat!r},{circle.lon!r} {circle.radius_km!r}"


def _add(parent: Xml.Element, name: str, text: str) -> None:
    if text:
        Xml.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text


def _add_each(parent: Xml.Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _add(parent, name, text)


def _add_named(parent: Xml.Element, name: str, pairs: Iterable[Named]) -> None:
    for pair in pairs:
        part = Xml.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        Xml.SubElement(part, f"{{{NAMESPACE}}}valueName").text = pair.name
        Xml.SubElement(part, f"{{{NAMESPACE}}}value").text = pair.value
