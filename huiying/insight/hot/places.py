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
_TALK = (
    "听说", "据说", "听讲", "听人说", "想问问", "想问一下", "想问", "问问", "问一下", "请问", "咨询", "想知道", "不知道", "想了解",
    "了解到", "反映", "投诉", "举报", "求助", "关于", "因为", "由于", "就是", "这个", "那个", "一个", "位于", "家住", "住在", "来自",
    "现在", "今天", "昨天", "前天", "今年", "去年", "最近", "近日", "目前", "每天", "晚上", "早上", "是不是", "能不能", "为什么", "怎么",
    "希望", "建议", "我们", "咱们", "你们", "他们", "大家", "村民", "居民", "业主", "附近", "旁边", "整个", "所有", "我家", "本人", "以及",
    "还有", "没有", "已经", "正在", "经过", "通往", "路过", "门口", "前面", "后面",
)
_SMALL, _BEFORE = "我咱你您他她它这那该本某各每在的了也都是", "到从往由给跟把被让去来"
_NO_NAME = frozenset([
    "县里", "村里", "镇里", "市里", "乡里", "家里", "城里", "区里", "厂里", "校里", "这里", "那里", "哪里", "小区", "社区", "新区",
    "学校", "医院", "公司", "马路", "公路", "道路", "村路", "路边", "广场", "市场", "车站", "街道", "小学", "中学", "大学", "村镇",
    "乡镇", "农村", "全村", "本村", "我村", "该村", "同村", "邻村", "村组", "小组", "地区", "片区", "城区", "山区", "老城", "新城",
    "服务站", "服务中心", "卫生室", "卫生站", "党群服务中心", "县城", "进城", "小河", "大桥", "公园", "花园", "家园", "平台", "中心", "银行", "集团", "大道", "小巷", "街巷", "网站", "互联网",
    "宽带网", "管网", "电网", "路网", "开发区", "高新区",
])
# fmt: on
_NOWHERE = re.compile("系统|平台|网站|软件|程序|公众号|客户端|账号|app|(?:贷|网)$")
"""In names of what people use from anywhere: no place."""
_CLAUSE = re.compile(
    "[了着要不没被的们吗吧呢几盏]|^(?:协调|邻居|共用|[上下本]周|周末)|邻居|共用|家里|孩子|小孩|进组|马路$"
    "|[跑到去往从全各每哪](?:[村镇乡县市区组]|街道)$"
)
"""What no name of a place holds: pieces of a sentence that happen to end as names of places do."""
SHORT = 3
"""Characters of a name that may itself begin with such a word (由义村)."""
_CUT = re.compile(f"^.*(?:{'|'.join(_TALK)})")


def areas(text: str) -> set[str]:
    """Areas in a text: codes left by anonymising (a3区), streets, towns and zones."""
    found = map(shown, _AREA.findall(normalise(text)))
    return {area for area in found if area}


def shown(name: str) -> str:
    """A name as a reader wants it: without the talk before it ("听说橘畈村"); "" where none is left ("县里")."""
    bare = _CUT.sub("", name).lstrip(_SMALL)
    if len(bare) > SHORT and bare[0] in _BEFORE:
        bare = bare[1:]
    return "" if len(bare) < 2 or bare in _NO_NAME else bare


def told(name: str) -> str:
    """A name to be told as a place; "" for pieces of sentences and for what is used from anywhere."""
    bare = shown(name)
    if bare[:1] in _BEFORE and bare[1:] in _NO_NAME:
        return ""
    return "" if _NOWHERE.search(bare) or _CLAUSE.search(bare) else bare


def people(text: str) -> list[str]:
    """Groups of people in a text, by one word each."""
    return [group for group, words in _GROUPS if any(word in text for word in words)]
