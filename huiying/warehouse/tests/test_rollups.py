"""Daily roll-ups say what the facts say, are kept as long as their part is, and never mislead."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.warehouse import facts, rolling, rollups
from huiying.warehouse.asking import WAYS, ask, engine_called
from huiying.warehouse.commands import query
from huiying.warehouse.engines import duck
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.parquet import read_rows
from huiying.warehouse.rollups import ROLLUPS, rollup_for
from huiying.warehouse.snapshots import current
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table, closing, rows

FIRST = MEASURES["first_close"]
NOVEMBER = (202611, 202611)
OFTEN = "closings-by-unit"


@pytest.fixture
def table():
    found = [closing(n, 20261001 + n % 28) for n in range(60)]
    found += [closing(100 + n, 20261101 + n, reworked=n % 2) for n in range(20)]
    return Table(facts.CLOSINGS, found)


def later(n: int):
    return NOW + timedelta(minutes=n)


def part(folder, name=f"{OFTEN}-monthly", month=202611):
    return folder / current(folder).parts[name][month].file


@pytest.mark.parametrize("name", sorted(MEASURES))
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_facts_and_rollups_say_the_same_by_every_engine(name, data):
    measure = MEASURES[name]
    columns = {column.name for column in measure.facts.columns}
    ways = [by for by, way in WAYS.items() if all(each.column in columns for each in way)]
    by, months = data.draw(st.sampled_from(ways)), (202609, 202611)
    source = Table(measure.facts, data.draw(rows(measure.facts).filter(bool))).source()
    with TemporaryDirectory() as place:
        folder = Path(place)
        build(folder, [source], now=NOW)
        judged = ask(folder, measure, months, by, engine_called("reference"), rollups=False)
        for engine in ("duck", "reference"):
            rolled = ask(folder, measure, months, by, engine_called(engine))
            assert rolled.figures == judged.figures
        assert ask(folder, measure, months, by, duck.answer, rollups=False).figures == judged.figures  # fmt: skip


def test_a_rollup_answers_where_it_tells_enough_apart(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    for by in ("unit", "kind", "all", "unit_of_kind", "unit_named"):
        assert ask(tmp_path, FIRST, NOVEMBER, by, duck.answer).answered_from == OFTEN
    assert ask(tmp_path, FIRST, NOVEMBER, "township", duck.answer).answered_from == "closings-by-area"  # fmt: skip
    plain = ask(tmp_path, FIRST, NOVEMBER, "unit", duck.answer, rollups=False)
    assert plain.answered_from == "closings"


def test_what_is_split_by_minutes_is_asked_of_the_facts():
    assert rollup_for(MEASURES["duration"], WAYS["unit"]) is None
    assert rollup_for(MEASURES["on_time"], WAYS["unit"])


def test_one_row_holds_a_day_of_a_unit(tmp_path, table):
    twice = closing(999, 20261103)
    build(tmp_path, [Table(facts.CLOSINGS, [*table.all, twice]).source()], now=NOW)
    found = list(read_rows([part(tmp_path, OFTEN)]))
    assert len(found) == 20 * sum(each.facts == facts.CLOSINGS for each in MEASURES.values())
    (third,) = (row for row in found if row["measure"] == "first_close" and row["day"] == 20261103)
    assert (third["unit_code"], third["count_1"], third["count_2"]) == ("U1", 2, 2)


def test_a_change_is_laid_beside_the_rollups_of_its_month(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    before = current(tmp_path).parts
    table.all[66]["reworked"] = 1
    table.changed = {table.all[66]["case"]}
    build(tmp_path, [table.source()], now=later(1))
    after = current(tmp_path).parts
    assert after[OFTEN] == before[OFTEN]
    assert list(after[f"{OFTEN}-changes"]) == [202611]
    assert ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer).figures[()].k == 9


def test_a_damaged_rollup_is_named_and_the_facts_answer(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    good = ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer)
    content = bytearray(part(tmp_path).read_bytes())
    content[9] ^= 0xFF
    part(tmp_path).write_bytes(content)
    asked = ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer)
    assert (asked.figures, asked.answered_from) == (good.figures, "closings")
    assert OFTEN in asked.damaged[0]


def test_what_is_not_yet_due_is_not_judged_from_rollups_either(tmp_path):
    base = {column.name: 0 if column.kind == "int" else "LEAD" for column in facts.ASSIGNMENTS.columns}  # fmt: skip
    days = (20261030, 20261031, 20261121, 20261122, 20261130)
    found = [{**base, "day": day, "case": day, "replied": 1} for day in days]
    build(tmp_path, [Table(facts.ASSIGNMENTS, found).source()], now=NOW)
    asked = ask(tmp_path, MEASURES["on_time"], (202610, 202611), "all", duck.answer)
    assert (asked.figures[()].n, asked.answered_from) == (3, "assignments-by-unit")


def test_a_rollup_that_was_lost_is_made_again_by_the_next_build(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    part(tmp_path).unlink()
    build(tmp_path, [table.source()], now=later(1))
    assert not ask(tmp_path, FIRST, NOVEMBER, "all", duck.answer).damaged


def test_a_measure_defined_otherwise_is_asked_of_the_facts_until_the_next_build(tmp_path, table, monkeypatch):  # fmt: skip
    build(tmp_path, [table.source()], now=NOW)
    other = {**MEASURES, "first_close": MEASURES["rework"]}
    changed = [rollups.Rollup(r.of, r.grain, tuple(other[m.name] for m in r.measures), r.fact) for r in ROLLUPS]  # fmt: skip
    monkeypatch.setattr(rollups, "ROLLUPS", changed)
    rework = MEASURES["rework"]
    assert ask(tmp_path, rework, NOVEMBER, "all", duck.answer).answered_from == "closings"
    monkeypatch.setattr(rolling, "ROLLUPS", changed)
    monkeypatch.setattr("huiying.warehouse.store.ROLLUPS", changed)
    build(tmp_path, [table.source()], now=later(1))
    assert ask(tmp_path, rework, NOVEMBER, "all", duck.answer).answered_from == OFTEN


def test_the_command_can_be_told_to_ask_the_facts(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    words = ["first_close", "--month", "2026-11", "--warehouse", str(tmp_path)]
    said = [CliRunner().invoke(query, [*words, *more], catch_exceptions=False).output for more in ([], ["--facts"], ["--engine", "reference"])]  # fmt: skip
    assert said[0] == said[1] == said[2] != ""
