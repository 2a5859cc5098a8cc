"""What stands beside an event plan while it is open: the warnings on air there, and how many the rota holds.

The one thing to know: it is looked up when the plan is opened and never kept, since the box cannot read a shut plan and so calls
nobody. Rather one warning too many: an event that is at no registered place counts as in every part of its district, one of
which nobody knows where it is as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from haal.domain import gazetteer
from haal.domain.errors import NotFound
from haal.domain.event_plan.needed import least_held
from haal.domain.event_plan.plan import Plan
from haal.domain.gazetteer import Gazetteer
from haal.domain.hazard import Hazard
from haal.domain.ids import WarningId
from haal.domain.warn import area
from haal.domain.warning import CELL_RESOLUTION, PublicWarning, Revision
from haal.geometry.cells import Cell, cell_of
from haal.services.help import telling
from haal.services.help.gathering.warned import coarse, on_air
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as place_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A warning on air whose area holds the event. `key` changes with every version of it."""

    key: str
    warning_id: WarningId
    hazard: Hazard
    issued_at: datetime | None
    expires_at: datetime | None


def warnings(*, plan: Plan, now: datetime) -> tuple[Beside, ...]:
    """Return the warnings on air that hold the event, newest first. Raises KeysLocked."""
    shown = on_air(now=now)
    fine, wide = _cells_of(plan) if shown else (frozenset(), frozenset())
    nowhere = not fine and not wide
    return tuple(
        _beside(warning, said)
        for warning, said in shown
        if nowhere or fine & set(said.content.area.cells) or wide & coarse(said.content.area.cells)
    )


def on_rota(*, plan: Plan) -> int | None:
    """Return how many hold shifts at the thinnest moment of the event; None: it is at no registered place."""
    if plan.place_id is None:
        return None
    shifts = shift_rows.of_place(plan.place_id, since=plan.starts_at)
    return least_held(shifts, starts_at=plan.starts_at, ends_at=plan.ends_at)


def _cells_of(plan: Plan) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """Return the cell of its point, if that is known, and else the wide cells in which it is."""
    if plan.place_id is not None:
        try:
            place = place_rows.get(plan.place_id)
        except NotFound:
            place = None
        if place is not None and place.point is not None:
            return frozenset({cell_of(*place.point, CELL_RESOLUTION)}), frozenset()
        if place is not None and place.area.cell:
            return frozenset(), frozenset({place.area.cell}) | _of_district(plan.district or place.area.district)
    found = telling.area_of(words=plan.where, district=plan.district)
    named = frozenset({found.cell}) if found.cell else frozenset()
    return frozenset(), named | _of_district(plan.district or found.district)


def _of_district(name: str) -> frozenset[Cell]:
    return _parts_of(name.strip(), gazetteer.standard()) if name.strip() else frozenset()


@lru_cache(maxsize=64)  # half a second, and a plan is opened again and again while a warning is on air
def _parts_of(name: str, atlas: Gazetteer) -> frozenset[Cell]:
    held = area.of_district(name, atlas=atlas)
    return coarse(held.cells) if held else frozenset()


def _beside(warning: PublicWarning, said: Revision) -> Beside:
    return Beside(
        key=f"{warning.id}:{said.number}",
        warning_id=warning.id,
        hazard=said.content.hazard,
        issued_at=said.issued_at,
        expires_at=said.expires_at,
    )
