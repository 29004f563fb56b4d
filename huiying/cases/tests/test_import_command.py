"""`huiying import requests`, and what a crash in the middle leaves."""

import io

import pytest
from click.testing import CliRunner

from huiying.audit.queries import verify
from huiying.cases.actions.importing import Target
from huiying.cases.commands import requests
from huiying.cases.imports import import_file, running
from huiying.cases.models import Case, CountChange, Request
from huiying.cases.rules.importing import ColumnMap
from huiying.cases.tests import make
from huiying.lib.spreadsheet import read_table
from huiying.people.permissions import OPERATOR

MAPPING = '[columns]\ntext = "说"\nphone = "号"\n'
ROWS = "说,号\n路灯坏了,13900001201\n垃圾没人清,12\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "list.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def run(folder, *more, area=make.organisations.COUNTY):
    words = [str(folder / "list.csv"), "--mapping", str(folder / "list.toml"), "--area", area]
    return CliRunner().invoke(requests, [*words, *more])


def test_good_rows_come_in_and_bad_ones_lie_beside_the_file(folder):
    make.county()
    told = run(folder)
    assert (told.exit_code, Request.objects.count()) == (1, 1)
    assert "1 opened, 1 bad" in told.output
    (row,) = read_table(folder / "list-failed.xlsx").rows
    assert row[:2] == ["垃圾没人清", "12"]
    assert (folder / "list-failed.xlsx").stat().st_mode & 0o077 == 0


def test_a_dry_run_writes_neither_rows_nor_files(folder):
    make.county()
    told = run(folder, "--dry-run")
    assert "nothing was written" in told.output
    assert not Request.objects.exists()
    assert not (folder / "list-failed.xlsx").exists()


@pytest.mark.parametrize(
    ("more", "said"), [({"area": "999999999999"}, "no area"), ({"unit": "nobody"}, "no unit")]
)
def test_an_unknown_area_or_unit_is_named(folder, more, said):
    make.county()
    words = ["--unit", more.pop("unit")] if "unit" in more else []
    told = run(folder, *words, **more)
    assert told.exit_code == 1
    assert said in told.output


class Crash(Exception):
    """The machine went down."""


def test_a_crash_leaves_whole_batches_and_running_again_goes_on(monkeypatch):
    here = make.county()
    monkeypatch.setattr(running, "BATCH", 3)
    lines = "".join(f"{n},话{n},2026-01-0{n % 9 + 1},答{n},2026-02-01\n" for n in range(8))
    content = ("no,text,time,reply,reply_time\n" + lines).encode()
    names = ("text", "time", "reply", "reply_time")
    columns = ColumnMap({"external_no": "no", **{name: name for name in names}})

    def bring_in(tick=lambda _done, _failed: None):
        target = Target(here.county, "test", here.water)
        return import_file(
            io.BytesIO(content),
            "list.csv",
            columns,
            target,
            by=OPERATOR,
            now=make.MORNING,
            tick=tick,
        )

    def crash(done: int, _failed: int) -> None:
        if done == 6:
            raise Crash

    with pytest.raises(Crash):
        bring_in(crash)
    assert Case.objects.count() == Request.objects.count() == 6
    assert bring_in().counts == {"unchanged": 6, "closed": 2}
    assert sum(CountChange.objects.values_list("n", flat=True)) == 8
    assert not verify().faults
