"""What the tables of the workflow say in passing, row by row: guards, dates, what moves along."""

from datetime import datetime

import pytest

from huiying.cases import actions
from huiying.cases.actions.questions import ask_question
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.choices import CaseState, ClockKind, DueCause, Kind, Part, Priority
from huiying.cases.choices.appealing import AppealState
from huiying.cases.models import Appeal, Case, Category, Request
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.joint import WHY
from huiying.cases.tests.test_co_units import co_of
from huiying.cases.tests.test_splitting import closed_with_its_part
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(month, day, hour=9, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def archived(here):
    case = make.closed(here)
    tick(at(3, 25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED
    return case


def test_the_archive_stays_shut_when_nobody_who_asked_is_known_any_more(here):
    """C39: personal fields not yet anonymised, or the person came again."""
    case = archived(here)
    case.requests.update(anonymised_at=at(4, 1))
    opened = {"by": here.supervisor, "now": at(4, 2), "reason": "发现虚假办结"}
    with pytest.raises(NotPossible, match="no longer known"):
        actions.reopen_archived(case, **opened)
    again = make.request(here, at(4, 2))
    Request.objects.filter(pk=again.pk).update(repeat_of=case)
    assert actions.reopen_archived(case, **opened).state == CaseState.REWORK


def test_a_case_with_an_appeal_is_not_put_away(here):
    """C40: no pending objection, appeal, child, supervision."""
    case = make.closed(here)
    appeal = Appeal.objects.create(
        unit=here.water,
        case=case,
        target="EXCLUSION",
        reason="OUTSIDE_DUTY",
        text="不属于政府职责",
        state=AppealState.FILED,
        filed_at=NOW,
        filed_by_id=here.head.pk,
        due=at(3, 11),
    )
    tick(at(3, 25))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    appeal.state = AppealState.REFUSED
    appeal.save()
    tick(at(3, 25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED


def test_who_asked_about_a_part_is_heard_again_when_it_is_done_again(here):
    """C46 with R18: nothing of a reopened part is public, and its own voices are open again."""
    case, child = closed_with_its_part(here)
    said = {"title": "路面", "text": "路面坏了。", "reply": "已补好。"}
    actions.draft_public(child, by=here.reviewer, now=NOW, **said)
    actions.publish(child, by=here.publisher, now=NOW)
    actions.spot_check(case, by=here.supervisor, now=NOW, finding="路面又塌了")
    child.refresh_from_db()
    actions.child_rework(child, by=here.caller, now=NOW, reason="一并返工")
    assert set(child.requests.values_list("state", flat=True)) == {"ON_CASE"}
    assert child.public_version.state == "REMOVED"


def test_a_question_that_ends_with_a_return_moves_what_was_promised_too(here):
    """3.2: the promised date moves with the lead's due, whatever ended the waiting."""
    case = make.signed(here)
    ask_question(case, by=here.handler, now=NOW, text="在哪一侧？")
    actions.ask_return(case, by=here.head, now=at(3, 5), proposed_unit=here.roads, **WHY)
    lead = case.assignments.get()
    assert lead.due == case.promised_due == at(3, 13, 0)  # one day waited
    assert Case.objects.get(pk=case.pk).promised_due == lead.due


def classed(here, case, priority, now):
    water = Category.objects.get(code="1001")
    to = {"kind": Kind.HELP, "category": water, "priority": priority, "reason": "经核实"}
    return reclassify(case, by=here.dispatcher, now=now, **to)


def test_a_co_unit_is_never_later_than_its_lead_after_reclassifying(here):
    """2.8: computed as the earlier of its own rule and the lead's date."""
    case = classed(here, make.accepted(here), Priority.P5, NOW)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    actions.add_co_unit(case, by=here.dispatcher, now=at(3, 9), units=[here.roads], reason="协助")
    assert co_of(case).due == case.promised_due == at(3, 14, 0)
    classed(here, case, Priority.P4, at(3, 9))
    part = co_of(case)
    assert case.assignments.get(part=Part.LEAD).due == part.due == at(3, 12, 0)
    assert part.clocks.get(kind=ClockKind.HANDLE).due == part.due


def test_a_consultation_gives_the_dispatch_another_limit_and_not_only_another_date(here):
    """C3, I7: base and changes make the date, also when the calendar is read anew."""
    case = make.accepted(here)
    actions.consult(case, by=here.dispatcher, now=NOW, units=[here.water], reason="职责交叉")
    clock = case.clocks.get(kind=ClockKind.DISPATCH)
    assert (clock.amount, clock.amount_unit, clock.due) == (2, "wd", at(3, 7, 0))
    change = clock.changes.get()
    assert (change.cause, change.old_amount, change.old_unit) == (DueCause.RECLASSIFIED, 240, "oh")
    assert actions.recompute_dues(2026, now=at(3, 4, 10)) == 0
