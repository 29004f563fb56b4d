"""How many wrong codes are borne, what sounds like danger, and what a text is called. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from huiying.lib.text import normalise_text

WINDOW = timedelta(minutes=15)
NUMBER_LIMIT = 5
"""Wrong codes for one receipt number within WINDOW; one code of six digits is guessed in years."""
ADDRESS_LIMIT = 20
"""Wrong tries from one address, which a whole village may share."""
PHONE_LIMIT = 3
"""Codes sent to one telephone within WINDOW."""
SEND_LIMIT = 300
"""Requests and uploads from one address within WINDOW; a telephone network shares few addresses."""

MOST_FILES = 5
MOST_TEXT = 5000
MOST_TITLE = 60
TITLE_FROM_TEXT = 30


def opens_at(tries: Sequence[datetime], limit: int) -> datetime | None:
    """When the next try is taken after these (oldest first, all within WINDOW); None: at once."""
    return tries[-limit] + WINDOW if len(tries) >= limit else None


def minutes_until(opens: datetime, now: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -int((now - opens).total_seconds() // 60))


def plain(words: str, longest: int = 60) -> str:
    """Words to look for, without what no database takes."""
    return words.replace("\x00", "").strip()[:longest]


def title_of(text: str) -> str:
    """The first sentence of a text, shortened to TITLE_FROM_TEXT characters."""
    first = re.split(r"[。！？!?\n]|\.\s", text.strip(), maxsplit=1)[0].strip(" ，,；;：:")
    line = re.sub(r"\s+", " ", first or text.strip())
    return line if len(line) <= TITLE_FROM_TEXT else f"{line[: TITLE_FROM_TEXT - 1]}…"


DANGER = [
    "着火",
    "起火",
    "失火",
    "火灾",
    "冒烟",
    "爆炸",
    "燃气泄漏",
    "煤气泄漏",
    "天然气泄漏",
    "煤气味",
    "触电",
    "漏电",
    "溺水",
    "落水",
    "晕倒",
    "昏迷",
    "中毒",
    "流血",
    "受伤",
    "被困",
    "塌方",
    "滑坡",
    "山洪",
    "倒塌",
    "持刀",
    "砍人",
    "杀人",
    "打人",
    "绑架",
    "抢劫",
    "拐卖",
    "家暴",
    "跳楼",
    "自杀",
    "轻生",
    "不想活",
]
_DANGER_EN = re.compile(
    r"\b(?:on fire|fire|smoke|explosion|gas leak|electric shock|drown\w*|unconscious|poison\w*|"
    r"bleeding|injured|trapped|landslide|collapsed|knife|kill\w*|kidnap\w*|robb\w*|suicide)\b"
)


def danger_words(text: str) -> list[str]:
    """What in a text may mean that somebody is in danger now."""
    plain = normalise_text(text)
    return [word for word in DANGER if word in plain] + _DANGER_EN.findall(plain)
