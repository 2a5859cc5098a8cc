"""One block of a message (alert, info, area ...) held against the grammar: its fields by name, and what is out of place.

The one thing to know: a name counts whatever its namespace, since converters lose them; that it was another one is
noted. What the grammar does not know is noted and left out.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from haal.formats.cap.grammar import BLOCKS, SIGNATURES, WORDS
from haal.formats.cap.reading.notes import Notes

_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"
_ALIASES = {
    "very likely": "Likely",  # CAP 1.0
    "high": "Severe",
    "low": "Minor",
}
_INSTEAD = {
    "status": "Draft",  # "not actionable in its current form": nobody acts on what may be an exercise
    "msgType": "Alert",
    "scope": "Private",  # nothing is passed on that may not be
    "category": "Other",
    "urgency": "Unknown",
    "severity": "Unknown",
    "certainty": "Unknown",
}


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(element: Element) -> str:
    """Return the element's namespace."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


class Block:
    """The fields of one block. `version` is that of the message: 1.0 has another order and is not held to this one."""

    __slots__ = ("_fields", "_notes", "element", "name", "version")

    def __init__(self, element: Element, name: str, *, version: str, notes: Notes) -> None:
        """Take the block apart."""
        self.name, self.version, self.element, self._notes = name, version, element, notes
        self._fields: dict[str, list[Element]] = {}
        places = {place.name: number for number, place in enumerate(BLOCKS[name])}
        reached = 0
        own = space(element)
        self._look_around(element)
        for child in element:
            field = local(child)
            if space(child) == SIGNATURES:
                self._signature(reached=reached, count=len(places))
                reached = len(places)
                continue
            if field not in places:
                notes.repair("unknown-field", f"{name} holds a field that the standard does not have: left out")
                continue
            if space(child) != own:
                notes.repair("namespace", f"{name}/{field} is in another namespace")
            if places[field] < reached and version != "1.0":
                notes.repair("order", f"{name}/{field} comes too late")
            reached = max(reached, places[field])
            self._fields.setdefault(field, []).append(child)
        for place in BLOCKS[name]:
            if not place.many and len(self._fields.get(place.name, ())) > 1:
                notes.repair("repeated", f"{name}/{place.name} is there more than once: the first was taken")

    def _look_around(self, element: Element) -> None:
        if any(not key.startswith(_SCHEMA) for key in element.attrib):
            self._notes.repair("attribute", f"{self.name} has an attribute that the standard does not have")
        if (element.text and not element.text.isspace()) or any(
            child.tail and not child.tail.isspace() for child in element
        ):
            self._notes.repair("stray-text", f"{self.name} holds text between its fields: left out")

    def _signature(self, *, reached: int, count: int) -> None:
        self._notes.remark("signature", "signed, and not verified here")
        if self.name != "alert" or reached > count:
            self._notes.repair("order", f"{self.name} holds a signature that is out of place")

    def elements(self, field: str) -> list[Element]:
        """Return all of a field."""
        return self._fields.get(field, [])

    def blocks(self, field: str) -> list[Block]:
        """Return all of a field that is itself a block."""
        return [Block(found, field, version=self.version, notes=self._notes) for found in self.elements(field)]

    def text(self, field: str) -> str:
        """Return the text of a field, without white space at its ends; empty where there is none."""
        found = self._fields.get(field)
        return self._text_of(found[0], field) if found else ""

    def needed(self, field: str, *, instead: str) -> str:
        """Return the text of a field that must be there, or `instead`."""
        text = self.text(field)
        if not text:
            self.is_missing(field, f": read as {instead}")
        return text or instead

    def is_missing(self, field: str, said: str = "") -> None:
        """Note that a field is not there, or (which a schema allows) that it is empty."""
        note = self._notes.remark if self.elements(field) else self._notes.repair
        note("missing", f"{self.name}/{field}{said}")

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the texts of a field that may be repeated, without empty ones."""
        return tuple(text for text in (self._text_of(found, field) for found in self.elements(field)) if text)

    def word(self, field: str) -> str:
        """Return the word of a short list, or what does the least harm where it is missing or unknown."""
        text = self.text(field)
        if text in WORDS[field] and text == self._raw(field):
            return text
        if not text:
            self._notes.repair("missing", f"{self.name}/{field}: read as {_INSTEAD[field]}")
            return _INSTEAD[field]
        return self._like(field, text) or self._instead(field)

    def words(self, field: str) -> tuple[str, ...]:
        """Return the words of a short list that may be repeated; unknown ones are left out."""
        known = WORDS[field]
        found = []
        for element in self.elements(field):
            text = self._text_of(element, field)
            if text in known and text == element.text:
                found.append(text)
            elif like := self._like(field, text):
                found.append(like)
            else:
                self._notes.repair("unknown-word", f"{self.name}/{field}: left out")
        return tuple(found)

    def _like(self, field: str, text: str) -> str | None:
        wanted = _ALIASES.get(text.lower(), text).replace(" ", "").lower()
        for word in WORDS[field]:
            if word.lower() == wanted:
                self._notes.repair("word", f"{self.name}/{field} is written in another form")
                return word
        return None

    def _instead(self, field: str) -> str:
        self._notes.repair("unknown-word", f"{self.name}/{field}: read as {_INSTEAD[field]}")
        return _INSTEAD[field]

    def _raw(self, field: str) -> str | None:
        return self._fields[field][0].text

    def _text_of(self, element: Element, field: str) -> str:
        if element.attrib and any(not key.startswith(_SCHEMA) for key in element.attrib):
            self._notes.repair("attribute", f"{self.name}/{field} has an attribute that the standard does not have")
        if len(element):
            self._notes.repair("mark-up", f"{self.name}/{field} holds elements: their text was taken")
            return " ".join(" ".join(element.itertext()).split())
        return (element.text or "").strip()
