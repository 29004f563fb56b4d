"""What a ranking is computed from, written down so that it comes out again bit for bit.

Fractions are kept as "123/7", words as "=word", nothing as None; the whole as canonical JSON.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from huiying.appraisal.rules.items import HUNDRED, NOUGHT, Column
from huiying.appraisal.rules.numbers import Number
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Standing, Unit
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.rounding import half_up
from huiying.warehouse.worth import Ratio, both

NO_ANSWERS = Ratio(0, 0)
Cell = Fraction | str | None
NUMBER = re.compile(r"\d{1,12}(\.\d{1,10})?", re.ASCII)
YES, NO = ("1", "yes", "是", "有"), ("0", "no", "否", "无")
NOT_A_NUMBER = gettext_noop(
    "“%(text)s” cannot stand in “%(column)s”: please write a number from 0 on."
)
TOO_MUCH = gettext_noop("“%(column)s” goes up to %(most)s.")
NOT_A_WORD = gettext_noop(
    "“%(text)s” cannot stand in “%(column)s”. Please choose one of: %(words)s."
)
GAP = gettext_noop(
    "“%(unit)s” has nothing in “%(item)s”, and the scheme allows no gap there. Please enter it first."
)


class Known(NamedTuple):
    """A unit with what is known of it before it is judged."""

    pk: int
    name: str
    cases: Fraction
    counts: Mapping[str, Ratio]
    """Of each measured rate."""
    marks: Mapping[str, Cell]
    kind: str = ""


def folded(counts: Mapping[int, Ratio], heir_of: Mapping[int, int]) -> dict[int, Ratio]:
    """The counts of units that were merged or renamed, added to whoever took over."""
    total: dict[int, Ratio] = {}
    for unit, rate in counts.items():
        heir = heir_of.get(unit, unit)
        total[heir] = both(total[heir], rate) if heir in total else rate
    return total


def parsed(text: str, column: Column) -> Cell:
    """What somebody entered, as the scheme reads it. Raises NotPossible."""
    plain = text.strip()
    if not plain:
        return None
    if column.measure == "word":
        return _one_of(plain, column.words, column)
    if column.measure == "yes":
        return Fraction(_one_of(plain.casefold(), YES + NO, column) in YES)
    return _number(plain, column)


def _one_of(word: str, words: Sequence[str], column: Column) -> str:
    if word not in words:
        raise NotPossible(NOT_A_WORD, text=word, column=column.title, words=", ".join(words))
    return word


def _number(plain: str, column: Column) -> Fraction:
    digits = plain.removesuffix("%")
    if not NUMBER.fullmatch(digits):
        raise NotPossible(NOT_A_NUMBER, text=plain, column=column.title)
    value = Fraction(digits)
    most = HUNDRED if column.measure == "rate" else column.most
    if most is not None and value > most:
        raise NotPossible(TOO_MUCH, column=column.title, most=f"{float(most):g}")
    return value


def to_judge(scheme: Scheme, known: Iterable[Known]) -> list[Unit]:
    """The rows of the ranking. Raises NotPossible for a gap the scheme does not allow."""
    units = []
    columns, strict = list(scheme.columns()), [i for i in scheme.items if i.missing == "refuse"]
    names = [column.name for column in columns]
    rates = [column.name for column in columns if column.measure == "rate"]
    for each in known:
        marks = each.marks
        cells: dict[str, Number | str | None] = {name: marks.get(name) for name in names}
        counts = {name: rate for name in rates if (rate := each.counts.get(name)) and rate.n}
        entered_bases = {
            name: NOUGHT if cells[name] is None else each.cases
            for name in rates
            if name not in counts
        }
        unit = Unit(named(each.pk), cells, entered_bases, each.cases, "", each.kind, counts)
        for item in strict:
            if item.rule.points(unit.cells, item.points, each.kind) is None:
                raise NotPossible(GAP, unit=each.name, item=item.title)
        units.append(unit)
    return units


def relevant(scheme: Scheme, units: Sequence[Unit]) -> list[Unit]:
    """Units with the rates that nobody in the group has left out of what a unit must rest on."""
    given = {
        column
        for column in scheme.rates()
        if any(column in unit.counts or unit.entered.get(column) is not None for unit in units)
    }
    return [
        u._replace(
            entered_bases={column: n for column, n in u.entered_bases.items() if column in given}
        )
        for u in units
    ]


def named(pk: int) -> str:
    """Names order the draws; numbers of one length order as numbers do."""
    return f"{pk:012}"


def packed(units: Sequence[Unit], names: Mapping[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "unit": int(unit.name),
            "name": names[int(unit.name)],
            "cases": written(unit.cases),
            "class": unit.kind,
            "cells": {column: written(cell) for column, cell in sorted(unit.cells.items())},
            "bases": {column: written(base) for column, base in sorted(unit.bases.items())},
        }
        for unit in units
    ]


def unpacked(rows: Sequence[Mapping[str, Any]]) -> list[Unit]:
    return [
        Unit(
            named(row["unit"]),
            {column: read(cell) for column, cell in row["cells"].items()},
            {column: Fraction(base) for column, base in row["bases"].items()},
            None if row["cases"] is None else Fraction(row["cases"]),
            "",
            row["class"],
        )
        for row in rows
    ]


def written(value: object) -> str | None:
    if value is None:
        return None
    return f"={value}" if isinstance(value, str) else str(value)


def read(text: str | None) -> Cell:
    if text is None:
        return None
    return text[1:] if text.startswith("=") else Fraction(text)


def canonical(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(rows: object) -> str:
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def result_of(units: Sequence[Unit], standings: Sequence[Standing]) -> list[list[object]]:
    """What came out, row by row, for the checksum: the exact score, then the places."""
    return [
        [int(unit.name), written(each.score), each.rank, each.low, each.high, each.band]
        for unit, each in zip(units, standings, strict=True)
    ]


def two_places(value: Fraction | None) -> str | None:
    return None if value is None else str(half_up(value.numerator, value.denominator, 2))


def corrected(
    rows: Sequence[Mapping[str, Any]],
    unit: int,
    column: str,
    value: Fraction,
    base: Fraction | None,
) -> list[dict[str, Any]]:
    """The inputs with one figure put right after an objection."""
    found = []
    for row in rows:
        fixed = dict(row)
        if row["unit"] == unit:
            fixed["cells"] = {**row["cells"], column: written(value)}
            if base is not None:
                fixed["bases"] = {**row["bases"], column: written(base)}
        found.append(fixed)
    return found
