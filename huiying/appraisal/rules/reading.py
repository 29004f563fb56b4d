"""Reads a scheme from TOML and refuses, with a sentence, one that cannot be right."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import cast

from huiying.appraisal.rules.adding_up import check_columns, check_sums
from huiying.appraisal.rules.fields import Fields
from huiying.appraisal.rules.items import (
    HUNDRED,
    ONE,
    AllOrNothing,
    Count,
    Evidence,
    Given,
    Measure,
    Missing,
    Places,
    Rate,
    Raters,
    Rubric,
    Rule,
    Steps,
    Threshold,
    Votes,
)
from huiying.appraisal.rules.schemes import Adjustment, Item, Ranking, Scheme, SchemeFault, Veto
from huiying.lib.errors import gettext_noop
from huiying.lib.toml import fault

FIVE = Fraction(5)
PROVEN_FAKING = "proven-faking"


def read_scheme(text: str, name: str) -> Scheme:
    """The scheme of a file's text; `name` is how sentences call the file. Raises SchemeFault."""
    try:
        whole = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeFault(
            gettext_noop("%(name)s is not a scheme that can be read: %(why)s."),
            name=name, why=fault(error, text),
        ) from error  # fmt: skip
    top = Fields(whole, name)
    scheme = Scheme(
        key=top.text("id"),
        version=top.whole("version", 1, least=1),
        title=top.text("title"),
        about=top.text("about", ""),
        total=top.positive("total", HUNDRED),
        items=_items(top, cast(Missing, top.choice("missing", _MISSING, "spread"))),
        groups=_groups(top.tables("group"), name),
        adjustments=(
            *_adjustments(top.tables("bonus"), "bonus", ONE),
            *_adjustments(top.tables("penalty"), "penalty", -ONE),
        ),
        vetoes=_vetoes(top.tables("veto")),
        bonus_most=top.number("bonus_most", FIVE),
        penalty_most=top.number("penalty_most", FIVE),
        ranking=_ranking(top.left.pop("ranking", {}), name),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    top.text("source", "")
    top.done()
    check_sums(scheme, name)
    check_columns(scheme)
    return scheme


_MISSING = ("spread", "zero", "refuse")


def _items(top: Fields, missing: Missing) -> tuple[Item, ...]:
    found = [_item(each, number, missing) for number, each in enumerate(top.tables("item"), 1)]
    if not found:
        raise SchemeFault(
            gettext_noop("%(name)s has no [[item]]. Please give the scheme at least one."),
            name=top.where,
        )
    return tuple(found)


def _item(values: object, number: int, missing: Missing) -> Item:
    fields = Fields(values, f"item {number}")
    key = fields.text("id")
    fields.where = f"item {number} ({key})"
    points = fields.positive("points")
    title = fields.text("title")
    reader = _RULES[fields.choice("rule", tuple(_RULES))]
    item = Item(
        key=key,
        title=title,
        points=points,
        rule=reader(fields, title, points),
        missing=cast(Missing, fields.choice("missing", _MISSING, missing)),
        group=fields.text("group", ""),
    )
    fields.done()
    return item


def _measure(fields: Fields) -> Measure:
    return cast(Measure, fields.choice("of", ("rate", "number"), "rate"))


def _rate(fields: Fields, title: str, points: Fraction) -> Rule:
    target = fields.targets("target") if fields.has("target") else None
    turned = fields.flag("fewer_is_better")
    for mark in (target.default, *target.by_class.values()) if target else ():
        if mark > HUNDRED or mark == (HUNDRED if turned else 0):
            raise fields.fault("target", gettext_noop("a rate between 0 and 100 per cent"))
    return Rate(fields.text("column"), title, target, turned)


def _threshold(fields: Fields, title: str, points: Fraction) -> Rule:
    return Threshold(
        fields.text("column"),
        title,
        at=fields.targets("at"),
        each=fields.positive("each"),
        measure=_measure(fields),
        step=fields.positive("step", ONE),
        whole=fields.flag("whole_steps"),
        turned=fields.flag("fewer_is_better"),
    )


def _steps(fields: Fields, title: str, points: Fraction) -> Rule:
    steps = fields.pairs("steps")
    if max(worth for _, worth in steps) != points:
        raise fields.fault(
            "steps",
            gettext_noop("a table whose best step is worth the item's %(points)s points"),
            points=points,
        )
    if len({mark for mark, _ in steps}) != len(steps):
        raise fields.fault("steps", gettext_noop("a table in which no mark stands twice"))
    turned = fields.flag("fewer_is_better")
    return Steps(fields.text("column"), title, steps, turned, measure=_measure(fields))


def _count(fields: Fields, title: str, points: Fraction) -> Rule:
    return Count(fields.text("column"), title, fields.positive("each"))


def _all(fields: Fields, title: str, points: Fraction) -> Rule:
    column = fields.text("column")
    if not fields.has("at"):
        return AllOrNothing(column, title)
    turned = fields.flag("fewer_is_better")
    return AllOrNothing(column, title, fields.targets("at"), turned, measure=_measure(fields))


def _places(fields: Fields, title: str, points: Fraction) -> Rule:
    places = fields.numbers("places")
    rest = fields.number("rest", Fraction(0))
    if max(places) != points or list(places) != sorted(places, reverse=True) or rest > places[-1]:
        raise fields.fault(
            "places",
            gettext_noop("falling points, the first place being worth %(points)s"),
            points=points,
        )
    return Places(fields.text("column"), title, places, rest, fields.flag("fewer_is_better"))


def _votes(fields: Fields, title: str, points: Fraction) -> Rule:
    raters = tuple(_raters(each, fields.where) for each in fields.tables("raters"))
    if sum(each.weight for each in raters) != 1:
        raise fields.fault("raters", gettext_noop("groups whose weights add up to 1"))
    return Votes(raters, fields.positive("out_of", HUNDRED))


def _raters(values: object, where: str) -> Raters:
    fields = Fields(values, f"{where}, raters")
    raters = Raters(fields.text("column"), fields.text("title"), fields.positive("weight"))
    fields.done()
    return raters


def _evidence(fields: Fields, title: str, points: Fraction) -> Rule:
    pieces = []
    for values in fields.tables("pieces"):
        piece = Fields(values, f"{fields.where}, pieces")
        pieces.append((piece.text("column"), piece.text("title")))
        piece.done()
    if not pieces:
        raise fields.fault("pieces", gettext_noop("a list of what has to be shown"))
    return Evidence(tuple(pieces), fields.positive("each", points / len(pieces)))


def _rubric(fields: Fields, title: str, points: Fraction) -> Rule:
    grades = fields.table("grades")
    if max(grades.values()) != points:
        raise fields.fault(
            "grades",
            gettext_noop("grades of which the best is worth %(points)s points"),
            points=points,
        )
    return Rubric(fields.text("column"), title, grades, fields.text("means", ""))


def _given(fields: Fields, title: str, points: Fraction) -> Rule:
    fields.text("means", "")
    return Given(fields.text("column"), title, fields.text("by"), points)


_RULES: dict[str, Callable[[Fields, str, Fraction], Rule]] = {
    "rate": _rate,
    "threshold": _threshold,
    "steps": _steps,
    "count": _count,
    "all-or-nothing": _all,
    "places": _places,
    "votes": _votes,
    "evidence": _evidence,
    "rubric": _rubric,
    "given": _given,
}


def _groups(tables: Iterable[object], name: str) -> dict[str, tuple[str, Fraction]]:
    groups = {}
    for values in tables:
        fields = Fields(values, f"{name}, group")
        groups[fields.text("id")] = (fields.text("title"), fields.positive("points"))
        fields.done()
    return groups


def _adjustments(tables: Iterable[object], word: str, sign: Fraction) -> Iterable[Adjustment]:
    for values in tables:
        fields = Fields(values, word)
        column = fields.text("column")
        fields.where = f"{word} ({column})"
        yield Adjustment(
            column,
            fields.text("title"),
            sign * fields.positive("each", ONE),
            fields.positive("most", FIVE),
            not fields.flag("required"),
        )
        fields.done()


def _vetoes(tables: Iterable[object]) -> tuple[Veto, ...]:
    found = []
    for values in tables:
        fields = Fields(values, "veto")
        if fields.text("because", "") != PROVEN_FAKING:
            raise SchemeFault(
                gettext_noop("A veto ends a whole year's work at nought, so it is kept for faking that was proven: write because = \"%(because)s\", or use a penalty."),
                because=PROVEN_FAKING,
            )  # fmt: skip
        found.append(Veto(fields.text("column"), fields.text("title")))
        fields.done()
    return tuple(found)


def _ranking(values: object, name: str) -> Ranking:
    fields = Fields(values, f"{name}, ranking")
    ranking = Ranking(
        prior=fields.positive("prior", Fraction(10)),
        fewest_cases=fields.whole("fewest_cases", 10, least=10),
        fewest_units=fields.whole("fewest_units", 1, least=1),
    )
    fields.done()
    return ranking
