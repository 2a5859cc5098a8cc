"""The warnings feed as RSS 2.0, for readers that know no Atom: each item links to its CAP file.

What is in it and for how long is as in the Atom feed (`haal.formats.atom`), from the same entries. RSS has no place for a
signature: what has to be believed is checked at the CAP file. Sources: RSS 2.0.11; OASIS CAP Feeds 1.0 (CN02).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as Xml

from haal.formats.atom import CAP_TYPE, Entry, shown

RSS_TYPE = "application/rss+xml"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What the feed says of itself."""

    title: str
    page_url: str
    feed_url: str
    since: datetime


def write_rss(entries: Iterable[Entry], channel: Channel, *, now: datetime) -> bytes:
    """Return the feed as bytes, newest first; what has run out at `now` is left out."""
    Xml.register_namespace("atom", "http://www.w3.org/2005/Atom")
    listed = shown(entries, now=now)
    root = Xml.Element("rss", {"version": "2.0"})
    head = Xml.SubElement(root, "channel")
    _add(head, "title", channel.title)
    _add(head, "link", channel.page_url)
    _add(head, "description", channel.title)
    _add(head, "lastBuildDate", _time(max((entry.alert.sent for entry in listed), default=channel.since)))
    Xml.SubElement(head, _ATOM_LINK, {"rel": "self", "type": RSS_TYPE, "href": channel.feed_url})
    for entry in listed:
        _add_item(head, entry)
    Xml.indent(root, space="  ")
    body: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _add_item(head: Xml.Element, entry: Entry) -> None:
    item = Xml.SubElement(head, "item")
    info = entry.alert.infos[0]
    _add(item, "title", info.headline)
    _add(item, "link", entry.cap_url)
    _add(item, "description", f"{info.description} {info.instruction}".strip())
    for category in info.categories:
        _add(item, "category", category)
    _add(item, "pubDate", _time(entry.alert.sent))
    _add(item, "guid", entry.alert.identifier).set("isPermaLink", "false")
    Xml.SubElement(item, _ATOM_LINK, {"rel": "alternate", "type": CAP_TYPE, "href": entry.cap_url})


def _add(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    element = Xml.SubElement(parent, name)
    element.text = text
    return element


def _time(at: datetime) -> str:
    return format_datetime(at)
