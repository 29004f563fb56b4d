"""The deadline matrix: versions, and the next one."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.choices import ClockKind, Priority
from huiying.cases.models import DeadlineMatrix
from huiying.cases.queries import active_matrix, forget_matrix
from huiying.cases.rules.deadlines import default_cells
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.workdays import Limit, Unit

pytestmark = pytest.mark.django_db
NOW = make.MORNING
NEXT_WEEK = NOW + timedelta(days=7)
HANDLE_P4 = (Priority.P4, ClockKind.HANDLE)


@pytest.fixture
def keeper(here, settings):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    person = make.organisations.person("keeper")
    make.organisations.grant(person, make.Role.SYSTEM_ADMINISTRATOR, here.city)
    return person


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    forget_matrix()
    yield
    forget_matrix()


def limits(**changed):
    return dict(default_cells()) | {HANDLE_P4: Limit(3, Unit.WD)} | changed


def publish(keeper, cells=None, **more):
    usual = {"by": keeper, "now": NOW, "valid_from": NEXT_WEEK, "note": "县府令第3号"}
    return actions.publish_matrix(cells or limits(), **{**usual, **more})


def test_a_new_version_begins_when_it_says(keeper, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = publish(keeper)
    assert active_matrix(NOW).limit(*HANDLE_P4) == Limit(5, Unit.WD)
    assert active_matrix(NEXT_WEEK).limit(*HANDLE_P4) == Limit(3, Unit.WD)
    assert [e.kind for e in events_of(f"matrix:{made.version}")] == ["deadlines.publish"]


def test_an_incomplete_version_is_refused(keeper):
    cells = limits()
    del cells[HANDLE_P4]
    with pytest.raises(NotPossible, match="missing"):
        publish(keeper, cells)
    assert DeadlineMatrix.objects.count() == 1


@pytest.mark.parametrize("limit", [Limit(401, Unit.WD), Limit(0, Unit.WD), Limit(43201, Unit.CH)])
def test_a_senseless_amount_is_refused(keeper, limit):
    with pytest.raises(NotPossible, match="between 1 and"):
        publish(keeper, limits() | {HANDLE_P4: limit})


def test_no_version_begins_in_the_past_or_before_another(keeper):
    with pytest.raises(NotPossible, match="past"):
        publish(keeper, valid_from=NOW - timedelta(minutes=1))
    publish(keeper)
    with pytest.raises(NotPossible, match="begins later"):
        publish(keeper, valid_from=NEXT_WEEK - timedelta(days=1))


def test_a_mistyped_year_does_not_close_the_way_to_later_versions(keeper):
    for year in (1, 2206, 9999):
        with pytest.raises(NotPossible, match="cannot be right"):
            publish(keeper, valid_from=NEXT_WEEK.replace(year=year))


def test_only_who_keeps_the_matrix_changes_it(here):
    with pytest.raises(NotAllowed):
        publish(here.supervisor)


def test_the_page_shows_the_version_in_force(keeper):
    page = text_of(as_person(keeper).get(reverse("cases:matrix")))
    assert "In force" in page
    assert "5 working days" in page


def sent_of(form, **changed):
    values = {name: form[name].value() for name in form.fields}
    at = datetime(2026, 3, 12, 0, 0, tzinfo=SHANGHAI)
    return values | {"valid_from": f"{at:%Y-%m-%dT%H:%M}", "note": "县府令第3号"} | changed


def test_the_form_makes_a_version(keeper):
    client = as_person(keeper)
    page = client.get(reverse("cases:new-matrix"))
    sent = sent_of(page.context["form"], **{"HANDLE-P4-amount": 4})
    answer = client.post(reverse("cases:new-matrix"), {"key": page.context["key"], **sent})
    assert answer.status_code == 302
    newest = DeadlineMatrix.objects.order_by("-version")[0]
    assert newest.rules.get(priority="P4", clock="HANDLE").amount == 4


def test_the_form_names_what_is_wrong_and_keeps_the_rest(keeper):
    client = as_person(keeper)
    form = client.get(reverse("cases:new-matrix")).context["form"]
    sent = sent_of(form, **{"HANDLE-P4-amount": 999, "SIGN-P4-amount": ""})
    answer = client.post(reverse("cases:new-matrix"), sent)
    assert DeadlineMatrix.objects.count() == 1
    assert "县府令第3号" in text_of(answer)
    assert 'value="999"' in text_of(answer)
