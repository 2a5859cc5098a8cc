"""Reports linked on Spark by the model handed to Splink: for sets that one machine does not hold.

The one thing to know: it scores and links; groups of what is linked are made where the links fit, by `together`. Whole-stage code is
off, since the conditions of a pair are more than Java takes in one method. Needs the extra `spark` and Java 17.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from haal.linkage.engines.flat import Row
from haal.linkage.engines.splinked import TABLE, prepared, settings, typed
from haal.linkage.reports.groups import JOIN
from haal.linkage.scorer.model import Model

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

type Link = tuple[int, int, float]  # the places of two reports, the lower first, and their score

LOCAL = "127.0.0.1"


def local(*, cores: int = 2, memory: str = "3g") -> SparkSession:
    """Return Spark on this machine alone, without its web page."""
    from pyspark.sql import SparkSession

    asked = {
        "spark.ui.enabled": "false",
        "spark.driver.host": LOCAL,
        "spark.driver.bindAddress": LOCAL,
        "spark.driver.memory": memory,
        "spark.sql.shuffle.partitions": str(4 * cores),
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("haal")
    for name, value in asked.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def links(spark: SparkSession, rows: Iterable[Row], *, model: Model, above: float = JOIN) -> Iterator[Link]:
    """Yield the pairs that score more than `above`, of rows as `flat` gives them."""
    from splink import Linker
    from splink.backends.spark import SparkAPI

    spark.conf.set("spark.sql.codegen.wholeStage", "false")
    schema = ", ".join(f"`{name}` {kind}" for name, kind in TABLE.items())
    table = spark.createDataFrame([typed(row) for row in prepared(rows)], schema=schema)
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    linker = Linker(api.register(table, dataset_display_name="report"), settings(model, dialect="spark"))
    found = linker.inference.predict(threshold_match_weight=above / math.log(2)).as_spark_dataframe()
    for one, other, weight in found.select("place_l", "place_r", "match_weight").toLocalIterator():
        yield min(one, other), max(one, other), float(weight) * math.log(2)
