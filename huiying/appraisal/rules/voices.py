"""Counts of what people ask or complain about earn and cost nobody anything.

Whoever is punished for many voices silences them, and whoever is praised for few hears nothing
(domain 2.8.11, workflow 4.13). Rates about how requests were dealt with are something else.
"""

import re
import unicodedata

VOICES = frozenset(
    [
        "case",
        "cases",
        "call",
        "calls",
        "complaint",
        "complaints",
        "petition",
        "petitions",
        "petitioner",
        "petitioners",
        "request",
        "requests",
        "requester",
        "requesters",
        "report",
        "reports",
        "ticket",
        "tickets",
        "tip",
        "tips",
        "off",
        "offs",
        "tipoff",
        "tipoffs",
        "visit",
        "visits",
        "voice",
        "voices",
        "workorder",
        "workorders",
        "hotline",
        "appeal",
        "appeals",
        "objection",
        "objections",
        "12345",
        "letter",
        "letters",
        "upward",
    ]
)
"""Words for what people bring forward. Some count only beside another (FILLING alone is nothing)."""
STRONG = VOICES - {"off", "offs", "visit", "visits", "12345", "hotline", "letter", "letters", "upward", "report", "reports"}  # fmt: skip
FILLING = frozenset(
    [
        "a",
        "and",
        "by",
        "collective",
        "count",
        "counts",
        "dispatched",
        "each",
        "every",
        "from",
        "group",
        "in",
        "inhabitants",
        "k",
        "mass",
        "month",
        "monthly",
        "n",
        "new",
        "no",
        "num",
        "number",
        "of",
        "people",
        "per",
        "population",
        "quantity",
        "quarter",
        "rate",
        "received",
        "registered",
        "repeat",
        "repeated",
        "resident",
        "residents",
        "share",
        "skip",
        "level",
        "sum",
        "thousand",
        "total",
        "the",
        "to",
        "volume",
        "year",
        "yearly",
        "100",
        "1000",
        "10000",
        "100000",
        "bonus",
        "deduct",
        "deducted",
        "deduction",
        "minus",
        "penalty",
        "points",
        "score",
    ]
)
CHINESE = re.compile(
    r"(诉求|投诉|信访|上访|来访|来信|来电|举报|工单|求助|访民|热线|反映问题|案件|意见)"
    r"(人|件|批|事项|来电|工单|案件|登记|受理|重复|越级|集体)*"
    r"(总)?(数量|总量|件数|件次|人数|人次|批数|批次|次数|起数|量|数|率|件|起)?"
    r"(扣分|加分|减分|得分|考核|指标)*"
)
CHINESE_FILLING = re.compile(
    r"^(每|千人|万人|百人|人均|户均|当月|当年|本月|本年|全年|月度|年度|季度|新增|累计|群众|村民|居民|重复|越级|集体|进京|赴省|到市|网上|接到|收到|12345|总|的|被)*"
)


def counts_voices(name: str) -> bool:
    """Whether a column or title counts requests, complaints, petitions or the like."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    words = [word for word in re.split(r"[^0-9a-z]+", plain) if word]
    if words and not re.search(r"[\u4e00-\u9fff]", plain):
        rest = [word for word in words if word not in FILLING]
        return bool(STRONG.intersection(rest)) and VOICES.issuperset(rest)
    bare = re.sub(r"[\s_()（）/·、]", "", plain)
    return bool(CHINESE.fullmatch(CHINESE_FILLING.sub("", bare)))
