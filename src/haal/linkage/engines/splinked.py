"""The model handed to Splink: the same scales with the same weights, so that Splink scores as Haal does, in DuckDB or on Spark.

The one thing to know: Splink multiplies ratios of m to u and Haal adds logarithms of odds; a level of weight w is m/u = exp(w), and the
prior is the probability that two random records match. Splink learns nothing here. Blocking is that of `blocks`: reports share a month
(or quarter, or name) by exploded keys, and a cell that is near or a name. Needs the extra `spark`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
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

MONTH, QUARTER = 31, 93
# The table that Splink reads, in the words of Spark; `typed` gives the values in this order.
TABLE: Mapping[str, str] = {
    **dict.fromkeys(
        ("place", "begin", "until", "when_known", "type", "kind", "killed", "injured", "taken", "first", "last"), "INT"
    ),
    **dict.fromkeys(("page", "target"), "STRING"),
    **dict.fromkeys(("is_dated", "is_stretch"), "BOOLEAN"),
    **dict.fromkeys(POINTS, "DOUBLE"),
    **{f"n{at}": "BIGINT" for at in range(NAMES)},
    **dict.fromkeys(("months", "quarters"), "ARRAY<INT>"),
    **dict.fromkeys(("cells", "near", "names", "keys"), "ARRAY<STRING>"),
}
_MAKE: Mapping[str, Callable[[Any], object]] = {"INT": int, "BIGINT": int, "DOUBLE": float, "STRING": str}
_NAMES = {"duckdb": "list_has_any(l.names, r.names)", "spark": "arrays_overlap(l.names, r.names)"}
_CONTAINS = {"duckdb": "list_has_any(l.near, r.cells)", "spark": "arrays_overlap(l.near, r.cells)"}


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


def _rules(dialect: str) -> Iterator[dict[str, Any]]:
    names = _NAMES[dialect]
    near = f"({_CONTAINS[dialect]} OR {names})"
    for key, rule in MEETS.items():
        told = rule.format(near=near, names=names)
        every = f"l.{key} = r.{key} AND {told} AND {CAN_BE}"
        yield {
            "blocking_rule": every.replace("A.", "l.").replace("B.", "r."),
            "arrays_to_explode": [key],
            "sql_dialect": dialect,
        }


def prepared(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows of `flat` with the columns that blocking and names need."""
    every = list(rows)
    names = sorted({name for row in every for name in _split(row["names"])})
    number = dict(zip(names, packed(names), strict=True))
    near: dict[str, list[str]] = {}
    for row in every:
        yield _prepared(row, number=number, near=near)


def typed(row: Row) -> tuple[object, ...]:
    """Return the values of a prepared row as `TABLE` wants them."""
    return tuple(
        row[name] if row[name] is None or kind not in _MAKE else _MAKE[kind](row[name]) for name, kind in TABLE.items()
    )


def _prepared(row: Row, *, number: Mapping[str, int], near: dict[str, list[str]]) -> Row:
    cells, names = _split(row["cells"]), _split(row["names"])
    for cell in cells:
        near.setdefault(cell, sorted(disk(cell, RINGS)))
    days = {name: None if row[name] in {None, ""} else int(str(row[name])) for name in ("hf", "hl", "pf", "pl")}
    first, last = _hull(days)
    worth = sorted((number[name] for name in names), key=lambda each: (-(each % NO_NAME), each))[:NAMES]
    dated = str(row["is_dated"]).lower() == "true"
    found: Row = {name: row[name] if row[name] != "" else None for name in COLUMNS}
    begin, until = (days["hf"], days["hl"]) if days["hf"] is not None else (days["pf"], days["pl"])
    found |= {"begin": begin, "until": until, "when_known": _known(begin, until, is_told=days["hf"] is None)}
    found |= {"first": first, "last": last, "is_dated": dated, "is_stretch": not dated and _is_long(days)}
    found |= {"cells": cells, "near": sorted({each for cell in cells for each in near[cell]}), "names": names}
    found |= {f"n{at}": worth[at] if at < len(worth) else None for at in range(NAMES)}
    found["months"] = [] if first == NEVER else list(range(first // MONTH, last // MONTH + 2))
    found["quarters"] = [] if dated or first == NEVER else list(range(first // QUARTER, last // QUARTER + 2))
    found["keys"] = [] if dated else names
    return found


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
