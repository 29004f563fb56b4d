"""Counts in words: a rate with its base, a tile with what it was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huiying.analytics.choices import LOOP, TOOK, Shown
from huiying.analytics.presenters.charts import Drawing, compared
from huiying.analytics.queries.boards import Own, Tally, scale
from huiying.analytics.rules import Period
from huiying.appraisal.rules.rolling import DURATIONS, HOUR, hour_reached
from huiying.lib.rounding import half_up

GOOD_DOWN = frozenset({"rework"})
"""Measures that are better when they fall."""


def value_of(shown: Shown, tally: Tally | None) -> float | None:
    """The number a picture draws: a count, or per cent."""
    if tally is None:
        return None
    if shown.counts:
        return float(getattr(tally, shown.counts))
    return 100 * tally.k / tally.n if tally.n else None


def text_of(shown: Shown, tally: Tally | None) -> str:
    """“1,204”, “96.35 %”, or a dash where there is no base."""
    if shown.counts:
        count = 0 if tally is None else getattr(tally, shown.counts)
        return number_format(count, use_l10n=True, force_grouping=True)
    if tally is None or not tally.n:
        return "–"
    return f"{half_up(100 * tally.k, tally.n, 2)}%"


def base_of(shown: Shown, tally: Tally | None) -> str:
    """“of 120”: what a rate is taken of."""
    if shown.counts or tally is None or not tally.n:
        return ""
    n = Fraction(tally.n, scale(shown.measure))
    whole = half_up(n.numerator, n.denominator, 0 if n.denominator == 1 else 1)
    return _("of %(n)s") % {"n": number_format(whole, use_l10n=True, force_grouping=True)}


def is_any(shown: Shown, tally: Tally | None) -> bool:
    """Whether any case stands behind a figure."""
    return tally is not None and bool(getattr(tally, shown.counts) if shown.counts else tally.n)


def plain(shown: Shown, tally: Tally) -> dict[str, float | str | None]:
    """As programs read it: a count, or k of n and per cent as written on the page (none without a base)."""
    by = scale(shown.measure)
    if shown.counts:
        return {"count": getattr(tally, shown.counts)}
    k, n = (each if by == 1 else round(each / by, 6) for each in (tally.k, tally.n))
    percent = str(half_up(100 * tally.k, tally.n, 2)) if tally.n else None
    return {"k": k, "n": n, "percent": percent}


@dataclass(frozen=True)
class Tile:
    shown: Shown
    text: str
    base: str
    change: str
    tone: str
    is_chosen: bool
    is_any: bool = False
    """Whether any case stands behind it."""


def tiles(own: Own, period: Period, chosen: Shown, loop: Sequence[Shown] = LOOP) -> list[Tile]:
    """The loop at a glance."""
    before = period.before()
    found = []
    for shown in loop:
        now = own.of(shown.measure, period.first, period.last)
        then = own.of(shown.measure, before.first, before.last)
        change, tone = _change(shown, now, then)
        found.append(
            Tile(
                shown,
                text_of(shown, now),
                base_of(shown, now),
                change,
                tone,
                shown == chosen,
                is_any(shown, now),
            )
        )
    return found


def _change(shown: Shown, now: Tally, then: Tally) -> tuple[str, str]:
    """In words against the period before; empty without one."""
    new, old = value_of(shown, now), value_of(shown, then)
    if new is None or old is None or (shown.counts and not old):
        return "", ""
    rise = Decimal(str(round(new - old, 2)))
    if not rise:
        return _("as before"), ""
    sign = "+" if rise > 0 else "−"
    if shown.counts:
        amount = number_format(int(abs(rise)), use_l10n=True, force_grouping=True)
        return _("%(change)s against the period before") % {"change": f"{sign}{amount}"}, ""
    well = (rise > 0) != (shown.key in GOOD_DOWN)
    words = _("%(change)s points against the period before")
    return words % {"change": f"{sign}{abs(rise):.2f}"}, "success" if well else "warning"


@dataclass(frozen=True)
class Line:
    """One of those compared."""

    kind: str
    key: str
    name: str
    width: float
    cells: Sequence[tuple[str, str, str]]
    """Text, base, and the figure's key where any case stands behind it."""
    cases: str


@dataclass(frozen=True)
class Group:
    """Like beside like."""

    title: str
    lines: Sequence[Line]
    drawing: Drawing
    shown: Shown
    loop: Sequence[Shown]
    alone: str = ""
    """What the address of the cases says besides: the unit without those below it."""


Named = tuple[str, str, str, str]
"""Kind, key, name, query of the case list."""


def group_of(
    title: str,
    rows: Sequence[Named],
    tallies: Mapping[tuple[str, str], Tally],
    chosen: Shown,
    loop: Sequence[Shown] = LOOP,
) -> Group:
    """The rows of one group in their own order: a comparison, no ranking."""
    values = [value_of(chosen, tallies.get((key, chosen.measure))) for _kind, key, *_ in rows]
    top = 100.0 if not chosen.counts else max((v or 0 for v in values), default=0) or 1
    lines = []
    for (kind, key, name, query), value in zip(rows, values, strict=True):
        own = [(one, tallies.get((key, one.measure))) for one in loop]
        cells = [
            (text_of(one, tally), base_of(one, tally), one.key if is_any(one, tally) else "")
            for one, tally in own
        ]
        lines.append(Line(kind, key, name, round(100 * (value or 0) / top, 1), cells, query))
    drawn = [
        (line.name, value, text_of(chosen, tallies.get((line.key, chosen.measure))))
        for line, value in zip(lines, values, strict=True)
    ]
    label = f"{title} · {chosen.label}"
    return Group(title, lines, compared(label, drawn, top), chosen, loop)


@dataclass(frozen=True)
class HeatRow:
    code: str
    name: str
    cells: Sequence[tuple[str, int, int]]
    """Address of its area's cases, count, warmth from 0 to 5."""
    total: int
    """Of the whole area: with what lies in none of the places."""


def heat_rows(
    groups: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    counts: Mapping[tuple[str, str], int],
    whole: str,
) -> list[HeatRow]:
    """Categories (code, name) by places (key, address of its cases), and of the area whose key is
    `whole`; the hottest cell is 5."""
    shown = {key for key, _ in columns}
    top = max((n for (key, _), n in counts.items() if key in shown), default=0) or 1
    rows = []
    for code, name in groups:
        cells = []
        for key, address in columns:
            n = counts.get((key, code), 0)
            warmth = 0 if not n else max(1, -(-5 * n // top))
            cells.append((address, n, warmth))
        rows.append(HeatRow(code, name, cells, counts.get((whole, code), 0)))
    return sorted(rows, key=lambda row: (-row.total, row.code))


@dataclass(frozen=True)
class Took:
    """How long answers took, in working hours."""

    key: str
    label: str
    answered: int
    mean: str
    median: str
    slow: str
    """By when nine of ten were answered."""


def took(own: Own, period: Period) -> list[Took]:
    """Mean, median and 90 % of the whole period: from how often each length occurred, month by month."""
    found = []
    for measure in DURATIONS:
        tally = own.of(measure, period.first, period.last)
        hours: Mapping[int, int] = own.hours.get(measure, {})
        if not tally.n:
            continue
        mean = half_up(tally.k, tally.n * HOUR, 1)
        found.append(
            Took(
                measure, str(TOOK[measure]), tally.n, _hours(mean),
                _hours(hour_reached(hours, 50)), _hours(hour_reached(hours, 90)),
            )
        )  # fmt: skip
    return found


def _hours(value: Decimal | int | None) -> str:
    return "–" if value is None else _("%(n)s h") % {"n": value}
