"""A million people who do not exist, and four areas: what benchmarks/audience.py counts.

Eight in ten live round ten towns, the others anywhere in the province; each has a home, three in ten have a second place
and one a third. A place is one cell, or a named one of seven. Each chose channel, language, level and perhaps hours of
quiet. Drawn from a fixed seed, so every run and every database has the same people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import h3
import numpy as np

from haal.domain.delivery import Channel
from haal.domain.hazard import Severity
from haal.domain.subscriber import Choice
from haal.geometry.cells import from_number

SEED = 20260321
TOWNS = 10
TOWN_SPREAD_KM = 18.0
BOX = (25.2, 31.9, 61.2, 69.8)  # south, north, west, east
KM_PER_DEGREE = 111.2
CELL_RESOLUTION = 6
LANGUAGES = ("ur", "bal", "brh", "ps", "en")
CHANNELS = tuple(Channel)

PLACES_MAX = 3
NAMED_SHARE = 0.25

type Ring = tuple[tuple[float, float], ...]
type Place = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class People:
    """Who there is: positions of homes, and which choice each made."""

    homes: np.ndarray  # (people, 2): lat, lon
    choice_of: np.ndarray  # (people,): index into `choices`
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One area: its name and its outline as `(lat, lon)`, not closed."""

    name: str
    ring: Ring


def people(count: int) -> People:
    """Return so many people, the same in every run."""
    rng = np.random.default_rng(SEED)
    towns = _towns(rng)
    homes = _anywhere(rng, towns, count)
    places = rng.choice((1, 2, 3), size=count, p=(0.7, 0.2, 0.1))
    near = homes + rng.normal(0, 10 / KM_PER_DEGREE, size=homes.shape)
    far = _anywhere(rng, towns, count)
    kinds = _kinds(rng, count)
    cells = np.fromiter(map(_cell, homes[:, 0], homes[:, 1]), dtype=np.int64, count=count)
    index: dict[tuple[object, ...], int] = {}
    choice_of = np.empty(count, dtype=np.int64)
    named = rng.random((count, PLACES_MAX)) < NAMED_SHARE
    for number in range(count):
        held = [(int(cells[number]), bool(named[number, 0]))]
        if places[number] > 1:
            held.append((_cell(*near[number]), bool(named[number, 1])))
        if places[number] > 2:
            held.append((_cell(*far[number]), bool(named[number, 2])))
        choice_of[number] = index.setdefault((tuple(sorted(map(_place, held))), int(kinds[number])), len(index))
    chosen = tuple(_choice(*key) for key in index)
    return People(homes=homes, choice_of=choice_of, choices=chosen)


def grounds() -> tuple[Ground, ...]:
    """Return a village, a town, a district and a province with a coast as spiky as a real one."""
    lat, lon = (float(degree) for degree in _towns(np.random.default_rng(SEED))[0])
    return (
        Ground(name="village", ring=_around(lat, lon, km=2.0, corners=12)),
        Ground(name="town", ring=_around(lat, lon, km=11.0, corners=60)),
        Ground(name="district", ring=_around(lat, lon, km=55.0, corners=400)),
        Ground(name="province", ring=_around(28.6, 65.6, km=300.0, corners=3000, spikes=0.25)),
    )


def _towns(rng: np.random.Generator) -> np.ndarray:
    """Return the middles of the towns, far enough from each other that one district holds one town."""
    places = [(lat, lon) for lat in (26.2, 27.7, 29.2, 30.7) for lon in (62.4, 64.4, 66.4, 68.4)]
    return np.array(rng.permutation(np.array(places))[:TOWNS])


def _anywhere(rng: np.random.Generator, towns: np.ndarray, count: int) -> np.ndarray:
    """Return points, eight in ten of them round a town."""
    spread = TOWN_SPREAD_KM / KM_PER_DEGREE
    centres = towns[rng.integers(0, TOWNS, count)]
    away = rng.normal(0, spread, size=(count, 2))
    away[:, 1] /= np.cos(np.radians(centres[:, 0]))
    wild = np.column_stack((rng.uniform(BOX[0], BOX[1], count), rng.uniform(BOX[2], BOX[3], count)))
    return np.where((rng.random(count) < 0.8)[:, None], centres + away, wild)


def _kinds(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return channel, language, level and quiet hours of each as one number."""
    channel = rng.choice(2, size=count, p=(0.3, 0.7))
    language = rng.choice(5, size=count, p=(0.5, 0.2, 0.1, 0.1, 0.1))
    level = rng.choice(3, size=count, p=(0.1, 0.8, 0.1))
    quiet = rng.choice(2, size=count, p=(0.8, 0.2))
    return ((channel * 5 + language) * 3 + level) * 2 + quiet


def _place(held: tuple[int, bool]) -> Place:
    """Return the cells of a place: the one, or the seven that share its parent."""
    cell, is_named = held
    return _seven(h3.cell_to_parent(h3.int_to_str(cell), CELL_RESOLUTION - 1)) if is_named else (cell,)


@cache
def _seven(parent: str) -> Place:
    return tuple(sorted(h3.str_to_int(child) for child in h3.cell_to_children(parent, CELL_RESOLUTION)))


def _choice(places: Sequence[Place], kind: int) -> Choice:
    rest, quiet = divmod(kind, 2)
    rest, level = divmod(rest, 3)
    channel, language = divmod(rest, 5)
    return Choice(
        channel=CHANNELS[channel],
        language=LANGUAGES[language],
        cells=tuple(_text(cell) for cell in sorted({cell for place in places for cell in place})),
        places=tuple(tuple(_text(cell) for cell in place) for place in sorted(set(places))),
        level=(Severity.EXTREME, Severity.SEVERE, Severity.MODERATE)[level],
        quiet_from=22 if quiet else None,
        quiet_to=6 if quiet else None,
    )


@cache
def _text(cell: int) -> str:
    return from_number(cell)


def _cell(lat: float, lon: float) -> int:
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)))


def _around(lat: float, lon: float, *, km: float, corners: int, spikes: float = 0.0) -> Ring:
    """Return a ring round a point; with `spikes`, every other corner stands back, by up to that share."""
    rng = np.random.default_rng(SEED + corners)
    points = []
    for step in range(corners):
        bearing = 2 * math.pi * step / corners
        reach = km * (1 - (spikes * float(rng.random()) if step % 2 else 0)) / KM_PER_DEGREE
        points.append((lat + reach * math.cos(bearing), lon + reach * math.sin(bearing) / math.cos(math.radians(lat))))
    return tuple(points)
