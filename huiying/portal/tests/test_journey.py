"""A resident with a small phone: report, keep the receipt, track, judge."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import Kind, Priority, TryResult
from huiying.cases.models import Category, Request
from huiying.cases.tests import make
from huiying.lib import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(live_server):
    return make.county()


def answered(here, request):
    """The staff's part of the road."""
    now = clock.now()
    case = actions.accept(
        request,
        by=here.clerk,
        now=now,
        kind=Kind.HELP,
        category=Category.objects.get(code="1001"),
        priority=Priority.P4,
        area=here.village,
        title=request.title,
        text=request.text,
    )
    actions.dispatch(case, by=here.dispatcher, now=now, lead_unit=here.water)
    actions.sign(case, by=here.handler, now=now)
    actions.contact(case, by=here.handler, now=now, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=now, text="水管已经修好。")
    actions.release(case, by=here.reviewer, now=now)
    return case


def onward(page):
    page.locator(".step-actions .primary").click()


def report(page, checked):
    """From the front page to the receipt; number and code."""
    page.goto("/")
    checked(page)
    page.locator(".door.primary").click()
    checked(page)
    page.get_by_label("求助：有事要办").check()
    onward(page)
    checked(page)
    onward(page)  # nothing typed yet
    checked(page)
    page.locator("textarea").fill("村口的水管漏了三天。")
    page.locator("input[name=area_query]").fill("杨树")
    page.locator("#area-results label").first.click()
    checked(page)
    onward(page)
    page.get_by_label("您的电话").fill("13900001234")
    checked(page)
    onward(page)
    checked(page)
    page.get_by_role("button", name="修改 村口的水管漏了三天").click()
    assert page.locator("textarea").input_value() == "村口的水管漏了三天。"
    onward(page)
    onward(page)
    onward(page)
    checked(page)
    return page.locator("#receipt-number").inner_text(), page.locator("#receipt-code").inner_text()


def track(page, number, code):
    page.goto("/track/")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(code)
    page.locator(".step-actions .primary").click()


def test_a_voice_is_sent_followed_and_judged_on_a_phone(phone, here, checked):
    number, code = report(phone, checked)
    request = Request.objects.get(receipt_no=number)
    assert request.area == here.village
    track(phone, number, code)
    phone.get_by_role("heading", name="已收到").wait_for()
    checked(phone)

    case = answered(here, request)
    phone.reload()
    phone.get_by_text("水管已经修好。").wait_for()
    checked(phone)

    phone.goto(f"/r/{case.callbacks.get().token}")
    checked(phone)
    for question in ("solved", "result", "manner"):
        phone.locator(f"input[name={question}]").first.check()
    phone.locator(".step-actions .primary").click()
    phone.get_by_role("heading", name="谢谢您，评价已经收到。").wait_for()
    checked(phone)
    case.refresh_from_db()
    assert case.state == "CLOSED"


@pytest.fixture
def plain(opened, live_server):
    """A small window without scripts, in large type."""
    page = opened(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.context.add_cookies([{"name": "view", "value": "elder", "url": live_server.url}])
    return page


def say(page, text, phone=""):
    """Report without scripts; number and code."""
    page.goto("/report/")
    page.get_by_label("咨询：有事要问").check()
    onward(page)
    page.locator("textarea").fill(text)
    page.locator("input[name=area_query]").fill("杨树")
    page.get_by_role("button", name="搜索").click()
    page.locator("#area-results label").first.click()
    onward(page)
    page.get_by_label("您的电话").fill(phone)
    onward(page)
    onward(page)
    return page.locator("#receipt-number").inner_text(), page.locator("#receipt-code").inner_text()


def take(page, step, **typed):
    """Open a step on the page of the request, fill it in, press."""
    fold = page.locator(f"#step-{step}")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    for name, text in typed.items():
        fold.locator(f"textarea[name={name}]").fill(text)
    for tile in ("solved", "result", "manner") if step == "rate" else ():
        fold.locator(f"input[name={tile}]").first.check()
    fold.locator(".actions button").click()


def test_without_scripts_and_in_large_type_the_same_way_works(plain, here):
    track(plain, *say(plain, "高龄津贴怎么申请？"))
    assert plain.get_by_role("heading", name="高龄津贴怎么申请").is_visible()


def test_without_scripts_one_judges_and_objects(plain, here):
    number, code = say(plain, "村口的水管漏了三天。", "13900001234")
    case = answered(here, Request.objects.get(receipt_no=number))
    track(plain, number, code)
    take(plain, "rate")
    assert plain.get_by_text("谢谢您，评价已经收到。").is_visible()
    case.refresh_from_db()
    assert case.state == "CLOSED"
    take(plain, "object", text="第二天又漏了。")
    assert plain.get_by_text("您的异议已收到").is_visible()
    assert case.objections.get().text == "第二天又漏了。"


def test_without_scripts_one_takes_it_back_and_thinks_again(plain, here):
    number, code = say(plain, "村口的水管漏了三天。")
    track(plain, number, code)
    take(plain, "withdraw")
    assert plain.get_by_text("已经撤回。15 天内可以恢复。").first.is_visible()
    take(plain, "undo_withdrawal")
    assert plain.get_by_text("已经恢复。").first.is_visible()
    assert Request.objects.get(receipt_no=number).state == "SUBMITTED"


def test_the_pages_of_text_are_accessible(phone, desk, here, checked):
    for window in (phone, desk):
        for path in ("/about/", "/privacy/", "/accessibility/", "/published/", "/track/", "/r/x"):
            window.goto(path)
            checked(window)
