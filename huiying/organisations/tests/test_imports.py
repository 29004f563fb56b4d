import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.lib.errors import NotPossible
from huiying.lib.spreadsheet import BadFile, Cell, read_table, write_xlsx
from huiying.organisations import commands
from huiying.organisations.actions.area_import import Outcome, import_areas
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.choices import Level
from huiying.organisations.imports import (
    area_rows_of_file,
    area_rows_of_folder,
    import_people,
    unit_rows,
)
from huiying.organisations.models import Area, Grant, Post, Unit
from huiying.organisations.queries import head_of, search_areas
from huiying.organisations.tests import make
from huiying.people.models import Person

SHARED = Path(os.environ.get("HUIYING_SHARED_DATA", "../shared/data")) / "admin_divisions"
TODAY = date(2026, 3, 4)

FOLDER = {
    "provinces.csv": 'code,name\n99,"云省"\n98,"远省"\n',
    "cities.csv": 'code,name,provinceCode\n9901,"市辖区",99\n9919,"莲城市",99\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n990101,"柳河县",9901,99\n991900,"莲城市",9919,99\n',
    "streets.csv": "code,name,areaCode,provinceCode,cityCode\n"
    '990101100,"青石镇",990101,99,9901\n990101000,"柳河县",990101,99,9901\n'
    '991900003,"东街街道",991900,99,9919\n',
    "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    '990101100201,"杨树湾村委会",990101100,99,9901,990101\n',
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FOLDER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def take_areas(source, now, **more):
    return import_areas(source, source="test", by=TIMER, now=now, **more)


@pytest.mark.django_db
def test_a_folder_loads_with_its_pseudo_levels_and_repeated_codes(folder, now):
    outcome = take_areas(area_rows_of_folder(folder), now)
    assert outcome.told() == {"created": 10, "updated": 0, "unchanged": 0, "closed": 0, "bad": 0}
    lotus = Area.objects.filter(code="991900000000").order_by("level")
    assert [area.level for area in lotus] == [Level.CITY, Level.COUNTY]
    assert Area.objects.filter(code="990101000000").count() == 2
    assert search_areas("杨树湾", on=TODAY)[0].path == "云省 / 柳河县 / 青石镇 / 杨树湾村委会"
    assert [event.kind for event in Event.objects.all()] == ["area.import"]


@pytest.mark.django_db
def test_a_second_run_updates_and_never_doubles(folder, now):
    take_areas(area_rows_of_folder(folder), now)
    text = FOLDER["villages.csv"].replace("杨树湾", "杨柳湾")
    (folder / "villages.csv").write_text(text, encoding="utf-8")
    outcome = take_areas(area_rows_of_folder(folder), now)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 9)
    assert Area.objects.count() == 10
    Area.objects.filter(level=Level.VILLAGE).update(valid_to=TODAY)
    assert take_areas(area_rows_of_folder(folder), now).closed == 1


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_one_province_is_one_province(folder, now):
    outcome = take_areas(area_rows_of_folder(folder, province="98"), now, dry_run=True)
    assert (outcome.created, Area.objects.count(), Event.objects.count()) == (1, 0, 0)
    take_areas(area_rows_of_folder(folder, province="98"), now)
    assert Area.objects.get().name == "远省"


@pytest.mark.django_db
def test_a_wrong_row_is_named_and_keeps_the_list_out(folder, now):
    (folder / "streets.csv").write_text(
        FOLDER["streets.csv"] + '990777100,"无县镇",990777,99,9901\n990101101,"",990101,99,9901\n',
        encoding="utf-8",
    )
    outcome = take_areas(area_rows_of_folder(folder), now)
    told = [(e.source, e.number, e.column) for e in outcome.errors]
    assert told == [("streets.csv", 5, "parent_code"), ("streets.csv", 6, "name")]
    assert not Area.objects.exists()
    take_areas(area_rows_of_folder(folder), now, skip_bad=True)
    assert Area.objects.count() == 10


@pytest.mark.django_db
def test_a_folder_without_its_files_or_columns_is_refused(folder, now):
    (folder / "cities.csv").write_text("code,title\n", encoding="utf-8")
    with pytest.raises(BadFile):
        take_areas(area_rows_of_folder(folder), now)
    (folder / "cities.csv").unlink()
    with pytest.raises(NotPossible, match=r"cities\.csv"):
        take_areas(area_rows_of_folder(folder), now)
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_table_of_areas_loads_from_excel_with_chinese_headings(now):
    header = ["代码", "级别", "名称", "上级代码", "启用日期"]
    rows: list[list[Cell]] = [
        ["990101100", "乡镇", "青石镇", "990101", "2020-01-01"],
        ["9901", "市", "云川市", "", ""],
        [990101, "县", "柳河县", "9901", "20200101"],
        ["9902", "大区", "远方", "", ""],
        ["9903", "市", "近方", "", "昨天"],
    ]
    outcome = Outcome()
    read = area_rows_of_file(write_xlsx(header, rows), "areas.xlsx", outcome)
    assert [(e.number, e.column) for e in outcome.errors] == [(5, "level"), (6, "valid_from")]
    take_areas(read, now, outcome=outcome, skip_bad=True)
    town = Area.objects.get(level=Level.TOWNSHIP)
    assert town.path == "云川市 / 柳河县 / 青石镇"
    assert town.valid_from == date(2020, 1, 1)


UNITS = """code,name,kind,area_code,parent_code,phone,head,deputy
SW02,柳河县青石水务站,station,990101100,SW01,,,
SW01,柳河县水务局,部门,990101,,0990-1234567,周河,孙溪
"""


@pytest.mark.django_db
def test_units_load_with_upper_units_and_named_people(now):
    make.city_county_town_village()
    outcome = Outcome()
    words = UNITS.replace("部门", "department")
    rows = unit_rows(words.encode(), "units.csv", outcome)
    import_units(rows, outcome, source="units.csv", by=TIMER, now=now)
    office, station = Unit.objects.get(code="SW01"), Unit.objects.get(code="SW02")
    assert station.parent == office
    assert str(head_of(office, TODAY)) == "周河"
    again = words.replace("周河", "钱塘").replace("水务局", "水利局")
    rows = unit_rows(again.encode(), "units.csv", outcome := Outcome())
    import_units(rows, outcome, source="units.csv", by=TIMER, now=now)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 1)
    assert str(head_of(office, date(2026, 3, 3))) == "周河"
    assert str(head_of(office, TODAY)) == "钱塘"
    assert Post.objects.count() == 3
    assert Event.objects.filter(kind="unit.import").count() == 2


@pytest.mark.django_db
def test_wrong_units_are_named_by_row_and_column(now):
    make.city_county_town_village()
    text = (
        "code,name,kind,area_code,parent_code\n"
        "A1,甲站,station,990101,A2\nA2,乙站,station,990101,A1\n"
        "A3,丙站,palace,990101,\nA4,丁站,station,990199,\n,戊站,station,990101,\n"
        "A5,己站,station,990101,A9\nA5,庚站,station,990101,\n"
    )
    outcome = Outcome()
    rows = unit_rows(text.encode(), "units.csv", outcome)
    import_units(rows, outcome, source="units.csv", by=TIMER, now=now)
    assert sorted((e.number, e.column) for e in outcome.errors) == [
        (2, "parent_code"),
        (3, "parent_code"),
        (4, "kind"),
        (5, "area_code"),
        (6, "code"),
        (7, "parent_code"),
        (8, "code"),
    ]
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_people_load_with_their_roles_and_passwords_are_told_once(now):
    _city, county, *_ = make.city_county_town_village()
    make.unit(county, "SW01")
    text = (
        "username,name,role,area_code,unit_code,from,to\n"
        "zhou.he,周河,handler,990101,SW01,2026-01-01,\n"
        "zhou.he,周河,unit_head,990101,SW01,,2027-01-01\n"
        "sun.xi,孙溪,dispatcher,990101,,,\n"
    )
    joined = import_people(text.encode(), "people.csv", by=TIMER, now=now)
    assert not joined.outcome.errors
    assert [username for username, _name, _password in joined.passwords] == ["zhou.he", "sun.xi"]
    assert Grant.objects.count() == 3
    again = import_people(text.encode(), "people.csv", by=TIMER, now=now)
    assert (again.outcome.unchanged, again.passwords) == (3, [])


@pytest.mark.django_db
def test_wrong_people_are_named_and_leave_no_account(now):
    make.city_county_town_village()
    text = (
        "username,name,role,area_code,unit_code\n"
        "zhou.he,周河,king,990101,\nzhou.he,周河,handler,990199,\nzhou.he,周河,handler,990101,X9\n"
        "sun.xi,孙溪,system_administrator,990101,\nsun.xi,孙溪,audit_administrator,990101,\n"
        "sun.xi,孙西,handler,990101,\nq,钱,handler,990101,\n"
    )
    joined = import_people(text.encode(), "people.csv", by=TIMER, now=now)
    assert [(e.number, e.column) for e in joined.outcome.errors] == [
        (2, "role"),
        (3, "area_code"),
        (4, "unit_code"),
        (6, ""),
        (7, "username"),
        (8, ""),
    ]
    assert joined.passwords == []
    assert not Person.objects.exists()


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(BadFile, match="kind"):
        unit_rows(b"code,name,area_code\n1,2,3\n", "units.csv", Outcome())


@pytest.mark.django_db
def test_the_commands_say_what_they_did(folder, tmp_path):
    run = CliRunner().invoke
    assert run(commands.areas, [str(folder), "--province", "9"]).exit_code == 2
    done = run(commands.areas, [str(folder)])
    assert (done.exit_code, "10 created" in done.output) == (0, True)
    units = tmp_path / "units.csv"
    units.write_text(UNITS.replace("部门", "palace"), encoding="utf-8")
    refused = run(commands.units, [str(units)])
    assert refused.exit_code == 1
    assert "Nothing was written" in refused.output
    people, passwords = tmp_path / "people.csv", tmp_path / "passwords.xlsx"
    people.write_text(
        "username,name,role,area_code,area_level\nzhou.he,周河,dispatcher,990101,county\n",
        encoding="utf-8",
    )
    done = run(commands.people, [str(people), "--passwords", str(passwords)])
    assert done.exit_code == 0, done.output
    row = next(iter(read_table(passwords).rows))
    assert Person.objects.get().check_password(str(row[2]))
    assert run(commands.calendar, ["2026"]).output.startswith("2026: 39 days differ")


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no area lists in {SHARED}")
def test_a_real_province_loads_with_its_repeated_code(now):
    outcome = take_areas(area_rows_of_folder(SHARED, province="46"), now)
    assert not outcome.errors
    assert outcome.created > 3000
    repeated = Area.objects.filter(code="460400000000")
    assert {area.level for area in repeated} == {Level.CITY, Level.COUNTY}
    assert take_areas(area_rows_of_folder(SHARED, province="46"), now).created == 0
