"""Uploaded lists: the job on them, the rows handed back, who may see them, and when they are gone."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.audit.models import Event
from huiying.cases.actions import importing
from huiying.cases.imports import work_on
from huiying.cases.models import Request, RequestImport
from huiying.cases.rules.importing import proposed
from huiying.cases.tests import make
from huiying.files.models import Attachment
from huiying.files.rules import BadUpload
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.spreadsheet import read_table
from huiying.people.actions.tokens import make_token

HEADER = ["编号", "内容", "时间", "电话"]
GOOD = "1,路灯坏了一周,2026-03-01 08:00,13900001201\n"
BAD = "2,垃圾没人清,2026-03-01 08:00,12\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.county()


def plan(here, area=None) -> importing.Plan:
    target = importing.Target(area or here.county, "test")
    return importing.Plan(target, proposed(HEADER).as_dict())


def uploaded(here, text=GOOD + BAD, **more) -> RequestImport:
    content = (",".join(HEADER) + "\n" + text).encode()
    file = SimpleUploadedFile("list.csv", content)
    return importing.upload_list(
        file, plan(here), header=HEADER, by=here.clerk, now=make.MORNING, **more
    )


def worked(here, one: RequestImport, *, is_dry=False, given=None) -> RequestImport:
    importing.start_import(one, given or plan(here), by=here.clerk, now=make.MORNING, is_dry=is_dry)
    work_on(one.pk, lambda: make.MORNING)
    return RequestImport.objects.select_related("run", "failed").get(pk=one.pk)


def test_a_check_counts_and_writes_nothing(here):
    one = worked(here, uploaded(here), is_dry=True)
    assert one.counts == {"opened": 1, "bad": 1}
    assert (one.faults[0]["row"], one.faults[0]["column"]) == (3, "电话")
    assert (one.run.state, one.run.done, one.run.total) == ("done", 2, 2)
    assert not Request.objects.exists()
    assert one.upload is not None


def test_bringing_in_hands_bad_rows_back_and_drops_the_upload(here):
    one = worked(here, uploaded(here))
    assert Request.objects.count() == 1
    assert one.upload is None
    with default_storage.open(one.failed.stored_as) as file:
        (row,) = read_table(file.read(), one.failed.name).rows
    assert row[:2] == ["2", "垃圾没人清"]
    assert row[4].startswith("电话: ")


def test_a_job_that_the_worker_runs_twice_does_no_harm(here):
    one = worked(here, uploaded(here))
    work_on(one.pk, lambda: make.MORNING)
    assert Request.objects.count() == 1


def test_a_list_is_checked_first_and_brought_in_then(here):
    one = worked(here, uploaded(here), is_dry=True)
    one = worked(here, one)
    assert one.counts == {"opened": 1, "bad": 1}


def test_a_damaged_list_ends_its_run_with_a_sentence(here):
    one = worked(here, uploaded(here, text=""))
    assert one.run.state == "failed"
    assert "no rows" in one.run.template


def test_two_jobs_on_one_list_do_not_run_side_by_side(here):
    one = uploaded(here)
    importing.start_import(one, plan(here), by=here.clerk, now=make.MORNING, is_dry=True)
    with pytest.raises(NotPossible):
        importing.start_import(one, plan(here), by=here.clerk, now=make.MORNING, is_dry=False)


def test_only_whoever_uploaded_a_list_works_with_it_and_every_look_is_on_record(here):
    one = worked(here, uploaded(here))
    with pytest.raises(NotAllowed):
        importing.fetch_failed(one, by=here.dispatcher, now=make.MORNING)
    assert importing.fetch_failed(one, by=here.clerk, now=make.MORNING) == one.failed
    assert Event.objects.filter(kind="import.fetch", subject=f"import:{one.pk}").count() == 1


def test_a_list_needs_the_permission_in_its_area(here):
    content = SimpleUploadedFile("list.csv", b"x")
    with pytest.raises(NotAllowed):
        importing.upload_list(content, plan(here), header=[], by=here.handler, now=make.MORNING)
    with pytest.raises(NotAllowed):
        importing.upload_list(
            content, plan(here, here.city), header=[], by=here.clerk, now=make.MORNING
        )
    assert not Attachment.objects.exists()


def test_files_are_gone_after_seven_days(here):
    one = worked(here, uploaded(here))
    stored_as = one.failed.stored_as
    assert importing.forget_imports(make.MORNING + timedelta(days=6)) == 0
    assert importing.forget_imports(make.MORNING + timedelta(days=8)) == 1
    assert not Attachment.objects.exists()
    one.refresh_from_db()
    with pytest.raises(NotPossible):
        importing.fetch_failed(one, by=here.clerk, now=make.MORNING)
    assert stored_as


def test_a_file_that_is_no_table_is_not_kept(here):
    file = SimpleUploadedFile("list.pdf", b"%PDF-1.4")
    with pytest.raises(BadUpload):
        importing.upload_list(file, plan(here), header=[], by=here.clerk, now=make.MORNING)


@pytest.fixture
def call(client):
    def send(method, path, by, data=None):
        token = make_token(by, label="test", days=1, by=by, now=clock.now())[1]
        return getattr(client, method)(
            f"/api{path}", data or {}, HTTP_AUTHORIZATION=f"Bearer {token}"
        )

    return send


def sent(here, text=GOOD + BAD, name="list.csv", **more):
    content = (",".join(HEADER) + "\n" + text).encode()
    return {"file": SimpleUploadedFile(name, content), "area": here.county.code, **more}


def test_a_program_sends_a_list_and_asks_after_it(here, call):
    answer = call("post", "/imports", here.clerk, sent(here))
    assert answer.status_code == 202
    assert answer.json()["state"] == "running"
    pk = answer.json()["id"]
    work_on(pk, clock.now)
    told = call("get", f"/imports/{pk}", here.clerk).json()
    assert (told["state"], told["counts"]) == ("done", {"opened": 1, "bad": 1})
    assert told["faults"][0]["row"] == 3
    file = call("get", f"/imports/{pk}/failed", here.clerk)
    assert b"".join(file.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("file", {"name": "list.pdf"}),
        ("mapping", {"mapping": "[columns]"}),
        ("area", {"area": "999999999999"}),
        ("unit", {"unit": "nobody"}),
    ],
)
def test_a_program_is_told_what_is_wrong(here, call, field, more):
    answer = call("post", "/imports", here.clerk, sent(here, **more))
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not RequestImport.objects.exists()


def test_a_program_of_somebody_else_finds_no_list(here, call):
    pk = call("post", "/imports", here.clerk, sent(here)).json()["id"]
    assert call("get", f"/imports/{pk}", here.dispatcher).status_code == 404
    assert call("get", f"/imports/{pk}/failed", here.dispatcher).status_code == 404
