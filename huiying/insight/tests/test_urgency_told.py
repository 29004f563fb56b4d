"""What no list names is raised when it sounds like an emergency; everyday troubles are left alone."""

from itertools import pairwise

import pytest

from huiying.insight.urgency import Danger, Level, urgency_of
from huiying.insight.urgency.likely import likely, plain, read_weights, stretches


@pytest.mark.parametrize(
    "text",
    [
        "我家婆婆走到江边去了，叫她也不回头",
        "娃从十楼窗户往外爬，大人不在屋头",
        "师傅你快点，那个吊着的板子晃来晃去，下面都是排队的小朋友",
    ],
)
def test_a_situation_nobody_listed_is_raised_by_how_it_sounds(text):
    urgency = urgency_of("", text)
    assert urgency.level == Level.DANGER
    assert any(reason.words in text for reason in urgency.reasons if reason.kind == Danger.TOLD)


@pytest.mark.parametrize(
    "text",
    [
        "社保卡丢了，去哪里补办",
        "广场舞音响太大，孩子写不了作业",
        "建议在湖边加装护栏和救生圈",
        "物业涨价没有开会，业主不同意",
        "去年摔伤的赔偿款还没有到账",
    ],
)
def test_everyday_troubles_are_left_alone(text):
    assert urgency_of("", text).level == Level.NONE


def test_danger_in_the_middle_of_a_long_letter_is_heard():
    calm = "我们小区的绿化没有人修剪，物业收费也不公开，业主开会说过几次。"
    danger = "刚才二楼有个小孩爬到窗台外面站着，一只手抓着栏杆。"
    assert likely(calm * 3) is None
    assert likely(calm * 2 + danger + calm) is not None


def test_how_a_message_ends_does_not_matter():
    text = "娃从十楼窗户往外爬"
    found = [likely(each) for each in (text, f"{text}。", f"\n{text}！！\n")]
    assert len({each.score for each in found if each is not None}) == 1
    assert None not in found


def test_without_words_nothing_is_said():
    assert likely("，。！？") is None
    assert likely("") is None


def test_a_stretch_holds_whole_clauses_and_every_clause_is_in_one():
    text = plain("一二三四五六七八九十，" * 20)
    spans = stretches(text)
    assert all(text[start] == "一" and text[end - 1] == "十" for start, end in spans)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text) - 1
    assert all(end + 1 >= start for (_, end), (start, _) in pairwise(spans))


def test_a_sentence_is_weighed_by_itself():
    text = plain("我们小区的绿化没有人修剪。刚才有个小孩爬到窗台外面站着！谢谢。")
    assert [text[start:end] for start, end in stretches(text)][1] == "刚才有个小孩爬到窗台外面站着"


def test_plain_text_is_as_long_as_the_message():
    text = "电话１３８＊＊＊＊　Ａ座 3 楼\n着火了！"
    assert len(plain(text)) == len(text)


def test_the_weights_are_small():
    assert 1_000 < len(read_weights().of) < 12_000
