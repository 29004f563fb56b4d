"""`redact` and `reply-quality` as people run them."""

import csv

from click.testing import CliRunner

from huiying.insight.commands.redaction import redact
from huiying.insight.commands.replies import reply_quality
from huiying.lib.errors import Refused


def table(path, header, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_redact_masks_the_named_column_and_leaves_the_others(tmp_path):
    data = table(
        tmp_path / "in.csv", ["id", "text", "note"], ["7", "请打13812345678", "13812345678"]
    )
    out = tmp_path / "out.csv"
    args = ["--data", str(data), "--column", "text", "--out", str(out)]
    result = CliRunner().invoke(redact, args)
    assert result.exit_code == 0
    assert read(out) == [["id", "text", "note"], ["7", "请打***********", "13812345678"]]
    assert "phone 1" in result.output


def test_redact_tells_which_columns_there_are(tmp_path):
    data = table(tmp_path / "in.csv", ["id", "text"], ["7", "无"])
    args = ["--data", str(data), "--column", "body", "--out", str(tmp_path / "out.csv")]
    error = CliRunner().invoke(redact, args).exception
    assert isinstance(error, Refused)
    assert "body" in str(error)
    assert not (tmp_path / "out.csv").exists()


def test_reply_quality_writes_one_row_a_reply(tmp_path):
    header = ["message_id", "title", "detail", "reply", "time", "reply_time"]
    data = table(
        tmp_path / "in.csv",
        header,
        [
            "1",
            "路灯不亮",
            "翠湖路路灯不亮",
            "留言已收悉",
            "2020-03-01 08:00:00",
            "2020-03-02 08:00:00",
        ],
        ["2", "公厕太脏", "公园公厕太脏", "您好！留言已收悉。", "2020-03-01", "2020-05-01"],
        ["3", "公厕太脏", "公园公厕太脏", "公园公厕已于3月2日清洗，今后每天清洗两次。", "", ""],
    )
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(reply_quality, ["--data", str(data), "--out", str(out)])
    assert result.exit_code == 0
    rows = read(out)
    assert rows[0] == [
        "message_id",
        "relevance",
        "complete",
        "plain",
        "copied",
        "on_time",
        "reasons",
    ]
    assert rows[1] == ["1", "0.000", "0.0", "1", "1", "1", rows[1][6]]
    assert "received_only" in rows[1][6]
    assert "copy_of: 2" in rows[1][6]
    assert rows[2][5] == "0"
    assert rows[3][4:6] == ["0", ""]
