"""Pictures drawn on the server as SVG: whole coordinates, classes for pages, colours for files.

A page colours them by its style sheet, so that they follow the theme; the colours written into the
marks hold where there is none, as in a file somebody fetched.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from unicodedata import east_asian_width

WIDTH = 420
FILLS = {
    "bar": "#0b6866", "track": "#ecf1f0", "axis": "#75847f", "grid": "#d5dedc", "line": "#0b6866",
    "past": "#75847f", "late": "#ae2a25", "day": "#85500a", "week": "#1f5a94", "later": "#1c6b3c",
    "label": "#50605c", "value": "#15211f", "field": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""
    link: str = ""
    """Where a press on it leads: the cases it stands for."""

    @property
    def fill(self) -> str:
        return FILLS[self.look]


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    anchor: str = "start"
    look: str = "label"

    @property
    def fill(self) -> str:
        return FILLS[self.look]


@dataclass(frozen=True)
class Path:
    points: str
    look: str = "line"

    @property
    def stroke(self) -> str:
        return FILLS[self.look]


@dataclass
class Drawing:
    """What a picture is made of, in a box of width × height units; `label` says it in words."""

    label: str
    height: int
    width: int = WIDTH
    rects: list[Rect] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    dots: list[tuple[float, float, str]] = field(default_factory=list)
    fields: list[Rect] = field(default_factory=list)
    """Unseen, over the marks: they make a thin mark easy to press."""
    texts: list[Text] = field(default_factory=list)


Value = float | None
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 12, 24


@dataclass(frozen=True)
class Point:
    """A month of a trend: its name, value, what it says, and where its cases are."""

    name: str
    value: Value
    words: str
    link: str = ""


def trend(label: str, points: Sequence[Point], *, rate: bool) -> Drawing:
    """Months from left to right: columns for counts, a line for rates. Gaps stay gaps."""
    drawing = Drawing(label, 200)
    low, high, marks = _axis([one.value for one in points if one.value is not None], rate=rate)
    wide, tall = WIDTH - LEFT - RIGHT, drawing.height - TOP - BOTTOM

    def y(value: float) -> float:
        return round(TOP + tall * (high - value) / (high - low), 1)

    for mark in marks:
        text = f"{mark:g}%" if rate else f"{mark:,.0f}"
        drawing.rects.append(Rect(LEFT, y(mark), wide, 0.75, "grid"))
        drawing.texts.append(Text(LEFT - 6, y(mark) + 4, text, "end"))
    step = wide / max(1, len(points))
    centres = [round(LEFT + step * (place + 0.5), 1) for place in range(len(points))]
    if rate:
        heights = [None if one.value is None else y(one.value) for one in points]
        _line(drawing, centres, heights, [one.words for one in points])
    else:
        for centre, one in zip(centres, points, strict=True):
            if one.value:
                box = (round(centre - step * 0.3, 1), y(one.value), round(step * 0.6, 1))
                drawing.rects.append(Rect(*box, round(y(0) - y(one.value), 1), "bar", one.words))
    for centre, one in zip(centres, points, strict=True):
        if one.link:
            left = round(centre - step / 2, 1)
            over = Rect(left, TOP, round(step, 1), tall, "field", one.words, one.link)
            drawing.fields.append(over)
    _months(drawing, centres, [one.name for one in points])
    return drawing


def _months(drawing: Drawing, centres: Sequence[float], names: Sequence[str]) -> None:
    """The first, the middle and the last; nothing is cut off at the edges."""
    low, last = drawing.height - 6, len(names) - 1
    if last > 1:
        drawing.texts.append(Text(centres[last // 2], low, names[last // 2], "middle"))
    if last > 0:
        drawing.texts.append(Text(WIDTH - RIGHT, low, names[last], "end"))
    if names:
        drawing.texts.append(Text(LEFT, low, names[0], "start"))


def _line(
    drawing: Drawing, centres: Sequence[float], heights: Sequence[Value], shown: Sequence[str]
) -> None:
    run: list[str] = []
    for x, y, text in [*zip(centres, heights, shown, strict=True), (0.0, None, "")]:
        if y is None:
            if len(run) > 1:
                drawing.paths.append(Path(" ".join(run)))
            run = []
        else:
            run.append(f"{x},{y}")
            drawing.dots.append((x, y, text))


def _axis(values: Sequence[float], *, rate: bool) -> tuple[float, float, list[float]]:
    """Lowest and highest of the axis and its marks. A rate's axis may begin above zero: it is a
    line; columns always begin at zero."""
    if not values:
        return 0, (100 if rate else 1), [0, 100 if rate else 1]
    if rate:
        low = max(0, min(90, int(min(values)) // 10 * 10))
        return low, 100, [low, (low + 100) / 2, 100]
    top = max(values) or 1
    size = 10 ** (len(str(int(top))) - 1)
    high = next(each for each in (1 * size, 2 * size, 5 * size, 10 * size) if each >= top)
    return 0, high, [0, high / 2, high] if high > 1 else [0, 1]


ROW = 26
NAME = 18
"""Half widths that a row's name may take: nine Chinese signs, or twice as many Latin letters."""


def shortened(name: str) -> str:
    """The name, cut where it would run into its bar."""
    taken = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in name))
    if not taken or taken[-1] <= NAME:
        return name
    return name[: bisect_right(taken, NAME - 2)].rstrip() + "…"


def compared(
    label: str, rows: Sequence[tuple[str, Value, str]], top: float | None = None
) -> Drawing:
    """One bar a row: name, value, text."""
    drawing = Drawing(label, ROW * max(1, len(rows)) + 4)
    highest = top or max((value or 0 for _, value, _ in rows), default=0) or 1
    left, wide = 120, WIDTH - 120 - 70
    for place, (name, value, text) in enumerate(rows):
        y = place * ROW + 4
        drawing.texts.append(Text(left - 8, y + 14, shortened(name), "end", "value"))
        drawing.rects.append(Rect(left, y + 3, wide, 14, "track"))
        width = round(wide * min(1.0, (value or 0) / highest), 1)
        drawing.rects.append(Rect(left, y + 3, width, 14, "bar", f"{name} {text}"))
        drawing.texts.append(Text(WIDTH - 4, y + 14, text, "end", "value"))
    return drawing


@dataclass(frozen=True)
class Share:
    """A part of a bar: its look, how many, what they are, and where their cases are."""

    look: str
    n: int
    words: str
    link: str = ""


def stacked(label: str, rows: Sequence[tuple[str, Sequence[Share]]]) -> Drawing:
    """One bar a row made of parts."""
    drawing = Drawing(label, ROW * max(1, len(rows)) + 4)
    highest = max((sum(one.n for one in parts) for _, parts in rows), default=0) or 1
    left, wide = 120, WIDTH - 120 - 60
    for place, (name, parts) in enumerate(rows):
        y, x = place * ROW + 4, float(left)
        drawing.texts.append(Text(left - 8, y + 14, shortened(name), "end", "value"))
        for one in parts:
            width = round(wide * one.n / highest, 1)
            said = f"{name} · {one.words} {one.n}"
            box = (round(x, 1), y, width)
            if one.n:
                drawing.rects.append(Rect(box[0], y + 3, width, 14, one.look, said))
            if one.n and one.link:
                drawing.fields.append(Rect(*box, ROW - 6, "field", said, one.link))
            x += width
        total = sum(one.n for one in parts)
        drawing.texts.append(Text(WIDTH - 4, y + 14, f"{total:,}", "end", "value"))
    return drawing
