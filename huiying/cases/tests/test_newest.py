"""The list of cases of those who see only what their units take part in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.cases import actions
from huiying.cases.models import Case
from huiying.cases.queries.newest import newest_cases
from huiying.cases.tests import make

NOW = make.MORNING


def of(person, most, narrow=lambda found: found, before=None):
    found = newest_cases(narrow, person, now=NOW, most=most, before=before)
    return [each.pk for each in found]


@pytest.fixture
def signed(here):
    """Thirteen cases of one unit, every other of which has been signed for; newest first."""
    cases = [make.dispatched(here) for _ in range(13)]
    for case in cases[::2]:
        actions.sign(case, by=here.handler, now=NOW)
    return [case.pk for case in reversed(cases)]


def test_pages_follow_each_other_without_gap_or_repeat(here, signed):
    first, second = of(here.handler, 5), of(here.handler, 5, before=signed[4])
    assert first + second == signed[:10]
    assert of(here.handler, 5, before=signed[9]) == signed[10:]


def test_what_filters_leave_fills_the_page_from_further_back(here, signed):
    assert of(here.handler, 2, lambda found: found.filter(pk=signed[-1])) == [signed[-1]]
    waiting = of(here.handler, 3, lambda found: found.filter(state="PENDING_SIGN"))
    assert waiting == signed[1:7:2]


def test_other_units_have_none_of_it(here, signed):
    assert of(here.other_handler, 5) == []


def test_a_page_reads_no_more_than_the_newest_parts(here, signed):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert of(here.handler, 3) == signed[:3]
    assert all("UNION" not in each["sql"] for each in asked.captured_queries)


def test_a_dispatcher_of_the_area_sees_the_same_newest_first(here, signed):
    assert of(here.dispatcher, 20) == list(
        Case.objects.order_by("-pk").values_list("pk", flat=True)
    )
