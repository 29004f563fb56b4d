"""The questions for single cases: equal on both engines, and no more named than asked for."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from huiying.lib.errors import NotPossible
from huiying.warehouse import store
from huiying.warehouse.asking import engine_called
from huiying.warehouse.behind import CASES, Whose, cases_behind, has_cases
from huiying.warehouse.engines import duck, reference
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.parquet import Months
from huiying.warehouse.questions import By, Where
from huiying.warehouse.tests.make import NOW, Table, some_rows

MONTHS = (202610, 202611)
NAMES = sorted(name for name, each in MEASURES.items() if has_cases(each))


def rows_of(name):
    rows = some_rows(MEASURES[name].facts, Random(name), 200)
    for number, row in enumerate(rows):
        row["case"] = number % 30
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_the_engines_agree_on_the_newest_cases_of_an_area(name, tmp_path):
    rows, measure = rows_of(name), MEASURES[name]
    months = Months(tmp_path, measure.facts)
    months.add(rows)
    files = [Path(tmp_path) / part.file for part in months.finish().values()]
    question = measure.question(*MONTHS, (By("case"),))
    inside = Where("area_code", "begins", "990101")
    question = replace(question, where=(*question.where, inside), newest=7)
    counted = replace(question, by=(), newest=0, tallies=(CASES,), split=())
    for asked in (question, counted):
        assert duck.answer(asked, files, threads=1) == reference.answer(asked, rows)


@pytest.mark.parametrize("name", NAMES)
def test_k_and_n_of_all_are_the_figure_and_only_the_newest_are_named(name, tmp_path):
    measure = MEASURES[name]
    store.build(tmp_path, [Table(measure.facts, rows_of(name)).source()], now=NOW)
    engine = engine_called("duck")
    whose = Whose([(Where("area_code", "begins", "990101"),)])
    every = cases_behind(tmp_path, measure, MONTHS, whose, engine, most=100)
    few = cases_behind(tmp_path, measure, MONTHS, whose, engine, most=3)
    assert every.in_all == few.in_all == len(every.rows)
    assert few.rows == every.rows[:3]
    assert sum((k for _, k, _ in every.rows), Fraction()) == every.k == few.k
    assert sum((n for _, _, n in every.rows), Fraction()) == every.n == few.n


def test_parts_of_an_area_are_counted_each_by_itself(tmp_path):
    measure = MEASURES["on_time"]
    store.build(tmp_path, [Table(measure.facts, rows_of("on_time")).source()], now=NOW)
    engine = engine_called("duck")

    def found(*codes):
        parts = [(Where("area_code", "begins", code),) for code in codes]
        return cases_behind(tmp_path, measure, MONTHS, Whose(parts), engine, most=100)

    apart = [found("990101001"), found("990101002")]
    assert found("990101001", "990101002").n == sum(each.n for each in apart)


def test_what_has_no_cases_is_refused(tmp_path):
    with pytest.raises(NotPossible, match="no single cases"):
        cases_behind(
            tmp_path, MEASURES["logins"], MONTHS, Whose([()]), engine_called("duck"), most=1
        )
