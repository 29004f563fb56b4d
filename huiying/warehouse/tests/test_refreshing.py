"""A refresh says what a full build would have said, whatever changed, by every engine."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.warehouse import facts, rolling
from huiying.warehouse.asking import WAYS, ask, engine_called
from huiying.warehouse.engines import duck
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.rates import count
from huiying.warehouse.snapshots import current
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table, closing, rows

MONTHS = (202609, 202611)
SOME = ("all", "unit", "kind", "township", "village_category")
READY = "closings-by-unit-ready"
KINDS = tuple(dict.fromkeys(measure.facts for measure in MEASURES.values()))


def after(n: int):
    return NOW + timedelta(minutes=n)


def said(folder, fact, engine="duck"):
    """Every figure of a fact type by several ways, and the rates of units."""
    found = {}
    columns = {column.name for column in fact.columns}
    alike = [measure for measure in MEASURES.values() if measure.facts == fact]
    ways = [by for by in SOME if all(each.column in columns for each in WAYS[by])]
    for measure in alike:
        for by in ways:
            found[measure.name, by] = ask(folder, measure, MONTHS, by, engine_called(engine)).figures  # fmt: skip
    if "unit" in columns:
        rates = count(folder, alike, MONTHS, "unit_of_kind", engine_called(engine)).rates
        for name, pairs in rates.items():
            found[name, "rates"] = {key: pair.exact for key, pair in pairs.items()}
    return found


@pytest.mark.parametrize("fact", KINDS, ids=lambda fact: fact.name)
@pytest.mark.parametrize("grown", [4, 0])
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_refreshed_and_built_anew_say_the_same(fact, grown, data):
    table = Table(fact, data.draw(rows(fact).filter(bool)))
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rolling, "GROWN", grown)  # 0: changes are always laid beside
        folder, anew = Path(place) / "refreshed", Path(place) / "anew"
        build(folder, [table.source()], now=NOW)
        for step in (1, 2):
            more = data.draw(rows(fact, 10))
            keys = {row[fact.key] for row in more}
            keys |= set(data.draw(st.lists(st.sampled_from([row[fact.key] for row in table.all] or [0]), max_size=3)))  # fmt: skip
            table.all = [row for row in table.all if row[fact.key] not in keys] + more
            table.changed = keys
            build(folder, [table.source()], now=after(step))
        if not table.all:
            return
        build(anew, [table.source()], now=after(3))
        judged = said(anew, fact)
        assert said(folder, fact) == judged
        assert said(folder, fact, "reference") == judged


@pytest.fixture
def table():
    found = [closing(n, 20261001 + n % 28) for n in range(60)]
    found += [closing(100 + n, 20261101 + n, reworked=n % 2) for n in range(20)]
    return Table(facts.CLOSINGS, found)


def change(table, place, **values):
    table.all[place].update(values)
    table.changed = {table.all[place]["case"]}


def rate(folder, name="first_close"):
    found = count(folder, [MEASURES[name]], (202611, 202611), "unit", duck.answer)
    return found, next(iter(found.rates[name].values()))


def test_a_unit_whose_rows_all_went_is_gone_from_the_rollups_too(tmp_path, table):
    table.all.append(closing(500, 20261103, unit=2, unit_code="U2"))
    build(tmp_path, [table.source()], now=NOW)
    gone = table.all.pop()
    table.changed = {gone["case"]}
    build(tmp_path, [table.source()], now=after(1))
    asked = ask(tmp_path, MEASURES["rework"], (202611, 202611), "unit", duck.answer)
    assert [key[0] for key in asked.figures] == [1]
    assert asked.answered_from == "closings-by-unit"
    assert [key[0] for key in rate(tmp_path)[0].rates["first_close"]] == [1]


def test_changes_that_have_grown_are_counted_into_the_whole(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    change(table, 61, reworked=0)
    build(tmp_path, [table.source()], now=after(1))
    assert 202611 in current(tmp_path).parts[f"{READY}-changes"]
    table.all[62]["reworked"] = table.all[64]["reworked"] = 1
    for n in range(60, 80):
        table.all[n]["reworked"] = 1 - table.all[n]["reworked"]
    table.changed = {row["case"] for row in table.all[60:]}
    build(tmp_path, [table.source()], now=after(2))
    assert f"{READY}-changes" not in current(tmp_path).parts
    assert rate(tmp_path)[1].k == sum(1 - row["reworked"] for row in table.all[60:])


def test_damaged_changes_are_named_and_the_facts_answer_until_the_next_build(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    change(table, 61, reworked=0)
    build(tmp_path, [table.source()], now=after(1))
    path = tmp_path / current(tmp_path).parts[f"{READY}-changes"][202611].file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    found, pair = rate(tmp_path)
    assert pair[:2] == (11, 20)
    assert f"{READY}-changes" in found.damaged[0]


def test_rates_of_units_are_those_that_asking_gives(tmp_path, table):
    build(tmp_path, [table.source()], now=NOW)
    asked = ask(tmp_path, MEASURES["rework"], MONTHS, "unit", duck.answer, rollups=False)
    counted = count(tmp_path, [MEASURES["rework"]], MONTHS, "unit", duck.answer)
    assert {key: pair.exact for key, pair in counted.rates["rework"].items()} == {
        key: (figure.k, figure.n) for key, figure in asked.figures.items()
    }
