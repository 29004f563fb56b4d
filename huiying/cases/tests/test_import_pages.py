"""The pages of an import: upload, columns, check, bringing in, failed rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases.imports import work_on
from huiying.cases.models import Request, RequestImport
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person
from huiying.lib import clock

HEADER = "单号,内容,时间,电话\n"
GOOD = "1,路灯坏了一周,2026-03-01 08:00,13900001201\n"
BAD = "2,垃圾没人清,2026-03-01 08:00,12\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture
def page(here):
    return as_person(here.clerk)


def upload(page, here, text=HEADER + GOOD + BAD, name="list.csv", **more):
    data = {"file": SimpleUploadedFile(name, text.encode()), "area": here.county.pk, **more}
    return page.post(reverse("cases:import"), data)


def uploaded(page, here, **more) -> tuple[RequestImport, str]:
    upload(page, here, **more)
    one = RequestImport.objects.get()
    return one, reverse("cases:import-one", kwargs={"pk": one.pk})


COLUMNS = {
    "text": "内容",
    "time": "时间",
    "phone": "电话",
    "external_no": "单号",
    "kind_else": "HELP",
}


def test_the_columns_are_proposed_by_their_headings(page, here):
    one, url = uploaded(page, here)
    assert one.mapping["columns"] == {"text": "内容", "time": "时间", "phone": "电话"}
    form = page.get(url).context["form"]
    assert form["text"].initial == "内容"
    assert ("单号", "单号") in form.fields["external_no"].choices


def test_a_list_is_checked_brought_in_and_its_failed_rows_fetched(page, here):
    one, url = uploaded(page, here)
    assert page.post(url, COLUMNS).status_code == 302
    assert "hx-get" in page.get(url).content.decode()
    work_on(one.pk, clock.now)
    checked = page.get(url)
    assert checked.context["fresh"] == 1
    assert [row for row, _column, _said in checked.context["faults"]] == [3]
    assert not Request.objects.exists()
    page.post(url, {"step": "import"})
    work_on(one.pk, clock.now)
    assert Request.objects.get().external_no == "1"
    assert page.get(url).context["is_done"]
    file = page.get(reverse("cases:import-failed", kwargs={"pk": one.pk}))
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert file["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(kind="import.fetch").exists()


def test_while_the_job_runs_only_its_part_of_the_page_is_sent_again(page, here):
    _one, url = uploaded(page, here)
    page.post(url, COLUMNS)
    part = page.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert "progress" in part


@pytest.mark.parametrize("name", ["list.pdf", "list.xlsx"])
def test_a_file_that_cannot_be_read_is_told_at_its_field(page, here, name):
    answer = upload(page, here, name=name)
    assert answer.status_code == 409
    assert answer.context["form"].errors["file"]
    assert not RequestImport.objects.exists()


def test_a_mapping_file_is_used_and_a_wrong_one_refused(page, here):
    good = SimpleUploadedFile("m.toml", '[columns]\ntext = "内容"'.encode())
    one, _url = uploaded(page, here, mapping=good)
    assert one.mapping["columns"] == {"text": "内容"}
    bad = SimpleUploadedFile("m.toml", '[columns]\ntext = "正文"'.encode())
    assert upload(page, here, mapping=bad).status_code == 409


def test_a_list_without_its_text_column_is_asked_for_it(page, here):
    one, url = uploaded(page, here)
    answer = page.post(url, {**COLUMNS, "text": ""})
    assert answer.context["form"].errors["text"]
    one.refresh_from_db()
    assert one.run is None


def test_others_neither_import_nor_see_the_list(page, here):
    _one, url = uploaded(page, here)
    assert as_person(here.handler).get(reverse("cases:import")).status_code == 403
    assert as_person(here.dispatcher).get(url).status_code in {403, 404}


@pytest.mark.parametrize("count", [1, 3])
def test_earlier_lists_cost_the_same_however_many(page, here, count, django_assert_max_num_queries):
    for _ in range(count):
        upload(page, here)
    page.get(reverse("cases:import"))
    with django_assert_max_num_queries(16):
        answer = page.get(reverse("cases:import"))
    assert len(answer.context["earlier"]) == count
