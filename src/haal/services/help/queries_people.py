"""Colleagues as pages read of them: by pseudonym, for a list to choose from.

Needs and offers are `queries`, places `gathering.queries`, circles `circles.queries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from haal.domain.ids import PersonId
from haal.storage import person


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody with an account, for a list to choose from."""

    id: PersonId
    pseudonym: str


def colleagues(*, person_ids: Iterable[PersonId]) -> tuple[Colleague, ...]:
    """Return these people by pseudonym, in order of it."""
    names = person.pseudonyms(person_ids)
    return tuple(sorted((Colleague(id=PersonId(one), pseudonym=name) for one, name in names.items()), key=_by_name))


def _by_name(colleague: Colleague) -> str:
    return colleague.pseudonym
