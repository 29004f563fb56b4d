"""A form that comes back holds all that was typed and ticked in it, and a draft all that was written."""

from datetime import datetime

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.models import ReplyDraft
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_co_units import co_of
from huiying.cases.tests.test_roads_api import call
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = make.MORNING
LATE = datetime(2026, 3, 12, 9, tzinfo=SHANGHAI)
MISSING = "公路局尚未反馈路面修复情况。"


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def case(here, at):
    """A case the water office leads and the roads office helps with."""
    at(NOW)
    found = make.accepted(here)
    units = {"lead_unit": here.water, "co_units": [here.roads]}
    actions.dispatch(found, by=here.dispatcher, now=NOW, **units)
    actions.sign(found, by=here.handler, now=NOW)
    return actions.contact(found, by=here.handler, now=NOW, result="REACHED")


def address(case, step):
    return reverse("cases:step", args=[case.case_no, step])


def test_a_draft_keeps_what_late_co_units_have_not_reported(here, case, at):
    at(LATE)
    client, page = as_person(here.handler), reverse("cases:reply", args=[case.case_no])
    assert post(client, page, text="水管已修。", missing=MISSING, _draft="1").status_code == 302
    again = client.get(page)
    assert again.context["form"].initial["missing"] == MISSING
    assert MISSING in text_of(again)
    client.post(reverse("cases:reply-draft", args=[case.case_no]), {"text": "水管", "missing": "x"})
    assert ReplyDraft.objects.get().missing == "x"


def test_a_draft_keeps_it_by_api_too(here, case):
    path, draft = f"/cases/{case.case_no}/draft", {"text": "水管已修。", "missing": MISSING}
    assert call("POST", path, here.handler, draft)[0] == 200
    assert call("GET", path, here.handler)[1]["missing"] == MISSING


@pytest.fixture
def answered(here, case):
    actions.co_sign(co_of(case), by=here.other_handler, now=NOW)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    return actions.reply(case, by=here.handler, now=NOW, text="水管已修。")


@pytest.mark.parametrize("share", ["0.6", "0.333", "a third"])
def test_shares_stay_in_a_release_that_was_refused(here, answered, share):
    field = f"share_{co_of(answered).pk}"
    page = post(as_person(here.reviewer), address(answered, "release"), **{field: share})
    assert page.status_code in (200, 409)
    assert f'name="{field}"' in text_of(page)
    assert f'value="{share}"' in text_of(page)


def test_ticked_co_units_stay_ticked_in_a_review_that_was_refused(here, answered):
    field = f"redo_{co_of(answered).pk}"
    client, page = as_person(here.reviewer), address(answered, "send_back")
    assert f'name="{field}" value="on">' in text_of(client.get(page))
    back = post(client, page, defects="", **{field: "on"})
    assert back.status_code == 200
    assert f'name="{field}" value="on" checked>' in text_of(back)


def test_co_units_no_longer_needed_stay_ticked_in_a_dispatch_that_was_refused(here, case):
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="非职责",
        legal_basis="三定",
        proposed_unit=here.township,
    )
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    field = f"recall_{co_of(case).pk}"
    back = post(
        as_person(here.dispatcher), address(case, "dispatch"), lead_unit="", **{field: "on"}
    )
    assert back.status_code == 200
    assert f'name="{field}" value="on" checked>' in text_of(back)
