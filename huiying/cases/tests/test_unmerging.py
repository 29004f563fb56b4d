"""A merging is taken apart before the reply: C18."""

from datetime import timedelta

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
)
from huiying.cases.tests.pages import make
from huiying.cases.tests.voices import LATER, NOW, OTHER_PHONE, attached, merged
from huiying.lib.errors import NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db


def test_a_merging_is_taken_apart_by_saying_of_each_request_where_it_belongs(here):
    first = make.signed(here)
    second = make.dispatched(here, contact_phone=OTHER_PHONE)
    attached(here, second, contact_phone="13900007777")
    merged(here, first, second)
    stay, back = (
        second.merges.get().moved.order_by("pk").values_list("request__receipt_no", flat=True)
    )
    after = NOW + timedelta(days=3)
    with pytest.raises(NotPossible, match="each request"):
        actions.unmerge(second, by=here.dispatcher, now=after, back=[back], stay=[], reason="x")
    actions.unmerge(
        second, by=here.dispatcher, now=after, back=[back], stay=[stay], reason="两件事"
    )
    second.refresh_from_db()
    assert second.state == CaseState.PENDING_DISPATCH
    assert [each.receipt_no for each in second.requests.all()] == [back]
    assert first.requests.count() == 2
    assert second.merged_into is None
    drain(after)
    assert Message.objects.filter(code=Code.PARTED).count() == 2


def test_merged_days_do_not_count_for_the_unit(here):
    first, second = make.signed(here), make.dispatched(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    after = NOW + timedelta(days=6)
    number = second.merges.get().moved.get().request.receipt_no
    actions.unmerge(second, by=here.dispatcher, now=after, back=[number], stay=[], reason="两件事")
    second.refresh_from_db()
    fresh = second.clocks.get(kind="DISPATCH", stopped_at__isnull=True)
    assert fresh.started_at == after
    told_before = second.promised_due
    actions.dispatch(second, by=here.dispatcher, now=after, lead_unit=here.roads)
    lead = second.assignments.get(is_current=True)
    assert lead.due > after
    assert second.promised_due == max(told_before, lead.due)
    assert second.opened_at == NOW  # the person's time runs from the beginning


def test_after_the_reply_a_merging_stays(here):
    first, second = make.signed(here), make.signed(here, contact_phone=OTHER_PHONE)
    merged(here, first, second)
    actions.contact(first, by=here.handler, now=LATER, result="REACHED")
    actions.reply(first, by=here.handler, now=LATER, text="水管已经修好。")
    actions.release(first, by=here.reviewer, now=LATER)
    number = second.merges.get().moved.get().request.receipt_no
    with pytest.raises(NotPossible):
        actions.unmerge(second, by=here.dispatcher, now=LATER, back=[number], stay=[], reason="x")
