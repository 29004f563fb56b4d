"""Units that were merged in mid-period: as they were, or as of a day."""

import pytest
from click.testing import CliRunner

from huiying.warehouse import facts
from huiying.warehouse.commands import query, table
from huiying.warehouse.store import build
from huiying.warehouse.successors import Succession, heirs
from huiying.warehouse.tests.make import NOW, Table, closing

OLD = {"unit": 1, "unit_code": "U1", "unit_name": "水务局", "unit_kind": "DEPARTMENT"}
HEIR = {"heir": 2, "heir_code": "U2", "heir_name": "水利和水务局", "heir_kind": "DEPARTMENT"}


@pytest.fixture
def folder(tmp_path):
    rows = [closing(n, 20261003, reworked=int(n < 2)) for n in range(8)]
    rows += [
        closing(100 + n, 20261020, unit=2, unit_code="U2", unit_name="水利和水务局")
        for n in range(2)
    ]
    merged = {
        "day": 20261016,
        "area_code": "990101001001",
        **OLD,
        "succession": 1,
        "change": "merge",
        **HEIR,
    }
    tables = [Table(facts.CLOSINGS, rows), Table(facts.SUCCESSIONS, [merged])]
    build(tmp_path, [each.source() for each in tables], now=NOW)
    return tmp_path


def said(folder, *more):
    words = ["first_close", "--month", "2026-10", "--warehouse", str(folder), *more]
    return CliRunner().invoke(query, words)


def test_what_a_unit_did_before_stands_under_its_own_name_and_one_is_told(folder):
    found = said(folder)
    assert found.stdout.splitlines()[1:] == [
        "1,U1,水务局,75.00,6,8",
        "2,U2,水利和水务局,100.00,2,2",
    ]
    assert "水务局 went over to 水利和水务局 on 2026-10-16 (merge)" in found.stderr


@pytest.mark.parametrize("engine", ["duck", "reference"])
def test_as_of_a_later_day_it_counts_with_its_successor(folder, engine):
    found = said(folder, "--as-of", "2026-11-01", "--engine", engine)
    assert found.stdout.splitlines()[1:] == ["2,U2,水利和水务局,80.00,8,10"]
    assert "counted together" in found.stderr
    assert said(folder, "--as-of", "2026-10-15").stdout.count("\n") == 3
    assert said(folder, "--by", "all", "--as-of", "2026-11-01").stdout.count("\n") == 2


def test_the_table_does_the_same(folder, tmp_path):
    out = tmp_path / "t.csv"
    words = ["--month", "2026-10", "--measure", "first_close", "--as-of", "2026-11-01", "--out", str(out), "--warehouse", str(folder)]  # fmt: skip
    found = CliRunner().invoke(table, words)
    assert "no facts of assignments" in str(found.exception)  # whose base the table would show


def test_heirs_of_heirs_stand_for_all_before_them_and_of_a_split_nobody_does():
    def went(unit, heir, day, change="merge"):
        return Succession(day, unit, f"u{unit}", change, heir, f"U{heir}", f"u{heir}", "D")

    found = heirs([went(1, 2, 20260101), went(2, 3, 20260601), went(4, 5, 20260101, "split"), went(4, 6, 20260101, "split")], 20260701)  # fmt: skip
    assert {unit: each.heir for unit, each in found.items()} == {1: 3, 2: 3}
    assert heirs([went(1, 2, 20260101)], 20251231) == {}


def test_a_day_that_is_none_is_a_sentence(folder):
    assert "is no day" in str(said(folder, "--as-of", "soon").exception)
