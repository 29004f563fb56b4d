"""Judging a service at a counter: once, once more after a remedy, and apart from cases."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import Grade
from huiying.cases.models import Rating, Visit
from huiying.cases.queries.windows import bad_visits, standing_of, visits_of
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING
BAD = actions.Impression(Grade.DISSATISFIED, Grade.BASICALLY, Grade.SATISFIED, Grade.DISSATISFIED)
GOOD = actions.Impression(*[Grade.VERY_SATISFIED] * 4)


@pytest.fixture
def visit(here):
    return actions.record_visit(here.water, by=here.handler, now=NOW, matter="用水报装", desk="3号")


def test_one_handling_is_judged_once_and_once_more_after_a_remedy(here, visit):
    actions.rate_visit(visit, BAD, now=NOW)
    with pytest.raises(NotPossible):
        actions.rate_visit(visit, GOOD, now=NOW)
    actions.remedy_visit(visit, by=here.handler, now=NOW, remedy="已上门致歉并补办")
    actions.rate_visit(visit, GOOD, now=NOW)
    with pytest.raises(NotPossible):
        actions.rate_visit(visit, GOOD, now=NOW)
    assert list(visit.ratings.values_list("number", "overall")) == [(1, "2"), (2, "5")]
    assert not Rating.objects.exists()


def test_only_a_bad_rating_of_the_own_unit_is_put_right(here, visit):
    with pytest.raises(NotPossible):
        actions.remedy_visit(visit, by=here.handler, now=NOW, remedy="x")
    actions.rate_visit(visit, BAD, now=NOW)
    with pytest.raises(NotAllowed):
        actions.remedy_visit(visit, by=here.other_handler, now=NOW, remedy="x")
    assert list(bad_visits(visits_of(here.handler, now=NOW))) == [visit]
    assert not visits_of(here.other_handler, now=NOW)


def test_the_link_ends_after_thirty_days(visit):
    with pytest.raises(NotPossible):
        actions.rate_visit(visit, GOOD, now=NOW + timedelta(days=30))


def test_the_standing_counts_first_ratings(here, visit):
    actions.rate_visit(visit, BAD, now=NOW)
    actions.record_visit(here.water, by=here.handler, now=NOW, matter="过户")
    standing = standing_of(here.handler, now=NOW, since=NOW.date())
    assert (standing.visits, standing.rated, standing.bad) == (2, 1, 1)


def test_the_counter_shows_a_code_and_the_person_judges_by_it(here, client):
    staff = as_person(here.handler)
    sent = {"unit": here.water.pk, "matter": "用水报装", "desk": "3号"}
    post(staff, reverse("cases:visit-new"), **sent)
    visit = Visit.objects.get()
    page = text_of(staff.get(reverse("cases:visit", args=[visit.pk])))
    assert "<svg" in page
    assert f"/w/{visit.token}" in page
    client.cookies["language"] = "en"
    link = reverse("portal:counter", args=[visit.token])
    assert "How you were treated" in text_of(client.get(link))
    incomplete = client.post(link, {"overall": "1"})
    assert "Please choose one of the five." in text_of(incomplete)
    said = {"overall": "1", "first": "2", "second": "3", "third": "1", "comment": "等太久"}
    done = client.post(link, said, follow=True)
    assert "Your judgement of this service has been kept" in text_of(done)
    assert "has been kept" in text_of(client.post(link, said))
    other = client.post(link, said | {"overall": "5"})
    assert other.status_code == 409
    assert "was not taken" in text_of(other)
    assert visit.ratings.get().overall == "1"
    assert "等太久" in text_of(staff.get(reverse("cases:visits")))
    remedy = reverse("cases:visit-remedy", args=[visit.pk])
    assert post(staff, remedy, remedy="加开一个窗口").status_code == 302
    assert "加开一个窗口" in text_of(client.get(link))
    assert client.get(reverse("portal:counter", args=["x" * 43])).status_code == 404
    assert as_person(here.other_handler).get(remedy).status_code == 404
