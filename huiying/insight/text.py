"""What people write, in the form in which models and comparisons see it."""

import re
from functools import lru_cache

import rjieba

NUMBERS = re.compile(r"\d+(?:\.\d+)?")
SENTENCE_ENDS = re.compile(r"(?<=[。！？!?；;\n])\s*")
PLACE_CODE = re.compile(r"(?<![a-z0-9])[a-z]\d{0,2}(?:市|区|县)(?:区|县)?")
"""Areas of which only a code is left, as in `a市b3区`."""
# fmt: off
BOILERPLATE = frozenset([
    "尊敬", "敬爱", "您好", "你好", "领导", "书记", "市长", "县长", "区长", "局长",
    "市委", "县委", "区委", "反映", "投诉", "咨询", "请问", "请求", "恳请", "希望",
    "建议", "谢谢", "感谢", "此致", "敬礼", "望", "盼", "回复", "答复", "处理",
    "解决", "问题", "关于", "有关", "相关", "部门", "政府", "百忙之中", "打扰", "居民",
    "市民", "群众", "老百姓", "情况",
])
# fmt: on
"""Words of address and request that say nothing of the matter."""


def words(normal: str) -> list[str]:
    """The words of a normalised text; signs and spaces are left out."""
    return [word for word in rjieba.cut(normal) if word.isalnum()]


def content_words(normal: str) -> list[str]:
    """Words that tell of the matter: without boilerplate, place codes and single characters."""
    bare = PLACE_CODE.sub(" ", normal)
    return [word for word in words(bare) if len(word) > 1 and word not in BOILERPLATE]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing sign, none empty."""
    return [part for part in SENTENCE_ENDS.split(text) if part.strip()]


@lru_cache(maxsize=4096)
def is_word(word: str) -> bool:
    """Does the dictionary of the segmenter hold it?"""
    return bool(rjieba.has_word(word))
