"""The examples that workflow 4.2 – 4.10 print beside each definition."""

from fractions import Fraction

import pytest

from huiying.lib.rounding import half_up
from huiying.warehouse.engines import reference
from huiying.warehouse.measures import MEASURES

BASE = {
    "day": 20261105, "area_code": "990101001001", "unit": 1, "unit_code": "U", "unit_name": "U",
    "unit_kind": "D", "case": 1, "part": "LEAD", "kind": "HELP", "priority": "P4", "assignment": 1,
    "out_sign": 0, "out_contact": 0, "out_response": 0, "out_on_time": 0, "out_solve": 0,
    "out_result": 0, "out_manner": 0, "out": 0, "cancelled": 0, "contact_allowed": 1, "signed": 1,
    "contacted": 1, "replied": 1, "replied_unextended": 1, "late": 0, "minutes": 60, "in_time": 1,
    "clock": "SIGN", "round": 1, "sampled": 1, "share": 100, "answers": 0, "yes": 0, "partly": 0,
    "no": 0, "graded": 0, "by_link": 0, "state": "ANSWERED", "reworked": 0, "returned": 0,
    "refused": 0, "last": 1, "repeated": 0, **{letter + grade: 0 for letter in "gm" for grade in "54321"},
}  # fmt: skip


def figure(name, *rows, by=()):
    measure = MEASURES[name]
    whole = [{**BASE, **row} for row in rows]
    return measure.figures(reference.answer(measure.question(202611, 202611, by), whole))[()]


def rate(name, *rows):
    value = figure(name, *rows).value
    return None if value is None else str(half_up(100 * value.numerator, value.denominator))


def test_sign_rate():
    rows = [{}] * 18 + [{}] + [{"in_time": 0}]  # the nineteenth was returned unsigned, in time
    assert rate("sign", *rows) == "95.00"


def test_first_contact_rate():
    rows = [{}] * 16 + [{"contacted": 0}] * 2 + [{"contact_allowed": 0}] * 2
    assert rate("contact", *rows) == "88.89"


def test_response_rate():
    assert rate("response", *[{}] * 17, {"replied": 0}, *[{"signed": 0}] * 2) == "85.00"


def test_on_time_rate_and_the_same_without_extensions():
    rows = [{}] * 14 + [{"replied_unextended": 0}] * 4 + [{"replied": 0, "replied_unextended": 0}] * 2  # fmt: skip
    assert rate("on_time", *rows) == "90.00"
    assert figure("on_time", *rows).more["unextended"] == 14


def test_co_units_are_measured_apart():
    rows = [{}, {"part": "CO", "replied": 0}]
    assert rate("on_time", *rows) == "100.00"
    assert rate("co_on_time", *rows) == "0.00"


def test_solve_rate():
    def said(word):
        return {"answers": 1, word: 1}

    rows = [said("yes")] * 6 + [said("partly")] * 2 + [said("no")] * 2
    assert rate("solve", *rows, {"answers": 1, "no": 1, "kind": "THANKS"}) == "70.00"


def test_satisfaction_weighs_cases_and_not_requests():
    rows = [{"graded": 3, "g5": 1, "g2": 2}, {"graded": 1, "g4": 1}]
    assert rate("satisfaction", *rows) == "66.67"


def test_credit_is_shared():
    rows = [{"graded": 1, "g1": 1, "share": 70}, {"graded": 1, "g1": 1, "share": 30, "part": "CO"}]
    found = figure("satisfaction", rows[0])
    assert (found.k, found.n) == (0, Fraction(7, 10))
    assert figure("satisfaction", *rows).n == 1


def test_valid_callback_rate():
    rows = [{}] * 80 + [{"state": "NOT_REACHED"}] * 15 + [{"state": "DECLINED"}] * 5
    assert rate("valid_callback", *rows) == "80.00"


def test_first_close_and_rework_rate():
    rows = [{}] * 37 + [{"reworked": 1}] * 3
    assert (rate("first_close", *rows), rate("rework", *rows)) == ("92.50", "7.50")


def test_duration_is_mean_median_and_p90():
    found = figure("duration", *({"minutes": 60 * hours} for hours in (4, 8, 12, 40)), {"minutes": None, "late": 1})  # fmt: skip
    assert found.value == 16 * 60
    assert (found.more["p90"], found.more["open_past_due"]) == (40 * 60, 1)
    assert found.more["median"] == 8 * 60  # the smallest value with half of all at or below it


def test_recovery_counts_later_rounds_alone():
    rows = [{"round": 2, "graded": 1, "g3": 1}, {"round": 3, "graded": 1, "g2": 1}, {"graded": 1, "g1": 1}]  # fmt: skip
    assert rate("recovery", *rows) == "50.00"


@pytest.mark.parametrize("name", ["solve", "satisfaction", "contact"])
def test_without_a_base_there_is_no_rate(name):
    measure = MEASURES[name]
    assert measure.figures(reference.answer(measure.question(202611, 202611, ()), [])) == {}
    assert measure.figure({}).value is None


def test_exclusion_holds_for_one_measure():
    rows = [{}, {"replied": 0, "out_on_time": 1}]
    assert rate("on_time", *rows) == "100.00"
    assert rate("response", *rows) == "50.00"


def test_repeat_rate():
    assert rate("repeat", *[{}] * 3, {"repeated": 1}, {"repeated": 1, "part": "CO"}) == "25.00"


def test_the_share_left_out_is_of_all_those_that_would_count():
    rows = [{}] * 90 + [{"out_solve": 1}] * 10
    assert rate("excluded_solve", *rows) == "10.00"
    assert rate("excluded_on_time", *rows) == "0.00"


def test_the_last_answer_of_any_round_is_the_final_one():
    rows = [{"answers": 1, "no": 1, "last": 0}, {"answers": 1, "yes": 1, "round": 2}]
    assert (rate("solve", *rows), rate("final_solve", *rows)) == ("0.00", "100.00")
