"""Snapshots: swapped in whole, refreshed by what changed, never lost to damage."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from huiying.lib.errors import NotPossible
from huiying.warehouse import facts
from huiying.warehouse.asking import ask
from huiying.warehouse.commands import query
from huiying.warehouse.engines import duck
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.parquet import read_rows
from huiying.warehouse.snapshots import NoSnapshot, current
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table, closing

FIRST = MEASURES["first_close"]
NOVEMBER = (202611, 202611)


@pytest.fixture
def table():
    rows = [closing(n, 20261001 + n % 28) for n in range(60)]
    rows += [closing(100 + n, 20261101 + n, reworked=n % 2) for n in range(20)]
    return Table(facts.CLOSINGS, rows)


def stored(folder):
    parts = current(folder).parts["closings"].values()
    rows = read_rows(folder / part.file for part in parts)
    return sorted(rows, key=lambda row: row["case"])


def later(n: int):
    return NOW + timedelta(minutes=n)


def test_rows_lie_in_the_month_they_count_in(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    parts = current(tmp_path).parts["closings"]
    assert {month: part.rows for month, part in parts.items()} == {202610: 60, 202611: 20}
    assert stored(tmp_path) == table.all


def test_only_parts_that_a_change_touches_are_written_anew(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    before = current(tmp_path).parts["closings"]
    table.all[65]["reworked"] = 1
    table.changed = {table.all[65]["case"]}
    assert build(tmp_path, [table.source()], now=later(1)).written == 1
    after = current(tmp_path).parts["closings"]
    assert after[202610] == before[202610]
    assert stored(tmp_path) == table.all


def test_a_row_that_moves_to_another_month_leaves_the_old_one(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    table.all[3]["day"] = 20260915
    gone = table.all.pop(70)
    table.changed = {3, gone["case"], 9999}
    build(tmp_path, [table.source()], now=later(1))
    assert stored(tmp_path) == table.all
    assert list(current(tmp_path).parts["closings"]) == [202609, 202610, 202611]


def test_nothing_changed_writes_nothing(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    assert build(tmp_path, [table.source()], now=later(1)).written == 0
    table.changed = {5}
    build(tmp_path, [table.source()], now=later(2))
    assert stored(tmp_path) == table.all


def test_a_build_that_fails_leaves_the_last_snapshot_in_use(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    name = current(tmp_path).name

    def broken(keys):
        yield closing(1, 20261105)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build(tmp_path, [replace(table.source(), rows=broken)], now=later(1), full=True)
    assert current(tmp_path).name == name
    assert stored(tmp_path) == table.all
    assert not list(tmp_path.rglob("*.part"))


def test_other_columns_mean_a_full_build(tmp_path, table):
    old = facts.FactType("closings", "case", facts.CLOSINGS.columns[:-1])
    build(tmp_path, [Table(old, table.all).source()], now=NOW)
    build(tmp_path, [table.source()], now=later(1))
    assert stored(tmp_path) == table.all


def damage(folder, month=202611):
    path = folder / current(folder).parts["closings"][month].file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_part_is_noticed_and_the_last_good_snapshot_answers(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    good = ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer, rollups=False)
    table.all[65]["reworked"] = 1
    table.changed = {table.all[65]["case"]}
    build(tmp_path, [table.source()], now=later(1))
    damage(tmp_path)
    asked = ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer, rollups=False)
    assert asked.figures == good.figures
    assert "missing or damaged" in asked.damaged[0]


def test_damage_without_an_earlier_snapshot_is_a_sentence(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    damage(tmp_path)
    with pytest.raises(NotPossible, match="--full"):
        ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer, rollups=False)
    table.changed = {table.all[65]["case"]}
    with pytest.raises(NotPossible, match="--full"):
        build(tmp_path, [table.source()], now=later(1))
    build(tmp_path, [table.source()], now=later(2), full=True)
    assert ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer, rollups=False).figures


def test_an_unreadable_list_of_parts_falls_back_to_the_one_before(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    name = current(tmp_path).name
    build(tmp_path, [table.source()], now=later(1))
    (tmp_path / "snapshots" / f"{current(tmp_path).name}.json").write_text("{", encoding="utf-8")
    assert current(tmp_path).name == name


def test_without_a_snapshot_one_is_told_to_build(tmp_path):
    with pytest.raises(NoSnapshot, match="warehouse build"):
        current(tmp_path)


def test_old_parts_are_cleared_out(tmp_path, table):
    for n in range(6):
        table.all[65]["reworked"] = n % 2
        table.all[65]["kind"] = f"K{n}"
        table.changed = {table.all[65]["case"]}
        build(tmp_path, [table.source()], now=later(n))
    assert len(list((tmp_path / "snapshots").glob("*"))) == 3
    assert len(list((tmp_path / "parts" / "closings-by-unit").rglob("*.parquet"))) < 5
    assert len(list((tmp_path / "parts" / "closings").rglob("*.parquet"))) == 4  # October once


@pytest.mark.parametrize(
    ("months", "said"),
    [((202612, 202612), "knows nothing of 2026-12 yet"), ((202501, 202501), "first month is 2026-10"),
     ((202613, 202613), "is no month")],
)  # fmt: skip
def test_a_missing_period_is_a_sentence(tmp_path, table, months, said):
    build(tmp_path, [table.source()], now=NOW)
    with pytest.raises(NotPossible, match=said):
        ask(tmp_path, FIRST, months, "all", duck.answer)


def test_what_is_not_yet_due_is_not_yet_judged(tmp_path):
    base = {column.name: 0 if column.kind == "int" else "LEAD" for column in facts.ASSIGNMENTS.columns}  # fmt: skip
    rows = [{**base, "day": day, "case": day, "replied": 1} for day in (20261121, 20261122, 20261130)]  # fmt: skip
    build(tmp_path, [Table(facts.ASSIGNMENTS, rows).source()], now=NOW)
    asked = ask(tmp_path, MEASURES["on_time"], NOVEMBER, "all", duck.answer)
    assert asked.figures[()].n == 1


@pytest.mark.parametrize("engine", ["duck", "reference"])
def test_the_command_prints_rate_and_base(tmp_path, table, engine):
    build(tmp_path, [table.source()], now=NOW)
    words = ["first_close", "--month", "2026-11", "--warehouse", str(tmp_path), "--engine", engine]
    said = CliRunner().invoke(query, words, catch_exceptions=False).output.splitlines()
    assert said == ["unit,unit_code,unit_name,first_close,k,n", "1,U1,水务局,50.00,10,20"]


def test_the_command_lists_the_measures():
    assert "satisfaction: 满意率" in CliRunner().invoke(query).output


def test_no_web_process_loads_an_engine():
    code = (
        "import django, sys; django.setup(); import huiying.config.urls, huiying.config.wiring\n"
        "assert not {'duckdb', 'pyarrow'} & set(sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
