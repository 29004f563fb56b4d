"""What words speak for: categories, places, units; shown to people, who decide."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.actions.retaining import delete_words
from huiying.cases.choices import Kind, Priority, RequestState
from huiying.cases.choices.suggestions import SuggestionFate
from huiying.cases.models import Category, Reading, SuggestionOutcome
from huiying.cases.queries.routing import by_words, read_of
from huiying.cases.tasks.reading import forget_ready, read_waiting
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    settings.DATA_DIR = tmp_path
    forget_ready()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


@pytest.fixture
def keeper(here):
    return make_catalogue.keeper(here)


def administrator(here):
    person = organisations.person("sysadmin", name="管理员")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


def accept(here, asked, category="1001", **more):
    inputs = {
        "kind": Kind(asked.kind),
        "category": Category.objects.get(code=category),
        "priority": Priority.P4,
        "area": here.village,
        "title": asked.title,
        "text": asked.text,
    }
    return actions.accept(asked, by=here.clerk, now=NOW, **inputs | more)


def test_the_words_of_the_tree_speak_before_anything_is_decided(here):
    asked = make.request(here, title="小区停水两天", text="自来水一滴都没有，水压一直不够。")
    assert read_waiting(NOW) == 1
    read = read_of(asked.reading, asked.area_code)
    assert read.guesses[0].path == ("公用事业", "供水")
    assert "停水" in read.words
    assert not read.is_measured
    assert read_waiting(NOW) == 0


def test_words_that_point_nowhere_are_met_with_silence(here):
    asked = make.request(here, title="你好", text="有一件事想说一说，麻烦看一下。")
    read_waiting(NOW)
    assert read_of(asked.reading, asked.area_code).guesses == ()


def test_the_clerk_sees_words_and_category_and_takes_another_with_a_button(here):
    asked = make.request(here, title="停水了", text="自来水停水三天，路灯也不亮。")
    read_waiting(NOW)
    client = as_person(here.clerk)
    address = reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    page = client.get(address)
    assert page.context["form"]["category"].value() == "1001"
    said = text_of(page)
    assert "公用事业 › 供水" in said
    assert "停水" in said
    again = post(client, address, _search="take:category=0903", title="我改过的标题")
    assert again.context["form"]["category"].value() == "0903"
    assert again.context["form"]["title"].value() == "我改过的标题"
    asked.refresh_from_db()
    assert asked.state == RequestState.SUBMITTED


@pytest.mark.parametrize(
    ("chosen", "fate"), [("1001", SuggestionFate.TAKEN), ("0903", SuggestionFate.CHANGED)]
)
def test_what_the_clerk_decides_is_kept(here, chosen, fate):
    asked = make.request(here)
    read_waiting(NOW)
    accept(here, asked, chosen)
    kept = SuggestionOutcome.objects.get(kind="category")
    assert (kept.suggested, kept.chosen, kept.fate) == ("1001", chosen, fate)


def test_another_category_later_is_kept_too(here):
    case = make.accepted(here)
    read_waiting(NOW)
    reclassify(
        case,
        by=here.dispatcher,
        now=NOW,
        kind=Kind.HELP,
        category=Category.objects.get(code="1101"),
        priority=Priority.P4,
        reason="是路面的事",
    )
    kept = SuggestionOutcome.objects.get(kind="category")
    assert (kept.about, kept.chosen, kept.fate) == (case.subject, "1101", SuggestionFate.CHANGED)
    page = as_person(here.dispatcher).get(reverse("cases:step", args=[case.case_no, "reclassify"]))
    assert "公用事业 › 供水" in text_of(page)


def test_switched_off_nothing_is_read_shown_or_kept(here):
    asked = make.request(here)
    read_waiting(NOW)
    by = administrator(here)
    for kind in ("category", "routing"):
        actions.switch_suggestion(kind, is_on=False, by=by, now=NOW)
    make.request(here)
    assert read_waiting(NOW) == 0
    page = as_person(here.clerk).get(
        reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    )
    assert "供水" not in text_of(page).split("Priority")[0].split("Category")[0]
    accept(here, asked)
    assert not SuggestionOutcome.objects.exists()


def test_a_place_named_in_the_text_is_found_in_the_area_tree(here):
    other = organisations.area("990101102000", 4, "白马镇", here.county)
    asked = make.request(here, title="白马镇停水", text="白马镇老街的自来水停了三天。")
    read_waiting(NOW)
    read = read_of(asked.reading, asked.area_code)
    assert (read.place, read.place_words) == (other, ("白马镇",))
    assert read.is_elsewhere
    client = as_person(here.clerk)
    address = reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    assert "白马镇" in text_of(client.get(address))
    again = post(client, address, _search=f"take:area={other.pk}")
    assert again.context["form"]["area"].value() == str(other.pk)


def test_the_original_of_a_secret_request_lends_no_words_to_its_case(here):
    asked = make.request(here, wants_secrecy=True, title="停水", text="自来水停水，我家在桥头。")
    read_waiting(NOW)
    case = accept(here, asked, "0903", title="设施问题", text="请查看公共设施。")
    read_waiting(NOW)
    board = text_of(as_person(here.dispatcher).get(reverse("cases:board")))
    assert "停水" not in board
    assert case.reading.words != asked.reading.words


def test_the_catalogue_is_asked_about_what_the_words_say(here, keeper):
    make_catalogue.rule(keeper, here.county, here.water, "1001")
    make_catalogue.rule(keeper, here.county, here.roads, "0903")
    case = make.accepted(here, title="路灯不亮", text="杨树湾村口的路灯不亮，晚上黑灯。")
    read_waiting(NOW)
    [found] = by_words([case], now=NOW)[case.pk]
    assert found.unit == here.roads
    assert found.guess.code == "0903"
    board = as_person(here.dispatcher).get(reverse("cases:board"))
    said = text_of(board)
    assert "the words 路灯" in said
    assert [each.pk for each in [board.context["places"][0].by_words[0].unit]] == [here.roads.pk]
    assert board.context["places"][0].first == here.water.pk
    case.refresh_from_db()
    assert case.lead_unit is None


def test_an_accused_unit_is_never_proposed_by_words(here, keeper):
    make_catalogue.rule(keeper, here.county, here.roads, "0903")
    asked = make.request(
        here, title="路灯不亮", text="路灯不亮，晚上黑灯，没人管。", accused_unit=here.roads
    )
    case = accept(here, asked, "1001")
    read_waiting(NOW)
    assert here.roads not in [each.unit for each in by_words([case], now=NOW).get(case.pk, [])]


def test_whether_the_dispatcher_took_a_unit_is_kept(here, keeper):
    make_catalogue.rule(keeper, here.county, here.water, "1001")
    taken = make.accepted(here)
    other = make.accepted(here)
    actions.dispatch(taken, by=here.dispatcher, now=NOW, lead_unit=here.water)
    actions.dispatch(other, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    while drain(NOW):
        pass
    fates = SuggestionOutcome.objects.filter(kind="routing").order_by("id")
    assert [row.fate for row in fates] == [SuggestionFate.TAKEN, SuggestionFate.CHANGED]


def test_when_the_words_of_a_request_go_what_was_read_goes_too(here):
    asked = make.request(here)
    read_waiting(NOW)
    delete_words(asked, by=TIMER, now=NOW)
    assert not Reading.objects.exists()


def test_the_web_process_loads_neither_numbers_nor_a_dictionary():
    says = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiying.config.settings'; "
        "import django; django.setup(); from django.urls import get_resolver; "
        "get_resolver().url_patterns; import huiying.config.wiring; "
        "print([n for n in ('numpy', 'rjieba', 'scipy', 'sklearn') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
