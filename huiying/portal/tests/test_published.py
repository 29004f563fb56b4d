"""What everybody may read, and the pages of plain text."""

import html
from datetime import timedelta

import pytest

from huiying.cases import actions
from huiying.cases.models import PublicVersion
from huiying.cases.tests import make
from huiying.portal.queries import PublicFilter, current_version, notice, published
from huiying.portal.queries.notices import versions

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["language"] = "en"


def text(response):
    return html.unescape(response.content.decode())


def public(here, title="路灯修好了", words="村口路灯不亮", reply="已更换灯泡", **more):
    case = make.closed(here, contact_name="周阿姨", **more)
    actions.draft_public(case, by=here.reviewer, now=NOW, title=title, text=words, reply=reply)
    actions.publish(case, by=here.publisher, now=NOW)
    return PublicVersion.objects.get(case=case)


def test_a_published_case_is_read_with_unit_and_days_but_no_names(client, here):
    version = public(here)
    page = text(client.get(f"/published/{version.pk}/"))
    assert "村口路灯不亮" in page
    assert "已更换灯泡" in page
    assert "柳河县水务局" in page
    for secret in ("周阿姨", "13900001234", "handler", "reviewer", "自来水管"):
        assert secret not in page


def test_drafts_and_removed_ones_are_not_there(client, here):
    version = public(here)
    for state in ("DRAFT", "REMOVED"):
        PublicVersion.objects.update(state=state)
        assert client.get(f"/published/{version.pk}/").status_code == 404
        assert "路灯修好了" not in text(client.get("/published/"))
        assert not published(PublicFilter(words="路灯")).exists()


def test_words_place_and_category_narrow_the_list(here):
    lamp, pipe = public(here), public(here, title="水管修好了", words="水管漏水", reply="已修")
    PublicVersion.objects.filter(pk=pipe.pk).update(area_name="青石镇", category_name="供电")
    assert list(published(PublicFilter(words="漏水"))) == [pipe]
    assert list(published(PublicFilter(area="杨树"))) == [lamp]
    assert list(published(PublicFilter(category="供电"))) == [pipe]
    assert not published(PublicFilter(words="漏水", area="杨树")).exists()
    assert list(published()) == [pipe, lamp]


def test_nothing_found_says_what_to_do(client, here):
    public(here)
    assert "Try a shorter word" in text(client.get("/published/", {"q": "电梯"}))


def test_an_empty_list_says_so(client):
    assert "Nothing is published yet" in text(client.get("/published/"))


def test_pages_of_twenty(client, here):
    version = public(here)
    for n in range(21):
        case = make.closed(here)
        copy = PublicVersion.objects.get(pk=version.pk)
        copy.pk, copy.case, copy.title = None, case, f"第{n}件"
        copy.published_at = NOW + timedelta(minutes=n)
        copy.save()
    first, second = client.get("/published/"), client.get("/published/?page=2")
    assert len(first.context["page"].object_list) == 20
    assert len(second.context["page"].object_list) == 2
    assert client.get("/published/?page=nonsense").context["page"].number == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_needs_three_questions(client, here, n, django_assert_num_queries):
    for _ in range(n):
        public(here)
    with django_assert_num_queries(3):
        client.get("/published/")


def test_the_front_page_is_light_and_asks_little(client, here, django_assert_max_num_queries):
    for _ in range(4):
        public(here)
    with django_assert_max_num_queries(4):
        page = client.get("/")
    assert len(page.content) < 30_000
    assert page.content.count(b"<article") == 3
    for door in ("/report/", "/track/", "/published/"):
        assert f'href="{door}"' in text(page)
    assert "within 2 hours" in text(page)
    assert "tel:12345" in text(page)


def test_the_front_page_with_all_it_loads_stays_below_sixty_kilobytes(client):
    from django.contrib.staticfiles import finders  # noqa: PLC0415 - measured here only

    page = text(client.get("/"))
    import re  # noqa: PLC0415 - measured here only

    loaded = set(re.findall(r'/static/([^"#]+\.(?:css|js|svg))', page))
    imported = {f"design/{name}.js" for name in ("appearance", "forms", "dialogs")}
    weight = len(page.encode())
    for name in loaded | imported:
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as file:  # noqa: PTH123
            weight += len(file.read())
    assert weight < 60_000 * 2, weight  # as files; about a third of it goes over the line


@pytest.mark.parametrize("path", ["/", "/about/", "/privacy/", "/accessibility/", "/published/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_speak_both_languages(client, path, language):
    client.cookies["language"] = language
    page = client.get(path)
    assert page.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in text(page)


def test_the_notice_shown_is_the_one_of_its_version(client):
    assert client.get(f"/privacy/{current_version()}/").status_code == 200
    assert client.get("/privacy/2001-01-01/").status_code == 404
    assert client.get("/privacy/..%2f..%2fetc/").status_code == 404


@pytest.mark.parametrize("version", versions())
def test_both_languages_of_a_notice_have_the_same_parts(version):
    chinese, english = notice("zh-hans", version), notice("en", version)
    assert [len(part.lines) for part in chinese.parts] == [
        len(part.lines) for part in english.parts
    ]


def test_there_is_a_kind_page_for_wrong_addresses(client):
    assert client.get("/published/999999999/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/published/?q=%00&area=%00&category=%00",
        "/report/areas/?area_query=%00",
        "/report/units/?accused_query=%00",
        "/track/%00/",
        "/r/%00",
        "/privacy/%00/",
        "/track/?number=%00",
        "/report/?kind=%00&area=%00",
    ],
)
def test_bytes_no_database_takes_break_nothing(client, path):
    assert client.get(path).status_code < 500
