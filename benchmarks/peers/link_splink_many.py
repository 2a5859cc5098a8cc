"""Splink 5 as a peer of benchmarks/linkage_million.py: its own pipeline (load, learn, predict, cluster) over a file of many reports.

    .venv-bench/bin/python benchmarks/peers/link_splink_many.py REPORTS.csv OUT.csv

Timed to the clusters at a probability of 0.9, as the design page has it; then other thresholds are tried, untimed, and the cluster
of each report at each is written, so that its best can be told too.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on

try:
    from splink import DuckDBAPI
except ImportError:  # Splink 5 moved it
    from splink.backends.duckdb import DuckDBAPI

TIMED_AT = 0.9
ALSO_AT = (0.3, 0.5, 0.7, 0.95, 0.99, 0.999)
KM = "6371.0 * 2 * asin(least(1.0, 0.5 * sqrt(pow(x0_l - x0_r, 2) + pow(y0_l - y0_r, 2) + pow(z0_l - z0_r, 2))))"


def steps(name: str, null: str, sql: list[str]) -> cl.CustomComparison:
    """Return a comparison with these conditions, best first."""
    levels = [
        cll.CustomLevel(null).configure(is_null_level=True),
        *(cll.CustomLevel(one) for one in sql),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name=name, comparison_levels=levels)


def toll(name: str) -> cl.CustomComparison:
    """Return how figures compare."""
    one, other = f"{name}_l", f"{name}_r"
    sql = [f"{one} = {other}", f"abs({one} - {other}) <= 1", f"greatest({one}, {other}) <= 2 * least({one}, {other})"]
    return steps(name, f"{one} IS NULL OR {other} IS NULL", sql)


def settings() -> SettingsCreator:
    """Return the model."""
    days = [f"abs(day_l - day_r) <= {gap}" for gap in (0, 1, 3, 7)]
    blocks = [
        block_on("cells", "day"),
        "l.cells = r.cells and l.day = r.day + 1",
        "l.cells = r.cells and l.day + 1 = r.day",
        block_on("names", "day"),
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            steps("day", "day_l IS NULL OR day_r IS NULL", days),
            steps("type", "type_l = 0 OR type_r = 0", ["type_l = type_r", "kind_l = kind_r"]),
            steps("target", "target_l IS NULL OR target_r IS NULL", ["target_l = target_r"]),
            steps("names", "names_l IS NULL OR names_r IS NULL", ["names_l = names_r"]),
            steps("km", "x0_l IS NULL OR x0_r IS NULL", [f"{KM} <= {km}" for km in (1, 15, 60)]),
            toll("killed"),
            toll("injured"),
        ],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def main(path: Path, out: Path) -> None:
    """Learn, score, cluster; write the clusters and print seconds and memory."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    begun = time.perf_counter()
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute(
        'CREATE TABLE report AS SELECT place AS unique_id, coalesce(hf, pf) AS day, cells, names, "type", kind, target, killed, '
        "injured, x0, y0, z0 FROM read_csv(?, header = true, auto_detect = true, nullstr = '')",
        [str(path)],
    )
    api = DuckDBAPI(connection=con)
    linker = Linker(api.register("report"), settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("cells", "day", "type", "killed")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in ("l.cells = r.cells and l.day = r.day", "l.names = r.names and l.type = r.type and l.day = r.day"):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=min(ALSO_AT))
    clusters: dict[float, Any] = {}
    clusters[TIMED_AT] = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=TIMED_AT
    )
    con.execute(
        f'CREATE TABLE answer AS SELECT unique_id, cluster_id AS "{TIMED_AT}" FROM {clusters[TIMED_AT].physical_name}'
    )
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    for at in ALSO_AT:
        more = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=at)
        con.execute(
            f'CREATE OR REPLACE TABLE answer AS SELECT a.*, b.cluster_id AS "{at}" FROM answer a '
            f"JOIN {more.physical_name} b USING (unique_id)"
        )
    con.execute(f"COPY answer TO '{out}' (HEADER)")
    print(json.dumps({"seconds": round(seconds, 2), "peak_gb": round(peak, 3), "splink": True}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
