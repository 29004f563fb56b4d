"""The checklist of a reply: receipts, elements, plainness, copies, time."""

from datetime import datetime, timedelta

import pytest

from huiying.insight.replies import Element, Grade, Letter, Remark, check, copies
from huiying.lib.clock import SHANGHAI

TITLE = "新华街路灯不亮"
DETAIL = "新华街从九月起路灯全部不亮，晚上出行很危险，希望维修。"
GOOD = (
    "您好！您反映的新华街路灯不亮的问题收悉，现回复如下：经现场核查，该路段电缆被施工挖断。"
    "我局已要求施工单位于10月20日前修复，并按照《城市照明管理规定》处以罚款。"
    "修复前由巡查人员每晚巡查，如有疑问请拨打市政维护处电话0471-6234567。感谢您的监督！"
)


@pytest.mark.parametrize(
    "reply",
    [
        "网友：您好！留言已收悉。",
        "已收悉",
        "您的留言已收悉。关于您反映的问题，已转市城管局调查处理。2020年3月1日",
        "感谢您对我们工作的关心与支持，祝您生活愉快！",
        "张经理好！您的留言已收悉。",
        "您好！您反映的问题已转相关部门办理，请关注后续回复，谢谢！",
    ],
)
def test_a_receipt_is_no_answer(reply):
    seen = check(Letter(TITLE, DETAIL, reply))
    assert seen.answers == Grade.NO
    assert not seen.elements
    assert Remark.RECEIVED_ONLY in {note.remark for note in seen.notes}


@pytest.mark.parametrize("done", ["修好", "处理好"])
def test_what_is_well_done_is_no_greeting(done):
    reply = f"路灯已于10月3日更换灯泡{done}，咨询电话：0471-6234567。"
    seen = check(Letter(TITLE, DETAIL, reply))
    assert {Element.TIME, Element.MEASURE} <= set(seen.elements)
    assert Remark.RECEIVED_ONLY not in {note.remark for note in seen.notes}


def test_a_good_reply_has_all_elements_and_nothing_to_look_at():
    seen = check(Letter(TITLE, DETAIL, GOOD))
    assert set(seen.elements) == set(Element)
    assert (seen.answers, seen.complete, seen.explained) == (Grade.YES, Grade.YES, Grade.YES)
    assert seen.plain
    assert seen.notes == ()


def test_every_element_shows_its_words():
    elements = check(Letter(TITLE, DETAIL, GOOD)).elements
    assert elements[Element.TIME] == "10月20日"
    assert "城市照明管理规定" in elements[Element.BASIS]
    assert "路灯" in elements[Element.MATTER]


def test_naming_whom_to_ask_answers_partly():
    seen = check(Letter(TITLE, DETAIL, "您好，请您直接咨询市政维护处，电话0471-6234567。"))
    assert seen.answers == Grade.PARTLY
    assert Element.CONTACT in seen.elements


def test_a_reply_about_something_else_is_off_topic():
    other = "经核实，幼儿园招生名额已满，请家长到就近的民办园报名，学费由市教育部门统一补助，每人每学期六百元，直接发放到入学的班级。"
    assert Remark.OFF_TOPIC in {note.remark for note in check(Letter(TITLE, DETAIL, other)).notes}


def test_a_reply_that_breaks_off_is_not_plain():
    assert not check(Letter(TITLE, DETAIL, "经调查，新华街路灯的情况是：")).plain


def test_copies_are_found_whoever_is_greeted_and_whenever():
    replies = [
        GOOD,
        "网友“晨光”您好！" + GOOD + "2020年5月6日",
        "经核实，该处公厕将在年底前重建，届时请您监督。",
    ]
    assert copies(replies) == [1, 0, None]


def test_receipts_in_the_same_words_are_copies_too():
    assert copies(["网友：您好！留言已收悉", "留言已收悉。", "此事将于下周施工完毕。"]) == [
        1,
        0,
        None,
    ]


@pytest.mark.parametrize(("days", "on_time"), [(3, True), (20, False)])
def test_time_is_kept_or_not(days, on_time):
    asked = datetime(2020, 3, 1, 9, 0, tzinfo=SHANGHAI)
    letter = Letter(TITLE, DETAIL, GOOD, asked, asked + timedelta(days=days), timedelta(days=15))
    seen = check(letter)
    assert seen.on_time is on_time
    assert (Remark.LATE in {note.remark for note in seen.notes}) is not on_time


def test_without_times_nobody_is_late():
    assert check(Letter(TITLE, DETAIL, GOOD)).on_time is None
