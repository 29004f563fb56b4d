"""Lists of areas, units and people by page: upload, check, bring in, what comes back, who may."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.audit.models import Event
from huiying.files.models import Attachment
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.spreadsheet import read_table
from huiying.organisations.actions import lists
from huiying.organisations.choices import ListKind
from huiying.organisations.imports.working import work_on
from huiying.organisations.models import Area, Grant, ListImport, Unit
from huiying.organisations.tests import make
from huiying.organisations.tests.make import sign_in
from huiying.people.choices import Role
from huiying.people.models import Person

pytestmark = pytest.mark.django_db

AREAS = "代码,级别,名称,上级代码\n990102000000,县,沙溪县,990100000000\nxx,县,没有码县,\n"
UNITS = "单位代码,单位名称,单位类型,区划代码\nS1,青石镇供水站,station,990101100\nS2,无处站,station,990909\n"
PEOPLE = "用户名,姓名,角色,区划代码\nhe.qing,何青,HANDLER,990101100\nhe.qing,何青,国王,990101100\n"
GROUPS = "村代码,组号,组名\n990101100201,1,\n990101100201,x,\n"
TEXTS = {"areas": AREAS, "groups": GROUPS, "units": UNITS, "people": PEOPLE}


@pytest.fixture
def tree(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.city_county_town_village()


@pytest.fixture
def keeper(client, tree):
    person = make.person("li.he", "李禾")
    make.grant(person, Role.SYSTEM_ADMINISTRATOR, tree[0])
    sign_in(client, person)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def granter(client, tree):
    person = make.person("sun.xi", "孙溪")
    make.grant(person, Role.SECURITY_ADMINISTRATOR, tree[0])
    sign_in(client, person)
    client.cookies["language"] = "en"
    return client


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def upload(client, kind, text=None, name="list.csv"):
    content = text if isinstance(text, bytes) else (text or TEXTS[kind]).encode()
    return client.post(url("upload-list", kind), {"file": SimpleUploadedFile(name, content)})


def checked(client, kind, text=None) -> ListImport:
    answer = upload(client, kind, text)
    one = ListImport.objects.latest("id")
    assert answer["Location"] == url("list", one.pk)
    assert "hx-get" in client.get(url("list", one.pk)).content.decode()
    work_on(one.pk, clock.now)
    return one


def brought_in(client, one) -> ListImport:
    assert client.post(url("list", one.pk)).status_code == 302
    work_on(one.pk, clock.now)
    return ListImport.objects.select_related("run", "upload", "failed", "secrets").get(pk=one.pk)


def failed_rows(client, one) -> list[list[object]]:
    file = client.get(url("list-failed", one.pk))
    table = read_table(b"".join(file.streaming_content), "failed.xlsx")
    return [list(row) for row in table.rows]


def test_areas_are_checked_first_and_good_rows_come_in_then(keeper):
    one = checked(keeper, "areas")
    page = keeper.get(url("list", one.pk))
    assert page.context["fresh"] == 1
    assert [(row, column) for row, column, _said in page.context["faults"]] == [(3, "code")]
    assert not Area.objects.filter(name="沙溪县").exists()
    one = brought_in(keeper, one)
    assert Area.objects.get(name="沙溪县").parent.code == "990100000000"
    assert (one.counts["created"], one.counts["bad"], one.upload) == (1, 1, None)
    assert (one.run.done, one.run.total, one.run.values["failed"]) == (0, 2, 1)
    (row,) = failed_rows(keeper, one)
    assert row[:3] == ["xx", "县", "没有码县"]
    assert "不是区划代码" in row[4]  # in the language of whoever uploaded it


def test_units_come_in_and_come_in_once(keeper):
    one = brought_in(keeper, checked(keeper, "units"))
    assert Unit.objects.get(code="S1").area.code == "990101100000"
    assert [row[0] for row in failed_rows(keeper, one)] == ["S2"]
    again = checked(keeper, "units", UNITS.split("S2")[0])
    page = keeper.get(url("list", again.pk))
    assert page.context["one"].counts["unchanged"] == 1
    assert not page.context["may_bring_in"]


def test_people_get_accounts_and_roles_and_passwords_are_fetched_once(granter):
    one = brought_in(granter, checked(granter, "people"))
    person = Person.objects.get(username="he.qing")
    assert person.must_change_password
    assert Grant.objects.get(person=person).role == Role.HANDLER
    assert [row[2] for row in failed_rows(granter, one)] == ["国王"]
    kept = one.secrets.stored_as
    answer = granter.post(url("list-passwords", one.pk))
    table = read_table(io.BytesIO(answer.content), "passwords.xlsx")
    ((username, name, password),) = table.rows
    assert (username, name) == ("he.qing", "何青")
    assert person.check_password(str(password))
    assert not Attachment.objects.filter(stored_as=kept).exists()
    assert granter.post(url("list-passwords", one.pk)).status_code == 409


def test_a_check_of_people_opens_no_account_and_tells_no_password(granter):
    one = checked(granter, "people")
    one.refresh_from_db()
    assert one.secrets is None
    assert one.counts["created"] == 1
    assert not Person.objects.filter(username="he.qing").exists()


def test_only_administrators_bring_lists_in(client, tree):
    sign_in(client, make.person("he.qing", "何青"))
    for kind in ListKind.values:
        assert client.get(url("upload-list", kind)).status_code == 403
        assert upload(client, kind).status_code == 403
    assert not ListImport.objects.exists()


def test_the_three_administrators_do_not_bring_in_each_others_lists(keeper):
    assert keeper.get(url("upload-list", "people")).status_code == 403
    assert keeper.get(url("upload-list", "rivers")).status_code == 404


def test_what_one_uploaded_nobody_else_sees(keeper, tree):
    one = brought_in(keeper, checked(keeper, "areas"))
    other = make.person("bai.yu", "白榆")
    make.grant(other, Role.SYSTEM_ADMINISTRATOR, tree[0])
    keeper.logout()
    sign_in(keeper, other)
    for name in ("list", "list-failed"):
        assert keeper.get(url(name, one.pk)).status_code == 404
    with pytest.raises(NotAllowed):
        lists.fetch_failed(one, by=other, now=clock.now())


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "list.csv", "empty"),
        (b"x", "list.pdf", "not a table"),
        ("代码,名称\n1,a\n".encode(), "list.csv", "has no column"),
        (b"PK\x03\x04broken", "list.xlsx", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(keeper, content, name, said):
    answer = upload(keeper, "areas", content or b"", name)
    assert answer.status_code in {200, 409}
    assert said in str(answer.context["form"].errors["file"])
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(keeper, settings):
    settings.FILE_CAPS_MB = {**settings.FILE_CAPS_MB, "table": 1}
    answer = upload(keeper, "areas", b"x" * (1024 * 1024 + 1))
    assert "at most 1 MB" in str(answer.context["form"].errors["file"])


def test_a_heading_alone_is_told_as_such(keeper):
    one = checked(keeper, "areas", AREAS.split("\n")[0] + "\n")
    page = keeper.get(url("list", one.pk)).content.decode()
    assert "no rows" in page


def test_a_running_list_is_not_started_twice(keeper):
    upload(keeper, "areas")
    one = ListImport.objects.get()
    assert keeper.post(url("list", one.pk)).status_code == 409
    work_on(one.pk, clock.now)
    work_on(one.pk, clock.now)
    with pytest.raises(NotPossible):
        lists.fetch_secrets(one, by=one.by, now=clock.now())


def test_files_are_gone_after_a_week(keeper):
    one = brought_in(keeper, checked(keeper, "areas"))
    assert lists.forget_lists(clock.now() + timedelta(days=6)) == 0
    assert lists.forget_lists(clock.now() + timedelta(days=8)) == 1
    one.refresh_from_db()
    assert (one.upload, one.failed) == (None, None)
    assert not Attachment.objects.exists()
    assert not default_storage.exists("none")


def test_every_step_is_on_record(granter):
    one = brought_in(granter, checked(granter, "people"))
    assert failed_rows(granter, one)
    granter.post(url("list-passwords", one.pk))
    kinds = Event.objects.filter(subject=f"list:{one.pk}").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        "list.upload", "list.check", "list.end", "list.start", "list.end", "list.fetch",
        "list.passwords",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_speak_the_readers_language(keeper, language):
    keeper.cookies["language"] = language
    page = keeper.get(url("upload-list", "areas")).content.decode()
    assert ("导入区划" in page) == (language == "zh-hans")
