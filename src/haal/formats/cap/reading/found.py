"""Where in a file the messages are: alone, in a feed, in an EDXL-DE envelope, in a list nobody has standardised.

Messages are the outermost `alert` nodes, wherever they stand; an entry of a feed without one may carry a whole
message as text, and else is read as a summary. Sources: RFC 4287; RSS 2.0; OASIS EDXL-DE 1.0 and 2.0.
"""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from haal.formats.cap.model import Alert
from haal.formats.cap.reading.message import message
from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.summary import Feed, link, looks_like_one, summary
from haal.formats.cap.reading.text import decode, without_declaration
from haal.formats.cap.reading.tree import Node, tree_of_text

MESSAGES_MAX = 2_000
_ROOTS = {"feed": "entry", "entry": "entry", "rss": "item", "RDF": "item", "channel": "item"}
_CARRIERS = frozenset({"content", "description", "encoded", "summary", "contentData", "embeddedXMLContent", "value"})
_INSIDES_MAX = 200
FIELDS_OF_A_PERSON_MAX = 8
_LANG = "http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds."""

    alerts: tuple[Alert, ...]
    links: tuple[str, ...]


def found(root: Node, notes: Notes) -> Found:
    """Return every message below `root`. Raises Unreadable: there is none, or none can be read."""
    if _is_alert(root, notes) and not _is_list(root):
        return Found(alerts=(message(root, notes),), links=())
    entry_name = _ROOTS.get(root.name, "")
    if entry_name:
        return _feed(root, entry_name, notes)
    alerts = list(_alerts_inside(root)) or list(_alerts_in_text(root, notes))
    if alerts:
        notes.remark("wrapped", "the messages are inside something else")
        return Found(alerts=_read_each(alerts, notes), links=())
    told = _list(root, notes)
    if not told:
        raise Unreadable("no-alert", "no message in the file")
    return Found(alerts=told, links=())


def _head(root: Node) -> Feed:
    """Return what the head of a feed says: its own fields, or those of its channel."""
    told: dict[str, str] = {}
    channels = [child for child in root.children if child.name == "channel"]
    for node in (*root.children, *(below for channel in channels for below in channel.children)):
        told.setdefault(node.name, node.all_text() if len(node.children) < FIELDS_OF_A_PERSON_MAX else "")
    return Feed(
        sender=(told.get("author") or told.get("webMaster") or told.get("title") or "")[:200],
        language=told.get("language") or root.attributes.get(_LANG, ""),
        time=told.get("updated") or told.get("pubDate") or told.get("lastBuildDate") or told.get("date") or "",
    )


def _is_alert(node: Node, notes: Notes) -> bool:
    """Return whether this is an alert, also one whose name is written in other letters."""
    if node.name != "alert" and node.name.lower() == "alert":
        notes.repair("case", "the alert's name is written in other letters")
    return node.name.lower() == "alert"


def _feed(root: Node, entry_name: str, notes: Notes) -> Found:
    entries = list(islice(_outermost(root, entry_name), MESSAGES_MAX))
    feed = _head(root)
    alerts: list[Alert] = []
    links: list[str] = []
    for entry in entries:
        inside = list(_alerts_below(entry)) or list(_alerts_in_text(entry, notes))
        if inside:
            alerts += _read_each(inside, notes, may_be_none=True)
        elif (told := summary(entry, notes, feed)) is not None:
            alerts.append(told)
        if address := link(entry):
            links.append(address)
    if not entries:
        notes.remark("empty-feed", "a feed without entries")
    elif not alerts:
        raise Unreadable("no-alert", "no entry of the feed can be read")
    return Found(alerts=tuple(alerts), links=tuple(links))


def _read_each(nodes: list[Node], notes: Notes, *, may_be_none: bool = False) -> tuple[Alert, ...]:
    """Return those that can be read; one that cannot does not spoil the others."""
    alerts, last = [], None
    for node in nodes[:MESSAGES_MAX]:
        try:
            alerts.append(message(node, notes))
        except Unreadable as error:
            last = error
            notes.repair("left-out", f"a message was left out ({error.name})")
    if not alerts and last is not None and not may_be_none:
        raise last
    return tuple(alerts)


def _is_list(node: Node) -> bool:
    """Return whether an alert element only holds others."""
    names = {child.name.lower() for child in node.children}
    return "alert" in names and not names & {"identifier", "info"}


def _alerts_inside(root: Node) -> Iterator[Node]:
    """Yield the outermost alert elements below `root`, which may bear their name itself."""
    return (alert for child in root.children for alert in _alerts_below(child))


def _alerts_below(root: Node) -> Iterator[Node]:
    """Yield the outermost alert elements below `root`, in the file's order."""
    return (node for node in _outermost(root, "alert") if node.children)


def _outermost(root: Node, name: str) -> Iterator[Node]:
    """Yield the outermost elements of that name, in any case, in the file's order; `root` may be one."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.name.lower() == name:
            yield node
        else:
            waiting += reversed(node.children)


def _alerts_in_text(root: Node, notes: Notes) -> Iterator[Node]:
    """Yield alerts that stand as text inside a carrier: escaped, in CDATA, or base64 in an EDXL-DE envelope."""
    budget = _INSIDES_MAX
    for node in root.iter():
        if budget == 0 or node.name not in _CARRIERS or node.children or not node.text:
            continue
        own = Notes()
        text = _as_xml(node.text, own)
        if text is None:
            continue
        budget -= 1
        try:
            inner = tree_of_text(text, own)
        except Unreadable:
            continue  # not a message after all, or one that must not be read: it stays what it is, text
        notes.take(own)
        notes.remark("wrapped", "a message stands as text inside another file")
        yield from _alerts_below(inner)


def _as_xml(text: str, notes: Notes) -> str | None:
    stripped = text.strip()
    if stripped.startswith("<"):
        return without_declaration(stripped) if "alert" in stripped else None
    if len(stripped) > 200 and " " not in stripped[:60]:
        try:
            body = base64.b64decode("".join(stripped.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return decode(body, notes) if body.lstrip()[:1] == b"<" else None
    return None


def _list(root: Node, notes: Notes) -> tuple[Alert, ...]:
    """Return what a list of nobody's standard says, each item as a summary."""
    alerts: list[Alert] = []
    waiting = deque([root])
    while waiting and len(alerts) < MESSAGES_MAX:
        node = waiting.popleft()
        if looks_like_one(node):
            notes.remark("list", "a list that follows no standard")
            if any(child.name.lower() == "info" and child.children for child in node.children):
                notes.repair("case", "an alert goes by another name")
                alerts += _read_each([node], notes, may_be_none=True)
            elif (told := summary(node, notes, Feed())) is not None:
                alerts.append(told)
        else:
            waiting += node.children
    return tuple(alerts)
