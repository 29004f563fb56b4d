"""What somebody sees beside an OR is asked row by row, however many cases there are."""

import pytest
from django.db.models import QuerySet

from huiying.cases.models import Breach, Request
from huiying.cases.queries import requests_visible_to
from huiying.cases.queries.appeals import appeals_for
from huiying.cases.queries.watching import breaches_for
from huiying.cases.tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ask", "who"),
    [(requests_visible_to, "supervisor"), (breaches_for, "supervisor"), (appeals_for, "head")],
)
def test_no_or_reads_all_cases_first(ask, who):
    found: QuerySet = ask(getattr(make.county(), who), now=make.MORNING)
    sql = str(found.query)
    assert " OR " in sql
    assert '"case_id" IN (SELECT' not in sql


def test_the_same_is_seen_as_before():
    here = make.county()
    case = make.dispatched(here)
    waiting = make.request(here)
    seen = requests_visible_to(here.supervisor, now=make.MORNING)
    assert set(seen) == {*Request.objects.filter(case=case), waiting}
    assert not breaches_for(here.supervisor, now=make.MORNING).exists()
    assert not Breach.objects.exists()
