"""What every page shares, seen in a browser."""

from collections import Counter
from importlib import import_module

import pytest

pytestmark = pytest.mark.browser


def test_the_components_are_usable_at_a_desk_and_on_a_phone(desk, phone, checked):
    for window in (desk, phone):
        window.goto("/design/")
        checked(window)


def test_an_unknown_address_is_answered_in_chinese(phone, checked):
    answer = phone.goto("/nothing-here/")

    assert answer.status == 404
    assert phone.locator("html").get_attribute("lang") == "zh-Hans"
    checked(phone)


def test_the_description_of_the_api_opens_under_the_content_policy(desk):
    desk.goto("/api/docs")

    desk.get_by_role("heading", name="Huiying").wait_for()


def _all_routers(routers, above=""):
    for prefix, router, *_ in routers:
        here = "/".join(filter(None, [above, prefix.strip("/")]))
        yield here, router
        yield from _all_routers(router._routers, here)


def test_no_two_routers_answer_at_one_address():
    """The first one would answer for all methods, and say that it does not know the other's."""
    api = import_module("huiying.config.api").api
    paths = {  # a router may be listed alone and below another
        (prefix.strip("/"), path.strip("/"), id(router))
        for prefix, router in _all_routers(api._routers)
        for path in router.path_operations
    }
    assert len(paths) > 50
    joined = Counter("/".join(filter(None, each[:2])) for each in paths)
    assert [path for path, times in joined.items() if times > 1] == []
