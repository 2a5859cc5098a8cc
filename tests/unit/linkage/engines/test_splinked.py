"""Splink scores as Haal does, in DuckDB and on Spark: the same pairs with the same scores."""

from __future__ import annotations

import math
import os
import shutil

import pytest
from tests.factories_near import flat, reports
from tests.unit.linkage.engines.test_batch import found

from haal.linkage.engines import flat as columns
from haal.linkage.engines import spark, splinked
from haal.linkage.scorer.model import shipped

pytest.importorskip("splink")
MODEL = shipped("reports")


def rows(seen):
    """Return the rows of reports by their place in a list."""
    return [columns.flat(one, place=at) for at, one in enumerate(seen)]


def by_splink(seen):
    """Return what Splink says in DuckDB."""
    import duckdb
    import pandas as pd
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    api = DuckDBAPI(connection=duckdb.connect())
    table = api.register(pd.DataFrame(list(splinked.prepared(rows(seen)))), dataset_display_name="report")
    pairs = (
        Linker(table, splinked.settings(MODEL)).inference.predict(threshold_match_weight=-1_000).as_pandas_dataframe()
    )
    return {
        tuple(sorted((one, other))): weight * math.log(2)
        for one, other, weight in zip(pairs["place_l"], pairs["place_r"], pairs["match_weight"], strict=True)
    }


@pytest.mark.parametrize("seed", range(2))
def test_splink_finds_and_scores_the_pairs_that_haal_does(seed):
    seen = [flat(one) for one in reports(90, seed=seed)]

    assert by_splink(seen) == pytest.approx(found(seen), abs=1e-9)


def test_spark_on_this_machine_gives_the_links_of_duckdb():
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("no Java: tools/services install")
        pytest.skip("no Java on this machine")
    seen = [flat(one) for one in reports(40, seed=3)]
    session = spark.local(memory="1g")
    try:
        links = {(one, other): score for one, other, score in spark.links(session, rows(seen), model=MODEL)}
    finally:
        session.stop()

    assert links == pytest.approx(found(seen, above=-2.5), abs=1e-6)
