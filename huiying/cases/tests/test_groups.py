"""The group of its village that a request names: found in its words, settled by the clerk, counted."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.choices import Channel, Kind, Priority
from huiying.cases.models import Category, Request
from huiying.cases.permissions import PUBLIC
from huiying.cases.queries.groups import Heard, groups_heard, heard_by_group, without_group
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person
from huiying.lib.errors import NotPossible
from huiying.organisations.tests import make as organisations

pytestmark = pytest.mark.django_db
NOW = make.MORNING
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def in_village(here, **more):
    return make.request(here, **more)


def accept(here, request, **more):
    given = {
        "kind": Kind(request.kind),
        "category": Category.objects.get(code="1001"),
        "priority": Priority.P4,
        "area": request.area,
        "title": "路灯不亮",
        "text": "路灯不亮。",
        **more,
    }
    return actions.accept(request, by=here.clerk, now=NOW, **given)


def test_the_group_is_found_in_the_address_as_the_request_comes_in(here):
    assert in_village(here, place="三组水塔旁").group_no == 3
    assert in_village(here, place="", text="杨树湾村第五村民小组的路灯不亮。").group_no == 5
    assert in_village(here, place="小卖部旁").group_no is None
    voice = make.voice(here.county, place="三组")
    assert actions.submit(voice, by=PUBLIC, now=NOW).request.group_no is None


def test_a_name_of_its_own_is_found_too(here):
    organisations.group(here.village, 8, "河湾组")
    assert in_village(here, place="河湾组老井旁").group_no == 8


def test_finding_the_group_asks_the_database_nothing_more(here):
    in_village(here, place="三组")  # what is kept in memory is there
    counts = []
    for place in ("小卖部旁", "三组"):
        voice = make.voice(here.village, place=place)
        with CaptureQueriesContext(connection) as heard:
            actions.submit(voice, by=PUBLIC, now=NOW)
        counts.append(len(heard))
    assert counts[0] == counts[1]


def test_the_clerk_has_the_last_word(here):
    named = in_village(here, place="三组")
    accept(here, named, group=7)
    assert Request.objects.get(pk=named.pk).group_no == 7
    none = in_village(here, place="三组")
    accept(here, none, group=0)
    assert Request.objects.get(pk=none.pk).group_no is None
    kept = in_village(here, place="三组")
    accept(here, kept)
    assert Request.objects.get(pk=kept.pk).group_no == 3


def test_a_request_that_belongs_to_no_village_after_all_has_no_group(here):
    request = in_village(here, place="三组")
    accept(here, request, area=here.county)
    assert Request.objects.get(pk=request.pk).group_no is None


def test_requests_and_visits_are_counted_by_group_and_those_without_one_apart(here):
    code = here.village.code
    for place, channel in (("三组", Channel.WEB), ("三组", Channel.VISIT), ("", Channel.WEB)):
        accept(here, in_village(here, place=place, channel=channel))
    assert heard_by_group([code], *MARCH) == {(code, 3): Heard(voices=2, visits=1)}
    assert groups_heard([code], *MARCH) == {(code, 3)}
    assert without_group([code], *MARCH) == 1
    assert heard_by_group([code], date(2026, 2, 1), date(2026, 2, 28)) == {}


def test_a_secret_request_is_counted_for_no_group(here):
    accept(here, in_village(here, place="三组", wants_secrecy=True))
    assert heard_by_group([here.village.code], *MARCH) == {}
    assert without_group([here.village.code], *MARCH) == 1


def correct(case, here, group):
    facts = {
        "kind": Kind(case.kind),
        "category": case.category,
        "priority": Priority(case.priority),
    }
    reason = "地址记错了"
    reclassify(case, **facts, reason=reason, group=group, by=here.dispatcher, now=NOW)
    return case.requests.get().group_no


def test_a_group_taken_down_wrongly_is_corrected_with_the_category(here):
    case = accept(here, in_village(here, place="三组"))
    assert correct(case, here, 5) == 5
    assert correct(case, here, None) == 5
    assert correct(case, here, 0) is None
    told = [each for each in events_of(f"case:{case.pk}") if each.kind == "case.reclassify"]
    assert [json.loads(each.data).get("group") for each in told] == [5, None, 0]
    assert heard_by_group([here.village.code], *MARCH) == {}


def test_a_case_that_nobody_asked_for_counts_for_no_group(here):
    case = make.accepted(here)
    case.requests.update(case=None, state="SUBMITTED")
    facts = {
        "kind": Kind(case.kind),
        "category": case.category,
        "priority": Priority(case.priority),
    }
    with pytest.raises(NotPossible, match="Nobody asked"):
        reclassify(case, **facts, reason="记错了", group=4, by=here.dispatcher, now=NOW)


def test_the_form_shows_the_group_as_it_is_and_takes_another(here):
    case = accept(here, in_village(here, place="三组"))
    client = as_person(here.dispatcher)
    address = reverse("cases:step", args=[case.case_no, "reclassify"])
    page = client.get(address)
    assert page.context["form"].initial["group"] == 3
    assert page.context["form"].fields["group"].max_value == 99


def test_a_case_that_lies_in_no_village_has_no_group_to_correct(here):
    asked = actions.submit(make.voice(here.town), by=PUBLIC, now=NOW).request
    case = accept(here, asked)
    with pytest.raises(NotPossible, match="lies in no village"):
        correct(case, here, 4)
    assert correct(case, here, 0) is None
