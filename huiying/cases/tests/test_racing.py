"""Two people press at the same moment: one moves the case, the other is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from huiying.cases import actions
from huiying.cases.models import Case
from huiying.cases.tests import make
from huiying.lib.errors import Refused

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="The SQLite of tests lives in memory and is not shared by threads.",
    ),
]


def at_once(*acts):
    """Run the acts in threads that start together; what each one ended with."""
    together, ends = Barrier(len(acts)), []

    def run(act):
        together.wait()
        try:
            ends.append(act())
        except Refused as refused:
            ends.append(refused)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_a_case_is_signed_once():
    here = make.county()
    case = make.dispatched(here)
    ends = at_once(*[lambda: actions.sign(Case(pk=case.pk), by=here.handler, now=make.MORNING)] * 3)
    assert sum(isinstance(end, Refused) for end in ends) == 2
    assert case.entries.filter(step="sign").count() == 1
    assert connection.vendor == "postgresql"


def test_two_dispatchers_choose_different_units_and_one_wins():
    here = make.county()
    case = make.accepted(here)
    ends = at_once(
        lambda: actions.dispatch(
            Case(pk=case.pk), by=here.dispatcher, now=make.MORNING, lead_unit=here.water
        ),
        lambda: actions.dispatch(
            Case(pk=case.pk), by=here.dispatcher, now=make.MORNING, lead_unit=here.roads
        ),
    )
    assert sum(isinstance(end, Refused) for end in ends) == 1
    assert case.assignments.filter(is_current=True).count() == 1
