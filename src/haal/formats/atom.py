"""The warnings feed: Atom with a link to each CAP file (an index feed, not a fat one).

An entry is there while its warning holds. A warning that has ended early stays as its ending until it would have run
out by itself, so that a reader who looks seldom learns of it. Nothing that was superseded is shown. Sources: RFC
4287; OASIS Example Practices: CAP Feeds 1.0 (CN02).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml

from haal.formats.cap.model import Alert, Info
from haal.formats.cap.times import write_time

NAMESPACE = "http://www.w3.org/2005/Atom"
CAP_TYPE = "application/cap+xml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message with where its CAP file and its page are, until when it is shown, and the bytes of the file."""

    alert: Alert
    cap_url: str
    page_url: str
    shown_until: datetime
    body: bytes = b""


def write_feed(
    entries: Iterable[Entry], *, title: str, feed_url: str, author: str, since: datetime, now: datetime
) -> bytes:
    """Return the feed as bytes, newest entry first; what has run out at `now` is left out.

    Args:
        entries: in any order.
        title: of the feed.
        feed_url: where it is served; also its id.
        author: the operator's name.
        since: what `updated` says while nothing was ever sent; constant, so that an unchanged feed keeps its bytes.
        now: the instant of serving.
    """
    listed = shown(entries, now=now)
    root = Xml.Element("feed", {"xmlns": NAMESPACE})  # the only mention of it: children are written without a namespace
    _add(root, "id", feed_url)
    _add(root, "title", title)
    _add(root, "updated", write_time(max((entry.alert.sent for entry in listed), default=since)))
    _add(Xml.SubElement(root, "author"), "name", author)
    _link(root, rel="self", href=feed_url, media_type="application/atom+xml")
    for entry in listed:
        _add_entry(root, entry)
    Xml.indent(root, space="  ")
    body: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def shown(entries: Iterable[Entry], *, now: datetime) -> list[Entry]:
    """Return those that hold at `now`, newest first."""
    return sorted((entry for entry in entries if now < entry.shown_until), key=lambda one: one.alert.sent, reverse=True)


def _add_entry(root: Xml.Element, entry: Entry) -> None:
    part = Xml.SubElement(root, "entry")
    info: Info = entry.alert.infos[0]
    _add(part, "id", entry.alert.identifier)
    _add(part, "title", info.headline).set(_XML_LANG, info.language)
    _add(part, "updated", write_time(entry.alert.sent))
    _add(part, "published", write_time(entry.alert.sent))
    _add(part, "summary", info.description).set(_XML_LANG, info.language)
    _link(part, rel="alternate", href=entry.cap_url, media_type=CAP_TYPE)
    _link(part, rel="related", href=entry.page_url, media_type="text/html")
    Xml.SubElement(part, "category", {"term": entry.alert.msg_type.value, "label": entry.alert.status.value})


def _add(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    element = Xml.SubElement(parent, name)
    element.text = text
    return element


def _link(parent: Xml.Element, *, rel: str, href: str, media_type: str) -> None:
    Xml.SubElement(parent, "link", {"rel": rel, "type": media_type, "href": href})
