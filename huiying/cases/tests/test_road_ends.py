"""How the road ends: objections, checks, publication, archive, withdrawal."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    PublicState,
    RequestState,
)
from huiying.cases.permissions import Requester
from huiying.cases.queries import work_for
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_an_upheld_objection_reopens_the_case(here):
    case = make.closed(here)
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="还是漏水")
    actions.uphold(case, by=here.supervisor, now=NOW, decision="现场核实确未修好")
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.state, request.state) == (CaseState.REWORK, RequestState.ON_CASE)


def test_objecting_after_fifteen_days_is_too_late(here):
    case = make.closed(here)
    request = case.requests.get()
    with pytest.raises(NotPossible, match="15 days"):
        actions.object_to(
            request, by=Requester(request.pk), now=NOW + timedelta(days=20), text="还是漏"
        )


def test_a_spot_check_reopens_the_case_and_takes_it_off_the_public_pages(here):
    case = make.closed(here)
    actions.draft_public(
        case, by=here.reviewer, now=NOW, title="水管漏水", text="村口水管漏水。", reply="已修好。"
    )
    actions.publish(case, by=here.publisher, now=NOW)
    actions.spot_check(case, by=here.supervisor, now=NOW, finding="仍在漏水")
    assert case.state == CaseState.REWORK
    assert case.public_version.state == PublicState.REMOVED


def test_the_drafter_does_not_publish(here):
    case = make.closed(here)
    make.organisations.grant(here.reviewer, make.Role.PUBLISHER, here.county)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="水管", text="漏水", reply="修好")
    with pytest.raises(NotAllowed):
        actions.publish(case, by=here.reviewer, now=NOW)


def test_nothing_is_published_without_consent(here):
    case = make.closed(here, may_publish=False)
    with pytest.raises(NotPossible, match="not agreed"):
        actions.draft_public(case, by=here.reviewer, now=NOW, title="水", text="漏", reply="修")


def test_a_case_is_archived_when_its_windows_are_over(here):
    case = make.closed(here)
    with pytest.raises(NotPossible):
        actions.archive(case, by=TIMER, now=NOW + timedelta(days=3))
    actions.archive(case, by=TIMER, now=NOW + timedelta(days=20))
    assert case.state == CaseState.ARCHIVED
    assert case.requests.get().state == RequestState.ARCHIVED


def test_an_anonymous_request_without_a_channel_closes_without_callback(here):
    case = make.replied(here, contact_phone="", contact_name="")
    with pytest.raises(NotPossible):
        actions.release(case, by=here.reviewer, now=NOW)
    actions.close_uncalled(case, by=here.reviewer, now=NOW)
    assert (case.state, case.close_reason) == (CaseState.CLOSED, "NO_CHANNEL")


def test_the_last_withdrawal_ends_the_case(here):
    case = make.signed(here)
    request = case.requests.get()
    actions.withdraw(request, by=Requester(request.pk), now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert not case.clocks.filter(stopped_at=None).exists()


def test_nothing_is_withdrawn_after_the_reply(here):
    case = make.replied(here)
    request = case.requests.get()
    with pytest.raises(NotPossible, match="reply"):
        actions.withdraw(request, by=Requester(request.pk), now=NOW)


def test_a_draft_waits_for_a_publisher_who_did_not_write_it(here):
    case = make.closed(here)
    make.organisations.grant(here.reviewer, make.Role.PUBLISHER, here.county)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="水管", text="漏水", reply="修好")
    assert list(work_for(here.publisher, now=NOW)) == [case]
    assert case not in work_for(here.reviewer, now=NOW)
    actions.publish(case, by=here.publisher, now=NOW)
    assert not work_for(here.publisher, now=NOW).exists()
