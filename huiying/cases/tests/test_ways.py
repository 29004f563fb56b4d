"""By what a requester is told and asked, as they wish and as they can be reached."""

import pytest

from huiying.cases.actions.questions import ask_question
from huiying.cases.choices import Step
from huiying.cases.choices.asking import ToldBy
from huiying.cases.models import Request
from huiying.cases.permissions import request_steps
from huiying.cases.queries.ways import can_be_reached, way_to_ask, ways_of
from huiying.cases.tests import make
from huiying.notifications.choices import Channel
from huiying.notifications.models import Message

PHONE, LINE, MAIL = "13900001234", "053288880000", "lu@example.org"
SMS, EMAIL = (Channel.SMS, PHONE), (Channel.EMAIL, MAIL)


@pytest.mark.parametrize(
    ("told_by", "phone", "mail", "ways"),
    [
        (ToldBy.SMS, PHONE, MAIL, [SMS]),
        (ToldBy.EMAIL, PHONE, MAIL, [EMAIL]),
        (ToldBy.BOTH, PHONE, MAIL, [SMS, EMAIL]),
        (ToldBy.NONE, PHONE, MAIL, []),
        (ToldBy.SMS, "", MAIL, [EMAIL]),
        (ToldBy.SMS, "", "", []),
    ],
)
def test_everybody_is_told_as_they_wish(told_by, phone, mail, ways):
    asked = Request(contact_phone=phone, contact_email=mail, told_by=told_by)
    assert ways_of(asked) == ways
    assert can_be_reached(asked) == bool(phone or ways)


@pytest.mark.parametrize(
    ("told_by", "phone", "mail", "way"),
    [
        (ToldBy.EMAIL, PHONE, MAIL, EMAIL),
        (ToldBy.NONE, PHONE, "", SMS),
        (ToldBy.BOTH, LINE, MAIL, EMAIL),
        (ToldBy.SMS, LINE, "", None),
    ],
)
def test_a_question_goes_where_it_can_be_read(told_by, phone, mail, way):
    assert way_to_ask(Request(contact_phone=phone, contact_email=mail, told_by=told_by)) == way


@pytest.mark.django_db
def test_a_question_is_asked_by_mail_where_there_is_no_number():
    here = make.county()
    case = make.signed(here, contact_phone="", contact_email=MAIL)
    ask_question(case, by=here.handler, now=make.MORNING, text="是哪一盏灯？")
    assert Message.objects.get(code="question").to == MAIL


@pytest.mark.django_db
def test_staff_take_a_withdrawal_down_only_where_a_message_confirms_it():
    here = make.county()
    told = make.request(here)
    silent = make.request(here, told_by=ToldBy.NONE)
    assert dict(request_steps(told, by=here.clerk, now=make.MORNING))[Step.RECORD_WITHDRAWAL]
    assert not dict(request_steps(silent, by=here.clerk, now=make.MORNING))[Step.RECORD_WITHDRAWAL]
