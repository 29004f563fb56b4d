"""Results as a page shows them: places as ranges, points by item, what stands behind each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, pgettext_lazy

from huiying.appraisal.models import Mark, Objection, Place, Ranking
from huiying.appraisal.rules.gaming import (
    BURST,
    EXCLUSIONS,
    LAST_MINUTES,
    NO_CONTACT,
    OWN_CALLBACKS,
    SAME_REPLIES,
)
from huiying.appraisal.rules.grades import BARELY, BEHIND, EXCELLENT, PASSED
from huiying.appraisal.rules.indicators import Indicator
from huiying.appraisal.rules.inputs import named, two_places, unpacked
from huiying.appraisal.rules.items import HUNDRED
from huiying.appraisal.rules.schemes import Item, Scheme
from huiying.appraisal.rules.standings import Unit, wilson, with_places
from huiying.cases.choices import Channel
from huiying.design.presenters import listed
from huiying.lib.errors import gettext_noop
from huiying.lib.small_cells import LEAST

_WITHOUT_NAME = {
    "Figures of the warehouse as of %(day)s, snapshot %(name)s.": gettext_noop(
        "Figures as of %(day)s."
    )
}
"""Notes of rankings from before → as they are told now."""
FEW = gettext_noop("fewer than %(least)s")
FEW_ANSWERS = gettext_noop(
    "Fewer than %(least)s answers: only the unit and its judges read them, so that nobody is recognised."
)
NOBODY = gettext_noop(
    "There was nothing to divide by: no case or no answer in the period. The scheme says what happens to these points."
)
EMPTY = gettext_noop(
    "Nothing was entered for the period. The scheme says what happens to these points."
)
GRADES: Mapping[str, Any] = {
    EXCELLENT: pgettext_lazy("grade", "Excellent"),
    PASSED: pgettext_lazy("grade", "Passed"),
    BARELY: pgettext_lazy("grade", "Barely passed"),
    BEHIND: pgettext_lazy("grade", "Behind"),
}
PATTERNS: Mapping[str, tuple[Any, Any]] = {
    SAME_REPLIES: (
        pgettext_lazy("finding", "Many replies with the same words"),
        pgettext_lazy("finding", "One cause may need one answer; or nobody looked at the matter."),
    ),
    LAST_MINUTES: (
        pgettext_lazy("finding", "Replies in the last hour before the limit"),
        pgettext_lazy(
            "finding", "Work may be waiting for one signature; or limits are met on paper."
        ),
    ),
    OWN_CALLBACKS: (
        pgettext_lazy("finding", "Judgements taken down by the unit's own people"),
        pgettext_lazy("finding", "Who is judged must not write the judgement down."),
    ),
    EXCLUSIONS: (
        pgettext_lazy("finding", "Suddenly many cases left out of the measures"),
        pgettext_lazy("finding", "A new rule may explain it; or bad cases are taken out."),
    ),
    BURST: (
        pgettext_lazy("finding", "Many judgements by link within ten minutes"),
        pgettext_lazy("finding", "A meeting of neighbours may explain it; or one hand wrote them."),
    ),
    NO_CONTACT: (
        pgettext_lazy("finding", "Answered without a recorded contact"),
        pgettext_lazy("finding", "Contact may not have been written down; or nobody was called."),
    ),
}
"""Name of a check → what was seen, and what it may mean."""


@dataclass(frozen=True)
class Cell:
    """One figure of a unit; k, n and the interval of a rate."""

    column: str
    title: str
    shown: str
    base: str
    interval: str
    indicator: Indicator | None
    why: str = ""
    """Why there is nothing to see."""
    mark: Mark | None = None
    """What was entered by hand, where the reader may know it."""


@dataclass(frozen=True)
class Line:
    """One item of a scheme with what a unit got for it."""

    item: Item
    points: str
    most: str
    cells: list[Cell]


@dataclass(frozen=True)
class Shown:
    """Cases and score of a result, as far as the reader may know them."""

    cases: str
    score: str


def shown_of(place: Place, *, close: bool) -> Shown:
    """Everything to those close to it. Others read no number of very few people, and no score that
    rests on so few that it had no place (P10)."""
    cases = "—" if place.cases is None else str(place.cases)
    score = "—" if place.score is None else str(place.score)
    if close:
        return Shown(cases, score)
    if place.cases is not None and 0 < place.cases < LEAST:
        cases = gettext(FEW) % {"least": LEAST}
    return Shown(cases, "—" if place.rank is None else score)


def notes_of(ranking: Ranking) -> list[str]:
    """The sentences about where the figures come from, in the reader's language. Snapshots have names
    that mean something to their keepers only; those stand among the facts."""
    return [
        gettext(template) % {name: _told(value) for name, value in values.items()}
        if values
        else gettext(template)
        for template, values in ((_WITHOUT_NAME.get(t, t), v) for t, v in ranking.notes)
    ]


def _told(value: Any) -> Any:
    """Channels by name, each with its number where it is large enough to be told."""
    if not isinstance(value, list):
        return value
    named = [(str(Channel(code).label), n) for code, n in value]
    return listed(name if n is None else f"{name} {n}" for name, n in named) or "—"


def places_words(place: Place) -> str:
    """3–9; or one number where nothing else is as likely."""
    if place.rank is None:
        return ""
    return str(place.low) if place.low == place.high else f"{place.low}–{place.high}"


def unit_in(ranking: Ranking, scheme: Scheme, unit: int) -> Unit | None:
    """A unit's inputs, with values that go by place turned into places."""
    found = with_places(scheme, unpacked(ranking.units))
    return next((each for each in found if each.name == named(unit)), None)


def lines_of(
    scheme: Scheme,
    unit: Unit,
    known: Mapping[str, Indicator],
    *,
    close: bool = True,
    marks: Iterable[Mark] = (),
) -> list[Line]:
    """Item by item: the points, and the figures they come from; those who are not close to the result
    read nothing that rests on very few people."""
    lines = []
    entered = {mark.column: mark for mark in marks}
    for item in scheme.items:
        points = item.rule.points(unit.cells, item.points, unit.kind)
        columns = list(item.rule.columns())
        cells = [
            replace(
                _cell(unit, column.name, column.title, known.get(column.name)),
                mark=entered.get(column.name),
            )
            for column in columns
        ]
        shown = "—" if not isinstance(points, Fraction) else str(two_places(points))
        if not close and any(0 < unit.bases.get(column.name, 0) < LEAST for column in columns):
            cells, shown = [_hidden(cell) for cell in cells], "—"
        lines.append(Line(item, shown, plain(item.points), cells))
    return lines


def _hidden(cell: Cell) -> Cell:
    why = gettext(FEW_ANSWERS) % {"least": LEAST}
    return replace(cell, shown="—", base="", interval="", why=why)


def plain(value: Fraction) -> str:
    return f"{float(value):g}"


def _cell(unit: Unit, column: str, title: str, indicator: Indicator | None) -> Cell:
    value = unit.cells.get(column)
    base = unit.bases.get(column)
    shown = value if isinstance(value, str) else "—"
    interval = ""
    if isinstance(value, Fraction):
        shown = str(two_places(value)) + (" %" if base is not None else "")
        if base:
            low, high = wilson(float(value * base / HUNDRED), float(base))
            interval = f"{100 * low:.1f}–{100 * high:.1f} %"
    why = gettext(NOBODY if base == 0 else EMPTY) if value is None else ""
    return Cell(column, title, shown, plain(base) if base else "", interval, indicator, why)


def now_is(cell: Cell) -> str:
    """A figure with what it is now, as a form offers it."""
    values = {"title": cell.title, "value": cell.shown, "base": cell.base}
    if cell.base:
        return gettext("%(title)s (now %(value)s out of %(base)s)") % values
    return gettext("%(title)s (now %(value)s)") % values


def put_right(objection: Objection, titles: Mapping[str, str]) -> str:
    """What an upheld objection put right; blank where it corrected nothing."""
    column = objection.fixed_column
    values = {"title": titles.get(column, column), "value": objection.fixed_value, "base": objection.fixed_base}  # fmt: skip
    if not column:
        return ""
    if objection.fixed_base:
        values["value"] += " %"
        return gettext("Put right: %(title)s %(value)s out of %(base)s") % values
    return gettext("Put right: %(title)s %(value)s") % values


def total_of(scheme: Scheme) -> Decimal:
    return Decimal(str(float(scheme.total)))
