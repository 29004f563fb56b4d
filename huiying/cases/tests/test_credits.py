"""Ratings count for the assignments that did the work (workflow 4.6, 4.7 and their examples)."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from huiying.cases import actions
from huiying.cases.choices import Grade, Part, Priority, Solved, TryResult
from huiying.cases.forms.reviewing import Release
from huiying.cases.models import Callback, CreditShare, Rating
from huiying.cases.queries.credits import (
    rating_credits,
    result_tallies,
    solve_tallies,
)
from huiying.cases.rules.credits import Tally, mean, solved_value
from huiying.cases.tests import make
from huiying.lib.errors import NotPossible

NOW = make.MORNING
HALF, SEVEN, THREE = Fraction(1, 2), Fraction(7, 10), Fraction(3, 10)
PART = {"title": "路灯也不亮", "text": "同一路口的路灯不亮。", "priority": Priority.P4}


def judged(here, judgement, **more):
    case = make.released(here, **more)
    actions.answer_callback(case.callbacks.get(), judgement, by=here.caller, now=NOW)
    return case


def helped(here, *, share="0.3"):
    """A co-unit reported and the reviewer fixed shares at release; nobody was asked yet."""
    case = reported(here)
    shares = {co_of(case).pk: Decimal(share)} if share else None
    return actions.release(case, by=here.reviewer, now=NOW, shares=shares)


def reported(here):
    case = joint(here)
    actions.sign(case, by=here.handler, now=NOW)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.co_sign(co_of(case), by=here.other_handler, now=NOW)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    return actions.reply(case, by=here.handler, now=NOW, text="水管已修好，路面已补。")


def joint(here):
    return actions.dispatch(
        make.accepted(here),
        by=here.dispatcher,
        now=NOW,
        lead_unit=here.water,
        co_units=[here.roads],
    )


def co_of(case):
    return case.assignments.get(part=Part.CO)


def lead_of(case):
    return case.assignments.get(part=Part.LEAD, is_current=True)


def say(here, case, judgement):
    callback = case.callbacks.order_by("round").last()
    actions.answer_callback(callback, judgement, by=here.caller, now=NOW)


def counted():
    return [(each.round, each.assignment, each.share) for each in rating_credits()]


def test_the_example_lead_seven_tenths_co_three_tenths_value_zero(here):
    case = helped(here)
    say(here, case, make.BAD)
    lead, co = lead_of(case), co_of(case)
    found = list(rating_credits())
    assert [(each.assignment, each.share, each.solved, each.result) for each in found] == [
        (lead.pk, SEVEN, 0, 0),
        (co.pk, THREE, 0, 0),
    ]
    assert solve_tallies(found) == {
        here.water.pk: Tally(Fraction(0), SEVEN),
        here.roads.pk: Tally(Fraction(0), THREE),
    }


def test_without_fixed_shares_the_lead_has_all(here):
    case = helped(here, share="")
    say(here, case, make.GOOD)
    assert counted() == [(1, lead_of(case).pk, 1)]
    assert not CreditShare.objects.exists()


def test_a_round_keeps_its_shares_whatever_the_next_one_is_given(here):
    case = helped(here)
    say(here, case, make.BAD)
    actions.rework(case, by=here.reviewer, now=NOW, reason="路面仍坏", redo=[co_of(case).pk])
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="已重铺。")
    actions.reply(case, by=here.handler, now=NOW, text="已重新办理。")
    shares = {co_of(case).pk: Decimal("0.5")}
    actions.release(case, by=here.reviewer, now=NOW, shares=shares)
    say(here, case, make.GOOD)
    lead, co = lead_of(case).pk, co_of(case).pk
    assert counted() == [(1, lead, SEVEN), (1, co, THREE), (2, lead, HALF), (2, co, HALF)]


def test_a_round_keeps_its_shares_after_the_case_went_to_another_unit(here):
    case = helped(here)
    say(here, case, make.BAD)
    lead, co = lead_of(case).pk, co_of(case).pk
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="应由镇政府办理")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.township, recall=[co])
    assert counted() == [(1, lead, SEVEN), (1, co, THREE)]


def test_a_part_split_off_has_a_share_too(here):
    case = make.signed(here)
    child = actions.split(
        case, by=here.dispatcher, now=NOW, **PART, category=case.category, area=case.area
    )
    actions.dispatch(child, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    actions.sign(child, by=here.other_handler, now=NOW)
    actions.reply(child, by=here.other_handler, now=NOW, text="路灯已换。")
    actions.close_uncalled(child, by=here.reviewer, now=NOW)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=NOW, text="水管已修好。")
    shares = {child.assignments.get().pk: Decimal("0.2")}
    actions.release(case, by=here.reviewer, now=NOW, shares=shares)
    say(here, case, make.GOOD)
    found = result_tallies(rating_credits())
    assert {unit: tally.n for unit, tally in found.items()} == {
        here.water.pk: Fraction(4, 5),
        here.roads.pk: Fraction(1, 5),
    }


def test_who_did_not_report_has_no_share(here):
    case = actions.sign(joint(here), by=here.handler, now=NOW)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    late = co_of(case).due + timedelta(hours=1)
    actions.reply(case, by=here.handler, now=late, text="水管已修好。", missing="路面未补。")
    shares = {co_of(case).pk: Decimal("0.2")}
    with pytest.raises(NotPossible, match="Only co-units"):
        actions.release(case, by=here.reviewer, now=late, shares=shares)


@pytest.mark.parametrize("share", ["0.6", "-0.1"])
def test_the_lead_keeps_at_least_half(here, share):
    case = reported(here)
    with pytest.raises(NotPossible, match="half"):
        actions.release(case, by=here.reviewer, now=NOW, shares={co_of(case).pk: Decimal(share)})


@pytest.mark.parametrize("said", ["0.125", "NaN", "Infinity", "many"])
def test_a_share_that_cannot_be_kept_is_refused_on_the_form(said):
    form = Release({"share_7": said})
    assert not form.is_valid()


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
