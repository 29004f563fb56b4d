"""What the checks on figures see in real cases, and what they leave alone."""

from datetime import date, datetime, timedelta

import pytest

from huiying.appraisal import tasks
from huiying.appraisal.models import GamingFinding
from huiying.appraisal.queries import gaming as seen
from huiying.appraisal.rules.gaming import (
    BURST,
    EXCLUSIONS,
    LAST_MINUTES,
    NO_CONTACT,
    OWN_CALLBACKS,
    SAME_REPLIES,
    Handled,
    Judged,
    LeftOut,
    patterns,
)
from huiying.cases.choices import RatingMode
from huiying.cases.choices.appealing import (
    AppealReason,
    AppealState,
    AppealTarget,
    Effect,
    Measure,
)
from huiying.cases.models import Appeal, Assignment, Exclusion, Rating, Reply
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI

MARCH = date(2026, 3, 1)
AT = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)


def rules_of(handled=(), judged=(), left_out=()):
    return [(each.rule, each.count, each.base) for each in patterns(handled, judged, left_out)]


def answer(case, *, key="", minutes_left=3000, contacted=True):
    return Handled(1, case, key, AT, AT + timedelta(minutes=minutes_left), contacted)


def judgement(case, *, minute=0, by_link=True, own=False):
    return Judged(1, case, AT + timedelta(minutes=minute), by_link, own)


def test_the_same_words_are_a_pattern_from_five_cases_and_a_third_of_all():
    other = [answer(n, key=f"k{n}") for n in range(10, 20)]
    assert rules_of([answer(n, key="same") for n in range(5)] + other) == [(SAME_REPLIES, 5, 15)]
    assert not rules_of([answer(n, key="same") for n in range(4)])
    assert not rules_of([answer(n, key="same") for n in range(5)] + other * 2)


def test_replies_in_the_last_hour_stand_out_but_late_ones_are_another_matter():
    assert rules_of([answer(n, minutes_left=59) for n in range(5)]) == [(LAST_MINUTES, 5, 5)]
    assert not rules_of([answer(n, minutes_left=-1) for n in range(5)])


def test_answers_without_contact_stand_out_when_they_are_half_of_all():
    silent = [answer(n, contacted=False) for n in range(5)]
    assert rules_of(silent + [answer(n) for n in range(10, 15)]) == [(NO_CONTACT, 5, 10)]
    assert not rules_of(silent + [answer(n) for n in range(10, 16)])


def test_eight_judgements_by_link_in_ten_minutes_are_a_burst_and_calls_are_not():
    assert rules_of(judged=[judgement(n, minute=n) for n in range(8)]) == [(BURST, 8, 8)]
    assert not rules_of(judged=[judgement(n, minute=2 * n) for n in range(8)])
    assert not rules_of(judged=[judgement(n, by_link=False) for n in range(8)])


def test_one_judgement_taken_down_by_the_unit_itself_is_enough():
    said = [judgement(1, by_link=False, own=True), judgement(2, by_link=False)]
    assert rules_of(judged=said) == [(OWN_CALLBACKS, 1, 2)]


def test_cases_left_out_stand_out_against_the_three_months_before():
    now = [LeftOut(1, n, True) for n in range(6)]
    before = [LeftOut(1, n, False) for n in range(10, 16)]
    assert rules_of(left_out=now + before) == [(EXCLUSIONS, 6, 2)]
    assert not rules_of(left_out=now + before + [LeftOut(1, 20, False)])


@pytest.fixture
def here(db):
    return make.county()


def march(rule):
    """How many, of how many, a check of March found; None where nothing stood out."""
    tasks.look_at(MARCH, AT)
    return GamingFinding.objects.filter(rule=rule).values_list("count", "base", "unit").first()


def test_many_replies_with_the_same_words_are_found_once_and_kept_up_to_date(here):
    for _n in range(5):
        make.replied(here)
    assert march(SAME_REPLIES) == (5, 5, here.water.pk)
    make.replied(here)
    assert march(SAME_REPLIES) == (6, 6, here.water.pk)
    assert GamingFinding.objects.filter(rule=SAME_REPLIES).count() == 1


def test_a_reply_that_was_sent_back_and_mended_counts_once(here):
    replies = [make.replied(here).assignments.get().replies.get() for _n in range(3)]
    for reply in replies:
        Reply.objects.create(
            assignment=reply.assignment, round=1, text=reply.text, text_key=reply.text_key,
            state=reply.state, submitted_at=reply.submitted_at, by_id=reply.by_id,
        )  # fmt: skip
    assert len(list(seen.handled_in(MARCH))) == 3
    assert march(SAME_REPLIES) is None


def test_where_nobody_left_a_number_nobody_had_to_be_contacted(here):
    make.replied(here, contact_phone="", contact_name="")
    make.replied(here)
    assert [each.contacted for each in seen.handled_in(MARCH)] == [True, True]
    Assignment.objects.update(contacted_at=None)
    assert [each.contacted for each in seen.handled_in(MARCH)] == [True, False]


def test_replies_just_before_the_limit_are_seen_in_real_cases(here):
    for _n in range(5):
        make.replied(here)
    Assignment.objects.update(due=make.MORNING + timedelta(minutes=30))
    assert march(LAST_MINUTES) == (5, 5, here.water.pk)


def test_a_judgement_written_down_by_the_unit_s_own_people_is_seen(here):
    make.closed(here)
    assert march(OWN_CALLBACKS) is None
    Rating.objects.update(by_id=here.handler.pk)
    assert march(OWN_CALLBACKS) == (1, 1, here.water.pk)


def test_who_left_the_unit_before_the_month_is_no_longer_its_own(here):
    make.closed(here)
    Rating.objects.update(by_id=here.handler.pk)
    here.handler.grants.update(valid_to=MARCH)
    assert march(OWN_CALLBACKS) is None


def test_a_burst_of_links_is_credited_to_the_unit_that_led(here):
    for n in range(8):
        case = make.closed(here)
        at = make.MORNING + timedelta(minutes=n)
        Rating.objects.filter(case=case).update(mode=RatingMode.LINK, at=at, by_id=None)
    assert march(BURST) == (8, 8, here.water.pk)


def test_cases_suddenly_left_out_are_seen(here):
    for _n in range(5):
        case = make.replied(here)
        lead = case.assignments.get()
        appeal = Appeal.objects.create(
            unit=here.water, case=case, assignment=lead, target=AppealTarget.values[0],
            reason=AppealReason.values[0], text="不由我局负责。", state=AppealState.GRANTED,
            filed_at=AT, filed_by_id=here.head.pk, due=AT,
        )  # fmt: skip
        Exclusion.objects.create(
            assignment=lead, appeal=appeal, unit=here.water, measure=Measure.values[0],
            effect=Effect.values[0], reason=appeal.reason, granted_at=AT,
        )  # fmt: skip
    assert march(EXCLUSIONS) == (5, 0, here.water.pk)


def test_other_months_are_left_alone(here):
    for _n in range(5):
        make.replied(here)
    assert tasks.look_at(date(2026, 2, 1), AT) == 0
