import csv
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from click.testing import CliRunner

from huiying.insight.commands.hot import hot_issues
from huiying.insight.hot.heat import Voice
from huiying.insight.hot.issues import find_issues
from huiying.insight.hot.linkage import Pairs, average_link
from huiying.insight.hot.names import fragments, names, pairs_of
from huiying.insight.hot.naming import name_of
from huiying.insight.hot.neighbours import placed
from huiying.insight.hot.online import OnlineIssues, follow
from huiying.insight.hot.places import shown, told
from huiying.insight.hot.tables import OF_ISSUES, WEEKLY, weekly_xlsx
from huiying.insight.hot.templates import templated
from huiying.insight.hot.warning import warning_of
from huiying.insight.message import Message
from huiying.lib.spreadsheet import BadFile, read_table

BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)
PLANT = [
    ("枫林花园旁搅拌站夜里噪音大", "枫林花园业主，搅拌站整夜开工，粉尘飘进窗户，孩子咳嗽"),
    ("投诉枫林花园附近的搅拌站", "搅拌站粉尘噪音扰民，我们枫林花园的居民夜里睡不着"),
    ("枫林花园搅拌站粉尘污染", "搅拌站的罐车从早到晚，粉尘盖满枫林花园的阳台"),
    ("请关停枫林花园旁的搅拌站", "搅拌站没有环评，噪音和粉尘让业主无法开窗"),
]
RENT = [
    ("鹤鸣公寓拖欠租客押金", "鹤鸣公寓退租两个月，押金一直不退，客服不接电话"),
    ("鹤鸣公寓不退押金", "在鹤鸣公寓租房到期，押金不退，合同写明七天退还"),
    ("要求鹤鸣公寓退还押金", "鹤鸣公寓以各种理由扣押金，租客没有办法"),
]
OTHER = [
    ("建议增加图书馆座位", "周末图书馆一座难求，希望延长开放时间"),
    ("咨询身份证换领时间", "身份证到期，请问换领要多少天，可以代领吗"),
]


def voices(rows, **known):
    return [
        Voice(Message(title, detail), BEGIN + timedelta(days=3 * day), **known)
        for day, (title, detail) in enumerate(rows)
    ]


def test_messages_about_one_matter_become_one_issue_and_others_none():
    found = find_issues(voices([*PLANT, *OTHER, *RENT]))
    assert {issue.members for issue in found} == {(0, 1, 2, 3), (6, 7, 8)}
    assert [issue.number for issue in found] == [1, 2]


def test_an_issue_is_named_by_its_matter_its_place_and_its_people():
    (issue,) = find_issues(voices(PLANT))
    assert "搅拌站" in issue.name.title
    assert "枫林花园" in issue.name.places[0]
    assert "业主" in issue.name.groups
    assert (issue.first, issue.last) == (BEGIN, BEGIN + timedelta(days=9))


def test_the_same_words_about_another_place_are_less_alike():
    said, yes = np.full(3, 0.4, np.float32), np.array([True, True, False])
    elsewhere, here, unknown = placed(said, np.array([0.0, 0.9, 0.0], np.float32), yes).tolist()
    assert elsewhere < unknown < here


def test_likes_alone_do_not_outweigh_people():
    liked = [Voice(Message(*row), BEGIN, support=2000) for row in RENT[:2]]
    crowd = voices(
        [(f"{title}{n}", f"{detail}，第{n}次反映") for n in range(6) for title, detail in PLANT]
    )
    assert len(find_issues([*liked, *crowd])[0].members) == len(crowd)


def test_one_writer_is_one_person_however_often_he_writes():
    many, one = find_issues(voices(PLANT)), find_issues(voices(PLANT, writer="p1"))
    assert one[0].heat.people < many[0].heat.people / 2


def test_solved_messages_cool_an_issue():
    still, solved = find_issues(voices(PLANT)), find_issues(voices(PLANT, resolved=True))
    assert solved[0].heat.value < still[0].heat.value


def test_a_template_sent_about_many_matters_is_seen():
    frame = "地处某处的某某，历来受到广大市民的高度关注，请问有何具体行动和措施：{}"
    texts = [frame.format(matter) for matter in ("公园", "学校", "医院", "地铁", "菜场", "车站")]
    texts += [" ".join(row) for row in PLANT]
    matters = np.array([0, 1, 2, 3, 4, 5, 6, 6, 6, 6])
    assert templated(texts, matters).tolist() == [True] * 6 + [False] * 4
    assert templated(["", "短"], np.array([0, 1])).tolist() == [False, False]


def test_no_messages_no_issues():
    assert find_issues([]) == follow([]) == []
    assert find_issues(voices([("", ""), ("", "")])) == []


def test_average_link_joins_on_the_average_not_on_the_best():
    chain = Pairs(np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.5]))
    assert average_link(3, chain, least=0.3).tolist() == [0, 0, 2]
    assert average_link(3, chain, least=0.2).tolist() == [0, 0, 0]
    assert average_link(2, Pairs(*[np.empty(0, int)] * 2, np.empty(0)), least=0.2).tolist() == [
        0,
        1,
    ]


def test_equal_similarities_come_to_an_end():
    ring = Pairs(np.array([0, 1, 2, 0]), np.array([1, 2, 3, 3]), np.full(4, 0.5))
    assert len(set(average_link(4, ring, least=0.2).tolist())) == 1


def test_names_end_in_what_names_end_in_and_swapped_characters_are_forgiven():
    assert names("投诉绿云海湾的噪音") == ["绿云海湾"]
    assert set(fragments("云海公寓")) & set(fragments("海云公寓"))


def test_online_messages_join_and_settle_as_the_batch_would():
    spoken = voices([*PLANT, *OTHER, *RENT])
    assert {tuple(sorted(one.members)) for one in follow(spoken)} == {(0, 1, 2, 3), (6, 7, 8)}


def test_settling_looks_at_its_own_issues_first_and_at_few_of_the_neighbours(monkeypatch):
    spoken = voices([*PLANT, *OTHER, *RENT])
    monkeypatch.setattr("huiying.insight.hot.online.MOST", 1)

    assert {tuple(sorted(one.members)) for one in follow(spoken)} == {(0, 1, 2, 3), (6, 7, 8)}


def test_templates_are_seen_in_large_tables_by_a_quarter_of_their_phrases(monkeypatch):
    letter = (
        "此事本人已反映多年相关单位一直互相推诿请上级务必派专人彻底调查并公开答复全体业主的合理诉求"
    )
    texts = [f"关于{place}的来信{letter}" for place in "山水花木石桥河湖"] + [
        "另一件事全然不同的说法"
    ] * 3
    monkeypatch.setattr("huiying.insight.hot.templates.MANY", 2)

    assert templated(texts, np.arange(len(texts))).tolist() == [True] * 8 + [False] * 3


def test_online_keeps_no_more_than_its_window():
    online = OnlineIssues(window=3)
    for voice in voices([*PLANT, *OTHER, *RENT]):
        online.add(voice.message, voice.at)
    online.settle()
    assert online.held == 3


def test_growth_warns_once_it_is_out_of_the_usual():
    now = BEGIN + timedelta(days=60)
    steady = [now - timedelta(days=3 * n) for n in range(12)]
    burst = [now - timedelta(hours=5 * n) for n in range(8)]
    assert warning_of(steady, now) is None
    assert warning_of(burst[:3], now) is None
    grown = warning_of(steady + burst, now)
    assert grown
    assert grown.new > grown.usual


def test_the_weekly_workbook_has_the_columns_of_the_rule():
    table = read_table(weekly_xlsx(find_issues(voices(PLANT))), "week.xlsx")
    (row,) = table.rows
    assert tuple(table.header) == WEEKLY
    assert row[0] == 1
    assert row[3] == "2026-03-01 至 2026-03-10"
    assert "枫林花园" in row[4]


@pytest.mark.parametrize("flag", [[], ["--online"]])
def test_the_command_writes_both_tables(tmp_path, flag):
    data, out, issues = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "issues.csv"
    rows = "".join(
        f"{n},{title},2026-03-{n:02} 09:00:00,{detail},0,{n}\n"
        for n, (title, detail) in enumerate([*PLANT, *OTHER], 1)
    )
    data.write_text("message_id,title,time,detail,oppose,support\n" + rows, encoding="utf-8")
    command = ["--data", str(data), "--out", str(out), "--issues", str(issues), *flag]
    CliRunner().invoke(hot_issues, command, catch_exceptions=False)
    given = list(csv.reader(out.read_text(encoding="utf-8").splitlines()))
    assert given == [
        ["message_id", "issue_id"],
        *[[str(n), "1"] for n in range(1, 5)],
        ["5", ""],
        ["6", ""],
    ]
    header, row = csv.reader(issues.read_text(encoding="utf-8").splitlines())
    assert header == list(OF_ISSUES)
    assert row[:2] == ["1", "1"]
    assert row[3:6] == ["4", "2026-03-01 09:00:00", "2026-03-04 09:00:00"]


def test_a_time_that_is_none_is_refused_with_its_row(tmp_path):
    data = tmp_path / "in.csv"
    data.write_text("id,title,detail,time\n1,a,b,昨天\n", encoding="utf-8")
    with pytest.raises(BadFile, match="row"):
        CliRunner().invoke(
            hot_issues, ["--data", str(data), "--out", str(data)], catch_exceptions=False
        )


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("听说县里", ""),
        ("想问问橘畈村", "橘畈村"),
        ("昨天听说橘畈村", "橘畈村"),
        ("在青石镇", "青石镇"),
        ("的云陂镇", "云陂镇"),
        ("到枣林村", "枣林村"),
        ("我们小区", ""),
        ("全村", ""),
        ("溪畔人家小区", "溪畔人家小区"),
        ("问渠路", "问渠路"),
        ("和平路", "和平路"),
        ("由义村", "由义村"),
        ("经开区", "经开区"),
        ("a3区", "a3区"),
    ],
)
def test_the_talk_before_a_place_is_no_part_of_its_name(found, name):
    assert shown(found) == name


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("政务服务平台", ""),
        ("网上办事系统里", ""),
        ("缴费网站", ""),
        ("钱多贷", ""),
        ("宽带网", ""),
        ("牵着孩子过马路", ""),
        ("挡住了半边路", ""),
        ("拿个药都要跑镇", ""),
        ("要跑镇", ""),
        ("去村里", ""),
        ("上周家里", ""),
        ("家里冰箱里", ""),
        ("装几盏太阳能路", ""),
        ("回十几里", ""),
        ("协调通信公司", ""),
        ("邻居共用巷", ""),
        ("服务站", ""),
        ("老城社区", "老城社区"),
        ("东六路", "东六路"),
        ("火把山社区", "火把山社区"),
        ("南山十里", "南山十里"),
        ("回龙村", "回龙村"),
        ("a3区", "a3区"),
    ],
)
def test_pieces_of_sentences_and_what_is_used_from_anywhere_are_no_places(found, name):
    assert told(found) == name


def test_an_issue_names_its_places_without_the_talk_before_them():
    said = [
        Message("橘畈村水渠塌了", "想问问橘畈村的水渠什么时候修，听说县里要来人。"),
        Message("橘畈村水渠没人修", "听说县里拨了钱，橘畈村的水渠还是没人修。"),
        Message("问问橘畈村水渠", "昨天听说橘畈村水渠又塌了一段。"),
    ]
    assert name_of(said, pairs_of("橘畈")[0]).places == ("橘畈村",)


def test_what_people_use_from_anywhere_is_no_place():
    said = [
        Message("政务平台打不开", "枣林村用政务平台报补贴，总是打不开。"),
        Message("政务平台又打不开", "在枣林村用政务平台交材料，页面空白。"),
        Message("政务平台登不上", "枣林村的人都登不上政务平台。"),
    ]
    assert "平台" not in "".join(name_of(said, pairs_of("政务")[0]).places)


def test_a_place_with_a_letter_of_the_words_before_it_is_not_told_beside_itself():
    said = [
        Message("感谢槐塘镇卫生院", "感谢槐塘镇卫生院的医生，槐塘镇的老人都说好。"),
        Message("感谢槐塘镇卫生院的护士", "槐塘镇卫生院的护士很耐心，感谢槐塘镇卫生院。"),
    ]
    assert name_of(said, pairs_of("卫生")[0]).places == ("槐塘镇",)
