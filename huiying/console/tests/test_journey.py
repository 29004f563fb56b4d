"""Four people carry one case in a real browser, one step of it without a mouse."""

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import CaseState
from huiying.cases.tests import make
from huiying.lib import clock
from huiying.people.tests import make as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def pages(settings, transactional_db):
    settings.HUIYING_REQUIRE_TOTP = "nobody"


@pytest.fixture
def here():
    made = make.county()
    for each in (made.dispatcher, made.handler, made.reviewer, made.caller):
        each.set_password(people.PASSWORD)
        each.save()
    return made


def sign_in(page, person):
    page.context.clear_cookies()
    page.goto(reverse("people:sign-in"))
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/console/**")


def send(page):
    page.locator("main form.form .actions button[type=submit]").first.click()
    page.wait_for_selector(".notice.success")


def dispatch(page, checked, here):
    sign_in(page, here.dispatcher)
    page.goto(reverse("cases:board"))
    checked(page)
    page.get_by_label("柳河县水务局").check()
    page.get_by_role("button", name="派单", exact=True).click()
    page.wait_for_selector(".notice.success")
    checked(page)


def sign_without_a_mouse(page, checked, case):
    page.get_by_role("link", name=case.title).click()
    checked(page)
    page.get_by_role("link", name="签收", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign/")
    checked(page)
    page.locator("main form.form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.success")


def reply(page, checked, case):
    page.goto(reverse("cases:step", args=[case.case_no, "reply"]))
    page.fill("textarea[name=text]", "水管已经修好，路面已清理。")
    checked(page)
    send(page)


def release(page, checked, here, case):
    sign_in(page, here.reviewer)
    page.goto(reverse("cases:step", args=[case.case_no, "release"]))
    checked(page)
    send(page)
    checked(page)


def call(page, checked, here):
    sign_in(page, here.caller)
    page.goto(reverse("cases:callbacks"))
    checked(page)
    page.get_by_role("button", name="回访下一位").click()
    checked(page)
    for name, value in (("solved", "YES"), ("result", "5"), ("manner", "4")):
        page.locator(f"input[name={name}][value='{value}']").check()
    send(page)


def test_a_case_goes_from_hand_to_hand(desk, checked, here):
    case = make.accepted(here, clock.now())
    dispatch(desk, checked, here)
    sign_in(desk, here.handler)
    sign_without_a_mouse(desk, checked, case)
    assert reload(case).state == CaseState.IN_PROGRESS
    actions.contact(reload(case), by=here.handler, now=clock.now(), result="REACHED")
    reply(desk, checked, case)
    release(desk, checked, here, case)
    call(desk, checked, here)
    assert reload(case).state == CaseState.CLOSED


def reload(case):
    return type(case).objects.get(pk=case.pk)


def test_the_work_of_a_handler_fits_a_small_phone(phone, checked, here):
    case = make.signed(here, clock.now())
    sign_in(phone, here.handler)
    checked(phone)
    for address in (
        reverse("cases:case", args=[case.case_no]),
        reverse("cases:step", args=[case.case_no, "contact"]),
        reverse("cases:cases"),
        reverse("console:search") + "?q=水管",
        reverse("console:inbox"),
        reverse("analytics:counts"),
    ):
        phone.goto(address)
        checked(phone)


def test_what_was_typed_is_there_again_when_the_line_was_cut(desk, here):
    case = make.signed(here, clock.now())
    note = reverse("cases:step", args=[case.case_no, "note"])
    sign_in(desk, here.handler)
    desk.goto(note)
    desk.fill("textarea[name=text]", "现场看过，阀门锈死。")
    desk.route(
        f"**{note}",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    desk.locator("main form.form button[type=submit]").first.click()
    desk.wait_for_url("chrome-error://**")
    desk.unroute(f"**{note}")
    desk.goto(reverse("cases:case", args=[case.case_no]))
    desk.goto(note)
    assert desk.input_value("textarea[name=text]") == "现场看过，阀门锈死。"
    send(desk)
    desk.goto(note)
    assert desk.input_value("textarea[name=text]") == ""
