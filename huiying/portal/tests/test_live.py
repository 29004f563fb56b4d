"""What is suggested while somebody writes, on a line that is slow."""

import time

import pytest

from huiying.cases.tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writing(live_server, phone):
    """The page of the matter, with nothing written yet."""
    make.county()
    phone.goto("/report/")
    phone.get_by_label("求助：有事要办").check()
    phone.locator(".step-actions .primary").click()
    return phone


def test_a_suggestion_goes_at_once_with_the_words_it_rests_on(writing):
    suggested = writing.locator("[data-choose]")
    writing.fill("#id_text", "村口的自来水管漏水三天了。")
    suggested.wait_for()
    writing.route("**/report/likely/", lambda asked: (time.sleep(1), asked.continue_()))
    writing.fill("#id_text", "村口的自来水管漏水三天了，路面都是水。")
    assert suggested.is_visible()
    writing.fill("#id_text", "村里的路灯坏了，晚上不亮。")
    assert not suggested.is_visible()
    suggested.wait_for()
    assert "路灯" in writing.locator("[data-likely]").inner_text()


def test_one_press_takes_a_suggestion_and_only_then(writing, checked):
    writing.fill("#id_text", "村口的自来水管漏水三天了。")
    writing.locator("[data-choose]").wait_for()
    checked(writing)
    assert writing.input_value("#id_category") == ""
    writing.locator("[data-choose]").click()
    assert writing.input_value("#id_category") == "1001"
    writing.locator("[data-choose]").wait_for(state="detached")
