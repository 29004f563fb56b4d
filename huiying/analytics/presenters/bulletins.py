"""What the monthly bulletin says, once, for Word and for Excel. Always Chinese: it is an official document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiying.analytics.choices import LOOP, Shown
from huiying.analytics.presenters.figures import Tile, base_of, text_of, value_of
from huiying.analytics.presenters.pictures import BacklogTable, TrendTable
from huiying.analytics.queries.boards import Tally, scale
from huiying.lib.small_cells import LEAST, suppressed, unreckonable

HEAD = ("听到的诉求", "办结", "响应率", "按时办结率", "解决率", "满意率", "重办率")
COPIES = {
    2: "各市（州）、省直各单位",
    4: "各县（市、区）、市直各单位",
    6: "各乡镇（街道）、县直各单位",
    9: "各村（社区）、各站所",
}
"""Whom it is copied to, by the length of the area's prefix."""
NUMERALS = "一二三四五六七八九十"
FEW = f"不足{LEAST}件"
LEFT_OUT = "不列"
"""In a cell that is small itself or would give away one that is."""
FAIR = (
    "诉求多少不作评价：诉求少不是功，诉求多不是过。",
    "各表按代码排列，不是排名。基数不足10件的比率，一件就会变动很大，请结合基数看。",
    f"不足{LEAST}件的数和以不足{LEAST}件为基数的比率不列，以免认出个人；必要时连带略去相邻的一个数。",
    "表中“–”表示没有应计的件。",
    "比率以办件计；解决率、满意率以群众回访所说为准；当天和以后才到期的件不评判。",
)


PLACES = {2: "各市（州）", 3: "各县（市、区）", 4: "各乡镇（街道）", 5: "各村（社区）"}
"""What areas of a level are called together."""
FEWEST_BARS = 3
"""A picture of fewer says less than the table."""


@dataclass(frozen=True)
class Comparison:
    title: str
    """Who is compared: 各乡镇（街道）, 各部门."""
    of: str
    """By what their figures are counted: where the matter is, or who led."""
    names: Sequence[str]
    tallies: Sequence[Mapping[str, Tally]]
    """For each name, measure → counts."""
    loop: Sequence[Shown] = LOOP
    hidden: frozenset[tuple[int, str]] = frozenset()
    """(place, measure's key) of cells that rest on too few people to be told (P10)."""

    @property
    def has_any(self) -> bool:
        """Whether anything at all was counted; a table of nothing is left out."""
        return any(tally.k or tally.n for one in self.tallies for tally in one.values())

    @property
    def heads(self) -> list[str]:
        return [BULLETIN_NAMES[one.key] for one in self.loop]

    def cells(self, place: int) -> list[tuple[Shown, Tally | None]]:
        """What may be told; None where nothing is known, or it rests on too few."""
        return [
            (one, None if (place, one.key) in self.hidden else self.tallies[place].get(one.measure))
            for one in self.loop
        ]


@dataclass(frozen=True)
class Issue:
    """One bulletin's contents."""

    area: str
    number: str
    month: date
    day: date
    known_until: str
    mark: str
    """Who had it made and when."""
    tiles: Sequence[Tile]
    voices: TrendTable
    voices_values: Sequence[float | None]
    satisfied: TrendTable
    satisfied_values: Sequence[float | None]
    comparisons: Sequence[Comparison]
    heat: Sequence[tuple[str, int | None]]
    """Category and how many; None where so few could be known by it."""
    backlog: BacklogTable
    copies: str = ""
    few: frozenset[str] = frozenset()
    """Keys of the area's own measures that rest on too few people to be told."""

    @property
    def title(self) -> str:
        return f"{self.area}{self.month.year}年{self.month.month}月诉求办理情况通报"

    def told(self, key: str) -> str:
        """One of the area's own measures in words."""
        tile = next(each for each in self.tiles if each.shown.key == key)
        if key in self.few:
            return FEW if tile.shown.counts else f"（基数{FEW}，不列）"
        return f"{tile.text}件" if tile.shown.counts else f"{tile.text}{_of(tile)}"

    @property
    def open_told(self) -> "OpenTold":
        return open_told(self.backlog)

    @property
    def summary(self) -> list[str]:
        """The month in sentences."""
        said = {tile.shown.key: tile for tile in self.tiles}
        voices, closed = self.told("voices"), self.told("closed")
        beside = _beside(said["voices"]) if "voices" not in self.few else ""
        first = f"{self.month.year}年{self.month.month}月，{self.area}共听到诉求{voices}{beside}，办结{closed}。"
        rates = "，".join(
            f"{BULLETIN_NAMES[key]}{self.told(key)}"
            for key in ("response", "on_time", "solve", "satisfaction", "rework")
        )
        if not self.backlog.is_known:
            return [first, f"{rates}。"]
        told = self.open_told
        running = _running(told.total, self.backlog.total)
        late = _running(told.late, self.backlog.late)
        open_now = f"截至{self.known_until}，在办时限{running}，其中已逾期{late}。"
        return [first, f"{rates}。", open_now]


@dataclass(frozen=True)
class OpenTold:
    """What is open, as far as it may be told; None where so few could be known by it (P10)."""

    rows: Sequence[tuple[str, Sequence[int | None], int | None]]
    """Clock, how many by nearness, their sum."""
    total: int | None
    late: int | None

    @property
    def cells(self) -> list[list[str | int]]:
        """Rows of a table."""
        return [
            [label, *(LEFT_OUT if n is None else n for n in (*counts, total))]
            for label, counts, total in self.rows
        ]


def open_told(backlog: BacklogTable) -> OpenTold:
    """Small numbers left out, and whatever they could be reckoned from: each clock's sum, and the two
    numbers of the first section."""
    cells = {("all", "total"): backlog.total, ("all", "late"): backlog.late}
    sums: list[list[tuple[str, str]]] = [[("all", "total")], [("all", "late")]]
    for row in backlog.rows:
        cells |= {(row.clock, near): n for near, n in row.counts.items()}
        cells[row.clock, "total"] = row.total
        sums.append([(row.clock, near) for near in (*row.counts, "total")])
        sums[0].append((row.clock, "total"))
        sums[1].append((row.clock, "late"))
    told = unreckonable(cells, sums)
    rows = [
        (row.label, [told[row.clock, near] for near in row.counts], told[row.clock, "total"])
        for row in backlog.rows
    ]
    return OpenTold(rows, told["all", "total"], told["all", "late"])


BULLETIN_NAMES = {
    "voices": "听到的诉求",
    "closed": "办结",
    "response": "响应率",
    "on_time": "按时办结率",
    "solve": "解决率",
    "satisfaction": "满意率",
    "rework": "重办率",
}


def _beside(tile: Tile) -> str:
    """How many more or fewer than the month before."""
    moved = re.search(r"([+−])([\d,]+)", tile.change)
    if moved is None:
        return "（与上月持平）" if tile.change else ""
    return f"（比上月{'增加' if moved[1] == '+' else '减少'}{moved[2]}件）"


def _running(told: int | None, n: int) -> str:
    """How many clocks, as far as it may be told."""
    if told is not None:
        return f"{told}个"
    return f"不足{LEAST}个" if n < LEAST else "数不列"


def _of(tile: Tile) -> str:
    return f"（{tile.base.replace(' ', '')}件）" if tile.base else ""


def hidden_in(
    loop: Sequence[Shown], tallies: Sequence[Mapping[str, Tally]]
) -> frozenset[tuple[int, str]]:
    """The cells of a table that rest on too few people; where it would be one alone in its column,
    the next smallest with it, so that it cannot be reckoned from the sum."""
    found = set()
    for shown in loop:
        sizes = {place: size_of(shown, one.get(shown.measure)) for place, one in enumerate(tallies)}
        found |= {(place, shown.key) for place, n in suppressed(sizes).items() if n is None}
    return frozenset(found)


def size_of(shown: Shown, tally: Tally | None) -> int:
    """How many a figure rests on: the count itself, or the base of a rate."""
    if tally is None:
        return 0
    if shown.counts:
        return int(getattr(tally, shown.counts))
    return -(-tally.n // scale(shown.measure))


def rows_of(one: Comparison) -> list[list[str]]:
    """Names and shown values, each rate with its base in a line of its own."""
    rows = []
    for place, name in enumerate(one.names):
        cells = []
        for shown, tally in one.cells(place):
            base = size_of(shown, tally) if base_of(shown, tally) else 0
            text = text_of(shown, tally) + (f"\n（{base}）" if base else "")
            cells.append(LEFT_OUT if (place, shown.key) in one.hidden else text)
        rows.append([name, *cells])
    return rows


def values_of(one: Comparison, key: str) -> list[float | None]:
    """For a picture; what is not told leaves a gap."""
    return [
        value_of(shown, tally)
        for place in range(len(one.names))
        for shown, tally in one.cells(place)
        if shown.key == key
    ]
