"""Appeals of units: the table of exclusions, who may file and vote, what is left out."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import CaseState, Step
from huiying.cases.choices.appealing import (
    AppealReason,
    AppealState,
    AppealTarget,
    Effect,
    Measure,
    Vote,
)
from huiying.cases.models import Appeal, Exclusion, Rating
from huiying.cases.permissions import allowed_steps
from huiying.cases.queries.appeals import (
    Share,
    appeals_for,
    appeals_to_vote,
    excluded_measures,
    exclusion_shares,
)
from huiying.cases.rules.excluding import (
    cut_off,
    figure_until,
)
from huiying.cases.tests import make
from huiying.cases.tests.appeals import MALICIOUS, filed, judged, panel_of, panellist, paper, voted
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message
from huiying.organisations.queries import calendar_for

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING
TODAY = NOW.date()


@pytest.fixture
def panel(here):
    return panel_of(here)


def test_figures_are_frozen_and_appealed_on_working_days(here):
    calendar = calendar_for(here.county.code).provisional_twin()
    days = [cut_off(2025, 12, calendar), cut_off(2026, 4, calendar), cut_off(2026, 9, calendar)]
    assert days == [date(2026, 1, 4), date(2026, 5, 6), date(2026, 10, 8)]
    assert figure_until(2026, 9, calendar) == datetime(2026, 10, 15, tzinfo=SHANGHAI)


# --- filing ----------------------------------------------------------------------------------------


def test_a_unit_appeals_with_proof_and_the_panel_has_five_working_days(here):
    case, appeal = filed(here)
    assert (appeal.unit, appeal.state) == (here.water, AppealState.FILED)
    assert appeal.due == datetime(2026, 3, 12, tzinfo=SHANGHAI)
    assert appeal.proofs.get().attachment.claimed_at == NOW
    assert case.state == CaseState.PENDING_CALLBACK  # nothing of the handling changes
    with pytest.raises(NotPossible):
        filed(here, case)


@pytest.mark.parametrize(
    "more",
    [
        {"files": []},
        {"reason": AppealReason.NO_SUCH_FACT},
        {"reason": AppealReason.WRONG_DISPATCH},
        {"reason": AppealReason.UNREACHABLE},
        {"now": NOW + timedelta(days=8)},
    ],
    ids=["no proof", "known before", "not about a judgement", "nothing to gain", "too late"],
)
def test_an_appeal_that_does_not_hold_is_refused(here, more):
    case = judged(here)
    with pytest.raises(NotPossible):
        filed(here, case, **more)
    assert not Appeal.objects.exists()


def test_before_any_judgement_a_case_may_be_left_out_for_what_is_known(here):
    case = make.signed(here)
    said = {"target": AppealTarget.EXCLUSION, "reason": AppealReason.NO_BASIS}
    _, appeal = filed(here, case, **said)
    assert appeal.rating is None
    with pytest.raises(NotPossible):
        filed(here, make.signed(here))  # nobody has judged yet


def test_only_the_head_of_a_unit_that_took_part_appeals(here):
    case = judged(here)
    roads = make.organisations.person("roads.head")
    make.organisations.grant(roads, make.Role.UNIT_HEAD, here.county, here.roads)
    for by in (here.handler, roads, here.supervisor):
        with pytest.raises(NotAllowed):
            actions.file_appeal(case, by=by, now=NOW, **MALICIOUS, files=[paper(by)])


# --- the panel -------------------------------------------------------------------------------------


def test_a_granted_appeal_leaves_the_case_out_and_the_grade_stays(here, panel):
    case, appeal = filed(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT, Vote.GRANT)
    done = actions.grant_appeal(case, by=panel[0], now=NOW, decision="三人一致同意")
    part = case.assignments.get()
    assert done.state == AppealState.GRANTED
    assert excluded_measures([part.pk]) == {
        part.pk: {Measure.SOLVE: Effect.OUT, Measure.RESULT: Effect.OUT}
    }
    assert Rating.objects.get().result == make.BAD.result
    drain(NOW)
    assert "三人一致同意" in Message.objects.filter(code="decided", person=here.head).get().text
    kinds = [event.kind for event in events_of(appeal.subject)]
    assert kinds == ["appeal.file", *["appeal.vote"] * 3, "appeal.grant"]


def test_nothing_is_decided_with_too_few_votes_or_against_them(here, panel):
    case, _ = filed(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT)
    with pytest.raises(NotPossible):
        actions.grant_appeal(case, by=panel[0], now=NOW, decision="x")
    actions.vote_appeal(case, by=panel[2], now=NOW, vote=Vote.REFUSE, reason="证据不足")
    with pytest.raises(NotPossible):
        actions.grant_appeal(case, by=panel[0], now=NOW, decision="x")
    refused = actions.refuse_appeal(case, by=panel[0], now=NOW, decision="未达成一致")
    assert (refused.state, Exclusion.objects.count()) == (AppealState.REFUSED, 0)


def test_nobody_votes_twice_for_their_own_unit_or_on_their_own_work(here, panel):
    case, _ = filed(here)
    voted(case, panel, Vote.GRANT)
    with pytest.raises(NotPossible):
        actions.vote_appeal(case, by=panel[0], now=NOW, vote=Vote.GRANT, reason="再投")
    own = panellist(here, "own")
    make.organisations.grant(own, make.Role.HANDLER, here.county, here.water)
    busy = panellist(here, "busy")
    make.organisations.grant(busy, make.Role.SUPERVISOR, here.county)
    actions.note(case, by=busy, now=NOW, text="已关注")
    for by in (own, busy, here.supervisor):
        with pytest.raises(NotAllowed):
            actions.vote_appeal(case, by=by, now=NOW, vote=Vote.GRANT, reason="x")


def test_the_panel_sees_what_waits_for_its_votes(here, panel):
    case, appeal = filed(here)
    assert list(appeals_to_vote(panel[0], now=NOW)) == [appeal]
    voted(case, panel, Vote.GRANT)
    assert not appeals_to_vote(panel[0], now=NOW)
    assert not appeals_for(here.handler, now=NOW)
    steps = {step for step, verdict in allowed_steps(case, by=panel[1], now=NOW) if verdict}
    assert Step.VOTE_APPEAL in steps


def test_a_figure_is_appealed_against_until_five_working_days_after_the_cut_off(here, panel):
    said = {
        "month": date(2026, 2, 1),
        "measure": Measure.ON_TIME,
        "reason": AppealReason.WRONG_TIME,
        "text": "系统时间有误",
    }
    appeal = actions.file_figure_appeal(
        here.water, by=here.head, now=NOW, files=[paper(here.head)], **said
    )
    with pytest.raises(NotPossible):
        actions.file_figure_appeal(
            here.water,
            by=here.head,
            now=NOW,
            files=[paper(here.head)],
            **said | {"month": date(2026, 1, 1)},
        )
    for person in panel[:3]:
        actions.vote_on_figure(appeal, by=person, now=NOW, vote=Vote.GRANT, reason="属实")
    done = actions.conclude_figure_appeal(
        appeal, by=panel[0], now=NOW, granting=True, decision="更正"
    )
    assert done.state == AppealState.GRANTED
    with pytest.raises(NotPossible):
        actions.vote_on_figure(appeal, by=panel[3], now=NOW, vote=Vote.GRANT, reason="x")


# --- shares ----------------------------------------------------------------------------------------


def test_shares_are_published_per_unit_and_reason(here, panel, client):
    case, _ = filed(here)
    make.dispatched(here)
    make.dispatched(here)
    voted(case, panel, Vote.GRANT, Vote.GRANT, Vote.GRANT)
    actions.grant_appeal(case, by=panel[0], now=NOW, decision="同意")
    rows = exclusion_shares(date(2026, 3, 1))
    assert [(row.unit, row.measure, row.excluded, row.base) for row in rows] == [
        (here.water, Measure.RESULT, 1, 3),
        (here.water, Measure.SOLVE, 1, 3),
    ]
    assert rows[0].in_percent == "33.33 %"
    assert not exclusion_shares(date(2026, 4, 1))
    page = text_of(client.get(reverse("portal:left-out"), {"month": "2026-03"}))
    assert here.water.name in page
    assert "33.33" not in page  # one of three: somebody could be recognised
    staff = text_of(as_person(here.clerk).get(reverse("cases:exclusions"), {"month": "2026-03"}))
    assert here.water.name in staff
    assert "33.33" in staff


@pytest.mark.parametrize(
    ("excluded", "base", "shown"),
    [
        (1, 3, (None, None)),
        (4, 90, (None, 90)),
        (10, 90, (10, 90)),
        (87, 90, (None, 90)),  # three are left
        (90, 90, (90, 90)),
    ],
)
def test_everybody_reads_no_small_numbers(here, excluded, base, shown):
    reason, measure = AppealReason.MALICIOUS, Measure.SOLVE
    share = Share(here.water, reason, measure, excluded, base).for_everybody()
    assert (share.excluded, share.base) == shown
    assert (share.in_percent == "—") is (None in shown)
