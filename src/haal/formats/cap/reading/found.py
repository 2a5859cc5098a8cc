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

from haal.formats.cap.model import Alert
from haal.formats.cap.reading.message import message
from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.summary import link, looks_like_one, summary
from haal.formats.cap.reading.text import decode, without_declaration
from haal.formats.cap.reading.tree import Node, tree_of_text

MESSAGES_MAX = 2_000
_ROOTS = {"feed": "entry", "entry": "entry", "rss": "item", "RDF": "item", "channel": "item"}
_CARRIERS = frozenset({"content", "description", "encoded", "summary", "contentData", "embeddedXMLContent", "value"})
_INSIDES_MAX = 200
_LANG = "http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds."""

    alerts: tuple[Alert, ...]
    links: tuple[str, ...]


def found(root: Node, notes: Notes) -> Found:
    """Return every message below `root`. Raises Unreadable: there is none, or none can be read."""
    if root.name == "alert":
        return Found(alerts=(message(root, notes),), links=())
    entry_name = _ROOTS.get(root.name, "")
    if entry_name:
        return _feed(root, entry_name, notes)
    alerts = list(_alerts_below(root)) or list(_alerts_in_text(root, notes))
    if alerts:
        notes.remark("wrapped", "the messages are inside something else")
        return Found(alerts=_read_each(alerts, notes), links=())
    told = _list(root, notes)
    if not told:
        raise Unreadable("no-alert", "no message in the file")
    return Found(alerts=told, links=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What a feed says for its entries."""

    sender: str
    language: str

    @classmethod
    def of(cls, root: Node) -> _Feed:
        """Read the head of a feed: its own fields, or those of its channel."""
        head: dict[str, str] = {}
        for node in (
            *root.children,
            *(below for child in root.children if child.name == "channel" for below in child.children),
        ):
            head.setdefault(node.name, node.all_text() if len(node.children) < 8 else "")
        return cls(
            sender=" ".join((head.get("author") or head.get("webMaster") or head.get("title") or "").split())[:200],
            language=head.get("language") or root.attributes.get(_LANG, ""),
        )


def _feed(root: Node, entry_name: str, notes: Notes) -> Found:
    entries = [node for node in root.iter() if node.name == entry_name][:MESSAGES_MAX]
    says = _Feed.of(root)
    alerts: list[Alert] = []
    links: list[str] = []
    for entry in entries:
        inside = list(_alerts_below(entry)) or list(_alerts_in_text(entry, notes))
        if inside:
            alerts += _read_each(inside, notes, may_be_none=True)
        elif (told := summary(entry, notes, sender=says.sender, language=says.language)) is not None:
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


def _alerts_below(root: Node) -> Iterator[Node]:
    """Yield the outermost alert nodes below `root`, in the file's order."""
    waiting = list(reversed(root.children))
    while waiting:
        node = waiting.pop()
        if node.name == "alert" and node.children:
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
        yield from [inner] if inner.name == "alert" else _alerts_below(inner)


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
            if (told := summary(node, notes)) is not None:
                alerts.append(told)
        else:
            waiting += node.children
    return tuple(alerts)
