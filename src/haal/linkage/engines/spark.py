"""Reports linked on Spark by the model handed to Splink: for sets that one machine does not hold.

The one thing to know: it scores and links; groups of what is linked are made where the links fit, by `together`. Spark finds the
pairs that meet, each once, and Splink scores these. While it scores whole-stage code is off: the conditions of a pair are more than
Java takes in one method. Needs the extra `spark` and Java 17.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from haal.linkage.engines.flat import Row
from haal.linkage.engines.splinked import TABLE, pairs, prepared, settings, typed
from haal.linkage.reports.groups import JOIN
from haal.linkage.scorer.model import Model

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

type Link = tuple[int, int, float]  # the places of two reports, the lower first, and their score

LOCAL = "127.0.0.1"
VIEW = "haal_reports"
WHOLE_STAGE = "spark.sql.codegen.wholeStage"


def local(*, cores: int = 2, memory: str = "3g") -> SparkSession:
    """Return Spark on this machine alone, without its web page."""
    from pyspark.sql import SparkSession

    asked = {
        "spark.ui.enabled": "false",
        "spark.driver.host": LOCAL,
        "spark.driver.bindAddress": LOCAL,
        "spark.driver.memory": memory,
        "spark.sql.shuffle.partitions": str(4 * cores),
        "spark.sql.autoBroadcastJoinThreshold": "256MB",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("haal")
    for name, value in asked.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def links(spark: SparkSession, rows: Iterable[Row], *, model: Model, above: float = JOIN) -> Iterator[Link]:
    """Yield the pairs that score more than `above`, of rows as `flat` gives them."""
    schema = ", ".join(f"`{name}` {kind}" for name, kind in TABLE.items())
    values = [typed(row) for row in prepared(rows)]
    reports = spark.createDataFrame(values, schema=schema, verifySchema=False).persist()
    reports.createOrReplaceTempView(VIEW)
    met = spark.sql(pairs(VIEW)).persist()
    met.count()  # now, while whole-stage code is on
    before = str(spark.conf.get(WHOLE_STAGE, "true"))
    spark.conf.set(WHOLE_STAGE, "false")
    try:
        scored = _scored(spark, reports, met, model=model)
        found = scored.where(scored["match_weight"] > above / math.log(2)).select("place_l", "place_r", "match_weight")
        for one, other, weight in found.toLocalIterator(prefetchPartitions=True):
            yield min(one, other), max(one, other), float(weight) * math.log(2)
        scored.unpersist()
    finally:
        spark.conf.set(WHOLE_STAGE, before)
        for each in (met, reports):
            each.unpersist()


def _scored(spark: SparkSession, reports: DataFrame, met: DataFrame, *, model: Model) -> DataFrame:
    """Return the pairs with what Splink makes of each.

    Splink is told no bar: Spark would carry it down into the join and work out every level there several times over.
    """
    from splink import Linker
    from splink.backends.spark import SparkAPI

    api = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False
    )
    linker = Linker(api.register(reports, dataset_display_name="report"), settings(model, dialect="spark"))
    linker.table_management.register_blocked_pairs_for_predict(api.register(met, dataset_display_name="met"))
    scored: DataFrame = linker.inference.predict(warning_mode="never").as_spark_dataframe()
    return scored
