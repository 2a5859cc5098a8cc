"""How long it takes to know whom an area reaches, among a million subscriptions, by channel and language.

Ours: `haal.storage.warn.audience.count` on SQLite, for a village, a town, a district and a spiky province. Beside it, in
alternating rounds on the same people: PostGIS `ST_Intersects` over a GiST index of points (one a person, to its advantage:
it has nobody to count once), the query of KDE's alert server (`box && area` over boxes that users drew), and our own join
in PostgreSQL. Whoever is inside the area must be counted: none may be missed. That we count more, whole cells, is told.
Run: `.venv/bin/python benchmarks/audience.py [people]`
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
import numpy as np
from django.db import connection, transaction

from benchmarks import harness
from benchmarks.peers import postgis
from benchmarks.people import CELL_RESOLUTION, Ground, People, grounds, people
from haal.domain.hazard import Severity
from haal.domain.subscriber import LEVELS, Choice
from haal.geometry.cells import cells_of_polygon, to_number

PEOPLE = 1_000_000
ROUNDS = 3
TIMES = {"village": 40, "town": 20, "district": 6, "province": 1}  # of each side, in each round
ROUNDS_OF = {"province": 1}  # ST_Intersects takes half a minute for it
BOX_DEGREES = 0.05  # half a side of the box that a user draws, about 5 km
SEVERITY = Severity.SEVERE
MILLISECONDS_MAX = {"town": 10, "district": 50}
CPU_TIMES_LESS_MIN = {"village": 2, "town": 5, "district": 5, "province": 2}
OURS, POINTS, BOXES, JOIN = "haal", "ST_Intersects", "KDE box && area", "cell join in PostgreSQL"
type Lines = dict[tuple[str, str], int]


@dataclass
class Seen:
    """What was seen of one side on one area."""

    lines: Lines = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0

    def figures(self) -> dict[str, float]:
        """Return the figures."""
        return {
            "people": sum(self.lines.values()),
            "median_ms": round(1000 * harness.percentile(self.seconds, 0.5), 2),
            "cpu_ms": round(self.cpu_ms, 2),
        }

    @property
    def cpu_ms(self) -> float:
        """Return the processor's milliseconds for one count."""
        return 1000 * self.cpu_seconds / max(len(self.seconds), 1)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of Haal's tables, the same for both databases."""

    kinds: list[tuple[int, str, str, int, bool]]
    choices: list[tuple[int, bytes, int, str, str, str, int, int | None, int | None, bool, int]]
    patches: list[tuple[int, bytes]]
    patch_cells: list[tuple[int, int]]
    choice_patches: list[tuple[int, int]]
    sums: list[tuple[int, ...]]


def rows_of(everybody: People) -> Rows:
    """Return what Haal keeps of these people's choices."""
    kinds: dict[tuple[str, str, int, bool], int] = {}
    patches: dict[tuple[str, ...], int] = {}
    choices, held = [], []
    sums: Counter[tuple[int, ...]] = Counter()
    counts = np.bincount(everybody.choice_of, minlength=len(everybody.choices)).tolist()
    for number, choice in enumerate(everybody.choices, 1):
        told = (choice.channel.value, choice.language, LEVELS[choice.level], False)
        kind = kinds.setdefault(told, len(kinds) + 1)
        quiet = (choice.quiet_from, choice.quiet_to)
        count = counts[number - 1]
        choices.append((number, number.to_bytes(16), kind, *told[:2], "", told[2], *quiet, False, count))
        named = sorted(
            to_number(place[0]) if len(place) == 1 else patches.setdefault(place, len(patches) + 1)
            for place in choice.patches
        )
        for at, patch in enumerate(named):
            held.append((patch, number))
            sums[kind, patch, *(*reversed(named[:at]), 0, 0, 0, 0)[:4]] += count
    return Rows(
        kinds=[(kind, *told) for told, kind in kinds.items()],
        choices=choices,
        patches=[(patch, patch.to_bytes(16)) for patch in patches.values()],
        patch_cells=[(to_number(cell), patch) for place, patch in patches.items() for cell in place],
        choice_patches=sorted(held),
        sums=[(*one, count) for one, count in sorted(sums.items())],
    )


def fill_sqlite(everybody: People, rows: Rows) -> float:
    """Make Haal's own database and fill it; return the seconds."""
    began = time.perf_counter()
    from haal.storage.ground import backup

    backup.migrate()
    now = "2026-03-21 12:00:00"
    boxes = os.urandom(len(everybody.choice_of) * 16)
    subscribers = (
        (at, f"s_{at:020x}", choice + 1, everybody.choices[choice].channel.value,
         boxes[16 * at - 16 : 16 * at] * 4, boxes[16 * at - 16 : 16 * at], "active", now, now)
        for at, choice in enumerate(everybody.choice_of.tolist(), 1)
    )  # fmt: skip
    with transaction.atomic():
        _insert("subscriber_kind", "id, channel, language, level, is_simulated", rows.kinds)
        named = (
            "id, key, kind_id, channel, language, second_language, level, quiet_from, quiet_to, is_simulated, people"
        )
        _insert("subscriber_choice", named, rows.choices)
        _insert("subscriber_patch", "id, key", rows.patches)
        _insert("subscriber_patch_cell", "cell, patch_id", rows.patch_cells)
        _insert("subscriber_choice_patch", "patch, choice_id", rows.choice_patches)
        named = "kind, patch, before_1, before_2, before_3, before_4, people"
        _insert("subscriber_patch_sum", named, rows.sums)
        named = "id, pseudonym, choice_id, channel, address, address_index, state, asked_at, told_at"
        _insert("subscriber", named, subscribers)
    return time.perf_counter() - began


def _insert(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    assert isinstance(connection.connection, sqlite3.Connection)
    connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def fill_postgresql(peer: postgis.Peer, everybody: People, rows: Rows) -> float:
    """Give the peers the same people: points and boxes, and Haal's tables for the join."""
    began = time.perf_counter()
    peer.do(
        "CREATE TABLE raw (id int, lat float8, lon float8, channel text, language text, level int)",
        "CREATE TABLE subscriber_kind (id int PRIMARY KEY, channel text, language text, level int, is_simulated bool)",
        "CREATE TABLE subscriber_patch_cell (cell bigint, patch_id bigint, PRIMARY KEY (cell, patch_id))",
        "CREATE TABLE subscriber_patch_sum (kind int, patch bigint, before_1 bigint, before_2 bigint, before_3 bigint,"
        " before_4 bigint, people int, PRIMARY KEY (patch, kind, before_1, before_2, before_3, before_4))",
    )
    chosen = [f"{one.channel.value}\t{one.language}\t{LEVELS[one.level]}" for one in everybody.choices]
    told = zip(everybody.homes.tolist(), everybody.choice_of.tolist(), strict=True)
    _copy(peer, "raw", (f"{at}\t{lat!r}\t{lon!r}\t{chosen[choice]}\n" for at, ((lat, lon), choice) in enumerate(told)))
    for table, some in (
        ("subscriber_kind", rows.kinds),
        ("subscriber_patch_cell", rows.patch_cells),
        ("subscriber_patch_sum", rows.sums),
    ):
        _copy(peer, table, ("\t".join(map(str, row)) + "\n" for row in some))
    side = BOX_DEGREES
    peer.do(
        "CREATE TABLE person AS SELECT id, channel, language, level, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point,"
        f" ST_MakeEnvelope(lon - {side}, lat - {side}, lon + {side}, lat + {side}, 4326) AS box FROM raw",
        "DROP TABLE raw",
        "CREATE INDEX ON person USING gist (point)",
        "CREATE INDEX ON person USING gist (box)",
        "CREATE INDEX ON subscriber_patch_sum (kind, patch, before_1, before_2, before_3, before_4, people)",
        "CREATE TABLE area (name text, shape geometry(Polygon, 4326))",
        "VACUUM (ANALYZE) person",
        "VACUUM (ANALYZE) subscriber_patch_sum",
        "VACUUM (ANALYZE) subscriber_patch_cell",
    )
    for ground in grounds():
        ring = ", ".join(f"{lon!r} {lat!r}" for lat, lon in (*ground.ring, ground.ring[0]))
        peer.rows(
            "INSERT INTO area VALUES (%s, ST_GeomFromText(%s, 4326)) RETURNING 1", (ground.name, f"POLYGON(({ring}))")
        )
    peer.do("ANALYZE area")
    return time.perf_counter() - began


def _copy(peer: postgis.Peer, table: str, lines: Iterable[str]) -> None:
    with peer.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) == 10_000:
                copy.write("".join(block))
                block.clear()
        copy.write("".join(block))


def ours(cells: tuple[str, ...]) -> Lines:
    """Count as Haal does."""
    lines = audience.count(cells, simulated=False, severity=SEVERITY)
    return {(line.channel.value, line.language): line.people for line in lines}


def of_points(peer: postgis.Peer, ground: Ground) -> Lines:
    """Count points inside the area."""
    return _of_people(peer, "ST_Intersects(person.point, area.shape)", ground)


def of_boxes(peer: postgis.Peer, ground: Ground) -> Lines:
    """Count boxes whose bounds meet the area's bounds."""
    return _of_people(peer, "person.box && area.shape", ground)


def _of_people(peer: postgis.Peer, condition: str, ground: Ground) -> Lines:
    rows = peer.rows(
        "WITH area AS MATERIALIZED (SELECT shape FROM area WHERE name = %s) SELECT channel, language, COUNT(*)"
        f" FROM area, person WHERE {condition} AND person.level <= {LEVELS[SEVERITY]} GROUP BY 1, 2",
        (ground.name,),
    )
    return {(str(channel), str(language)): int(str(count)) for channel, language, count in rows}


def of_join(peer: postgis.Peer, cells: tuple[str, ...]) -> Lines:
    """Count as Haal does, in PostgreSQL: the same question."""
    values = audience.values_of(cells, simulated=False, severity=SEVERITY)
    lines: Counter[tuple[str, str]] = Counter()
    for _, count, channel, language in peer.rows(audience.count_sql("postgresql"), tuple(values)):
        lines[str(channel), str(language)] += int(str(count))
    return dict(lines)


def truth(everybody: People, cells: tuple[str, ...]) -> tuple[Lines, np.ndarray]:
    """Return what has to come out, found by looking at every choice, and which choices they are."""
    here = set(cells)
    reached = np.fromiter((_is_reached(choice, here) for choice in everybody.choices), dtype=bool)
    counts = np.bincount(everybody.choice_of, minlength=len(reached))
    lines: Counter[tuple[str, str]] = Counter()
    for number in np.flatnonzero(reached).tolist():
        choice = everybody.choices[number]
        lines[choice.channel.value, choice.language] += int(counts[number])
    return dict(lines), reached


def _is_reached(choice: Choice, here: set[str]) -> bool:
    return LEVELS[choice.level] <= LEVELS[SEVERITY] and not here.isdisjoint(choice.cells)


def missed(peer: postgis.Peer, ground: Ground, *, counted: np.ndarray) -> int:
    """Return how many people whose home is inside the area are not among the `counted`."""
    inside = peer.rows(
        f"SELECT id FROM person, area WHERE name = %s AND ST_Intersects(point, shape) AND level <= {LEVELS[SEVERITY]}",
        (ground.name,),
    )
    ids = np.array([int(str(row[0])) for row in inside], dtype=np.int64)
    return int((~counted[ids]).sum())


def counted_people(everybody: People, cells: tuple[str, ...]) -> np.ndarray:
    """Return, for each person, whether Haal counts them: by the choices it finds."""
    found = audience.choices(cells, simulated=False, severity=SEVERITY)
    is_found = np.zeros(len(everybody.choices), dtype=bool)
    is_found[[choice_id - 1 for choice_id, _ in found]] = True
    return is_found[everybody.choice_of]


def measure(seen: Seen, count: Callable[[], Lines], *, times: int, cpu: Callable[[], float]) -> None:
    """Count so many times."""
    before = cpu()
    for _ in range(times):
        began = time.perf_counter()
        seen.lines = count()
        seen.seconds.append(time.perf_counter() - began)
    seen.cpu_seconds += cpu() - before


def alternate(peer: postgis.Peer, areas: dict[str, tuple[str, ...]]) -> dict[str, dict[str, Seen]]:
    """Let all sides take turns on every area."""
    seen = {ground.name: {side: Seen() for side in (OURS, POINTS, BOXES, JOIN)} for ground in grounds()}
    for number in range(ROUNDS):
        harness.say(f"audience: round {number + 1} of {ROUNDS}")
        for ground in grounds():
            if number >= ROUNDS_OF.get(ground.name, ROUNDS):
                continue
            cells = areas[ground.name]
            sides: dict[str, tuple[Callable[[], Lines], Callable[[], float]]] = {
                OURS: (lambda cells=cells: ours(cells), time.process_time),  # type: ignore[misc]
                POINTS: (lambda ground=ground: of_points(peer, ground), peer.cpu_seconds),  # type: ignore[misc]
                BOXES: (lambda ground=ground: of_boxes(peer, ground), peer.cpu_seconds),  # type: ignore[misc]
                JOIN: (lambda cells=cells: of_join(peer, cells), peer.cpu_seconds),  # type: ignore[misc]
            }
            for side, (count, cpu) in sides.items():
                measure(seen[ground.name][side], count, times=TIMES[ground.name], cpu=cpu)
    return seen


def cells_of(ground: Ground) -> tuple[tuple[str, ...], float]:
    """Return the cells of an area, and the milliseconds it took; done once, when a warning is drawn."""
    began = time.perf_counter()
    cells = tuple(sorted(cells_of_polygon(ground.ring, CELL_RESOLUTION)))
    return cells, round(1000 * (time.perf_counter() - began), 1)


def judge(result: harness.Result, seen: dict[str, dict[str, Seen]], *, lost: dict[str, int]) -> None:
    """Put figures, ratios and bars into the result."""
    for name, sides in seen.items():
        ours_here, inside = sides[OURS], sum(sides[POINTS].lines.values())
        over = 100 * (sum(ours_here.lines.values()) - inside) / max(inside, 1)
        result.figures[name] |= {**ours_here.figures(), "inside": inside, "missed": lost[name]}  # type: ignore[operator]
        result.figures[name] |= {"over_reach_percent": round(over, 1)}  # type: ignore[operator]
        for side in (POINTS, BOXES, JOIN):
            result.peers.setdefault(side, {})[name] = sides[side].figures()  # type: ignore[index]
            result.ratios[f"cpu, {name}, {side}"] = round(ours_here.cpu_ms / max(sides[side].cpu_ms, 0.01), 3)
        less = sides[POINTS].cpu_ms / max(ours_here.cpu_ms, 0.001)
        least = CPU_TIMES_LESS_MIN[name]
        result.bars[f"cpu_times_less_than_st_intersects_{name}"] = harness.Bar(figure=round(less, 1), least=least)
        if name in MILLISECONDS_MAX:
            median = ours_here.figures()["median_ms"]
            result.bars[f"{name}_median_ms"] = harness.Bar(figure=median, most=MILLISECONDS_MAX[name])
    result.bars["missed_inside"] = harness.Bar(figure=sum(lost.values()), most=0)


def run(result: harness.Result, count: int) -> None:
    """Fill, measure, compare."""
    began = time.perf_counter()
    harness.say(f"audience: making {count} people")
    everybody = people(count)
    rows = rows_of(everybody)
    areas = {}
    for ground in grounds():
        areas[ground.name], took = cells_of(ground)
        result.figures[ground.name] = {"cells": len(areas[ground.name]), "making_cells_ms": took}
    harness.say("audience: filling SQLite")
    result.figures["sqlite_filled_seconds"] = round(fill_sqlite(everybody, rows), 1)
    with postgis.peer() as peer:
        harness.say(f"audience: filling PostgreSQL {peer.version()}")
        result.figures["postgresql_filled_seconds"] = round(fill_postgresql(peer, everybody, rows), 1)
        result.figures["postgresql"] = peer.version()
        seen = alternate(peer, areas)
        lost = {
            ground.name: missed(peer, ground, counted=counted_people(everybody, areas[ground.name]))
            for ground in grounds()
        }
    same = [seen[name][OURS].lines == seen[name][JOIN].lines == truth(everybody, areas[name])[0] for name in areas]
    result.same_work = all(same) and audience.drifted() == 0
    judge(result, seen, lost=lost)
    result.figures |= {"people": count, "choices": len(everybody.choices), "rounds": ROUNDS}
    result.figures["whole_seconds"] = round(time.perf_counter() - began, 1)
    result.bars["whole_seconds"] = harness.Bar(figure=round(time.perf_counter() - began, 1), most=270)


def main() -> None:
    """Run it in a folder of its own and print the line."""
    result = harness.Result(name="audience")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    try:
        run(result, count)
    except harness.PeerMissing as error:
        result.peers_missing = str(error)
    finally:
        connection.close()
    harness.finish(result)


if __name__ == "__main__":
    with harness.folder("audience") as home:
        os.environ |= {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        from haal.storage.warn import audience

        main()
