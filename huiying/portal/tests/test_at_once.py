"""Several at the same moment, as several processes would be."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from huiying.cases import actions as cases_actions
from huiying.cases.models import Request
from huiying.cases.permissions import PUBLIC
from huiying.cases.tests import make
from huiying.lib.errors import Refused
from huiying.portal.actions import TooMany, prove, send

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.MORNING
CROWD = 8


def together(act):
    """What `act` gives to each of a crowd that starts at once."""
    start = Barrier(CROWD)

    def one(number):
        try:
            start.wait(timeout=10)
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


@pytest.fixture(autouse=True)
def _real_database():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; PostgreSQL shows it.")


def test_pressing_send_eight_times_at_once_makes_one_request():
    here = make.county()
    voice = make.voice(here.village)
    sent = together(lambda _: send(voice, key="one-key", now=NOW))
    assert Request.objects.count() == 1
    assert len({each.pin for each in sent}) == 1


def test_no_more_than_five_codes_are_compared_however_many_come_at_once():
    here = make.county()
    receipt = cases_actions.submit(make.voice(here.village), by=PUBLIC, now=NOW)
    number, wrong = receipt.request.receipt_no, "x"
    said = together(lambda n: prove(number, wrong, address=f"10.0.0.{n}", now=NOW))
    assert sum(not isinstance(each, TooMany) for each in said) <= 5
