"""Invented messages about invented matters."""

import random

from huiying.insight.category.cases import Cases
from huiying.insight.message import Message

MATTERS = {
    "城市管理/供水": ("自来水停水 水管爆裂 水压太低 水质发黄 水表不准", "水务 供水 水龙头 二次加压"),
    "城市管理/道路": ("路面坑洼 路灯不亮 井盖缺失 人行道破损 红绿灯故障", "市政 车辆颠簸 修路 施工围挡"),
    "劳动保障/工资": ("拖欠工资 不发加班费 克扣绩效 工程款未结 辞退不赔偿", "老板 工地 工友 劳动合同 仲裁"),
    "劳动保障/社保": ("养老保险断缴 退休金少算 工伤认定难 医保报销慢 社保转移", "参保 缴费 窗口 退休 单位"),
    "环境保护": ("工厂排污 夜间噪音 油烟扰民 垃圾焚烧 河水发臭", "废气 环保 粉尘 臭味 居民楼"),
}  # fmt: skip
PLACES = ("柳湾", "石桥", "金塘", "白鹭", "青枫", "双井", "云溪", "和风")


def messages(number: int, *, seed: int = 1) -> Cases:
    """So many cases, their categories in turn; every one its own group."""
    rng = random.Random(seed)
    paths = [tuple(list(MATTERS)[n % len(MATTERS)].split("/")) for n in range(number)]
    written = [message("/".join(path), rng) for path in paths]
    return Cases(written, paths, list(range(number)))


def message(category: str, rng: random.Random) -> Message:
    matters, around = (part.split() for part in MATTERS[category])
    place, matter = rng.choice(PLACES), rng.choice(matters)
    other, thing = rng.choice(matters), rng.choice(around)
    days = rng.randint(2, 40)
    return Message(
        f"{place}小区{matter}",
        f"我住在{place}小区，{days}天来{matter}，{thing}也没有人管，去年也有{other}的事，请尽快处理。",
    )
