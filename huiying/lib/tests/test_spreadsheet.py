import io
import random
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib import spreadsheet
from huiying.lib.clock import SHANGHAI
from huiying.lib.spreadsheet import BadFile, as_instant, as_text, read_table, write_csv, write_xlsx

COLUMNS = ["编号", "内容"]
ROWS = [["A1", "路灯坏了"], ["A2", "井盖丢失"]]


def read(content: bytes, name: str = "诉求.csv") -> list[list]:
    table = read_table(content, name)
    return [table.header, *map(list, table.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_offices_use(encoding):
    content = "编号,内容\r\nA1,路灯坏了\r\nA2,井盖丢失\r\n".encode(encoding)
    assert read(content) == [COLUMNS, *ROWS]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_separators_are_found(separator):
    assert read(f"编号{separator}内容\nA1{separator}路灯".encode()) == [COLUMNS, ["A1", "路灯"]]


def test_a_quoted_cell_may_hold_line_breaks_and_rows_know_their_number():
    table = read_table('编号,内容\nA1,"路灯\n坏了"\n\nA2\n'.encode(), "a.csv")
    rows = list(table.rows)
    assert rows == [["A1", "路灯\n坏了"], ["A2", ""]]
    assert [row.number for row in rows] == [3, 5]


def test_what_is_written_as_a_workbook_is_read_again():
    content = write_xlsx(COLUMNS, [["A1", "=1+1"], [12.5, None], [150121102201, "x"]])
    assert read(content, "a.xlsx") == [COLUMNS, ["A1", "=1+1"], [12.5, ""], [150121102201, "x"]]


def test_no_cell_of_a_workbook_is_a_formula():
    content = write_xlsx(["=A1"], [["=cmd()"], ["@x"], ["+1"]])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_formulas_in_csv_are_made_harmless():
    assert (
        write_csv(["a"], [["=1"], ["-2"], ["井"]]).decode("utf-8-sig")
        == "a\r\n'=1\r\n'-2\r\n井\r\n"
    )


def test_times_are_written_and_read_as_in_china():
    instant = datetime(2026, 11, 22, 0, 30, 5, tzinfo=UTC)
    content = write_xlsx(["t", "d"], [[instant, date(2026, 11, 22)]])
    (row,) = read_table(content, "a.xlsx").rows
    assert as_instant(row[0]) == instant
    assert as_text(row[0]) == "2026-11-22 08:30:05"
    assert as_instant(row[1]) == datetime(2026, 11, 22, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2019/8/1 10:15", datetime(2019, 8, 1, 10, 15, tzinfo=SHANGHAI)),
        ("2019年8月1日", datetime(2019, 8, 1, tzinfo=SHANGHAI)),
        (" 2019-08-01 10:15:30.0 ", datetime(2019, 8, 1, 10, 15, 30, tzinfo=SHANGHAI)),
        ("2019-13-01", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_times_are_understood_as_people_type_them(cell, instant):
    assert as_instant(cell) == instant


def test_whole_numbers_lose_their_point():
    assert [as_text(c) for c in (12.0, 12.5, " a ", None)] == ["12", "12.5", "a", ""]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "a.xlsx is empty"),
        (b"", "a.csv", "a.csv is empty"),
        (b"\n\n", "a.csv", "has no rows"),
        (b"x", "a.pdf", "is not a table"),
        (b"x,y", "a.xlsx", "not what its ending says"),
        (write_xlsx(["a"], []), "a.csv", "not what its ending says"),
        (write_xlsx([], []), "a.xlsx", "has no rows"),
        (spreadsheet.OLE + b"junk", "a.xlsx", "protected by a password or an old format"),
        (spreadsheet.OLE + b"junk", "a.xls", "cannot be read"),
        (write_xlsx(["a"], [])[:400], "a.xlsx", "cannot be read"),
        (b"a\xff\xff\xff,b", "a.csv", "cannot be read"),
        (b"a,b\0c", "a.csv", "cannot be read"),
        (b"a\n" + b'"' + b"x" * 200_000, "a.csv", "cannot be read"),
        (",".join("x" * 201).encode(), "a.csv", "201 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(content, name, sentence):
    with pytest.raises(BadFile) as caught:
        list(read_table(content, name).rows)
    assert sentence in str(caught.value)


def test_too_many_rows_are_refused():
    with pytest.raises(BadFile, match="more than 2 rows"):
        list(read_table(b"a\n1\n2\n3", "a.csv", max_rows=2).rows)


def test_a_workbook_that_would_unpack_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 1000)
    with pytest.raises(BadFile, match="too large"):
        read_table(write_xlsx(["a"], []), "a.xlsx")


def test_a_file_on_disk_and_an_open_file_are_read_alike(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n1\n")
    assert list(read_table(path).rows) == [["1"]]
    with path.open("rb") as file:
        assert list(read_table(file, "b.csv").rows) == [["1"]]
        assert not file.closed


GOOD = write_xlsx(COLUMNS, ROWS)


@given(st.integers(0, 10**6), st.sampled_from(["a.xlsx", "a.csv", "a.xls"]))
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks(seed, name):
    chance = random.Random(seed)
    content = bytearray(GOOD)
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    with suppress(BadFile):
        list(read_table(bytes(content), name).rows)
