"""A town's rota in parts that have nobody in common: each is planned by itself, and the whole is the same as if at once.

The one thing to know: two places belong together when somebody can stand at both. What is planned apart is planned faster, and how
far it has come can be told.
"""

from __future__ import annotations

from collections.abc import Iterable

from haal.domain.ids import PlaceId
from haal.domain.rota.wanted import Steward, Wanted

type Part = tuple[tuple[Steward, ...], tuple[Wanted, ...]]


def parts(stewards: Iterable[Steward], wanted: Iterable[Wanted]) -> tuple[Part, ...]:
    """Return people and shifts, part after part; a place without people is a part too."""
    people, shifts = tuple(stewards), tuple(wanted)
    near: dict[PlaceId, set[PlaceId]] = {one.place_id: set() for one in shifts}
    for steward in people:
        for place_id in steward.places & near.keys():
            near[place_id] |= steward.places & near.keys()
    found: list[Part] = []
    done: set[PlaceId] = set()
    for first in sorted(near):
        if first in done:
            continue
        together, ahead = {first}, [first]
        while ahead:
            new = near[ahead.pop()] - together
            together |= new
            ahead.extend(sorted(new))
        done |= together
        found.append(
            (
                tuple(steward for steward in people if steward.places & together),
                tuple(one for one in shifts if one.place_id in together),
            )
        )
    return tuple(found)
