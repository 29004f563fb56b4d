"""Filling prepared texts: marks like {place} from the case, and blanks somebody has to fill by hand."""

import re
from collections.abc import Mapping

from huiying.cases.choices import CaseState
from huiying.cases.choices.texts import Occasion

MARKS: Mapping[str, str] = {
    "number": "编号",
    "title": "标题",
    "place": "地点",
    "area": "区域",
    "category": "类别",
    "unit": "单位",
    "received": "受理日期",
    "contacted": "联系日期",
    "due": "承诺期限",
    "today": "今天",
    "helpline": "热线",
}
"""What a template may take from the case; each by its English or its Chinese name."""
_BY_NAME = {chinese: name for name, chinese in MARKS.items()}
_MARK = re.compile(r"\{([^{}\n]{1,20})\}")
_BLANK = re.compile(r"【[^【】\n]{0,40}】|_{3,}|…{3,}")

OCCASIONS: Mapping[str, Occasion] = {
    CaseState.IN_PROGRESS: Occasion.FIRST,
    CaseState.ESCALATED: Occasion.FIRST,
    CaseState.REWORK: Occasion.AGAIN,
    CaseState.LONG_TERM: Occasion.PLAN,
}
"""State of a case → occasion of a reply to it."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its marks replaced; a value that is not known becomes a blank to fill by hand."""

    def value(found: re.Match[str]) -> str:
        said = found[1].strip()
        name = _BY_NAME.get(said, said)
        if name not in MARKS:
            return found[0]
        return values.get(name) or f"【{MARKS[name]}】"

    return _MARK.sub(value, text)


def unknown_marks(text: str) -> list[str]:
    """Marks that no case can fill, in the order of the text."""
    found = (match.strip() for match in _MARK.findall(text))
    return list(dict.fromkeys(each for each in found if each not in MARKS and each not in _BY_NAME))


def blanks(text: str) -> list[str]:
    """Places of a reply that somebody still has to fill: 【…】, ____ or a mark left over."""
    return [found[0] for found in _BLANK.finditer(text)] + [
        found[0] for found in _MARK.finditer(text)
    ]
