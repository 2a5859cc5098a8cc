"""Whom a new record may be, among all that are open: found by the sound of the name, then compared field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from haal.domain.tracing.told import Described
from haal.language.names.index import Index
from haal.linkage.sought.compare import NAME_MIN, Explained, compare

LOOKED_AT = 200
SHOWN_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One record that may be the same person, and why."""

    id: str
    explained: Explained


class Among:
    """All that are open, ready to be searched by name again and again."""

    def __init__(self, described: Mapping[str, Described]) -> None:
        """Take who is described in each record."""
        self._described = described
        self._index = Index((key, name) for key, other in described.items() for name in other.names)
        self._nameless = {key for key, other in described.items() if not any(other.names)}

    def who(self, key: str) -> Described:
        """Return who is described in a record."""
        return self._described[key]

    def candidates(self, who: Described, *, but: str = "", ordered: bool = True) -> tuple[Candidate, ...]:
        """Return the records other than `but` that are worth a look, the likeliest first. `who` is sought.

        See `compare` for `ordered`. One without a name on either side is compared with everybody.
        """
        named = {found.id for name in who.names for found in self._index.find(name, limit=LOOKED_AT, least=NAME_MIN)}
        looked_at = (named | self._nameless if any(who.names) else set(self._described)) - {but}
        found = (
            Candidate(id=key, explained=compare(who, self._described[key], ordered=ordered))
            for key in sorted(looked_at)
        )
        worth = [one for one in found if one.explained.is_worth_a_look]
        return tuple(sorted(worth, key=lambda one: (-one.explained.points, one.id))[:SHOWN_MAX])
