"""The table of exclusions and the rules of a vote (workflow 4.12)."""

from datetime import timedelta

import pytest

from huiying.cases.choices.appealing import (
    AppealReason,
    AppealTarget,
    Effect,
    Measure,
    Vote,
)
from huiying.cases.rules.excluding import (
    TABLE,
    effects_of,
    may_conclude,
    not_barred,
)
from huiying.cases.tests import make

TODAY = make.MORNING.date()
NOW = make.MORNING


@pytest.mark.parametrize(
    ("reason", "left_out"),
    [
        ("WRONG_DISPATCH", "SIGN CONTACT RESPONSE ON_TIME SOLVE RESULT MANNER"),
        ("DUPLICATE", "SIGN CONTACT RESPONSE ON_TIME SOLVE RESULT MANNER"),
        ("OUTSIDE_DUTY", "SOLVE RESULT"),
        ("LEGAL_ROUTE", "SOLVE RESULT"),
        ("MALICIOUS", "SOLVE RESULT"),
        ("NO_BASIS", "SOLVE RESULT"),
        ("NO_SUCH_FACT", "SOLVE RESULT"),
        ("THIRD_PARTY", "RESPONSE ON_TIME SOLVE"),
        ("PLAN", ""),
        ("UNREACHABLE", ""),
    ],
)
def test_each_reason_leaves_out_what_the_table_says(reason, left_out):
    effects = TABLE[AppealReason(reason)]
    out = {measure for measure, effect in effects.items() if effect is Effect.OUT}
    assert out == {Measure(each) for each in left_out.split()}


def test_a_plan_is_judged_by_its_dates():
    effects = TABLE[AppealReason.PLAN]
    assert set(effects.values()) == {Effect.AT_PLAN}
    assert set(effects) == {Measure.RESPONSE, Measure.ON_TIME, Measure.SOLVE, Measure.RESULT}


def test_an_appeal_against_a_judgement_leaves_the_clocks_in():
    effects = effects_of(AppealReason.THIRD_PARTY, AppealTarget.RATING)
    assert set(effects) == {Measure.SOLVE}


def test_dissatisfaction_is_no_reason():
    assert not [reason for reason in AppealReason if "SATISF" in reason]


def test_what_was_known_at_review_is_barred_once_the_judgement_is_known():
    known = {"reviewed_at": NOW, "arose_on": TODAY}
    assert not not_barred(AppealReason.NO_SUCH_FACT, **known, is_rated=True)
    assert not_barred(AppealReason.NO_SUCH_FACT, **known, is_rated=False)
    later = {"reviewed_at": NOW, "arose_on": TODAY + timedelta(days=1)}
    assert not_barred(AppealReason.NO_SUCH_FACT, **later, is_rated=True)
    assert not_barred(AppealReason.MALICIOUS, **known, is_rated=True)


def test_three_vote_most_decide_and_abuse_needs_all():
    grant, refuse, aside = Vote.GRANT, Vote.REFUSE, Vote.ASIDE
    assert not may_conclude([grant, grant, aside], "PLAN", granting=True)
    assert may_conclude([grant, grant, refuse], "PLAN", granting=True)
    assert not may_conclude([grant, grant, refuse], "MALICIOUS", granting=True)
    assert may_conclude([grant, grant, refuse], "MALICIOUS", granting=False)
    assert may_conclude([grant, refuse, grant, refuse], "PLAN", granting=False)
