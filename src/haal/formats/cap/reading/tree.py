"""Text to a tree of elements, under guard: no DOCTYPE, no entity, not too deep, not too many.

The one thing to know: every text that is parsed here goes through the same guarded parser, mended or not, so a repair
cannot open a way around it. Nothing is ever fetched.
"""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.text import declare_prefixes, decode, mend

DEPTH_MAX = 64
ELEMENTS_MAX = 100_000


class _Guarded(Xml.TreeBuilder):
    """Builds the tree and counts."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[Any, Any], /) -> Element:
        """Begin an element. Raises Unreadable."""
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH_MAX:
            raise Unreadable("too-deep", f"more than {DEPTH_MAX} elements inside each other")
        if self._count > ELEMENTS_MAX:
            raise Unreadable("too-many-elements", f"more than {ELEMENTS_MAX}")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """End it."""
        self._depth -= 1
        return super().end(tag)


def tree(body: bytes, notes: Notes) -> Element:
    """Return the root of a file, mended where it has to be.

    Raises:
        Unreadable: hostile, too large, too deep, or no XML.
    """
    return tree_of_text(decode(body, notes), notes)


def tree_of_text(text: str, notes: Notes) -> Element:
    """Return the root of `text`, which has no XML declaration. Raises Unreadable."""
    try:
        return _parse(text)
    except ParseError:
        mended = declare_prefixes(mend(text, notes), notes)
    try:
        return _parse(mended)
    except ParseError as error:
        line, column = error.position
        raise Unreadable("not-well-formed", f"line {line}, column {column}") from error


def _parse(text: str) -> Element:
    parser = DefusedXMLParser(target=_Guarded(), forbid_dtd=True)
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DTDForbidden as error:
        raise Unreadable("doctype", "a DOCTYPE is never read") from error
    except DefusedXmlException as error:
        raise Unreadable("entity", "an entity is never resolved") from error
    except (UnicodeEncodeError, ValueError) as error:
        raise Unreadable("not-well-formed", "letters that no XML has") from error
    return root
