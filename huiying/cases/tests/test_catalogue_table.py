"""The dispatch catalogue as a table, at acceptance, and for programs."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases.choices import Priority
from huiying.cases.models import Category, DispatchRule
from huiying.cases.tests import make, make_catalogue
from huiying.cases.tests.make_catalogue import rule
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.spreadsheet import as_text, read_table, write_xlsx
from huiying.people.actions.tokens import make_token

pytestmark = pytest.mark.django_db
IN, OUT = reverse("cases:catalogue-import"), reverse("cases:catalogue-export")
TODAY = local_date(make.MORNING)
HEADER = ["类别代码", "区划代码", "主办单位代码", "协办单位代码", "紧急程度", "法律依据"]


@pytest.fixture
def keeper(here):
    return make_catalogue.keeper(here)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


def sent(client, rows, *, header=HEADER, is_check=False):
    file = SimpleUploadedFile("catalogue.xlsx", write_xlsx(header, rows))
    form = {"file": file, "valid_from": TODAY.isoformat(), "why": "年度修订"}
    return client.post(IN, {**form, **({"is_check": "on"} if is_check else {})})


def row(here, category="1001", unit=None, co="", priority="", basis="职责清单"):
    return [category, here.county.code, (unit or here.water).code, co, priority, basis]


def test_the_time_a_law_gives_goes_out_and_comes_in(here, keeper):
    client = as_person(keeper)
    header = [*HEADER, "法定工作日"]
    assert sent(client, [[*row(here), "20"]], header=header).status_code == 302
    assert DispatchRule.objects.get().legal_days == 20
    out = client.get(OUT)
    table = read_table(BytesIO(b"".join(out) if out.streaming else out.content), "a.xlsx")
    place = table.header.index("法定工作日")
    assert as_text(next(iter(table.rows))[place]) == "20"
    answer = sent(client, [[*row(here, basis="新职责清单"), "两周"]], header=header)
    assert "两周" in text_of(answer)
    assert DispatchRule.objects.get().legal_days == 20


def test_a_table_is_checked_first_and_then_kept(here, keeper):
    client = as_person(keeper)
    rows = [row(here, priority="P2", co=here.roads.code), row(here, "0901", here.roads)]
    answer = sent(client, rows, is_check=True)
    assert [value for _, value in answer.context["stats"]] == [2]
    assert not DispatchRule.objects.exists()
    assert sent(client, rows).status_code == 302
    one = DispatchRule.objects.get(category="1001")
    assert (one.priority, list(one.co_units.all())) == ("P2", [here.roads])


def test_with_one_row_at_fault_nothing_is_changed(here, keeper):
    answer = sent(as_person(keeper), [row(here), ["8888", "1", "none", "", "P9", "x"]])
    assert [number for number, _ in answer.context["faults"]] == [3]
    assert not DispatchRule.objects.exists()


def test_what_is_taken_out_can_be_brought_in_again(here, keeper):
    rule(keeper, here.county, here.water, "0101", co_units=[here.roads], priority=Priority.P4)
    client = as_person(keeper)
    content = client.get(OUT).content
    table = read_table(BytesIO(content), "catalogue.xlsx")
    assert [each[0] for each in table.rows] == ["0101"]
    file = SimpleUploadedFile("catalogue.xlsx", content)
    form = {"file": file, "valid_from": TODAY.isoformat(), "why": "年度修订"}
    assert client.post(IN, form).status_code == 302
    assert DispatchRule.objects.count() == 1
    assert Event.objects.filter(kind="catalogue.export").count() == 1


def test_a_row_that_differs_becomes_a_new_version(here, keeper):
    old = rule(keeper, here.county, here.water)
    sent(as_person(keeper), [row(here, unit=here.roads)])
    assert DispatchRule.objects.get(valid_to=None).replaces == old


def test_a_table_without_a_needed_column_says_which(here, keeper):
    answer = sent(as_person(keeper), [["1001"]], header=["类别代码"])
    assert "The table has no column “区划代码”." in text_of(answer)


def test_only_the_keeper_brings_a_table_in(here):
    assert as_person(here.dispatcher).get(IN).status_code == 403


def test_acceptance_proposes_the_usual_priority(here, keeper):
    rule(keeper, here.county, here.water, priority=Priority.P2)
    asked = make.request(here, category=Category.objects.get(pk="1001"))
    address = reverse("cases:request-step", args=[asked.receipt_no, "accept"])
    assert as_person(here.clerk).get(address).context["form"].initial["priority"] == "P2"


def test_programs_read_the_catalogue_and_its_proposals(here, keeper, client):
    one = rule(keeper, here.county, here.water, co_units=[here.roads])
    rule(keeper, here.county, here.roads, "0901")
    case = make.accepted(here)
    _, secret = make_token(here.dispatcher, label="x", days=1, by=here.dispatcher, now=make.MORNING)
    headers = {"authorization": f"Bearer {secret}"}
    asked = {"area": here.village.code, "category": "1001"}
    found = client.get("/api/dispatch-rules", asked, headers=headers).json()
    assert [(each["id"], each["co_units"]) for each in found["items"]] == [
        (one.pk, [here.roads.pk])
    ]
    found = client.get(f"/api/cases/{case.case_no}/proposals", headers=headers).json()
    assert found["items"][0]["unit"] == here.water.pk


def test_a_table_too_large_to_be_read_at_once_is_refused(keeper, monkeypatch):
    monkeypatch.setattr("huiying.cases.views.catalogue_table.LARGEST_MB", 0.001)
    long = [["x" * 4000] * len(HEADER)] * 20
    page = sent(as_person(keeper), long)
    assert "MB" in text_of(page)
    assert not DispatchRule.objects.exists()
