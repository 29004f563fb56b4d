import pytest
from click.testing import CliRunner

from huiying.insight.commands.duplicates import duplicates
from huiying.insight.duplicates.pairs import find_duplicates
from huiying.insight.duplicates.scores import LIKELY, Rarity, score, scores
from huiying.lib.spreadsheet import BadFile

LAMP = "幸福路路灯坏了三周，晚上一片漆黑，老人出门容易摔倒，请尽快派人来修"
BUS = "十二路公交车早高峰半个小时才来一趟，上班天天迟到，能不能加密班次"
WATER = "梅园小区自来水发黄有铁锈味，打电话给水厂没有人管，孩子不敢喝"


def test_the_same_text_scores_one_and_another_matter_next_to_nothing():
    assert score(LAMP, LAMP) == pytest.approx(1)
    assert score(LAMP, BUS) < 0.1
    assert score(LAMP, "") == 0


def test_a_rewritten_message_scores_above_the_bar():
    assert score(LAMP, f"领导您好，{LAMP[:20]}，很危险，盼复") > LIKELY


def test_scores_of_many_are_the_scores_of_each():
    assert scores(LAMP, [BUS, LAMP]) == [score(LAMP, BUS), score(LAMP, LAMP)]


def test_what_a_unit_reads_every_day_counts_less():
    often = Rarity.learn([f"请尽快派人来修{i}号楼" for i in range(200)])
    assert score("梅园请尽快派人来修", "柳园请尽快派人来修", often) < score(
        "梅园请尽快派人来修", "柳园请尽快派人来修", Rarity.learn([LAMP, BUS, WATER])
    )


def test_pairs_are_found_each_once_and_the_surest_first():
    found = find_duplicates([LAMP, BUS, f"{LAMP[:26]}谢谢", WATER, LAMP])
    assert (found.a[0], found.b[0]) == (0, 4)
    assert {(0, 4), (0, 2), (2, 4)} == set(zip(found.a.tolist(), found.b.tolist(), strict=True))


def test_tables_without_words_have_no_pairs():
    assert len(find_duplicates([]).a) == len(find_duplicates(["", "", "。"]).a) == 0


def test_the_command_writes_the_pairs_by_id(tmp_path):
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    data.write_text(
        f"message_id,title,detail\n7,路灯,{LAMP}\n8,公交,{BUS}\n9,路灯,{LAMP}\n", encoding="utf-8"
    )
    CliRunner().invoke(duplicates, ["--data", str(data), "--out", str(out)], catch_exceptions=False)
    assert out.read_text(encoding="utf-8") == "id_a,id_b,score\n7,9,1.0000\n"


def test_a_table_without_the_columns_is_refused(tmp_path):
    data = tmp_path / "in.csv"
    data.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile):
        CliRunner().invoke(
            duplicates, ["--data", str(data), "--out", str(data)], catch_exceptions=False
        )
