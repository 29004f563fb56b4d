"""Two tabs of one thing, and paper, in a real browser."""

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.models import Visit
from huiying.cases.tests import make
from huiying.lib import clock
from huiying.people.tests import make as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(live_server, settings):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    return make.county()


def pick(page, **grades):
    for name, value in grades.items():
        page.locator(f"label:has(input[name={name}][value='{value}'])").click()
    page.locator("main form button.primary").click()
    page.wait_for_load_state()


def two_tabs(page, address):
    other = page.context.new_page()
    for each in (page, other):
        each.goto(address)
    return page, other


def test_the_second_tab_of_a_rating_link_is_not_told_that_it_counts(phone, checked, here):
    case = make.released(here, clock.now())
    one, two = two_tabs(phone, f"/r/{case.callbacks.get().token}")
    pick(one, solved="YES", result="5", manner="5")
    pick(two, solved="NO", result="1", manner="1")
    assert "评价已经收到" in one.inner_text("main")
    assert "刚才提交的没有收下" in two.inner_text("main")
    checked(two)
    assert case.ratings.get().solved == "YES"


def test_the_second_tab_of_a_counter_code_is_not_told_that_it_counts(phone, checked, here):
    visit = actions.record_visit(here.water, by=here.handler, now=clock.now(), matter="用水报装")
    one, two = two_tabs(phone, reverse("portal:counter", args=[visit.token]))
    pick(one, **dict.fromkeys(("overall", "first", "second", "third"), "5"))
    pick(two, **dict.fromkeys(("overall", "first", "second", "third"), "1"))
    assert "已经收到" in one.inner_text("main")
    assert "刚才提交的没有收下" in two.inner_text("main")
    checked(two)
    assert Visit.objects.get().ratings.get().overall == "5"


def test_a_letter_on_paper_is_nothing_but_the_letter(desk, here):
    case = make.closed(here, clock.now())
    here.handler.set_password(people.PASSWORD)
    here.handler.save()
    desk.goto(reverse("people:sign-in"))
    desk.fill("input[name=username]", here.handler.username)
    desk.fill("input[name=password]", people.PASSWORD)
    desk.press("input[name=password]", "Enter")
    desk.wait_for_url("**/console/**")
    desk.goto(reverse("cases:letter", args=[case.case_no, case.requests.get().receipt_no]))
    desk.emulate_media(media="print")
    assert desk.locator(".letter").is_visible()
    for other in (".crumbs", ".console-menu", ".console-top", ".actions"):
        assert not desk.locator(other).first.is_visible()
    assert desk.inner_text("body").strip().startswith(here.water.name)
