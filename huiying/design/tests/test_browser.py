import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("light", "normal"), ("dark", "normal"), ("light", "elder"), ("dark", "elder")]


def dress(page, base, theme, view):
    page.context.add_cookies(
        [
            {"name": "theme", "value": theme, "url": base},
            {"name": "view", "value": view, "url": base},
        ]
    )


def every_look(page, base, checked, path):
    for theme, view in LOOKS:
        dress(page, base, theme, view)
        page.goto(path)
        checked(page)


@pytest.mark.parametrize("path", ["/design/", "/design/console/"])
def test_all_components_are_accessible_on_a_desk(desk, live_server, checked, path):
    every_look(desk, live_server.url, checked, path)


@pytest.mark.parametrize("path", ["/design/", "/design/console/"])
def test_all_components_are_accessible_on_a_phone(phone, live_server, checked, path):
    every_look(phone, live_server.url, checked, path)


@pytest.mark.parametrize(("view", "least"), [("normal", 44), ("elder", 60)])
def test_whatever_is_pressed_is_large_enough(phone, live_server, view, least):
    dress(phone, live_server.url, "light", view)
    phone.goto("/design/")
    small = phone.evaluate(
        """least => [...document.querySelectorAll('.button, .door, .tabs a, .portal-header a, .field input,'
        + '.field select, .choices label, .choice, .segmented, .check')]
        .filter(it => it.checkVisibility() && !['checkbox', 'radio'].includes(it.type))
        .filter(it => it.getBoundingClientRect().height < least)
        .map(it => it.outerHTML.slice(0, 90) + it.getBoundingClientRect().height)""",
        least,
    )
    assert small == []


def test_the_elder_views_text_is_large(phone, live_server):
    dress(phone, live_server.url, "light", "elder")
    phone.goto("/design/")
    size = phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert 18 <= size <= 22


def test_the_theme_changes_without_losing_what_is_typed(desk):
    desk.goto("/design/")
    desk.fill("#id_name", "张三")
    desk.click(".hero button[value=dark]")
    assert desk.locator("html").get_attribute("data-theme") == "dark"
    assert desk.input_value("#id_name") == "张三"
    desk.reload()
    assert desk.locator("html").get_attribute("data-theme") == "dark"


def test_the_large_type_view_is_one_press_away(phone):
    phone.goto("/design/")
    phone.click(".portal-header button[name=view]")
    phone.wait_for_selector("html[data-view=elder]")


def test_switches_work_without_javascript(opened):
    page = opened(java_script_enabled=False)
    page.goto("/design/")
    page.click(".hero button[value=dark]")
    assert page.locator("html[data-theme=dark]").count() == 1
    page.click(".hero button[name=language]")
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_dialog_opens_by_key_and_closes_by_escape(desk, checked):
    desk.goto("/design/")
    desk.focus("[data-dialog=sample-dialog]")
    desk.keyboard.press("Space")
    assert desk.locator("#sample-dialog").is_visible()
    checked(desk)
    desk.keyboard.press("Escape")
    assert not desk.locator("#sample-dialog").is_visible()


def test_a_dialog_opens_without_javascript(opened):
    page = opened(java_script_enabled=False)
    page.goto("/design/")
    page.click("[data-dialog=sample-dialog]")
    assert page.locator("#sample-dialog").is_visible()


def test_a_suggestion_fills_the_field(desk):
    desk.goto("/design/")
    desk.click("[data-fill=id_village] >> nth=0")
    assert desk.input_value("#id_village") == "青石村"


def test_faults_are_the_first_thing_read(desk):
    desk.goto("/design/")
    assert desk.evaluate("document.activeElement.className") == "error-summary"


def test_the_menu_opens_on_a_phone(phone, checked):
    phone.goto("/design/console/")
    assert not phone.locator("#menu").is_visible()
    phone.click(".menu-button")
    assert phone.locator("#menu").is_visible()
    checked(phone)


def test_what_is_pasted_too_long_is_kept_and_counted(desk):
    desk.goto("/design/")
    desk.focus("#id_words")
    desk.keyboard.insert_text("路灯坏了。" * 120)
    assert len(desk.input_value("#id_words")) >= 600
    count = desk.locator("#id_words ~ .field-count")
    assert "is-over" in count.get_attribute("class")
    assert count.inner_text().endswith("/ 500")
