"""What a title calls places and bodies by: estates, roads, villages, schools, companies.

A rough finder: some characters before a word that names of places and bodies end in. It serves to
tell events apart (the same estate, another estate), so a name cut a little long or short does no
harm; for places that must be right see `huiying.insight.places`.
"""

import re

from huiying.insight.text import BOILERPLATE, PLACE_CODE

# fmt: off
ENDINGS = (
    "小区", "社区", "花园", "家园", "华园", "新城", "公馆", "公寓", "大厦", "广场", "市场", "商城", "中心",
    "公园", "学校", "学院", "大学", "中学", "小学", "幼儿园", "医院", "公司", "集团", "银行", "工厂", "大道",
    "街道", "地铁站", "车站", "高铁", "一期", "二期", "三期", "平台", "山庄",
    "路", "街", "巷", "村", "镇", "乡", "组", "站", "城", "苑", "府", "园", "湾", "郡", "庭", "里", "庄",
    "湖", "江", "河", "桥", "区", "贷", "网",
)
BETWEEN = (
    "加快", "力度", "建设", "违法", "违规", "附近", "旁边", "强烈", "要求", "严重", "什么时候", "何时", "质疑",
    "再次", "反对", "坚决", "期待", "呼吁", "对于", "位于", "应", "在", "的", "是", "与", "被", "和", "请",
    "将", "有", "向", "到", "对",
)
# fmt: on
_NAME = re.compile(r"[\u4e00-\u9fff\da-z]{2,6}?(?:" + "|".join(ENDINGS) + ")")
_BETWEEN = re.compile(
    "|".join(sorted(BOILERPLATE | {*BETWEEN}, key=lambda word: (-len(word), word)))
)


def names(normal: str) -> list[str]:
    """Names in a normalised text, in order; a name may stand more than once."""
    return _NAME.findall(_BETWEEN.sub(" ", PLACE_CODE.sub(" ", normal)))


def fragments(normal: str) -> list[str]:
    """The pairs of neighbouring characters of all names: what spellings of one name share."""
    return [pair for name in names(normal) for pair in pairs_of(name)]


def pairs_of(name: str) -> list[str]:
    """Pairs of neighbours in the order of the alphabet: people often swap two characters."""
    return ["".join(sorted(name[i : i + 2])) for i in range(len(name) - 1)]
