"""Saved filters, ready-made views, and the list of cases as a file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.actions.exporting import forget_exports
from huiying.cases.choices import Kind
from huiying.cases.models import CaseExport, SavedFilter
from huiying.cases.tasks import run_export
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, queries_of, text_of
from huiying.jobs.models import Run
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.spreadsheet import read_table
from huiying.organisations.actions import revoke_grant
from huiying.organisations.models import Grant
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.people.permissions import OPERATOR

pytestmark = pytest.mark.django_db
NOW = make.MORNING
CASES, SAVE, EXPORT = (reverse(f"cases:{name}") for name in ("cases", "save-filter", "export"))


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    monkeypatch.setattr("huiying.cases.tasks.time_now", lambda: NOW + timedelta(minutes=6))


def labels(client):
    return [view.label for view in client.get(CASES + "?all=1").context["views"]]


def test_each_role_has_its_ready_made_views(here):
    assert "In my hands" in labels(as_person(here.handler))
    assert "Overdue" in labels(as_person(here.supervisor))
    assert labels(as_person(here.auditor)) == []


def test_a_filter_is_kept_shown_in_the_menu_and_removed(here):
    first = make.dispatched(here)
    make.accepted(here)
    client = as_person(here.reviewer)
    sent = {"name": "待签收", "query": "state=PENDING_SIGN&before=3&foreign=1&q="}
    answer = client.post(SAVE, sent)
    assert answer["Location"] == f"{CASES}?state=PENDING_SIGN"
    page = client.get(answer["Location"])
    assert page.context["page"].rows == [first]
    assert page.context["here"].label == "待签收"
    assert "待签收" in text_of(client.get(reverse("console:home")))
    kept = SavedFilter.objects.get()
    client.post(reverse("cases:change-filter", args=[kept.pk]), {"step": "remove"})
    assert "待签收" not in text_of(client.get(reverse("console:home")))


def test_cases_are_found_by_the_days_they_were_opened_on(here):
    old = make.accepted(here, now=NOW - timedelta(days=40))
    new = make.accepted(here)
    client, day = as_person(here.reviewer), local_date(NOW)

    def rows(**query):
        return client.get(CASES, query).context["page"].rows

    assert rows(opened_from=day) == [new]
    assert rows(opened_to=day - timedelta(days=1)) == [old]
    assert rows(opened_from=day - timedelta(days=40), opened_to=day) == [new, old]
    assert rows(opened_from="9999-12-31", opened_to="0001-01-01", all=1) == [new, old]
    page = client.get(CASES, {"opened_from": day})
    assert page.context["is_open"]
    assert f'value="{day}"' in text_of(page)


def test_the_list_opens_with_the_filter_chosen_for_it(here):
    client = as_person(here.reviewer)
    client.post(SAVE, {"name": "a", "query": "state=REWORK"})
    address = reverse("cases:change-filter", args=[SavedFilter.objects.get().pk])
    client.post(address, {"step": "open"})
    assert client.get(CASES)["Location"] == f"{CASES}?state=REWORK"
    assert client.get(CASES + "?all=1").status_code == 200
    client.post(address, {"step": "close"})
    assert client.get(CASES).status_code == 200


def test_a_shared_filter_is_seen_in_the_unit_and_nowhere_else(here):
    client = as_person(here.handler)
    client.post(SAVE, {"name": "水管", "query": "q=水管", "unit": here.water.pk})
    assert "水管" in labels(as_person(here.head))
    assert "水管" not in labels(as_person(here.other_handler))
    address = reverse("cases:change-filter", args=[SavedFilter.objects.get().pk])
    assert as_person(here.head).post(address, {"step": "remove"}).status_code == 404


def test_one_shares_only_with_ones_own_unit(here):
    as_person(here.handler).post(SAVE, {"name": "x", "query": "q=x", "unit": here.roads.pk})
    assert SavedFilter.objects.get().unit is None


@pytest.mark.parametrize("sent", [{"name": " ", "query": "q=x"}, {"name": "x", "query": "z=1"}])
def test_a_filter_needs_a_name_and_something_to_filter(here, sent):
    as_person(here.handler).post(SAVE, sent)
    assert not SavedFilter.objects.exists()


def exported(here, person, query=""):
    client = as_person(person)
    answer = client.post(EXPORT, {"query": query, "key": f"k{query}"})
    assert answer.status_code == 302, text_of(answer)
    one = CaseExport.objects.get()
    run_export(one.pk)
    return client, Run.objects.get(pk=one.run_id)


def test_the_list_is_written_in_the_background_with_its_mark(here):
    first, second = make.dispatched(here), make.accepted(here)
    client, run = exported(here, here.supervisor)
    assert run.done == 2
    answer = client.get(reverse("console:job-result", args=[run.pk]))
    table = read_table(BytesIO(b"".join(answer.streaming_content)), "x.xlsx")
    rows = [[str(cell) for cell in row] for row in table.rows]
    assert [row[0] for row in rows[:2]] == [second.case_no, first.case_no]
    assert rows[-1][0].startswith("supervisor（supervisor）于2026-03-04 09:05导出")
    kinds = list(Event.objects.filter(kind__startswith="export.").values_list("kind", flat=True))
    assert kinds == ["export.cases", "export.made", "export.fetched"]


def test_the_filter_counts_and_secrets_stay_secret(here):
    make.dispatched(here)
    secret = make.accepted(here, kind=Kind.TIP_OFF, title="举报倒卖化肥")
    client, run = exported(here, here.supervisor, "state=PENDING_DISPATCH")
    answer = client.get(reverse("console:job-result", args=[run.pk]))
    table = read_table(BytesIO(b"".join(answer.streaming_content)), "x.xlsx")
    row = next(iter(table.rows))
    assert (row[0], run.done) == (secret.case_no, 1)
    assert "倒卖" not in str(list(row))


def test_a_case_about_ones_own_unit_is_not_in_the_file(here):
    case = make.accepted(here)
    organisations.grant(here.supervisor, Role.HANDLER, here.county, here.roads)
    actions.accuse(case, by=here.clerk, now=NOW, unit=here.roads)
    assert exported(here, here.supervisor)[1].done == 0


def test_who_lost_the_permission_meanwhile_gets_no_file(here):
    make.accepted(here)
    client = as_person(here.supervisor)
    client.post(EXPORT, {"query": ""})
    revoke_grant(
        Grant.objects.get(person=here.supervisor),
        on=clock.local_date(NOW),
        reason="调离",
        by=OPERATOR,
        now=NOW,
    )
    run_export(CaseExport.objects.get().pk)
    run = Run.objects.get()
    assert (run.state, run.result) == ("failed", "")


def test_export_needs_its_own_permission(here):
    assert as_person(here.reviewer).post(EXPORT, {"query": ""}).status_code == 403
    assert not CaseExport.objects.exists()


def test_the_file_is_gone_after_a_week(here):
    make.accepted(here)
    _, run = exported(here, here.supervisor)
    assert forget_exports(NOW + timedelta(days=6)) == 0
    assert forget_exports(NOW + timedelta(days=8)) == 1
    run.refresh_from_db()
    assert run.result == ""
    assert default_storage is not None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_filter_and_three(here, number):
    for each in range(number):
        make.dispatched(here)
        make.signed(here)
        SavedFilter.objects.create(
            person=here.handler, unit=here.water, name=str(each), query="who=me", at=NOW
        )
    assert queries_of(as_person(here.handler), CASES) == 10
