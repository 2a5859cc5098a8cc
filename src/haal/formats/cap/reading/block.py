"""One block of a message (alert, info, area ...) held against the grammar: its fields by name, and what is out of place.

The one thing to know: a name counts whatever its namespace, since converters lose them; that it was another one is
noted. What the grammar does not know is noted and left out.
"""

from __future__ import annotations

from haal.formats.cap.grammar import BLOCKS, SIGNATURES, WORDS
from haal.formats.cap.reading.notes import Notes
from haal.formats.cap.reading.tree import Node

_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance}"
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


_ORDER = {name: {place.name: number for number, place in enumerate(places)} for name, places in BLOCKS.items()}
_IN_ANY_CASE = {name: {place.name.lower(): place.name for place in places} for name, places in BLOCKS.items()}
_SINGLE = {name: tuple(place.name for place in places if not place.many) for name, places in BLOCKS.items()}


class Block:
    """The fields of one block. `version` is that of the message: 1.0 has another order and is not held to this one."""

    __slots__ = ("_fields", "_notes", "name", "node", "version")

    def __init__(self, node: Node, name: str, *, version: str, notes: Notes) -> None:
        """Take the block apart."""
        self.name, self.version, self.node, self._notes = name, version, node, notes
        self._fields: dict[str, list[Node]] = {}
        order = _ORDER[name]
        reached = 0
        stray = bool(node.text) and not node.text.isspace()
        for child in node.children:
            if child.tail and not child.tail.isspace():
                stray = True
            field = child.name
            if field not in order:
                field = self._in_any_case(field)
            place = order.get(field, -1)
            if child.space != node.space:
                if child.space == SIGNATURES:
                    self._signature()
                    reached = len(order)
                    continue
                if place >= 0:
                    notes.repair("namespace", f"{name}/{field} is in another namespace")
            if place < 0:
                notes.repair("unknown-field", f"{name} holds a field that the standard does not have: left out")
                continue
            if place < reached:
                if version != "1.0":
                    notes.repair("order", f"{name}/{field} comes too late")
            else:
                reached = place
            self._fields.setdefault(field, []).append(child)
        if stray:
            notes.repair("stray-text", f"{name} holds text between its fields: left out")
        if node.attributes:
            self._attributes(node, name)
        for field in _SINGLE[name]:
            if len(self._fields.get(field, ())) > 1:
                notes.repair("repeated", f"{name}/{field} is there more than once: the first was taken")

    def _in_any_case(self, field: str) -> str:
        """Return the field's right name, where only its letters' case is wrong."""
        known = _IN_ANY_CASE[self.name].get(field.lower(), field)
        if known != field:
            self._notes.repair("case", f"{self.name}/{known} is written in other letters")
        return known

    def _attributes(self, node: Node, where: str) -> None:
        if any(not key.startswith(_SCHEMA) for key in node.attributes):
            self._notes.repair("attribute", f"{where} has an attribute that the standard does not have")

    def _signature(self) -> None:
        self._notes.remark("signature", "signed, and not verified here")
        if self.name != "alert":
            self._notes.repair("order", f"{self.name} holds a signature that is out of place")

    def nodes(self, field: str) -> list[Node]:
        """Return all of a field."""
        return self._fields.get(field, [])

    def blocks(self, field: str) -> list[Block]:
        """Return all of a field that is itself a block."""
        return [Block(found, field, version=self.version, notes=self._notes) for found in self.nodes(field)]

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
        note = self._notes.remark if self.nodes(field) else self._notes.repair
        note("missing", f"{self.name}/{field}{said}")

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the texts of a field that may be repeated, without empty ones."""
        return tuple(text for text in (self._text_of(found, field) for found in self.nodes(field)) if text)

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
        for node in self.nodes(field):
            text = self._text_of(node, field)
            if text in known and text == node.text:
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

    def _raw(self, field: str) -> str:
        return self._fields[field][0].text

    def _text_of(self, node: Node, field: str) -> str:
        if node.attributes:
            self._attributes(node, f"{self.name}/{field}")
        if node.children:
            self._notes.repair("mark-up", f"{self.name}/{field} holds elements: their text was taken")
            return node.all_text()
        return node.text.strip()
