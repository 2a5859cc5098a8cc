"""An entry of a feed that holds no message: its summary, read as a message that nobody can act on before its file is read.

NOAA's index puts CAP fields beside Atom's, others only a title, a time and a place. Without a CAP status a summary is a
Draft. Sources: OASIS Example Practices: CAP Feeds 1.0; RFC 4287; RSS 2.0; GeoRSS.
"""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element

from haal.formats.cap.grammar import EVERY_NAME, WORDS
from haal.formats.cap.model import Alert, Area, Info, MsgType, Named, Scope, Status
from haal.formats.cap.reading import values
from haal.formats.cap.reading.block import local
from haal.formats.cap.reading.message import UNKNOWN_SENDER, made_up_identifier
from haal.formats.cap.reading.notes import Notes

_TIMES = ("sent", "updated", "published", "pubDate", "date", "effective")
_NAMES = EVERY_NAME | {
    "title", "summary", "content", "encoded", "id", "guid", "link", "author", "updated", "published", "pubDate", "date",
    "point", "box", "areadesc",
}  # fmt: skip


class _Entry:
    """The first of each name below one entry."""

    def __init__(self, entry: Element) -> None:
        self.element = entry
        self.found: dict[str, list[Element]] = {}
        for element in entry.iter():
            if (name := local(element)) in _NAMES and element is not entry:
                self.found.setdefault(name, []).append(element)

    def text(self, *names: str) -> str:
        """Return the first text under any of these names."""
        for name in names:
            for element in self.found.get(name, ()):
                if said := " ".join("".join(element.itertext()).split()):
                    return said
        return ""

    def word(self, name: str, instead: str) -> str:
        """Return the first word of the list, or `instead`."""
        wanted = [" ".join((element.text or "").split()).lower() for element in self.found.get(name, ())]
        return next((word for word in WORDS[name] if word.lower() in wanted), instead)


def summary(element: Element, notes: Notes, *, sender: str = "", language: str = "") -> Alert | None:
    """Return the summary as a message, or None where it says nothing or not when.

    Args:
        element: the entry.
        notes: takes what was supposed.
        sender: who publishes the feed, where the entry does not say.
        language: of the feed, where the entry does not say.
    """
    entry = _Entry(element)
    title = entry.text("headline", "title", "event")
    sent = _sent(entry, notes)
    if not title or sent is None:
        notes.repair("entry", "an entry without words or without a time was left out")
        return None
    notes.repair("summary", "an entry holds no message, only its summary: its file has to be read")
    identifier = entry.text("identifier", "id", "guid")
    if not identifier:
        notes.repair("missing", "entry/id: named after its own bytes")
    return Alert(
        identifier=identifier or made_up_identifier(element),
        sender=entry.text("sender") or entry.text("author") or sender or UNKNOWN_SENDER,
        sent=sent,
        status=Status(entry.word("status", "Draft")),
        msg_type=MsgType(entry.word("msgType", "Alert")),
        scope=Scope(entry.word("scope", "Public")),  # a feed is public
        infos=(_info(entry, notes, title=title, language=language),),
    )


def link(element: Element) -> str:
    """Return the address of the file that an entry points to, or an empty text."""
    links = [found for found in element.iter() if local(found) == "link"]
    links.sort(key=lambda found: "cap" not in found.get("type", ""))
    return next((text for found in links if (text := (found.get("href") or found.text or "").strip())), "")


def looks_like_one(element: Element) -> bool:
    """Return whether an element outside any feed holds enough of a message to be read as a summary."""
    return len({local(child) for child in element} & EVERY_NAME - {"value", "valueName", "uri", "size"}) >= 3


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
        web=link(entry.element) or entry.text("web"),
        areas=_areas(entry, notes),
    )


def _areas(entry: _Entry, notes: Notes) -> tuple[Area, ...]:
    rings = []
    for element in entry.found.get("polygon", ()):
        text = (element.text or "").strip()
        separated = "," if "," in text else " "
        if ring := values.ring(text, "entry/polygon", notes, separated=separated):
            rings.append(ring)
    circles = [
        circle
        for element in entry.found.get("circle", ())
        if (circle := values.circle((element.text or "").strip(), "entry/circle", notes))
    ]
    codes = tuple(
        Named(name=name, value=value)
        for element in entry.found.get("geocode", ())
        for name, value in _pairs(element)
        if value
    )
    description = entry.text("areaDesc", "areadesc")
    if not (rings or circles or codes or description):
        return ()
    return (Area(description=description, polygons=tuple(rings), circles=tuple(circles), geocodes=codes),)


def _pairs(element: Element) -> list[tuple[str, str]]:
    names = [(part.text or "").strip() for part in element.iter() if local(part) == "valueName"]
    told = [(part.text or "").strip() for part in element.iter() if local(part) == "value"]
    return list(zip(names, told, strict=False))
