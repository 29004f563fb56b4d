"""Does a reply speak of what was asked? Shared words, the title counting most."""

from functools import lru_cache

from huiying.insight.message import normalise
from huiying.insight.replies.anatomy import Part, clauses, is_receipt
from huiying.insight.text import content_words

ASKING = frozenset(
    [
        "咨询",
        "反映",
        "投诉",
        "请求",
        "希望",
        "建议",
        "举报",
        "呼吁",
        "恳请",
        "强烈",
        "要求",
        "能否",
        "何时",
        "如何",
        "怎么",
        "什么",
        "尽快",
        "解决",
        "一下",
        "可以",
        "是否",
        "多少",
        "没有",
        "我们",
        "情况",
        "问题",
        "严重",
        "长期",
        "有关",
        "关于",
        "相关",
        "进行",
        "工作",
        "已经",
        "现在",
        "目前",
        "时候",
        "自己",
        "就是",
        "还是",
        "这个",
        "因为",
        "所以",
        "但是",
        "如果",
        "不是",
        "他们",
        "你们",
        "您好",
        "尊敬",
        "领导",
    ]
)
DETAIL = 400
"""Characters of the message in which its matter is looked for."""


@lru_cache(maxsize=256)
def asked(title: str, detail: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the matter: of the title, and of the beginning of the message."""
    return _matter(title), _matter(detail[:DETAIL])


def _matter(text: str) -> tuple[str, ...]:
    words = content_words(normalise(text))
    return tuple(dict.fromkeys(word for word in words if word not in ASKING and not word.isdigit()))


def relevance(title: str, detail: str, reply: str) -> float:
    """0 to 1: the share of the title's words that come back, or of half the message's; 0 for a
    receipt."""
    if is_receipt(reply):
        return 0.0
    body = normalise(_told(reply))
    of_title, of_detail = asked(title, detail)
    return round(max(_share(of_title, body), min(1.0, 2 * _share(of_detail, body))), 3)


def shared_words(title: str, detail: str, reply: str) -> list[str]:
    """Words of the matter that the reply takes up."""
    body = normalise(_told(reply))
    return [word for word in dict.fromkeys(sum(asked(title, detail), ())) if word in body]


def _told(reply: str) -> str:
    left_out = {Part.GREETING, Part.THANKS, Part.DATE, Part.LATER, Part.FORWARD}
    return "".join(clause.words for clause in clauses(reply) if clause.part not in left_out)


def _share(words: tuple[str, ...], body: str) -> float:
    return sum(word in body for word in words) / len(words) if words else 0.0
