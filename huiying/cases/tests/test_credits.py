"""Ratings count for the assignments that did the work (workflow 4.6, 4.7 and their examples)."""

from fractions import Fraction

import pytest

from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    Grade,
    Part,
    Solved,
    TryResult,
)
from huiying.cases.models import Assignment, Callback, Rating
from huiying.cases.queries.credits import (
    rating_credits,
    result_tallies,
    solve_tallies,
)
from huiying.cases.rules.credits import Holding, Tally, mean, shares_of, solved_value
from huiying.cases.tests import make

NOW = make.MORNING
HALF, SEVEN, THREE = Fraction(1, 2), Fraction(7, 10), Fraction(3, 10)


@pytest.fixture
def here(db):
    return make.county()


def judged(here, judgement, **more):
    case = make.released(here, **more)
    actions.answer_callback(case.callbacks.get(), judgement, by=here.caller, now=NOW)
    return case


def helped(here, case, share="0.30"):
    """A co-unit took part, and the reviewer fixed shares at release."""
    lead = case.assignments.get()
    Assignment.objects.filter(pk=lead.pk).update(share=1 - float(share))
    return Assignment.objects.create(
        case=case,
        unit=here.roads,
        part=Part.CO,
        state=AssignmentState.ACCEPTED,
        assigned_at=NOW,
        due=lead.due,
        share=share,
    )


def test_without_fixed_shares_the_lead_has_all():
    lead = Holding(1, 10, Fraction(1))
    assert shares_of(lead, [Holding(2, 20, Fraction(0))]) == [lead]
    odd = Holding(1, 10, SEVEN)
    assert shares_of(odd, []) == [Holding(1, 10, Fraction(1))]
    helping = Holding(2, 20, THREE)
    assert shares_of(odd, [helping]) == [odd, helping]
    small = Holding(1, 10, THREE)
    assert shares_of(small, [Holding(2, 20, SEVEN)]) == [Holding(1, 10, Fraction(1))]


def test_the_example_lead_seven_tenths_co_three_tenths_value_zero(here):
    case = judged(here, make.BAD)
    co = helped(here, case)
    lead = case.assignments.get(part=Part.LEAD)
    found = list(rating_credits())
    assert [(each.assignment, each.share, each.solved, each.result) for each in found] == [
        (lead.pk, SEVEN, 0, 0),
        (co.pk, THREE, 0, 0),
    ]
    assert solve_tallies(found) == {
        here.water.pk: Tally(Fraction(0), SEVEN),
        here.roads.pk: Tally(Fraction(0), THREE),
    }


def test_each_case_weighs_one_however_many_ask(here):
    case = make.released(here)
    first = case.requests.get()
    for grade in (Grade.VERY_DISSATISFIED, Grade.DISSATISFIED):
        extra = make.request(here)
        extra.case = case
        extra.save(update_fields=["case"])
        add_rating(case, extra, Solved.NO, grade)
    add_rating(case, first, Solved.YES, Grade.SATISFIED)
    judged(here, make.GOOD)
    tally = result_tallies(rating_credits())[here.water.pk]
    assert (tally.k / tally.n, tally.n) == ((Fraction(1, 3) + 1) / 2, 2)


def add_rating(case, request, solved, grade):
    Rating.objects.create(
        request=request,
        case=case,
        round=1,
        solved=solved,
        result=grade,
        manner=grade,
        mode="CALL",
        at=NOW,
    )


def test_ten_cases_of_the_solve_rate():
    said = [Solved.YES] * 6 + [Solved.PARTLY] * 2 + [Solved.NO] * 2
    assert mean(solved_value(each) for each in said) == SEVEN
    assert mean(solved_value(each, Fraction(0)) for each in said) == Fraction(6, 10)
    assert solved_value(Solved.NOT_ASKED) is None
    assert mean([]) is None


def test_what_was_not_asked_is_no_answer(here):
    said = actions.Judgement(Solved.NOT_ASKED, Grade.SATISFIED, Grade.SATISFIED)
    judged(here, said)
    found = list(rating_credits())
    assert (solve_tallies(found), result_tallies(found)) == (
        {},
        {here.water.pk: Tally(Fraction(1), Fraction(1))},
    )


def test_answers_outside_of_the_sample_are_not_counted(here):
    case = judged(here, make.GOOD)
    Callback.objects.filter(case=case).update(is_sampled=False)
    found = list(rating_credits())
    assert [each.is_sampled for each in found] == [False]
    assert not result_tallies(found)


def test_after_a_change_of_the_lead_each_round_counts_for_who_replied(here):
    case = judged(here, make.BAD)
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="应由公路局办理")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    actions.sign(case, by=here.other_handler, now=NOW)
    actions.contact(case, by=here.other_handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.other_handler, now=NOW, text="已修复。")
    actions.release(case, by=here.reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(round=2), make.GOOD, by=here.caller, now=NOW)
    found = list(rating_credits())
    assert [(each.round, each.unit, each.share) for each in found] == [
        (1, here.water.pk, 1),
        (2, here.roads.pk, 1),
    ]
    assert set(solve_tallies(found)) == {here.water.pk}  # round 1 only
