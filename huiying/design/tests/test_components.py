import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from huiying.design.choices import Column, Entry, Group, Happening
from huiying.design.forms import SampleForm
from huiying.design.templatetags.huiying import register

STATIC = Path(__file__).parents[1] / "static" / "design"
INLINE = re.compile(r"""\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)""")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(source, **values):
    request = RequestFactory().get("/list/", {"q": "lamp", "sort": "due"})
    values = {"request": request, **values}
    return Template("{% load huiying %}" + source).render(Context(values))


def test_every_component_is_shown_on_the_page_of_components(client):
    shown = (
        client.get("/design/").content.decode() + client.get("/design/console/").content.decode()
    )
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"<code>([^<]*)</code>", shown))))
    layout = {"html_attributes", "is_elder_view", "site_name", "url_if_exists", "portal_navigation"}
    layout |= {"console_navigation", "unread_count", "appearance", "fields", "sort_header"}
    assert set(register.tags) - layout <= named | {"dialog"}


def templates():
    for app in apps.get_app_configs():
        if app.name.startswith("huiying."):
            yield from Path(app.path).glob("templates/**/*.html")


@pytest.mark.parametrize("path", sorted(templates()), ids=lambda p: "/".join(p.parts[-3:]))
def test_no_template_holds_inline_script_or_style(path):
    found = INLINE.search(path.read_text())
    assert found is None, f"{path.name}: {found and found[0]!r} breaks the content policy"


def test_every_page_carries_the_content_policy(client):
    policy = client.get("/design/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_text_of_people_is_escaped():
    page = draw(
        '{% notice "info" name %}{{ name }}{% endnotice %}{% card name %}{{ name }}{% endcard %}'
        "{% badge name %}{% facts pairs %}{% timeline days %}{% bars bar name %}{% breadcrumbs name %}",
        name="<b>x",
        pairs=[("<b>", "<b>")],
        days=[Happening("<b>", text="<b>")],
        bar=[("<b>", 1)],
    )
    assert "<b>" not in page


def test_a_disabled_button_says_why():
    page = draw('{% button "Reply" disabled="Sign it first." %}')
    assert "disabled" in page
    assert "Sign it first." in page


def test_a_sorted_column_says_so_and_keeps_the_search():
    page = draw("{% table columns rows %}", columns=[Column("Due", "due")], rows=[["x"]])
    assert 'aria-sort="ascending"' in page
    assert "q=lamp" in page
    assert "sort=-due" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_cells_carry_their_columns_name_for_phones(rows):
    page = draw("{% table c r %}", c=[Column("No"), Column("Unit")], r=[["1", "x"]] * rows)
    assert page.count('data-label="Unit"') == rows


def test_one_page_needs_no_pager():
    assert "<nav" not in draw("{% pager page %}", page=Paginator([1], 10).page(1))


def test_the_pager_leads_both_ways_and_keeps_the_search():
    page = draw("{% pager page %}", page=Paginator(range(90), 10).page(5))
    assert "q=lamp&amp;sort=due&amp;page=4" in page
    assert "q=lamp&amp;sort=due&amp;page=6" in page


def test_every_kind_of_field_has_a_name_its_errors_and_its_help():
    form = SampleForm({"village": "青时村"})
    page = draw("{% form_errors form %}{% fields form %}", form=form)
    for bound in form:
        assert str(bound.label) in page
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in page
    assert 'href="#id_kind_0"' in page
    assert 'data-fill="id_village"' in page


def test_a_form_without_errors_has_no_summary():
    assert "<div" not in draw("{% form_errors form %}", form=SampleForm())


def test_a_search_keeps_what_was_searched():
    assert 'value="lamp"' in draw('{% search_box "Search" %}')


def test_a_picker_lists_what_was_found_and_what_is_chosen():
    page = draw(
        '{% picker "unit" "Unit" "/units/" value="7" chosen="Town" results=found %}',
        found=[("8", "Village", "hint")],
    )
    assert page.count('type="radio" name="unit"') == 2
    assert 'hx-get="/units/"' in page


def test_the_menu_of_the_page_itself_wins(client):
    groups = [Group("Work", [Entry("Sign", "/sign/", count=3)])]
    assert draw("{% console_navigation as g %}{{ g.0.label }}", navigation=groups) == "Work"


def test_the_menu_named_in_the_settings_is_asked(settings):
    settings.DESIGN = {"portal_navigation": "huiying.design.tests.test_components.doors"}
    assert draw("{% portal_navigation as e %}{{ e.0.label }}") == "Door"


def doors(request):
    return [Entry("Door", "/door/")]


def test_a_failure_page_needs_no_request():
    page = Template('{% extends "design/error.html" %}').render(Context({"sentence": "It broke."}))
    assert "It broke." in page


def test_the_first_portal_page_is_light(client):
    page = client.get("/design/console/").content  # heavier than any portal page's own text
    sheets = ["tokens.css", "base.css", "components.css", "forms.css", "portal.css"]
    scripts = ["huiying.js", "appearance.js", "forms.js", "dialogs.js"]
    weight = len(page) + sum((STATIC / name).stat().st_size for name in sheets + scripts)
    assert weight < 60_000


def test_every_icon_named_in_templates_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    used = {
        name
        for path in templates()
        for name in re.findall(r"""{% icon "([a-z]+)" %}|icon="([a-z]+)\"""", path.read_text())
        for name in name
        if name
    }
    assert used <= drawn


def test_a_long_text_is_not_cut_by_the_browser_and_its_bound_is_told():
    page = draw("{% field form.words %}", form=SampleForm())
    assert "maxlength" not in page
    assert 'data-most="500"' in page
    assert "at most 500 characters" in page
