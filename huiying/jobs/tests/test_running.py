from datetime import timedelta

import pytest
from django.db import transaction

from huiying.audit.actions import Actor
from huiying.jobs import actions, queries, tasks
from huiying.jobs.choices import RunState
from huiying.jobs.models import Heartbeat, Run
from huiying.jobs.permissions import may_see_run
from huiying.jobs.presenters import run_line
from huiying.jobs.tests.make import run_queued
from huiying.lib.errors import NotPossible

pytestmark = pytest.mark.django_db
CLERK, OTHER = Actor("person:1"), Actor("person:2")


def test_a_run_tells_how_far_it_is_and_how_it_ended(now):
    run = actions.start_run("import.requests", "letters.xlsx", by=CLERK, now=now, total=40)
    actions.report_progress(run, done=10, failed=1, now=now)
    assert run_line(run).percent == 25
    actions.finish_run(run, now=now, template="%(n)s rows read.", values={"n": 39}, result="u-1")
    line = run_line(Run.objects.get())
    assert (line.state, line.sentence, line.result) == ("done", "39 rows read.", "u-1")


def test_a_failed_run_says_why(now):
    run = actions.start_run("import.areas", "areas.csv", by=CLERK, now=now)
    actions.fail_run(run, now=now, why=NotPossible("No column %(name)s.", name="code"))
    assert run_line(run).sentence == "No column code."
    assert run_line(run).percent is None


def test_a_run_is_for_whoever_started_it(now):
    run = actions.start_run("import.areas", "areas.csv", by=CLERK, now=now)
    assert list(queries.runs_of(CLERK)) == [run]
    assert list(queries.runs_of(OTHER)) == []
    assert may_see_run(run, by=CLERK)
    assert not may_see_run(run, by=OTHER)


def test_a_run_whose_worker_died_does_not_run_for_ever(now):
    run = actions.start_run("import.areas", "areas.csv", by=CLERK, now=now)
    tasks.tidy(now + timedelta(minutes=59))
    assert Run.objects.get().state == RunState.RUNNING
    tasks.tidy(now + timedelta(minutes=61))
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_the_worker_is_seen(now):
    assert queries.worker_seen_at() is None
    tasks.note_alive(now)
    tasks.note_alive(now + timedelta(seconds=10))
    assert Heartbeat.objects.count() == 1
    assert queries.worker_seen_at() == now + timedelta(seconds=10)


def test_a_task_is_queued_with_the_change_and_done_by_the_worker(now):
    with transaction.atomic():
        actions.enqueue("huiying.jobs.tasks.note_alive", now)
        transaction.set_rollback(True)
    assert queries.queued_tasks() == 0
    actions.enqueue("huiying.jobs.tasks.note_alive", now)
    assert queries.queued_tasks() == 1
    assert run_queued() == 1
    assert queries.worker_seen_at() == now


def test_a_task_that_does_not_exist_is_a_bug():
    with pytest.raises(ImportError):
        actions.enqueue("huiying.jobs.tasks.dance")
