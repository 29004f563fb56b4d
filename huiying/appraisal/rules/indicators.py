"""Indicators: what a column of a scheme means, and which measure counts it (SD-74)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from huiying.appraisal.rules.adding_up import decimal
from huiying.appraisal.rules.fields import ONE_OF, Fields
from huiying.appraisal.rules.schemes import SchemeFault
from huiying.appraisal.rules.voices import counts_voices
from huiying.lib.errors import gettext_noop
from huiying.lib.toml import fault

PERIODS = ("month", "quarter", "year")
LEVELS = ("unit", "village", "township", "county", "city")
DIRECTIONS = ("more", "fewer", "neither")
COUNTED = ("neither",)
VOICES = frozenset({"cases", "visits"})
"""Measures that count what people bring forward."""


@dataclass(frozen=True)
class Indicator:
    """numerator / denominator × factor, of a unit and a period.

    `measure` names what the warehouse counts; without one the figure is entered by hand. `direction`
    says what is better: more, fewer, or neither (told as information only). The three notes answer
    whether people care about it, whether they can perceive it, and whether it can be operated.
    """

    key: str
    title: str
    measure: str
    numerator: str
    denominator: str
    factor: Fraction
    period: str
    level: str
    classes: str
    source: str
    direction: str
    target: Fraction | None
    cared_for: str
    perceivable: str
    operable: str


def read_indicators(text: str, name: str, measures: frozenset[str]) -> Iterator[Indicator]:
    """All indicators of a file. Raises SchemeFault with a sentence."""
    try:
        whole = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeFault(
            gettext_noop("%(name)s cannot be read: %(why)s."), name=name, why=fault(error, text)
        ) from error
    top = Fields(whole, name)
    tables = top.tables("indicator")
    top.done()
    for values in tables:
        yield _indicator(values, name, measures)


def _indicator(values: object, name: str, measures: frozenset[str]) -> Indicator:
    fields = Fields(values, f"{name}, indicator")
    key = fields.text("id")
    fields.where = key
    measure = fields.text("measure", "")
    if measure and measure not in measures:
        raise fields.fault("measure", ONE_OF, choices=", ".join(sorted(measures)))
    factor = fields.positive("factor", Fraction(100))
    found = Indicator(
        key=key,
        title=fields.text("title"),
        measure=measure,
        numerator=fields.text("numerator"),
        denominator=fields.text("denominator"),
        factor=factor,
        period=fields.choice("period", PERIODS, "month"),
        level=fields.choice("level", LEVELS, "unit"),
        classes=fields.text("classes", ""),
        source=fields.text("source"),
        direction=fields.choice("direction", DIRECTIONS, "more"),
        target=fields.number("target") if fields.has("target") else None,
        cared_for=fields.text("cared_for"),
        perceivable=fields.text("perceivable"),
        operable=fields.text("operable"),
    )
    fields.done()
    _check(found)
    return found


def check_reachable(found: Indicator) -> None:
    """Refuse a target that no share reaches; asked of new texts, for old ones stay readable."""
    if found.target is not None and found.target > found.factor:
        raise SchemeFault(
            gettext_noop("“%(title)s” has the target %(target)s, but it reaches at most %(most)s. Please lower the target."),
            title=found.title, target=decimal(found.target), most=decimal(found.factor),
        )  # fmt: skip


def counts(found: Indicator) -> bool:
    """Whether an indicator counts requests or complaints, by its name or by what it measures."""
    named = counts_voices(found.key) or counts_voices(found.title)
    return named or found.measure in VOICES


def _check(found: Indicator) -> None:
    if counts(found) and found.direction not in COUNTED:
        raise SchemeFault(
            gettext_noop("“%(title)s” counts requests or complaints. It may be shown as information (direction = \"neither\"), but more or fewer of them is neither better nor worse."),
            title=found.title,
        )  # fmt: skip


def as_toml(found: Indicator) -> str:
    """One indicator as its file has it, for the editor."""
    texts = ("measure", "numerator", "denominator", "period", "level", "classes", "source", "direction", "cared_for", "perceivable", "operable")  # fmt: skip
    lines = ["[[indicator]]", f"id = {_quoted(found.key)}", f"title = {_quoted(found.title)}"]
    lines += [f"{name} = {_quoted(getattr(found, name))}" for name in texts if getattr(found, name)]
    lines.append(f"factor = {decimal(found.factor)}")
    if found.target is not None:
        lines.append(f"target = {decimal(found.target)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'
