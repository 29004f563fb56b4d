"""What is suggested while a resident writes: a category, and matters that were published."""

import html
from datetime import timedelta

import pytest

from huiying.cases import actions
from huiying.cases.models import PublicVersion, Request, SuggestionOutcome
from huiying.cases.tests import make as cases
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.portal.queries.likely import forget_tree
from huiying.portal.tests import make
from huiying.portal.tests.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
URL, LIKELY = "/report/", "/report/likely/"
LEAK = "村口的自来水管漏水三天了，路面都是水。"


@pytest.fixture
def here():
    return cases.county()


@pytest.fixture(autouse=True)
def _english(client):
    forget_tree()
    client.cookies["language"] = "en"


def published(here, title="村口水管漏水已修好", words="村口的自来水管漏水，路面都是水。", days=3):
    case = cases.closed(here)
    now = cases.MORNING
    actions.draft_public(case, by=here.reviewer, now=now, title=title, text=words, reply="已修好")
    actions.publish(case, by=here.publisher, now=now)
    version = PublicVersion.objects.get(case=case)
    version.published_at = clock.now() - timedelta(days=days)
    version.save()
    return version


def told(client, **typed):
    return client.post(LIKELY, typed)


def test_a_published_matter_in_much_the_same_words_is_shown_while_one_writes(client, here):
    version = published(here)
    page = text_of(told(client, text=LEAK, area=str(here.village.pk)))
    assert f"/published/{version.pk}/" in page
    assert version.title in page


def test_what_is_not_published_is_never_shown(client, here):
    secret = cases.closed(here)
    draft = published(here, title="还没有公开的水管漏水")
    PublicVersion.objects.filter(pk=draft.pk).update(state="DRAFT")
    page = text_of(told(client, text=LEAK, area=str(here.village.pk)))
    assert secret.case_no not in page
    assert draft.title not in page
    assert "Has this been answered already?" not in page


def test_what_was_published_long_ago_or_in_another_city_is_not_shown(client, here):
    version = published(here, days=800)
    assert version.title not in text_of(told(client, text=LEAK))
    PublicVersion.objects.update(published_at=clock.now())
    assert version.title in text_of(told(client, text=LEAK))
    version.case.area_code = f"11{version.case.area_code[2:]}"
    version.case.save()
    assert version.title not in text_of(told(client, text=LEAK, area=str(here.village.pk)))


def test_a_category_is_named_with_its_words_and_how_sure_it_is(client, here):
    page = text_of(told(client, text=LEAK))
    assert "供水" in page
    assert "Perhaps:" in page
    assert "自来水" in page
    assert 'data-choose="id_category" data-value="1001"' in page
    assert "data-because=" in page


def test_what_more_words_point_to_is_called_likely(client, here):
    page = text_of(told(client, text="停水三天了，自来水供水不正常，水压也低。"))
    assert "Likely:" in page


@pytest.mark.parametrize("text", ["", "你好", "想问一下这件事情怎么样了", "a\x00b"])
def test_nothing_is_named_where_words_point_nowhere(client, here, text):
    page = told(client, text=text)
    assert page.status_code == 200
    assert "data-choose" not in text_of(page)


def test_a_category_that_was_chosen_is_left_alone(client, here):
    assert "data-choose" not in text_of(told(client, text=LEAK, category="0903"))


def test_what_is_shown_already_is_not_sent_again(client, here):
    first = text_of(told(client, text=LEAK))
    shown = html.unescape(first.partition('name="shown" value="')[2].partition('"')[0])
    assert told(client, text=LEAK + "请修", shown=shown).status_code == 204


def test_it_is_only_posted_so_that_no_log_keeps_the_words(client, here):
    assert client.get(LIKELY, {"text": LEAK}).status_code == 405


def test_nothing_is_kept_of_it(client, here, django_assert_max_num_queries):
    told(client, text=LEAK)
    with django_assert_max_num_queries(5) as asked:
        told(client, text=LEAK, area=str(here.village.pk))
    assert all(each["sql"].lstrip().startswith(("SELECT", "WITH")) for each in asked)


def test_each_is_gone_when_the_administrator_switches_it_off(client, here):
    administrator = organisations.person("sysadmin", name="管理员")
    organisations.grant(administrator, Role.SYSTEM_ADMINISTRATOR, here.county)
    version = published(here)
    for kind in ("category", "duplicates"):
        actions.switch_suggestion(kind, is_on=False, by=administrator, now=clock.now())
    page = text_of(told(client, text=LEAK))
    assert "data-choose" not in page
    assert version.title not in page


def test_the_matter_page_asks_for_it_and_holds_no_script_of_its_own(client, here):
    page = text_of(client.post(URL, make.typed(here, step="2", go="2")))
    assert f'hx-post="{LIKELY}"' in page
    assert "<script>" not in page


def test_without_scripts_the_last_page_offers_the_category_and_one_press_takes_it(client, here):
    page = client.post(URL, make.typed(here, text=LEAK, step="3", go="next"))
    assert 'name="take" value="1001"' in text_of(page)
    taken = client.post(URL, fields_of(page) | {"take": "1001"})
    assert "data-choose" not in text_of(taken)
    assert 'name="take"' not in text_of(taken)
    assert fields_of(taken)["category"] == ["1001"]
    client.post(URL, fields_of(taken) | {"go": "send"})
    assert Request.objects.get().category_id == "1001"


def test_it_can_be_left_open(client, here):
    page = client.post(URL, make.typed(here, text=LEAK, step="3", go="next"))
    client.post(URL, fields_of(page) | {"go": "send"})
    assert Request.objects.get().category is None


@pytest.mark.parametrize(("chosen", "fate"), [("1001", "taken"), ("0903", "changed")])
def test_what_the_requester_chose_of_it_is_counted(client, here, chosen, fate):
    page = client.post(URL, make.typed(here, text=LEAK, category=chosen, step="3", go="next"))
    client.post(URL, fields_of(page) | {"go": "send"})
    kept = SuggestionOutcome.objects.get()
    assert (kept.kind, kept.suggested, kept.chosen, kept.fate) == ("category", "1001", chosen, fate)
    assert kept.about == f"request:{Request.objects.get().pk}"


def test_a_category_left_open_counts_for_nothing(client, here):
    page = client.post(URL, make.typed(here, text=LEAK, step="3", go="next"))
    client.post(URL, fields_of(page) | {"go": "send"})
    assert Request.objects.count() == 1
    assert not SuggestionOutcome.objects.exists()
