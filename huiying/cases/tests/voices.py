"""Builders for tests in which one matter has many voices."""

from datetime import timedelta

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.tests.pages import make
from huiying.notifications.models import Message

NOW = make.MORNING
LATER = NOW + timedelta(hours=3)
OTHER_PHONE = "13900005678"


def attached(here, case, now=LATER, **more):
    said = {"contact_phone": OTHER_PHONE, **more}
    asked = make.request(here, now, **said)
    return actions.attach(asked, by=here.clerk, now=now, case_no=case.case_no)


def merged(here, first, second, now=LATER, **more):
    kept = actions.merge(first, by=here.dispatcher, now=now, other_no=second.case_no, **more)
    first.refresh_from_db()
    second.refresh_from_db()
    return kept


def told(code, request):
    drain(LATER)
    return Message.objects.filter(code=code, about=f"request:{request.pk}").count()
