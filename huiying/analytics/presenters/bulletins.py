"""What the monthly bulletin says, once, for Word and for Excel. Always Chinese: it is an official document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiying.analytics.choices import BY_KEY, LOOP, Shown
from huiying.analytics.presenters.figures import (
    BacklogTable,
    HeatRow,
    Tile,
    TrendTable,
    base_of,
    text_of,
    value_of,
)
from huiying.analytics.queries.boards import Tally

HEAD = ("听到的诉求", "办结", "响应率", "按时办结率", "解决率", "满意率", "重办率")
NUMERALS = "一二三四五六七八九十"
FAIR = (
    "诉求多少不作评价：诉求少不是功，诉求多不是过。",
    "各表按代码排列，不是排名。基数不足10件的比率，一件就会变动很大，请结合基数看。",
    "比率以办件计；解决率、满意率以群众回访所说为准；当天和以后才到期的件不评判。",
)


@dataclass(frozen=True)
class Comparison:
    title: str
    names: Sequence[str]
    tallies: Sequence[Mapping[str, Tally]]
    """For each name, measure → counts."""
    loop: Sequence[Shown] = LOOP

    @property
    def heads(self) -> list[str]:
        return [BULLETIN_NAMES[one.key] for one in self.loop]

    def cells(self, place: int) -> list[tuple[Shown, Tally | None]]:
        return [(one, self.tallies[place].get(one.measure)) for one in self.loop]


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
    heat: Sequence[HeatRow]
    backlog: BacklogTable

    @property
    def title(self) -> str:
        return f"{self.area}{self.month.year}年{self.month.month}月诉求办理情况通报"

    @property
    def summary(self) -> list[str]:
        """The month in sentences."""
        said = {tile.shown.key: tile for tile in self.tiles}
        first = (
            f"{self.month.year}年{self.month.month}月，{self.area}共听到诉求{said['voices'].text}件"
            f"{_beside(said['voices'])}，办结{said['closed'].text}件。"
        )
        rates = "，".join(
            f"{BULLETIN_NAMES[key]}{said[key].text}{_of(said[key])}"
            for key in ("response", "on_time", "solve", "satisfaction", "rework")
        )
        if not self.backlog.is_known:
            return [first, f"{rates}。"]
        late = self.backlog.late
        open_now = f"截至{self.known_until}，在办时限{self.backlog.total}个，其中已逾期{late}个。"
        return [first, f"{rates}。", open_now]


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
    return f"（{tile.change}）" if tile.change else ""


def _of(tile: Tile) -> str:
    return f"（{tile.base}）" if tile.base else ""


def rows_of(one: Comparison) -> list[list[str]]:
    """Names and shown values, each rate with its base."""
    rows = []
    for place, name in enumerate(one.names):
        cells = [
            text_of(shown, tally)
            + (f"（{base_of(shown, tally)}）" if base_of(shown, tally) else "")
            for shown, tally in one.cells(place)
        ]
        rows.append([name, *cells])
    return rows


def values_of(one: Comparison, key: str) -> list[float | None]:
    shown = BY_KEY[key]
    return [value_of(shown, each.get(shown.measure)) for each in one.tallies]
