"""Splink 5 as a peer of benchmarks/linkage_records.py: its own EM over day, casualties, place and km; no labels."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from link_rows import answer, sets
from splink import Linker, SettingsCreator, block_on

try:
    from splink import DuckDBAPI
except ImportError:  # Splink 5 moved it
    from splink.backends.duckdb import DuckDBAPI


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the records as a table, with the day before and after for blocking."""
    table = pd.DataFrame(rows).rename(columns={"id": "unique_id"})
    return table.astype({"lat": float, "lon": float, "killed_low": float, "killed_high": float})


def steps(column: str, sql: list[str]) -> cl.CustomComparison:
    """Return a comparison with these conditions, best first."""
    levels = [cll.NullLevel(column), *(cll.CustomLevel(one) for one in sql), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


def settings(*, has_points: bool) -> SettingsCreator:
    """Return the model."""
    days = [f"abs(ordinal_l - ordinal_r) <= {gap}" for gap in (0, 1, 2)]
    overlap = "killed_low_l - {0} <= killed_high_r and killed_low_r - {0} <= killed_high_l"
    comparisons = [
        steps("ordinal", days),
        steps("killed_high", [overlap.format(0), overlap.format(1), overlap.format(4)]),
        cl.JaroWinklerAtThresholds("place", [0.92, 0.8, 0.7]),
    ]
    if has_points:
        comparisons.append(cl.DistanceInKMAtThresholds("lat", "lon", [10, 30, 80]))
    blocks = ["abs(l.ordinal - r.ordinal) <= 2"]
    return SettingsCreator(
        link_type="link_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
    )  # fmt: skip


def main(folder: Path) -> None:
    """Learn and score."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    left, right = sets(folder)
    has_points = all(any(row["lat"] is not None for row in rows) for rows in (left, right))
    api = DuckDBAPI()
    tables = [
        api.register(frame(rows), dataset_display_name=name) for name, rows in (("set_a", left), ("set_b", right))
    ]
    linker = Linker(tables, settings(has_points=has_points))
    linker.training.estimate_probability_two_random_records_match([block_on("ordinal", "killed_high")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in ("l.ordinal = r.ordinal", "l.killed_high = r.killed_high and abs(l.ordinal - r.ordinal) <= 30"):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    one = {"set_a": ("unique_id_l", "unique_id_r"), "set_b": ("unique_id_r", "unique_id_l")}
    pairs = []
    for row in found.to_dict("records"):
        mine, yours = one[row.get("source_dataset_l", "set_a")]
        pairs.append((str(row[mine]), str(row[yours]), float(row["match_weight"])))
    answer(pairs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
