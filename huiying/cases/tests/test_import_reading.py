"""What a file says, cell by cell: what is read, what is refused with a sentence."""

import io

import pytest

from huiying.cases.actions.importing import Target
from huiying.cases.imports import Outcome, count_rows, import_file
from huiying.cases.models import (
    Case,
    Request,
)
from huiying.cases.rules.importing import BadMapping, ColumnMap, column_map_of, proposed
from huiying.cases.tests import make
from huiying.lib.spreadsheet import BadFile, read_table, write_xlsx
from huiying.people.permissions import OPERATOR

HEADER = "编号,标题,内容,时间,电话,答复,答复时间\n"
OPEN = "1,路灯不亮,进村的路灯坏了一周,2026-03-01 08:00,13900001201,,\n"

pytestmark = pytest.mark.django_db


def run(here, text, *, by=OPERATOR, now=make.MORNING, name="list.csv", **more) -> Outcome:
    content = text if isinstance(text, bytes) else text.encode()
    columns = more.pop("columns", None) or proposed(read_table(content, name).header)
    target = Target(here.county, more.pop("source", "test"), more.pop("unit", here.water))
    return import_file(io.BytesIO(content), name, columns, target, by=by, now=now, **more)


def failed(outcome: Outcome) -> list[list]:
    table = read_table(outcome.failed_rows(), "failed.xlsx")
    return [table.header, *table.rows]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("1,标题,,2026-03-01,,,\n", "内容", "missing"),
        (f"1,标题,{'长' * 5001},2026-03-01,,,\n", "内容", "5001"),
        (f"1,{'长' * 101},内容,2026-03-01,,,\n", "标题", "101"),
        ("1,标题,内容,前天下午,,,\n", "时间", "前天下午"),
        ("1,标题,内容,2036-03-01,,,\n", "时间", "2036"),
        ("1,标题,内容,2026-03-01,1390000,,\n", "电话", "1390000"),
        ("1,标题,内容,,,答复,2026-03-02\n", "时间", "needs the time"),
        ("1,标题,内容,2026-03-01,,答复,\n", "答复时间", "needs the time"),
        ("1,标题,内容,2026-03-02,,答复,2026-03-01\n", "答复时间", "older"),
    ],
)
def test_a_bad_cell_fails_its_row_with_a_sentence(here, row, column, said):
    outcome = run(here, HEADER + row + OPEN.replace("1,", "9,", 1))
    assert outcome.counts == {"bad": 1, "opened": 1}
    number, fault = outcome.faults[0]
    assert (number, fault.column) == (2, column)
    assert said in str(fault.refusal)


def test_all_faults_of_a_row_are_told_at_once_and_the_row_comes_back(here):
    outcome = run(here, HEADER + "1,标题,,某日,12,,\n")
    assert [fault.column for _row, fault in outcome.faults] == ["内容", "时间", "电话"]
    header, row = failed(outcome)
    assert header[:-1] == HEADER.strip().split(",")
    assert row[:5] == ["1", "标题", "", "某日", "12"]
    assert "某日" in row[-1]


def test_chinese_csv_of_old_systems_is_read(here):
    assert run(here, (HEADER + OPEN).encode("gb18030")).counts == {"opened": 1}


def test_an_excel_file_gives_times_and_numbers_as_they_are_meant(here):
    rows = [[1, "标题", "内容", make.MORNING, 13900001201, None, None]]
    content = write_xlsx(HEADER.strip().split(","), rows)
    later = make.MORNING.replace(hour=12)
    assert run(here, content, name="list.xlsx", now=later).counts == {"opened": 1}
    request = Request.objects.get()
    assert (request.external_no, request.contact_phone) == ("1", "13900001201")
    assert request.submitted_at == make.MORNING


def test_a_cell_that_looks_like_a_formula_stays_text(here):
    outcome = run(here, HEADER + '1,=1+1,"=HYPERLINK(""x"")",2026-03-01,错,,\n')
    assert failed(outcome)[1][1] == "=1+1"
    run(here, HEADER + '1,=1+1,"=HYPERLINK(""x"")",2026-03-01,,,\n')
    assert Request.objects.get().text == '=HYPERLINK("x")'


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00\x01\x02"])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(here, content):
    with pytest.raises(BadFile):
        import_file(
            io.BytesIO(content), "list.xlsx", ColumnMap({"text": "内容"}),
            Target(here.county, "test"), by=OPERATOR, now=make.MORNING,
        )  # fmt: skip


def test_a_heading_alone_is_refused(here):
    with pytest.raises(Exception, match="no rows"):
        count_rows(io.BytesIO(HEADER.encode()), "list.csv")


def test_a_column_that_is_not_there_is_named_before_anything_is_written(here):
    columns = ColumnMap({"text": "内容", "phone": "手机"})
    with pytest.raises(BadMapping, match="手机"):
        run(here, HEADER + OPEN, columns=columns)
    assert not Request.objects.exists()


def test_units_and_areas_are_found_by_name_within_the_area(here):
    text = "编号,内容,时间,承办单位,乡镇,答复,答复时间\n"
    good = "1,路面坑洼,2026-02-01,柳河县公路局,青石镇,已填平,2026-02-02\n"
    bad = "2,路面坑洼,2026-02-01,没有的局,没有的镇,已填平,2026-02-02\n"
    outcome = run(here, text + good + bad)
    assert outcome.counts == {"closed": 1, "bad": 1}
    case = Case.objects.get()
    assert (case.lead_unit, case.area) == (here.roads, here.town)
    assert [fault.column for _row, fault in outcome.faults] == ["乡镇", "承办单位"]


def test_words_constants_formats_and_skipped_rows_follow_the_mapping(here):
    columns = column_map_of(
        """
        source = "旧系统"
        [columns]
        text = "内容"
        time = "时间"
        kind = "类型"
        status = "状态"
        [constants]
        category = "1001"
        [words.kind]
        "报修" = "HELP"
        "吐槽" = "COMPLAINT"
        [times]
        formats = ["%d.%m.%Y %H:%M"]
        [skip]
        status = ["作废"]
        """
    )
    rows = "内容,时间,类型,状态\n漏水,01.02.2026 10:00,报修,新\n难吃,01.02.2026 10:00,吐槽,新\n错,x,x,作废\n"
    assert run(here, rows, columns=columns).counts == {"opened": 2, "skipped": 1}
    assert set(Request.objects.values_list("kind", "category")) == {
        ("HELP", "1001"),
        ("COMPLAINT", "1001"),
    }


@pytest.mark.parametrize(
    "text",
    ["x = ", "[columns]\ntitle='a'", "[columns]\ntext='a'\ncolour='b'", "[colums]\ntext='a'",
     "[columns]\ntext=1", "[columns]\ntext='a'\n[constants]\ntext='b'"],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_with_a_sentence(text):
    with pytest.raises(BadMapping):
        column_map_of(text)
