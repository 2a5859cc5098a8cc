"""Text to a tree of nodes, under guard: no DOCTYPE, no entity, not too deep, not too many.

The one thing to know: every text that is parsed here goes through the same guarded parser, mended or not, so a repair
cannot open a way around it. Expat is driven directly: a DOCTYPE ends the reading at its first letter, so no entity is
ever declared, and nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.text import BYTES_MAX, declare_prefixes, decode, mend

DEPTH_MAX = 64
NODES_MAX = 100_000


class Node:
    """One element: its name without the namespace, the namespace, what stands in it and behind it."""

    __slots__ = ("attributes", "children", "name", "space", "tail", "text")

    def __init__(self, name: str, space: str, attributes: dict[str, str]) -> None:
        self.name, self.space, self.attributes = name, space, attributes
        self.children: list[Node] = []
        self.text = self.tail = ""

    def iter(self) -> Iterator[Node]:
        """Yield this node and all below it, in the file's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def texts(self) -> Iterator[str]:
        """Yield every piece of text in it, in the file's order."""
        yield self.text
        for child in self.children:
            yield from child.texts()
            yield child.tail

    def all_text(self) -> str:
        """Return its text and that of all below it, with single spaces."""
        return " ".join(" ".join(self.texts()).split())


class _Builder:
    """Builds the tree and counts."""

    __slots__ = ("_count", "_nodes_max", "_open", "_pieces", "root")

    def __init__(self, nodes_max: int) -> None:
        self._nodes_max = nodes_max
        self.root = Node("", "", {})
        self._open = [self.root]
        self._pieces: list[str] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element. Raises Unreadable."""
        self._count += 1
        if len(self._open) > DEPTH_MAX:
            raise Unreadable("too-deep", f"more than {DEPTH_MAX} elements inside each other")
        if self._count > self._nodes_max:
            raise Unreadable("too-many-elements", f"more than {self._nodes_max}")
        self._flush()
        space, _brace, local = name.rpartition("}")
        node = Node(local, space, attributes)
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _name: str) -> None:
        """End it."""
        self._flush()
        self._open.pop()

    def data(self, text: str) -> None:
        """Take text."""
        self._pieces.append(text)

    def _flush(self) -> None:
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            here = self._open[-1]
            if here.children:
                here.children[-1].tail = text
            else:
                here.text = text


def tree(body: bytes, notes: Notes, *, bytes_max: int = BYTES_MAX, nodes_max: int = NODES_MAX) -> Node:
    """Return the root of a file, mended where it has to be. The bounds are those of one CAP file.

    Raises:
        Unreadable: hostile, too large, too deep, or no XML.
    """
    return tree_of_text(decode(body, notes, bytes_max=bytes_max), notes, nodes_max=nodes_max)


def tree_of_text(text: str, notes: Notes, *, nodes_max: int = NODES_MAX) -> Node:
    """Return the root of `text`, which has no XML declaration. Raises Unreadable."""
    try:
        return _parse(text, nodes_max)
    except expat.ExpatError:
        mended = declare_prefixes(mend(text, notes), notes)
    try:
        return _parse(mended, nodes_max)
    except expat.ExpatError as error:
        raise Unreadable("not-well-formed", f"line {error.lineno}, column {error.offset}") from error


def _parse(text: str, nodes_max: int) -> Node:
    builder = _Builder(nodes_max)
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _refuse_entity
    try:
        parser.Parse(text, True)
    except UnicodeEncodeError as error:
        raise Unreadable("not-well-formed", "letters that no XML has") from error
    return builder.root.children[0]


def _refuse_doctype(*_told: object) -> None:
    raise Unreadable("doctype", "a DOCTYPE is never read")


def _refuse_entity(*_told: object) -> int:
    raise Unreadable("entity", "an entity is never resolved")
