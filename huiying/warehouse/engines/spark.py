"""Apache Spark: the engine beyond one machine. It reads the very same files with the very same SQL.

`HUIYING_SPARK_MASTER` names the cluster (spark://host:7077); without it Spark runs inside this
process. All machines of a cluster need the warehouse's folder at the same path.
"""

import logging
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from huiying.warehouse.engines import sql
from huiying.warehouse.engines.java import java_home, no_cluster
from huiying.warehouse.questions import Answer, Question

MASTER = "HUIYING_SPARK_MASTER"
SETTINGS = {
    "spark.app.name": "huiying",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.memory": "1g",
}


def answer(question: Question, files: Sequence[Path]) -> Answer:
    """Answer from Parquet files. Raises NotPossible when Spark or Java are not installed."""
    if not files:
        return {}
    spark = session(os.environ.get(MASTER, "local[*]"))
    frame = spark.read.parquet(*(path.absolute().as_uri() for path in files))
    rows = spark.sql(sql.select(question, "{source}"), source=frame).collect()
    return sql.read(question, rows)


@cache
def session(master: str) -> Any:
    """One session for the life of the process: starting it takes longer than most questions."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - only the extra has it
    except ImportError:
        raise no_cluster() from None
    os.environ["JAVA_HOME"] = str(java_home(Path(mkdtemp(prefix="huiying-java-"))))
    if "127.0.0.1" in master or master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.master(master)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
