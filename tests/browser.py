"""A real Chromium for tests marked `browser`: fixtures `desk`, `phone` and `checked`.

The pages come from pytest-django's live server, so such a test sees the rows it makes through the
slices' actions. A message of the browser's console at level error (a blocked script, a missing
file, an exception) fails the test, for the content policy breaks pages silently otherwise.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--disable-quic", "--disable-background-networking"),
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of the system; nothing is downloaded."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "These tests need Chromium; `make test` installs it."
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Opens a window of its own (own cookies); keywords as for Playwright's contexts."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def window(**settings: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN", **settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield window
    for context in contexts:
        context.close()
    expected = ("status of 40", "status of 42")  # a refusal asked for is no fault of the page
    left = [fault for fault in faults if not any(part in fault for part in expected)]
    assert not left, "The browser complained:\n" + "\n".join(left)


@pytest.fixture
def desk(opened: Open) -> Page:
    """A window at the width of an office screen."""
    return opened(viewport={"width": 1366, "height": 768})


@pytest.fixture
def phone(opened: Open) -> Page:
    """A window the size of a small phone."""
    return opened(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


@pytest.fixture
def checked() -> Callable[[Page], None]:
    """`checked(page)` after each step: accessible by axe's rules and not wider than the window."""

    def check(page: Page) -> None:
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        room = page.evaluate("document.documentElement.clientWidth")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= room, f"{page.url} is {width} px wide in a window of {room} px"

    return check
