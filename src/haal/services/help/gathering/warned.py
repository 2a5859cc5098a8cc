"""Warnings on air whose area holds a gathering place: its helpers are called, and their pages say to open the plan.

The one thing to know: the box cannot read a plan, so it tells the helpers which danger is told, and the plan they open
shows what was agreed for it first. Who is in an area is looked up when it is asked, so an update, an ending or a
new helper needs no bookkeeping. Works while the keys are away, then by coarse cells: rather one place too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, may
from haal.domain.errors import KeysLocked
from haal.domain.gathering.place import Place
from haal.domain.hazard import Hazard
from haal.domain.ids import PlaceId, WarningId
from haal.domain.need import AREA_RESOLUTION
from haal.domain.warning import CELL_RESOLUTION, LIVE, Mode, PublicWarning, Revision
from haal.geometry.cells import Cell, cell_of, parent
from haal.storage import audit, work
from haal.storage import warning as warning_rows
from haal.storage.gathering import place as rows
from haal.storage.warn.duty import call as call_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning on air whose area holds a place."""

    warning_id: WarningId
    hazard: Hazard
    expires_at: datetime | None
    place_id: PlaceId


def warnings_at(*, place: Place, now: datetime) -> tuple[Warned, ...]:
    """Return the warnings on air that hold the place."""
    return tuple(
        _warned(warning, said, place.id) for warning, said in on_air(now=now) if _holds(said.content.area.cells, place)
    )


def of_mine(*, by: Actor, now: datetime) -> tuple[Warned, ...]:
    """Return the warnings that hold places which this person looks after; for the top of every page, opens no box."""
    if not may(by, Permission.OWN_PLACE):
        return ()
    mine = rows.cells_of(by.person_id)
    live = on_air(now=now) if mine else []
    return tuple(
        _warned(warning, said, place_id)
        for place_id, cell in mine
        for warning, said in live
        if cell in coarse(said.content.area.cells)
    )


def consider(*, warning_id: WarningId, now: datetime) -> int:
    """Call the helpers of every place that the area holds, once for each; take calls back when it has ended. Return how many.

    Raises:
        NotFound: nobody was told of this warning.
    """
    warning = warning_rows.get_said(warning_id)
    said = warning.said()
    if said is None or not _concerns(warning, said):
        call_rows.withdraw(warning_id)
        return 0
    places = _held(said.content.area.cells)
    called = 0
    with work.atomic():
        for place_id in places:
            until = said.expires_at or now
            called += call_rows.put(subject=warning_id, place_id=place_id, but=None, now=now, not_after=until)
        if called:
            audit.write(by=SYSTEM, what="place-helpers-called", subject=warning_id, now=now)
    return called


def on_air(*, now: datetime) -> list[tuple[PublicWarning, Revision]]:
    """Return the warnings of a danger that are on air, each with what people were told last; opens no box."""
    shown = ((warning, warning.said()) for warning in warning_rows.shown(now=now))
    return [(warning, said) for warning, said in shown if said is not None and _concerns(warning, said)]


def _concerns(warning: PublicWarning, said: Revision) -> bool:
    """Return whether it is a danger that is told now: no drill, no ending, no word against a rumour."""
    return warning.mode is Mode.ACTUAL and warning.state in LIVE and said.content.hazard is not Hazard.FALSE_RUMOUR


def _held(cells: Sequence[Cell]) -> list[PlaceId]:
    """Return the places with helpers in these cells; without the keys also those that are only near."""
    near = rows.looked_after_in(coarse(cells))
    try:
        return [place.id for place in rows.many(near) if _holds(cells, place)]
    except KeysLocked:
        return list(near)


def _holds(cells: Sequence[Cell], place: Place) -> bool:
    if place.point is not None:
        return cell_of(*place.point, CELL_RESOLUTION) in set(cells)
    return place.area.cell in coarse(cells)


def coarse(cells: Sequence[Cell]) -> frozenset[Cell]:
    """Return the cells by which places are kept that hold these."""
    return frozenset(parent(cell, AREA_RESOLUTION) for cell in cells)


def _warned(warning: PublicWarning, said: Revision, place_id: PlaceId) -> Warned:
    return Warned(warning_id=warning.id, hazard=said.content.hazard, expires_at=said.expires_at, place_id=place_id)
