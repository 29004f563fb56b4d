"""Words of danger raise a request; the same words used for something harmless do not."""

import pytest

from huiying.insight.urgency import Danger, Level, urgency_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("厨房燃气软管漏气，味道很大", Danger.GAS),
        ("五楼起火了，有人喊救命", Danger.FIRE),
        ("村口的桥断裂下沉，孩子们还在走", Danger.COLLAPSE),
        ("路灯杆漏电，刚才电到一个小孩", Danger.ELECTRIC),
        ("有人掉进河里了", Danger.WATER),
        ("他拿着刀要砍人", Danger.VIOLENCE),
        ("我不想活了，今晚就跳楼", Danger.SUICIDE),
        ("老人昨天走失，还没找到", Danger.MISSING),
        ("食堂吃完饭十几个学生呕吐", Danger.POISON),
    ],
)
def test_danger_is_raised_and_named(text, kind):
    urgency = urgency_of("求助", text)
    assert urgency.level == Level.DANGER
    assert kind in {reason.kind for reason in urgency.reasons}


def test_a_weak_word_needs_company():
    assert urgency_of("花坛有裂缝").level == Level.NONE
    assert urgency_of("教学楼裂缝越来越宽，孩子还在上课").level == Level.DANGER


def test_what_is_over_weighs_less():
    assert urgency_of("去年楼上失火，保险没有赔").level == Level.NONE
    assert urgency_of("楼上失火了").level == Level.DANGER


def test_an_outage_now_is_raised_to_the_second_priority():
    assert urgency_of("小区停水三天了").level == Level.OUTAGE


@pytest.mark.parametrize(
    "text",
    [
        "请问食品经营许可证怎么办理？",
        "火锅店的油烟太大",
        "消防演练办得很好，感谢",
        "跳楼价卖房是虚假宣传",
        "咨询煤气费的收费标准",
        "路灯不亮，请修一下",
        "老房子西墙有一条裂缝，想申请鉴定",
        "路面坑多，上个月有人摔伤，请修补",
        "附近的厂子晚上气味刺鼻，请查一查",
        "门前小河的水发黑发臭，希望治理",
        "广场的公共厕所没有水，门也坏了",
        "群里有人做传销，请查处",
    ],
)
def test_harmless_uses_are_left_alone(text):
    assert urgency_of(text).level == Level.NONE


def test_reasons_are_words_of_the_text():
    text = "变压器冒火花了"
    assert all(reason.words in text for reason in urgency_of(text).reasons)
