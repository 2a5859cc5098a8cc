"""The model handed to Splink: the same scales with the same weights, so that Splink scores as Haal does, in DuckDB or on Spark.

The one thing to know: Splink multiplies ratios of m to u and Haal adds logarithms of odds; a level of weight w is m/u = exp(w), and the
prior is the probability that two random records match. Splink learns nothing here. Blocking is that of `compiled.met`: a key is a
month and a cell (each report has those around its own) or a month and a name, so what is joined is what meets. Needs the extra `spark`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from haal.geometry.cells import disk
from haal.linkage.engines.flat import COLUMNS, POINTS, Row
from haal.linkage.engines.layout import DAY, NEVER, NOTHING, STRETCH, TOLD
from haal.linkage.engines.spots import RINGS
from haal.linkage.engines.sql import CAN_BE, MEETS, NAMES, NO_NAME, Steps, packed, scales, sides
from haal.linkage.reports.pairs import LONG_MAX
from haal.linkage.scorer.model import Model
from haal.linkage.told import EXACT_DAYS_MAX

if TYPE_CHECKING:
    from splink import SettingsCreator

MONTH, QUARTER = 31, 93  # days: a key holds one, from that of the first day to the one after that of the last
BLOCKS = 1 << 24  # more than there are cells and names: a key is a time this many times over, and a number below it
# The table that Splink reads, in the words of Spark; `typed` gives the values in this order.
TABLE: Mapping[str, str] = {
    **dict.fromkeys(
        ("place", "begin", "until", "when_known", "type", "kind", "killed", "injured", "taken", "first", "last"), "INT"
    ),
    **dict.fromkeys(("page", "target"), "STRING"),
    **dict.fromkeys(("is_dated", "is_stretch"), "BOOLEAN"),
    **dict.fromkeys(POINTS, "DOUBLE"),
    **{f"n{at}": "BIGINT" for at in range(NAMES)},
    **dict.fromkeys(("month", "quarter"), "BIGINT"),
    **dict.fromkeys(MEETS, "ARRAY<BIGINT>"),
}
_ASKED = ("place", "page", "begin", "until", "when_known", "first", "last", "month", "quarter", "is_stretch")
_MAKE: Mapping[str, Callable[[Any], object]] = {"INT": int, "BIGINT": int, "DOUBLE": float, "STRING": str}


def settings(model: Model, *, dialect: str = "duckdb") -> SettingsCreator:
    """Return what Splink needs to score with the model; `dialect`: `duckdb` or `spark`."""
    from splink import SettingsCreator

    weights = {scale.code: scale.weights for scale in model.scales}
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="place",
        probability_two_random_records_match=1 / (1 + math.exp(-model.prior)),
        comparisons=[_comparison(steps, weights[steps.code]) for steps in scales()],
        blocking_rules_to_generate_predictions=list(_rules(dialect)),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(steps: Steps, weights: tuple[float, ...]) -> dict[str, Any]:
    """Return one scale as a comparison; what is not known weighs nothing."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": sides(f"({steps.unknown})"), "label_for_charts": "not known", "is_null_level": True}
    ]
    for level, condition in steps.conditions:
        levels.append(
            {"sql_condition": sides(f"({condition})"), "label_for_charts": str(level), **_odds(weights[level])}
        )
    levels.append({"sql_condition": "ELSE", "label_for_charts": "1", **_odds(weights[1])})
    return {"output_column_name": steps.code.replace("?", "_undated"), "comparison_levels": levels}


def _odds(weight: float) -> dict[str, float]:
    """Return m and u whose ratio is exp(weight)."""
    return {"m_probability": 0.5 * math.exp(min(weight, 0.0)), "u_probability": 0.5 * math.exp(-max(weight, 0.0))}


def pairs(table: str) -> str:
    """Return SQL of Spark for the pairs that meet, each once, in the columns that Splink takes for pairs made beforehand."""
    every = " UNION ALL ".join(_met(key, table) for key in MEETS)
    return f"SELECT '0' AS match_key, * FROM (SELECT DISTINCT * FROM ({every}))"  # noqa: S608 (all from this module)


def _met(key: str, table: str) -> str:
    side = f"(SELECT {', '.join(_ASKED)}, explode({key}) AS {key} FROM {table})"  # noqa: S608
    joined = f"{side} AS l JOIN {side} AS r ON l.place < r.place AND {_rule(key)}"
    return f"SELECT /*+ SHUFFLE_HASH(r) */ l.place AS join_key_l, r.place AS join_key_r FROM {joined}"  # noqa: S608


def _rules(dialect: str) -> Iterator[dict[str, Any]]:
    for key in MEETS:
        yield {"blocking_rule": _rule(key), "arrays_to_explode": [key], "sql_dialect": dialect}


def _rule(key: str) -> str:
    every = f"A.{key} = B.{key} AND {MEETS[key]} AND {CAN_BE}"
    return every.replace("A.", "l.").replace("B.", "r.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """What reports meet in, as numbers: even ones for names, odd ones for cells.

    `names`: as `packed`; `ever`: those under which a report stands that tells nothing of when.
    """

    names: Mapping[str, int]
    ever: frozenset[str]
    cells: dict[str, int] = field(default_factory=dict)
    around: dict[str, frozenset[int]] = field(default_factory=dict)

    def of_name(self, name: str) -> int:
        return 2 * (self.names[name] // NO_NAME)

    def of_cell(self, cell: str) -> frozenset[int]:
        """Return a cell with those around it: within `RINGS` of each other two cells have one in common."""
        if cell not in self.around:
            every = disk(cell, RINGS // 2)
            self.around[cell] = frozenset(2 * self.cells.setdefault(each, len(self.cells)) + 1 for each in every)
        return self.around[cell]


def prepared(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows of `flat` with the columns that blocking and names need."""
    every = list(rows)
    names = sorted({name for row in every for name in _split(row["names"])})
    ever = frozenset(name for row in every if _hull(_days(row))[0] == NEVER for name in _split(row["names"]))
    blocks = _Blocks(names=dict(zip(names, packed(names), strict=True)), ever=ever)
    for row in every:
        yield _prepared(row, blocks=blocks)


def typed(row: Row) -> tuple[object, ...]:
    """Return the values of a prepared row as `TABLE` wants them."""
    return tuple(
        row[name] if row[name] is None or kind not in _MAKE else _MAKE[kind](row[name]) for name, kind in TABLE.items()
    )


def _prepared(row: Row, *, blocks: _Blocks) -> Row:
    cells, names, days = _split(row["cells"]), _split(row["names"]), _days(row)
    first, last = _hull(days)
    dated = str(row["is_dated"]).lower() == "true"
    worth = sorted((blocks.names[name] for name in names), key=lambda each: (-(each % NO_NAME), each))[:NAMES]
    found: Row = {name: row[name] if row[name] != "" else None for name in COLUMNS}
    begin, until = (days["hf"], days["hl"]) if days["hf"] is not None else (days["pf"], days["pl"])
    found |= {"begin": begin, "until": until, "when_known": _known(begin, until, is_told=days["hf"] is None)}
    found |= {"first": first, "last": last, "is_dated": dated, "is_stretch": not dated and _is_long(days)}
    found |= {f"n{at}": worth[at] if at < len(worth) else None for at in range(NAMES)}
    under = {blocks.of_name(name) for name in names}
    near = under.union(*(blocks.of_cell(cell) for cell in cells))
    months, quarters = (range(first // each, last // each + 2) for each in (MONTH, QUARTER))
    found |= {"month": (months[0] + 1) * BLOCKS, "quarter": (quarters[0] + 1) * BLOCKS}
    found["met"] = [] if first == NEVER else _keys(months, near)
    found["far"] = [] if dated or first == NEVER else _keys(quarters, under)
    found["ever"] = [] if dated else sorted(blocks.of_name(name) for name in blocks.ever.intersection(names))
    return found


def _keys(times: Iterable[int], blocks: Collection[int]) -> list[int]:
    return [time * BLOCKS + block for time in times for block in sorted(blocks)]


def _days(row: Row) -> dict[str, int | None]:
    return {name: None if row[name] in {None, ""} else int(str(row[name])) for name in ("hf", "hl", "pf", "pl")}


def _hull(days: Mapping[str, int | None]) -> tuple[int, int]:
    """Return the first and the last of all days that are told."""
    spans = [(days["hf"], days["hl"]), (days["pf"], days["pl"])]
    known = [(first, min(last, first + LONG_MAX)) for first, last in spans if first is not None and last is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else (NEVER, NEVER)


def _known(begin: int | None, until: int | None, *, is_told: bool) -> int:
    if begin is None or until is None:
        return NOTHING
    return STRETCH if until - begin >= EXACT_DAYS_MAX else TOLD if is_told else DAY


def _is_long(days: Mapping[str, int | None]) -> bool:
    spans = ((days["hf"], days["hl"]), (days["pf"], days["pl"]))
    return any(a is not None and b is not None and b - a >= EXACT_DAYS_MAX for a, b in spans)


def _split(value: object) -> list[str]:
    return str(value).split() if value else []
