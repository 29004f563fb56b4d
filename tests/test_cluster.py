"""Every measure on a real Spark cluster, beside DuckDB and the judge: the same whole numbers."""

import random

import pytest
from click.testing import CliRunner

from bench import spark_cluster
from huiying.warehouse.asking import WAYS, ask, engine_called
from huiying.warehouse.commands import query
from huiying.warehouse.engines import spark
from huiying.warehouse.facts import FACTS
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table, some_rows

pytestmark = pytest.mark.cluster
PERIOD = (202609, 202611)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    chance = random.Random(7)
    folder = tmp_path_factory.mktemp("warehouse")
    build(folder, [Table(each, some_rows(each, chance, 4000)).source() for each in FACTS.values()], now=NOW)  # fmt: skip
    return folder


@pytest.fixture(scope="module", autouse=True)
def cluster(tmp_path_factory):
    with spark_cluster.running(tmp_path_factory.mktemp("cluster")) as master, pytest.MonkeyPatch.context() as patch:  # fmt: skip
        patch.setenv(spark.MASTER, master)
        yield master
        spark.session(master).stop()
        spark.session.cache_clear()


def test_two_workers_work(cluster):
    context = spark.session(cluster).sparkContext
    assert context.master == cluster
    context.parallelize(range(100), 4).sum()
    executors = context._jsc.sc().statusTracker().getExecutorInfos()
    assert len(executors) - 1 == 2  # beside the driver


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_three_engines_give_one_answer(name, warehouse):
    measure = MEASURES[name]
    columns = {column.name for column in measure.facts.columns}
    ways = [by for by, way in WAYS.items() if all(each.column in columns for each in way)]
    for by in ways:
        judged = ask(warehouse, measure, PERIOD, by, engine_called("reference"), rollups=False)
        assert judged.figures
        for engine in ("duck", "spark"):
            for rollups in (True, False):
                found = ask(warehouse, measure, PERIOD, by, engine_called(engine), rollups=rollups)
                assert found.figures == judged.figures, (by, engine, rollups)


def test_the_command_asks_the_cluster(warehouse):
    words = ["on_time", "--month", "2026-10", "--warehouse", str(warehouse), "--engine"]
    duck, sparks = (CliRunner().invoke(query, [*words, name], catch_exceptions=False).output for name in ("duck", "spark"))  # fmt: skip
    assert duck == sparks
    assert duck.count("\n") > 1
