"""One run of the worker over the open cases of the corpus, alone in its process (`bench.clocks`)."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import override_settings

from bench.django_ready import READY
from huiying.cases.choices import AssignmentState, CaseState, ClockKind, RequestState
from huiying.cases.models import Assignment, Case, Clock, Request
from huiying.cases.tasks import breaches, supervision
from huiying.lib.clock import now as read_clock
from huiying.organisations.models import Grant, Unit
from huiying.people.choices import Role
from huiying.people.models import Person

assert READY
LATER = timedelta(days=3)
SOON = timedelta(hours=5)


def prepare() -> None:
    """Open every case of the corpus, with a handle clock that runs, and give each unit two people."""
    now = read_clock()
    Case.objects.update(
        state=CaseState.IN_PROGRESS, closed_at=None, close_reason="", next_due=now + LATER
    )
    Assignment.objects.update(
        state=AssignmentState.IN_PROGRESS, is_current=True, replied_at=None, accepted_at=None
    )
    Request.objects.update(state=RequestState.ON_CASE)
    Clock.objects.filter(stopped_at=None).update(stopped_at=now)
    Clock.objects.filter(kind=ClockKind.HANDLE).update(stopped_at=None, due=now + LATER)
    for unit in Unit.objects.select_related("area"):
        for number in (1, 2):
            person = Person.objects.create_person(f"{unit.code}-{number}", name="经办", now=now)
            begin = now.date() - timedelta(days=9)
            Grant.objects.create(
                person=person, role=Role.HANDLER, area=unit.area, unit=unit, valid_from=begin
            )
    # The corpus writes units on assignments; clocks of a unit name it too.
    with connection.cursor() as cursor:
        cursor.execute(
            "update clocks c set unit_id = a.unit_id, assignment_id = a.id from assignments a"
            " where a.case_id = c.case_id and c.kind = 'HANDLE'"
        )


def quiet(now: datetime) -> Iterator[object]:
    return breaches.breached(now)


def some(now: datetime) -> Iterator[object]:
    _handle().extra(where=["id %% 100 = 0"]).update(due=now - timedelta(minutes=1))
    return breaches.breached(now)


def warn(now: datetime) -> Iterator[object]:
    _handle().filter(due__gt=now).update(warn_at=now - timedelta(minutes=1), due=now + SOON)
    return breaches.warned(now)


def all_at_once(now: datetime) -> Iterator[object]:
    _handle().update(due=now - timedelta(minutes=1), warn_at=None)
    return breaches.breached(now)


def letters(now: datetime) -> Iterator[object]:
    return supervision.letters(now + timedelta(days=9))


def _handle() -> QuerySet[Clock]:
    return Clock.objects.filter(kind=ClockKind.HANDLE, stopped_at=None)


RUNS: dict[str, Callable[[datetime], Iterator[object]]] = {
    "quiet": quiet,
    "some": some,
    "warn": warn,
    "all": all_at_once,
    "letters": letters,
}


class Counted:
    """Counts statements without keeping them."""

    number = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.number += 1
        return execute(sql, params, many, context)


def measure(run: Callable[[datetime], Iterator[object]]) -> dict[str, float]:
    now = read_clock()
    rows = run(now)  # sets the scene before its first row
    counted, before = Counted(), _peak_mb()
    begin, worked = time.monotonic(), time.process_time()
    with connection.execute_wrapper(counted):
        moved = sum(1 for _ in rows)
    return {
        "moved": moved,
        "seconds": round(time.monotonic() - begin, 2),
        "cpu_seconds": round(time.process_time() - worked, 2),
        "statements": counted.number,
        "memory_mb": round(_peak_mb(), 1),
        "grown_mb": round(_peak_mb() - before, 1),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    with override_settings(DEBUG=False):
        if sys.argv[1] == "prepare":
            prepare()
        else:
            print(json.dumps(measure(RUNS[sys.argv[1]])))
