import pytest
from click.testing import CliRunner

from huiying.insight import tables
from huiying.insight.commands.duplicates import duplicates
from huiying.insight.message import normalise
from huiying.insight.text import content_words, sentences, words
from huiying.lib.errors import NotPossible


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_known_by_the_names_of_other_systems(tmp_path):
    sheet = tables.read(written(tmp_path / "a.csv", "留言编号,留言主题\n7,停水\n"), "title")

    assert sheet.ids == ["7"]
    assert sheet.column("title") == ["停水"]
    assert sheet.optional("detail") == [""]


def test_the_first_of_several_ids_counts_and_without_one_rows_are_numbered(tmp_path):
    both = tables.read(written(tmp_path / "a.csv", "row,message_id,title\n1,x9,停水\n"))
    none = tables.read(written(tmp_path / "b.csv", "title\n停水\n停电\n"))

    assert both.ids == ["x9"]
    assert none.ids == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\n停水\n", "no column title"),
        ("title\n", "no rows"),
        ("", "empty"),
        ("title,x\n停水,1\n停水,三天,1\n", "row 3: it has more cells"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises(NotPossible, match=said):
        tables.read(written(tmp_path / "a.csv", text), "title")


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(NotPossible, match=r"no file none\.csv"):
        tables.read(tmp_path / "none.csv")


def test_a_table_is_written_as_it_will_be_read(tmp_path):
    path = tmp_path / "out.csv"

    tables.write(path, ["id", "title"], [["1", '=1+1, "two"\nlines']])

    assert tables.read(path).rows == [["1", '=1+1, "two"\nlines']]
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(NotPossible, match="cannot be written"):
        tables.write(tmp_path / "none" / "out.csv", ["id"], [])


def test_text_is_brought_to_one_form():
    assert normalise("ＡＢ１  停水！！****\u3000电话") == "ab1 停水!!* 电话"


def test_words_leave_signs_out_and_content_words_the_courtesies_too():
    assert words("停水,三天!") == ["停水", "三天"]
    assert "自来水" in content_words("尊敬的领导您好a市b2区自来水停水")
    assert "领导" not in content_words("尊敬的领导您好")


def test_sentences_keep_their_closing_sign():
    assert sentences("停水了！何时来？谢谢") == ["停水了！", "何时来？", "谢谢"]


def test_ids_that_name_several_rows_are_known(tmp_path):
    sheet = tables.read(written(tmp_path / "a.csv", "id,title\n7,停水\n8,停电\n7,停气\n"))
    assert sheet.repeated() == ["7"]
    assert len(sheet) == 3


def test_a_command_says_which_ids_name_several_rows_and_loses_none(tmp_path):
    table = "id,title,detail\n7,停水,村里停水三天\n8,路灯,路灯坏了\n7,停气,家里没有气\n"
    data, out = written(tmp_path / "a.csv", table), tmp_path / "out.csv"
    said = CliRunner().invoke(duplicates, ["--data", str(data), "--out", str(out)])
    assert said.exit_code == 0
    assert "these ids stand in more than one row: 7." in said.stderr
