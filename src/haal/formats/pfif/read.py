"""Read PFIF 1.1 to 1.4 of anybody, alone or inside an Atom or RSS feed; what does not fit is complained of, the rest goes in.

The one thing to know: `reading` never raises, never resolves an entity and never fetches anything (the guarded parser of CAP files
reads it). A record without what it must have is skipped, a field that does not fit is left out, and both are told with the
record's place in the file. Of two records with one id the one with the later `source_date` counts.
How one record is understood is `haal.formats.pfif.record`. Source: PFIF 1.4 specification, sections 3, 5 to 7 and 9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from haal.domain.tracing.note import Note
from haal.domain.tracing.person import Sought
from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.tree import Node, tree
from haal.formats.pfif import grammar, record
from haal.formats.pfif.model import Complaint, Reading, Wiped

BYTES_MAX = 8_388_608
NODES_MAX = 300_000


def reading(body: bytes) -> Reading:
    """Return what the file says, and what of it did not go in."""
    notes = Notes()
    try:
        root = tree(body, notes, bytes_max=BYTES_MAX, nodes_max=NODES_MAX)
        version = _version(root)
    except Unreadable as error:
        return Reading(refused=str(error), repairs=notes.all())
    found = _Found(version)
    for place, (node, owner) in enumerate(_records(root), 1):
        found.take(node, owner=owner, place=place)
    return found.told(notes.all())


def _version(root: Node) -> str:
    for node in root.iter():
        if node.space in grammar.VERSIONS:
            return grammar.VERSIONS[node.space]
    raise Unreadable("namespace", f"no element in {grammar.NAMESPACE} or that of an older version")


def _records(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Yield each person, and each note with the person it stands in, in the file's order."""
    waiting: list[tuple[Node, Node | None]] = [(root, None)]
    while waiting:
        node, owner = waiting.pop()
        is_pfif = node.space in grammar.VERSIONS
        if is_pfif and node.name in {"person", "note"}:
            yield node, owner
        inside = node if is_pfif and node.name == "person" else owner
        waiting += ((child, inside) for child in reversed(node.children))


class _Found:
    """Gathers what the records say."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._persons: dict[str, Sought | Wiped] = {}
        self._notes: dict[str, Note] = {}
        self._complaints: list[Complaint] = []
        self._dropped: Counter[str] = Counter()
        self._seen: dict[str, record.Seen] = {}
        self._places: dict[str, str] = {}
        self._skipped = 0
        self._superseded = 0

    def take(self, node: Node, *, owner: Node | None, place: int) -> None:
        """Take one record."""
        fields = record.fields_of(node, place=place)
        one = record.person(fields) if node.name == "person" else record.note(fields, owner=record.id_of(owner))
        self._complaints += fields.complaints
        self._dropped.update(fields.dropped)
        if one is None:
            self._skipped += 1
        elif isinstance(one, record.Noted):
            self._take_note(one, place=fields.place)
        elif self._is_latest(self._persons.get(one.record_id), one):
            self._persons[one.record_id] = one
            self._places[one.record_id] = fields.place

    def told(self, repairs: tuple[str, ...]) -> Reading:
        """Return the whole."""
        kept = self._persons.values()
        over = {one.record_id for one in kept if isinstance(one, Wiped)}
        return Reading(
            version=self._version,
            persons=tuple(record.placed(one, self._seen) for one in kept if isinstance(one, Sought)),
            notes=tuple(note for note in self._notes.values() if note.record_id not in over),
            wiped=tuple(one for one in kept if isinstance(one, Wiped)),
            complaints=tuple(self._complaints),
            repairs=repairs,
            dropped=dict(sorted(self._dropped.items())),
            skipped=self._skipped,
            superseded=self._superseded,
            places=self._places,
        )

    def _is_latest(self, known: Sought | Wiped | Note | None, one: Sought | Wiped | Note) -> bool:
        if known is None:
            return True
        self._superseded += 1
        return known.source_date < one.source_date

    def _take_note(self, noted: record.Noted, *, place: str) -> None:
        if noted.seen is not None:
            earlier = self._seen.get(noted.record_id)
            if earlier is None or earlier.at < noted.seen.at:
                self._seen[noted.record_id] = noted.seen
        if (note := noted.note) is None:
            return
        if self._is_latest(self._notes.get(note.note_id), note):
            self._notes[note.note_id] = note
            self._places[note.note_id] = place
