"""The administrator sees how the figures were built and has them built anew."""

import pytest
from django.urls import reverse

from huiying.appraisal.actions.figures import begin_build
from huiying.appraisal.choices.figures import BuildState
from huiying.appraisal.models import Build
from huiying.audit.actions import TIMER
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
BUILDS, NOW = reverse("analytics:builds"), reverse("analytics:build-now")


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


@pytest.fixture
def keeper():
    city = organisations.city_county_town_village()[0]
    person = organisations.person("keeper")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, city)
    return person


def test_before_the_first_build_the_page_says_so(keeper):
    assert "Nothing was built yet" in text_of(as_person(keeper).get(BUILDS))


def test_a_failure_is_named_beside_the_snapshot_that_stays_in_use(keeper):
    good, bad = (begin_build(by=TIMER, now=make.MORNING) for _ in range(2))
    Build.objects.filter(pk=good.pk).update(
        state=BuildState.DONE, snapshot="20260304T0900-ab", made_at=make.MORNING
    )
    Build.objects.filter(pk=bad.pk).update(
        state=BuildState.FAILED, template="The part %(part)s is damaged.", values_json='{"part": 7}'
    )
    page = text_of(as_person(keeper).get(BUILDS))
    assert "The part 7 is damaged." in page
    assert "20260304T0900-ab" in page
    assert "last good figures" in page


def test_the_button_puts_a_build_off_to_the_worker_once(keeper):
    client = as_person(keeper)
    assert client.post(NOW, follow=True).status_code == 200
    assert Build.objects.get().by == keeper.audit_name
    assert client.post(NOW).status_code == 409


def test_others_do_not_see_the_builds():
    assert as_person(organisations.person("nobody")).get(BUILDS).status_code == 403
