"""Numbers in a text that point at a person: telephones, identity cards, plates, bank cards, e-mail."""

import re

from huiying.lib.text import normalise_text

_TRACES = (
    re.compile(r"(?<![\d.])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"),
    re.compile(r"(?<!\d)\d{17}[\dx](?!\w)"),
    re.compile(r"[\u4e00-\u9fff][a-z][·• ]?[a-z0-9]{5,6}(?![a-z0-9])"),
    re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
)
_PLATE = 3
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def traces_in(*texts: str) -> list[str]:
    """The numbers found, in the order of the texts, as they are compared (half width, lower case)."""
    found = []
    for text in texts:
        plain = normalise_text(text)
        for number, pattern in enumerate(_TRACES):
            hits = (hit.group() for hit in pattern.finditer(plain))
            found += [hit for hit in hits if number != _PLATE or hit[0] in _PROVINCES]
    return found
