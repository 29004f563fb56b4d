"""Private details: what is found, what is left alone, what the masked text looks like."""

import pytest

from huiying.insight.redaction.finding import find, mask
from huiying.insight.redaction.spans import Kind


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13812345678", "请打***********"),
        ("手机138-1234-5678找我", "手机***-****-****找我"),
        ("座机（0471）6234567不通", "座机（****）*******不通"),
        ("电话６２３４５６７８没人接", "电话********没人接"),
        ("号码一三八一二三四五六七八", "号码***********"),
        ("身份证110101199003070038", "身份证******************"),
        ("卡号6222 0200 0000 0000 000", "卡号**** **** **** **** ***"),
        ("车牌蒙A·12345挡路", "车牌蒙A·*****挡路"),
        ("发到li.ming@example.com", "发到**.****@*******.***"),
        ("家住幸福小区3栋2单元501室", "家住幸福小区" + "*" * 9),
        ("我叫李晓峰，住新华路18号", "我叫李某某，住新华路***"),
        ("联系人：欧阳明月", "联系人：欧阳某某"),
    ],
)
def test_private_details_are_masked_and_the_rest_stays(text, masked):
    assert mask(text, find(text)) == masked


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345政务服务热线或119",
        "厂家电话400-820-1234",
        "工单号20261102133812345678",
        "总投资13800000000元",
        "文号是青政发〔2025〕38号",
        "本月12号停水，3号楼没有通知",
        "请回电138****5678",
        "王女士和李主任都知道，张某某不知道",
        "高新区金山小区的业主都希望安康医院早日开业",
        "学习雷锋精神",
        "修建新华路5号地铁线",
        "车位B012和第18号窗口",
    ],
)
def test_what_points_at_nobody_is_left_alone(text):
    assert find(text) == []


def test_a_name_found_once_is_found_in_the_whole_text():
    text = "联系人：章小溪。昨天章小溪又来过。"
    assert mask(text, find(text)) == "联系人：章某某。昨天章某某又来过。"


def test_each_finding_tells_its_kind_and_why():
    (finding,) = find("身份证号110101199003070038")
    assert (finding.kind, finding.why) == (Kind.ID, "check digit")


def test_masking_keeps_the_length():
    text = "我是巴特尔，电话13812345678"
    assert len(mask(text, find(text))) == len(text)
