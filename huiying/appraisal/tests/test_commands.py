"""The two commands, as somebody with a spreadsheet uses them."""

import csv
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from huiying.appraisal.commands.tables import schemes, score
from huiying.lib.errors import Refused

PANJIN = """unit,cases,close_rate,satisfaction_rate,feedback_rate,callback_rate
Dawa,4226,98.06,99.00,100,100
Panshan,1922,98.44,98.37,100,100
Xinglongtai,6530,97.95,98.44,100,99.96
Shuangtaizi,2584,96.21,94.01,100,100
High-tech,22,100,100,100,100
Coast,268,99.25,97.02,100,100
"""
PRINTED = {"Dawa": 99.3, "Panshan": 99.2, "Xinglongtai": 99.1, "Shuangtaizi": 97.4, "High-tech": 100.0, "Coast": 99.0}  # fmt: skip
THREE = "unit,cases,response_rate,solve_rate,satisfaction_rate\n"


@pytest.fixture
def run(tmp_path):
    def run(table: str, scheme="three-rates", out="out.csv", *more: str):
        data = tmp_path / "data.csv"
        data.write_text(table, encoding="utf-8")
        words = ["--scheme", scheme, "--data", str(data), "--out", str(tmp_path / out), *more]
        outcome = CliRunner().invoke(score, words, catch_exceptions=False)
        assert outcome.exit_code == 0, outcome.output
        if not out.endswith("csv"):
            return outcome
        with (tmp_path / out).open(encoding="utf-8", newline="") as file:
            return {row["unit"]: row for row in csv.DictReader(file)}

    return run


def refusal(run, table: str, **more) -> str:
    with pytest.raises(Refused) as caught:
        run(table, **more)
    return str(caught.value)


def test_the_printed_rows_of_panjin_come_out(run):
    found = run(PANJIN, "panjin")
    assert list(found["Dawa"]) == ["unit", "score", "rank", "rank_low", "rank_high", "band"]
    for name, printed in PRINTED.items():
        assert float(found[name]["score"]) == pytest.approx(printed, abs=0.0501)
    assert found["Shuangtaizi"]["score"] == "97.45"
    assert [found["Shuangtaizi"][k] for k in ("rank", "rank_low", "rank_high")] == ["6"] * 3
    assert int(found["High-tech"]["rank_high"]) > 1  # 22 cases prove little


def test_the_same_table_gives_the_same_bytes(run, tmp_path):
    run(PANJIN, "panjin", "a.csv")
    run(PANJIN, "panjin", "b.csv", "--record", str(tmp_path / "r.json"))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    kept = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (kept["scheme"], kept["seed"], kept["draws"]) == ("panjin", 0, 1000)


def test_few_cases_are_scored_and_not_ranked(run):
    found = run(THREE + "a,9,90,90,90\nb,10,90,90,80\nc,0,,,\n")
    assert list(found["a"].values()) == ["a", "90.00", "", "", "", ""]
    assert found["b"]["rank"] == "1"
    assert list(found["c"].values()) == ["c", "", "", "", "", ""]


def test_counts_serve_as_well_as_rates_and_a_base_of_its_own_counts(run):
    head = "unit,group,cases,response_rate,solve_rate_k,solve_rate_n,satisfaction_rate\n"
    found = run(head + "a,x,400,90%,45,50,80\nb,x,400,90,,0,80\n乡,y,\"1,200\",90,30,40,80\n")  # fmt: skip
    assert found["a"]["score"] == "86.50"
    assert found["b"]["score"] == "84.62"  # (27 + 28) / 65: the missing rate's weight is spread
    assert found["b"]["rank"] == ""  # nobody answered there
    assert found["乡"]["rank"] == "1"


def test_a_wider_base_narrows_the_range(run):
    rows = "".join(f"u{i},500,{90 + i % 3},{80 + i},85\n" for i in range(12))
    wide = run(THREE.replace("\n", ",solve_rate_n\n") + rows.replace(",85\n", ",85,12\n"))
    narrow = run(THREE + rows)

    def width(found):
        return sum(int(row["rank_high"]) - int(row["rank_low"]) for row in found.values())

    assert width(wide) > width(narrow)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (THREE + "a,100,90,9O,90\n", "row 2, column solve_rate: “9O” should be a number"),
        (THREE + "a,100,90,90,90\n\nb,100,90,190,90\n", "row 4, column solve_rate"),
        (THREE + "a,100,90,90,90\na,100,90,90,90\n", "row 3: the unit a already stands in row 2"),
        (THREE + ",100,90,90,90\n", "row 2, column unit"),
        (THREE + "a,,90,90,90\n", "row 2, column cases"),
        (THREE + "a,2.5,90,90,90\n", "a whole number"),
        (THREE + "a,-1,90,90,90\n", "a number from 0 on"),
        (THREE + "a,0,90,90,90\n", "row 2, column response_rate: the rate is 90, but its base is 0"),
        (THREE, "a header but no rows"),
        ("unit,cases,response_rate,solve_rate\na,1,1,1\n", "no column satisfaction_rate"),
        ("unit,response_rate,solve_rate,satisfaction_rate\na,1,1,1\n", "no column cases"),
        ("unit,unit\na,a\n", "two columns unit"),
        (THREE.replace("solve_rate", "solve_rate_k") + "a,100,90,101,90\n", "at most 100"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_with_row_and_column(run, table, said):
    assert said in refusal(run, table)


def test_an_unknown_scheme_names_the_known_ones(run):
    said = refusal(run, THREE, scheme="four-rates")
    assert "four-rates" in said
    assert "three-rates" in said


def test_a_scheme_may_be_a_file(run, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'id = "own"\ntitle = "Own"\nmissing = "refuse"\n[[item]]\nid = "x"\ntitle = "X"\n'
        'points = 100\nrule = "steps"\nof = "number"\ncolumn = "x"\nsteps = [[1, 50], [2, 100]]\n',
        encoding="utf-8",
    )
    found = run("unit,x\na,2\nb,1\n", str(path))
    assert [found["a"]["rank"], found["b"]["rank_high"], found["b"]["band"]] == ["1", "2", "2"]
    assert "row 2, column x is empty" in refusal(run, "unit,x\na,\n", scheme=str(path))


def test_shares_in_place_of_per_cent_are_pointed_out(tmp_path):
    (tmp_path / "d.csv").write_text(THREE + "a,100,.9,90,90\nb,100,.8,90,90\n", encoding="utf-8")
    words = ["--scheme", "three-rates", "--data", str(tmp_path / "d.csv"), "--out", str(tmp_path / "o.csv")]  # fmt: skip
    assert "response_rate" in CliRunner().invoke(score, words).stderr


def test_excel_comes_out_as_excel(run, tmp_path):
    run(PANJIN, "panjin", "out.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[1] == ["Dawa", 99.31, 2.0, 1.0, 3.0, 1.0]


def test_schemes_are_listed_with_columns_and_file():
    said = CliRunner().invoke(schemes).output
    assert "columns: unit,cases,close_rate,satisfaction_rate,feedback_rate,callback_rate" in said
    assert "three-rates.toml" in said
    shown = CliRunner().invoke(schemes, ["--show", "panjin"]).output
    assert 'column = "callback_rate"' in shown
    assert "star-rating" not in shown


def test_every_shipped_scheme_scores_a_full_table(run):
    said = CliRunner().invoke(schemes).output.splitlines()
    heads = [line.split(": ", 1)[1] for line in said if line.startswith("  columns")]
    names = [line.split(":")[0] for line in said if not line.startswith(" ")]
    words = {"contracts_grade": "优", "environment_grade": "良", "superior_grade": "好", "unit": "u", "class": "hill"}  # fmt: skip
    for name, head in zip(names, heads, strict=True):
        row = [words.get(column, "10") if column != "cases" else "50" for column in head.split(",")]
        row = ["1" if _is_yes(column) else cell for column, cell in zip(head.split(","), row, strict=True)]  # fmt: skip
        found = run(f"{head}\n{','.join(row)}\n", name)
        assert found["u"]["rank"] == "1", name


def _is_yes(column: str) -> bool:
    return column.endswith(("_kept", "_member", "_in_time")) or column.startswith("disclosed_")


def test_no_django_is_needed():
    code = "import sys, huiying.appraisal.commands.tables; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
