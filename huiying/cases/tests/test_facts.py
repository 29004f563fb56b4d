"""What the warehouse is told of cases that were walked along the real road."""

from datetime import timedelta

import pytest

from huiying.cases import actions
from huiying.cases.choices import ClockKind
from huiying.cases.facts import SOURCES
from huiying.cases.facts.matters import changed_cases
from huiying.cases.models import Clock
from huiying.cases.tests import make
from huiying.organisations.facts import SOURCES as LOGINS
from huiying.warehouse.asking import count_rows, engine_called
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.store import build

pytestmark = pytest.mark.django_db
ROWS = {source.fact.name: source.rows for source in SOURCES}
NOW = make.MORNING


def only(fact: str, keys=None):
    (row,) = ROWS[fact](keys)
    return row


def figure(name: str):
    measure = MEASURES[name]
    question = measure.question(202601, 202612, ())
    return measure.figures(count_rows(question, ROWS[measure.facts.name](None)))[()]


def test_every_row_has_exactly_the_columns_of_its_fact(here):
    make.closed(here)
    for source in SOURCES:
        names = {column.name for column in source.fact.columns}
        kinds = {column.name: column.kind for column in source.fact.columns}
        rows = list(source.rows(None))
        assert rows or source.fact.name == "reports", source.fact.name  # nothing was to report
        for row in rows:
            assert set(row) == names, source.fact.name
            for name, value in row.items():
                expected = int if kinds[name] == "int" else str
                assert value is None or isinstance(value, expected), name


def test_a_case_done_in_time_counts_in_every_rate(here):
    make.closed(here)
    for name in ("sign", "contact", "response", "on_time", "solve", "satisfaction", "first_close"):
        assert figure(name).value == 1, name
    row = only("assignments")
    assert (row["unit"], row["unit_name"], row["part"]) == (here.water.pk, "柳河县水务局", "LEAD")
    assert row["minutes"] == 0


def test_an_assignment_is_judged_on_the_day_it_was_due(here):
    make.dispatched(here)
    row = only("assignments")
    assert row["day"] == 20260311  # five working days after the fourth; due is 24:00 of that day
    assert (row["replied"], row["late"], row["minutes"]) == (0, 1, None)


def test_late_signing_and_replying_count_against_the_unit(here):
    make.dispatched(here)
    Clock.objects.filter(kind=ClockKind.SIGN).update(due=NOW - timedelta(hours=1))
    row = only("assignments")
    assert row["signed"] == 0
    assert figure("sign").value == 0


def test_bad_answers_and_rework(here):
    case, callback = make.answered(here)
    row = only("ratings")
    assert (row["no"], row["g2"], row["m4"], row["answers"], row["share"]) == (1, 1, 1, 1, 100)
    assert figure("solve").value == 0
    assert figure("manner").value == 1
    assert case.pk == callback.case_id


def test_only_the_asked_keys_are_read(here):
    first, second = make.dispatched(here), make.dispatched(here)
    assert only("assignments", {first.pk, 999_999})["case"] == first.pk
    assert {row["case"] for row in ROWS["cases"](None)} == {first.pk, second.pk}


def test_the_audit_record_tells_which_cases_changed(here):
    make.dispatched(here, NOW - timedelta(days=2))
    case = make.dispatched(here, NOW - timedelta(days=2))
    actions.sign(case, by=here.handler, now=NOW)
    assert changed_cases(NOW - timedelta(hours=1)) == {case.pk}


def test_a_refresh_gives_the_same_as_a_full_build(here, tmp_path):
    cases = [make.dispatched(here, NOW - timedelta(days=2)) for _ in range(3)]
    build(tmp_path / "a", SOURCES, now=NOW - timedelta(hours=2))
    actions.sign(cases[0], by=here.handler, now=NOW)
    make.closed(here, NOW)
    later = NOW + timedelta(days=40)
    refreshed = build(tmp_path / "a", SOURCES, now=later)
    whole = build(tmp_path / "b", SOURCES, now=later, full=True)
    for measure in MEASURES.values():
        if measure.facts.name not in ROWS:
            continue
        question = measure.question(202601, 202612, ())
        answers = []
        duck = engine_called("duck")
        for folder, built in (("a", refreshed), ("b", whole)):
            parts = built.snapshot.parts[measure.facts.name].values()
            answers.append(duck(question, [tmp_path / folder / part.file for part in parts]))
        assert answers[0] == answers[1], measure.name


def test_nobody_signed_in_gives_no_rows(here):
    assert list(LOGINS[0].rows(None)) == []


def test_who_asks_again_within_ninety_days_after_closing_is_a_repeat(here):
    case = make.closed(here)
    make.request(here, NOW + timedelta(days=200))
    assert only("assignments", {case.pk})["repeated"] == 0
    make.request(here, NOW + timedelta(days=60))
    assert only("assignments", {case.pk})["repeated"] == 1
    assert case.pk in changed_cases(NOW + timedelta(days=59))
    assert figure("repeat").value == 1
