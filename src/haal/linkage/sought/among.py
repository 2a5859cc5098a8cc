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


def candidates(who: Described, among: Mapping[str, Described], *, ordered: bool = True) -> tuple[Candidate, ...]:
    """Return those of `among` that are worth a look, the likeliest first. `who` is sought; see `compare` for `ordered`.

    One without a name on either side is compared with everybody.
    """
    index = Index((key, name) for key, other in among.items() for name in other.names)
    named = {found.id for name in who.names for found in index.find(name, limit=LOOKED_AT, least=NAME_MIN)}
    nameless = {key for key, other in among.items() if not any(other.names)} if any(who.names) else set(among)
    found = (Candidate(id=key, explained=compare(who, among[key], ordered=ordered)) for key in sorted(named | nameless))
    worth = [one for one in found if one.explained.is_worth_a_look]
    return tuple(sorted(worth, key=lambda one: (-one.explained.points, one.id))[:SHOWN_MAX])
