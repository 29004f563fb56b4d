"""Two people press at the same moment: one moves the case, the other is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from huiying.audit.actions import Busy
from huiying.cases import actions
from huiying.cases.actions import steps
from huiying.cases.actions.steps import SINGLE
from huiying.cases.choices import Step
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


def sign_while(case, act, *, by):
    """Sign a case while somebody else acts."""
    with steps.step_on(Step.SIGN, case, by=by, now=make.MORNING) as held:
        held.set_lead(signed_at=make.MORNING)
        at_once(act)


def test_two_write_notes_at_once_and_both_are_kept():
    here = make.county()
    case = make.dispatched(here)
    ends = at_once(
        *[
            lambda: actions.take(
                Step.NOTE, Case(pk=case.pk), by=here.handler, now=make.MORNING, text="看过了"
            )
        ]
        * 2
    )
    assert [type(end) for end in ends] == [Case, Case]
    assert case.entries.filter(step="note").count() == 2


@pytest.mark.parametrize("step", sorted(SINGLE))
def test_a_step_of_one_statement_asks_once_and_writes_once(step, django_assert_num_queries):
    here = make.county()
    case = make.dispatched(here)
    named = Case(case_no=Case.objects.get(pk=case.pk).case_no)
    inputs = {"text": "看过了"} if step == Step.NOTE else {}
    actions.note(
        Case(pk=case.pk), by=here.handler, now=make.MORNING, text="先看一次"
    )  # grants are read
    with django_assert_num_queries(2) as heard:
        actions.take(step, named, by=here.handler, now=make.MORNING, **inputs)
    assert not any("BEGIN" in each["sql"] or "FOR UPDATE" in each["sql"] for each in heard)


def test_a_step_of_one_statement_is_void_as_a_whole_when_the_record_moved_on():
    here = make.county()
    case = make.dispatched(here)
    with pytest.raises(Busy):
        sign_while(
            Case(pk=case.pk),
            lambda: actions.note(case, by=here.handler, now=make.MORNING, text="更快一步"),
            by=here.handler,
        )
    case.refresh_from_db()
    lead = case.assignments.get()
    assert (case.state, lead.state, lead.signed_at) == ("PENDING_SIGN", "PENDING_SIGN", None)
    assert list(case.clocks.filter(kind="SIGN").values_list("stopped_at", flat=True)) == [None]
    assert not case.entries.filter(step="sign").exists()
