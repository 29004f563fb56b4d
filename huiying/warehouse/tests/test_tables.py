"""The table between measures and scores."""

from click.testing import CliRunner

from huiying.warehouse import facts
from huiying.warehouse.commands import table
from huiying.warehouse.store import build
from huiying.warehouse.tests.make import NOW, Table
from huiying.warehouse.tests.test_measures import BASE

UNITS = [(1, "U1", "水务局"), (2, "U2", "水务局"), (3, "U3", "公路局")]


def rows(fact, **more):
    names = [column.name for column in fact.columns]
    for number, code, name in UNITS:
        unit = {"unit": number, "unit_code": code, "unit_name": name}
        for case in range(3):
            row = {**BASE, **unit, "category": "", "channel": "", "case": case, **more}
            yield {each: row.get(each, 0) for each in names}


def test_the_three_rates_stand_side_by_side_with_their_bases(tmp_path):
    parts = list(rows(facts.ASSIGNMENTS))
    parts[0]["replied"] = 0
    said = [row for row in rows(facts.RATINGS, answers=1, yes=1, graded=1, g3=1, share=70) if row["unit"] != 3]  # fmt: skip
    build(tmp_path, [Table(facts.ASSIGNMENTS, parts).source(), Table(facts.RATINGS, said).source()], now=NOW)  # fmt: skip
    out = tmp_path / "t.csv"
    words = ["--month", "2026-11", "--out", str(out), "--warehouse", str(tmp_path)]
    assert CliRunner().invoke(table, words, catch_exceptions=False).exit_code == 0
    head, *found = out.read_text(encoding="utf-8").splitlines()
    assert head.startswith("unit,unit_code,group,cases,response_rate,response_rate_n,solve_rate,")
    assert found == [
        "水务局 (U1),U1,D,3,66.6666666667,3,100,2.1,80,2.1",
        "水务局 (U2),U2,D,3,100,3,100,2.1,80,2.1",
        "公路局,U3,D,3,100,3,,0,,0",
    ]
