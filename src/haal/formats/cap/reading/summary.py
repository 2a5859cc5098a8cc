"""An entry of a feed that holds no message: its summary, read as a message that nobody can act on before its file is read.

NOAA's index puts CAP fields beside Atom's, others only a title, a time and a place. Without a CAP status a summary is a
Draft. Sources: OASIS Example Practices: CAP Feeds 1.0; RFC 4287; RSS 2.0; GeoRSS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.formats.cap.grammar import EVERY_NAME, WORDS
from haal.formats.cap.model import Alert, Area, Info, MsgType, Named, Scope, Status
from haal.formats.cap.reading import values
from haal.formats.cap.reading.message import UNKNOWN_SENDER, made_up_identifier
from haal.formats.cap.reading.notes import Notes
from haal.formats.cap.reading.tree import Node

_TIMES = ("sent", "updated", "published", "pubDate", "date", "effective")
_NAMES = EVERY_NAME | {
    "title", "summary", "content", "encoded", "id", "guid", "link", "author", "updated", "published", "pubDate", "date",
}  # fmt: skip
_IN_ANY_CASE = {name.lower(): name for name in sorted(_NAMES)}


class _Entry:
    """The first of each name below one entry."""

    def __init__(self, entry: Node) -> None:
        self.node = entry
        self.found: dict[str, list[Node]] = {}
        for node in entry.iter():
            if node is not entry and (name := _IN_ANY_CASE.get(node.name.lower())) is not None:
                self.found.setdefault(name, []).append(node)

    def text(self, *names: str) -> str:
        """Return the first text under any of these names."""
        for name in names:
            for node in self.found.get(name, ()):
                if said := node.all_text():
                    return said
        return ""

    def word(self, name: str, instead: str) -> str:
        """Return the first word of the list, or `instead`."""
        wanted = [" ".join(node.text.split()).lower() for node in self.found.get(name, ())]
        return next((word for word in WORDS[name] if word.lower() in wanted), instead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says for its entries, where they do not say it themselves."""

    sender: str = ""
    language: str = ""
    time: str = ""


def summary(node: Node, notes: Notes, feed: Feed) -> Alert | None:
    """Return the summary as a message, or None where it says nothing or not when.

    Args:
        node: the entry.
        notes: takes what was supposed.
        feed: what it says for all of them.
    """
    entry = _Entry(node)
    title = entry.text("headline", "title", "event")
    sent = _sent(entry, notes) or values.time(feed.time, "feed/time", notes)
    if not title or sent is None:
        notes.repair("entry", "an entry without words or without a time was left out")
        return None
    notes.repair("summary", "an entry holds no message, only its summary: its file has to be read")
    identifier = entry.text("identifier", "id", "guid")
    if not identifier:
        notes.repair("missing", "entry/id: named after its own words")
    return Alert(
        identifier=identifier or made_up_identifier(node),
        sender=entry.text("sender") or entry.text("author") or feed.sender or UNKNOWN_SENDER,
        sent=sent,
        status=Status(entry.word("status", "Draft")),
        msg_type=MsgType(entry.word("msgType", "Alert")),
        scope=Scope(entry.word("scope", "Public")),  # a feed is public
        infos=(_info(entry, notes, title=title, language=feed.language),),
    )


def link(node: Node) -> str:
    """Return the address of the file that an entry points to, or an empty text."""
    links = [found for found in node.iter() if found.name == "link"]
    links.sort(key=lambda found: "cap" not in found.attributes.get("type", ""))
    return next((text for found in links if (text := (found.attributes.get("href") or found.text).strip())), "")


def looks_like_one(node: Node) -> bool:
    """Return whether an element outside any feed holds enough of a message to be read as a summary."""
    known = {_IN_ANY_CASE.get(child.name.lower()) for child in node.children}
    return len(known & EVERY_NAME - {"value", "valueName", "uri", "size"}) >= 3


def _sent(entry: _Entry, notes: Notes) -> datetime | None:
    for name in _TIMES:
        if (at := values.time(entry.text(name), f"entry/{name}", notes)) is not None:
            return at
    return None


def _info(entry: _Entry, notes: Notes, *, title: str, language: str) -> Info:
    return Info(
        language=values.language(entry.text("language") or language, notes),
        categories=(entry.word("category", "Other"),),
        event=entry.text("event") or title,
        urgency=entry.word("urgency", "Unknown"),
        severity=entry.word("severity", "Unknown"),
        certainty=entry.word("certainty", "Unknown"),
        effective=values.time(entry.text("effective"), "entry/effective", notes),
        onset=values.time(entry.text("onset"), "entry/onset", notes),
        expires=values.time(entry.text("expires"), "entry/expires", notes),
        sender_name=entry.text("senderName"),
        headline=title,
        description=entry.text("description", "summary", "content", "encoded"),
        instruction=entry.text("instruction"),
        web=link(entry.node) or entry.text("web"),
        areas=_areas(entry, notes),
    )


def _areas(entry: _Entry, notes: Notes) -> tuple[Area, ...]:
    rings = []
    for node in entry.found.get("polygon", ()):
        text = node.text.strip()
        separated = "," if "," in text else " "
        if ring := values.ring(text, "entry/polygon", notes, separated=separated):
            rings.append(ring)
    circles = [
        circle
        for node in entry.found.get("circle", ())
        if (circle := values.circle(node.text.strip(), "entry/circle", notes))
    ]
    codes = tuple(
        Named(name=name, value=value)
        for node in entry.found.get("geocode", ())
        for name, value in _pairs(node)
        if value
    )
    description = entry.text("areaDesc")
    if not (rings or circles or codes or description):
        return ()
    return (Area(description=description, polygons=tuple(rings), circles=tuple(circles), geocodes=codes),)


def _pairs(node: Node) -> list[tuple[str, str]]:
    names = [part.text.strip() for part in node.iter() if part.name == "valueName"]
    told = [part.text.strip() for part in node.iter() if part.name == "value"]
    return list(zip(names, told, strict=False))
