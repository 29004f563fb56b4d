"""Every measure on every engine: equal whole numbers, on data nobody thought of."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.lib.errors import NotPossible
from huiying.warehouse.asking import WAYS, engine_called
from huiying.warehouse.engines import duck, reference
from huiying.warehouse.facts import LOGINS
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.parquet import Months
from huiying.warehouse.questions import Question, Tally
from huiying.warehouse.tests.make import rows


@pytest.mark.parametrize("name", sorted(MEASURES))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_engines_agree(name, data):
    measure = MEASURES[name]
    found = data.draw(rows(measure.facts))
    columns = {column.name for column in measure.facts.columns}
    ways = [way for way in WAYS.values() if all(by.column in columns for by in way)]
    by = data.draw(st.sampled_from(ways))
    question = measure.question(202610, 202611, by)
    with TemporaryDirectory() as folder:
        months = Months(Path(folder), measure.facts)
        months.add(found)
        files = [Path(folder) / part.file for part in months.finish().values()]
        answered = duck.answer(question, files, threads=1)
    judged = reference.answer(question, found)
    assert answered == judged
    assert measure.figures(answered) == measure.figures(judged)


def test_without_the_extra_spark_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    question = MEASURES["on_time"].question(202610, 202611, ())
    with pytest.raises(NotPossible, match="pip install"):
        engine_called("spark")(question, [Path("part.parquet")])


def test_great_sums_are_exact(tmp_path):
    months = Months(tmp_path, LOGINS)
    great = 2**53 + 1  # which no floating-point number is
    first = {
        "day": 20261101,
        "area_code": "990101001001",
        "day_key": 1,
        "logins": 1,
        "people": great,
    }
    months.add([first, {**first, "people": great}])
    files = [tmp_path / part.file for part in months.finish().values()]
    question = Question(LOGINS, 202611, 202611, WAYS["village"], (), (Tally("n", of="people"),))
    assert duck.answer(question, files) == {("990101001001",): {(): {"n": 2 * great}}}
