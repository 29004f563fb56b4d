"""Areas and groups of people as messages name them, for the weekly table of hot issues."""

import re

from huiying.insight.message import normalise

_AREA = re.compile(r"[a-z]\d{0,2}[市区县]|[\u4e00-\u9fff]{2,3}(?:街道|镇|乡|新区|开发区)")
# fmt: off
_GROUPS = (
    ("业主", ("业主", "购房者", "住户", "房主")), ("居民", ("居民", "小区的人", "邻居")),
    ("村民", ("村民", "农民", "农户")), ("学生", ("学生", "大学生", "同学")), ("家长", ("家长", "孩子", "小孩")),
    ("老人", ("老人", "老年人", "退休")), ("职工", ("职工", "员工", "工人", "农民工", "上班族")),
    ("教师", ("教师", "老师")), ("商户", ("商户", "店主", "经营户", "个体户")), ("投资人", ("出借人", "投资人", "受害者", "投资者")),
    ("司机", ("司机", "车主", "的哥")), ("患者", ("患者", "病人")), ("军人", ("军人", "退伍", "士官", "转业")),
    ("拆迁户", ("拆迁户", "被征地", "安置户")), ("乘客", ("乘客", "乘车")), ("残疾人", ("残疾",)),
)
# fmt: on


def areas(text: str) -> set[str]:
    """Areas in a text: codes left by anonymising (a3区), streets, towns and zones."""
    return set(_AREA.findall(normalise(text)))


def people(text: str) -> list[str]:
    """Groups of people in a text, by one word each."""
    return [group for group, words in _GROUPS if any(word in text for word in words)]
