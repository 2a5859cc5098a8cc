"""An `alert` element to a message, with every repair noted. What is missing is read in the way that does least harm.

A status that is missing or unknown is read as Draft ("not actionable in its current form"), a scope as Private, degrees
as Unknown. A message that does not say when it was sent, and gives no other time, is refused: nobody could tell whether
it still holds. Not which message of several counts: see `found`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from haal.formats.cap.grammar import VERSIONS
from haal.formats.cap.model import Alert, Area, Circle, Info, MsgType, Named, Resource, Scope, Status
from haal.formats.cap.reading import values
from haal.formats.cap.reading.block import Block
from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.tree import Node
from haal.formats.cap.reading.values import Ring

UNKNOWN_SENDER = "unknown"
INFOS_MAX = 200
_NO_NAME = re.compile(r"[\s,<&]")
_MARK_UP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z]{2,8};")


def message(node: Node, notes: Notes) -> Alert:
    """Return the message of an `alert` node. Raises Unreadable."""
    version = VERSIONS.get(node.space, "")
    if not version:
        notes.repair("namespace", "the alert is in no namespace of CAP: read as CAP 1.2")
    elif version != "1.2":
        notes.remark("version", f"CAP {version}")
    if version == "1.0":
        notes.repair("version", "CAP 1.0 was read as CAP 1.2")
    block = Block(node, "alert", version=version or "1.2", notes=notes)
    if not any(block.nodes(field) for field in ("identifier", "info", "sent", "msgType")):
        raise Unreadable("nothing-said", "an alert without identifier, time and words")
    infos = tuple(_info(part, notes) for part in block.blocks("info")[:INFOS_MAX])
    _looks(infos, notes)
    return Alert(
        identifier=_identifier(block, notes),
        sender=_name(block.needed("sender", instead=UNKNOWN_SENDER), "alert/sender", notes),
        sent=_sent(block, infos, notes),
        status=Status(block.word("status")),
        msg_type=MsgType(block.word("msgType")),
        source=block.text("source"),
        scope=Scope(block.word("scope")),
        restriction=block.text("restriction"),
        addresses=values.words_of(block.text("addresses")),
        codes=block.texts("code"),
        note=block.text("note"),
        references=values.references(block.text("references"), "alert/references", notes),
        incidents=values.words_of(block.text("incidents")),
        infos=infos,
    )


def made_up_identifier(node: Node) -> str:
    """Return a name for a message that has none: the same for the same texts."""
    told = "\x1f".join(text.strip() for text in node.texts())
    return "urn:sha256:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _identifier(block: Block, notes: Notes) -> str:
    text = block.text("identifier")
    if text:
        return _name(text, "alert/identifier", notes)
    block.is_missing("identifier", ": named after its own words")
    return made_up_identifier(block.node)


def _name(text: str, where: str, notes: Notes) -> str:
    if _NO_NAME.search(text):
        notes.remark("name", f"{where} holds a space, comma, < or &, which the standard forbids")
    return text


def _sent(block: Block, infos: tuple[Info, ...], notes: Notes) -> datetime:
    at = values.time(block.text("sent"), "alert/sent", notes)
    if at is not None:
        return at
    others = [time for info in infos for time in (info.effective, info.onset) if time is not None]
    if not others:
        raise Unreadable("no-time", "nothing says when it was sent")
    notes.repair("missing", "alert/sent: the earliest other time was taken")
    return min(others)


def _info(block: Block, notes: Notes) -> Info:
    categories = block.words("category")
    if not categories:
        notes.repair("missing", "info/category: read as Other")
    return Info(
        language=values.language(block.text("language"), notes),
        categories=categories or ("Other",),
        event=_event(block, notes),
        responses=block.words("responseType"),
        urgency=block.word("urgency"),
        severity=block.word("severity"),
        certainty=block.word("certainty"),
        audience=block.text("audience"),
        event_codes=_pairs(block, "eventCode", notes),
        effective=_time(block, "effective", notes),
        onset=_time(block, "onset", notes),
        expires=_time(block, "expires", notes),
        sender_name=block.text("senderName"),
        headline=block.text("headline"),
        description=block.text("description"),
        instruction=block.text("instruction"),
        web=block.text("web"),
        contact=block.text("contact"),
        parameters=_pairs(block, "parameter", notes),
        resources=tuple(_resource(part, notes) for part in block.blocks("resource")),
        areas=tuple(_area(part, notes) for part in block.blocks("area")),
    )


def _time(block: Block, field: str, notes: Notes) -> datetime | None:
    text = block.text(field)
    if not text and block.nodes(field):
        notes.repair("time", f"info/{field} is empty: left out")
    return values.time(text, f"info/{field}", notes)


def _event(block: Block, notes: Notes) -> str:
    if block.nodes("event"):
        return block.text("event")
    notes.repair("missing", "info/event: the headline was taken")
    return block.text("headline") or "Unknown"


def _resource(block: Block, notes: Notes) -> Resource:
    for field in ("resourceDesc", "mimeType"):
        if not block.nodes(field) and not (field == "mimeType" and block.version != "1.2"):
            notes.repair("missing", f"resource/{field}")
    return Resource(
        description=block.text("resourceDesc"),
        mime_type=block.text("mimeType"),
        size=values.whole(block.text("size"), "resource/size", notes),
        uri=block.text("uri"),
        deref_uri=block.text("derefUri"),
        digest=block.text("digest"),
    )


def _area(block: Block, notes: Notes) -> Area:
    if not block.nodes("areaDesc"):
        notes.repair("missing", "area/areaDesc")
    return Area(
        description=block.text("areaDesc"),
        polygons=_kept(block.texts("polygon"), lambda text: values.ring(text, "area/polygon", notes)),
        circles=_circles(block, notes),
        geocodes=_pairs(block, "geocode", notes),
        altitude=values.decimal(block.text("altitude"), "area/altitude", notes),
        ceiling=values.decimal(block.text("ceiling"), "area/ceiling", notes),
    )


def _circles(block: Block, notes: Notes) -> tuple[Circle, ...]:
    found = (values.circle(text, "area/circle", notes) for text in block.texts("circle"))
    return tuple(circle for circle in found if circle is not None)


def _kept(texts: tuple[str, ...], ring: Callable[[str], Ring | None]) -> tuple[Ring, ...]:
    return tuple(found for found in map(ring, texts) if found is not None)


def _pairs(block: Block, field: str, notes: Notes) -> tuple[Named, ...]:
    return tuple(_pair(node, field, version=block.version, notes=notes) for node in block.nodes(field))


def _pair(node: Node, field: str, *, version: str, notes: Notes) -> Named:
    if not node.children:  # CAP 1.0 wrote name=value
        name, _sign, value = node.text.strip().partition("=")
        notes.repair("pair", f"{field} is written in another form")
        return Named(name=name.strip(), value=value.strip())
    block = Block(node, field, version=version, notes=notes)
    for name in ("valueName", "value"):
        if not block.nodes(name):
            notes.repair("missing", f"{field}/{name}")
    return Named(name=block.text("valueName"), value=block.text("value"))


def _looks(infos: tuple[Info, ...], notes: Notes) -> None:
    """Remark on what the schema allows and the standard advises against."""
    if any(_MARK_UP.search(text) for info in infos for text in (info.headline, info.description, info.instruction)):
        notes.remark("mark-up", "a text holds mark-up: kept as written")
    said = [(info.headline, info.description) for info in infos if info.headline or info.description]
    if len({info.language for info in infos}) == len(infos) and len(set(said)) < len(said):
        notes.remark("languages", "the same text stands under two languages")
    if any(area.ceiling is not None and area.altitude is None for info in infos for area in info.areas):
        notes.remark("height", "a ceiling without an altitude")
