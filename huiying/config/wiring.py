"""What the slices offer one another, put together in one place.

A slice never imports one above it. What has to reach upward or sideways is listed here as plain
tables, and the commands of `huiying.config` read them:

* REACTIONS  events of the audit record → what happens because of them, run by the worker;
* SCHEDULE   what the worker does again and again;
* DEMO       what builds the demo city, bottom slice first; SIGN_INS what one may then sign in as;
* CHECKS     what `huiying check` asks of each slice;
* FACTS      what the slices give the warehouse;
* SEARCHED   what `huiying search rebuild` indexes anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from django.utils.translation import override

from huiying.analytics.tasks import make_planned
from huiying.appraisal import tasks as appraisal
from huiying.audit.models import Event
from huiying.audit.tasks import sign_root
from huiying.cases import demo as cases_demo
from huiying.cases import tasks as cases
from huiying.cases.facts import SOURCES as CASE_FACTS
from huiying.cases.queries import texts
from huiying.console import tasks as console
from huiying.files.tasks import clear_out
from huiying.jobs.tasks import note_alive, tidy
from huiying.notifications.tasks import deliver
from huiying.organisations import demo as organisations_demo
from huiying.organisations.facts import SOURCES as LOGIN_FACTS
from huiying.organisations.tasks import forget_lists
from huiying.people.tasks import forget_sessions
from huiying.portal.tasks import forget_old_tries
from huiying.warehouse.facts import Source

Reaction = Callable[[Event, datetime], object]
"""Called with the event and the time of the call; leaves the same state when called twice."""

REACTING: Sequence[Mapping[str, Sequence[Reaction]]] = (
    cases.REACTIONS,
    appraisal.REACTIONS,
    console.REACTIONS,
)
REACTIONS: Mapping[str, Sequence[Reaction]] = {
    kind: tuple(reaction for each in REACTING for reaction in each.get(kind, ()))
    for kind in sorted({kind for each in REACTING for kind in each})
}
"""Event kind (`case.dispatch`) → reactions, in order."""


@dataclass(frozen=True)
class Repeated:
    """What the worker calls every so often with the time of the call. It must be short (longer
    work enqueues itself) and harmless when two workers call it at once."""

    task: Callable[[datetime], object]
    every: timedelta


SCHEDULE: Sequence[Repeated] = (
    Repeated(sign_root, timedelta(seconds=60)),
    Repeated(deliver, timedelta(seconds=1)),
    Repeated(note_alive, timedelta(seconds=10)),
    Repeated(cases.fold_counts, timedelta(seconds=2)),
    Repeated(cases.read_waiting, timedelta(seconds=1)),
    Repeated(cases.tick, timedelta(seconds=60)),
    Repeated(cases.look_for_hot, timedelta(minutes=5)),
    Repeated(appraisal.build_when_due, timedelta(minutes=5)),
    Repeated(make_planned, timedelta(minutes=15)),
    Repeated(tidy, timedelta(hours=1)),
    Repeated(cases.forget_imports, timedelta(hours=1)),
    Repeated(cases.forget_exports, timedelta(hours=1)),
    Repeated(forget_lists, timedelta(hours=1)),
    Repeated(clear_out, timedelta(hours=1)),
    Repeated(appraisal.look_when_due, timedelta(hours=1)),
    Repeated(forget_sessions, timedelta(hours=1)),
    Repeated(forget_old_tries, timedelta(minutes=15)),
)

Scale = Literal["tiny", "small", "city"]
"""`tiny` is for tests."""


@dataclass(frozen=True)
class DemoPart:
    """One slice's part of the demo city. `build` gets a generator of its own, seeded from the
    city's seed and the part's title, the time up to which the city has lived, and a function that
    shows a line of progress."""

    title: str
    build: Callable[[Scale, Random, datetime, Callable[[str], None]], None]


DEMO: Sequence[DemoPart] = (
    DemoPart("Places, bodies and people", organisations_demo.build),
    DemoPart("Requests", cases_demo.build),
)


@dataclass(frozen=True)
class SignIn:
    """An account of the demo city that one may try."""

    role: str
    username: str
    password: str


def _sign_ins() -> Iterable[SignIn]:
    for each in organisations_demo.sign_ins():
        with override("en"):
            english = str(each.role.label)
        with override("zh-hans"):
            said = " ".join(filter(None, (str(each.role.label), english, each.unit)))
        yield SignIn(said, each.username, each.password)


SIGN_INS: Callable[[], Iterable[SignIn]] = _sign_ins
"""One account per role, read from the database."""


@dataclass(frozen=True)
class Finding:
    """One line of `huiying check`: is it well, and a sentence saying what is (or what to do)."""

    well: bool
    sentence: str


CHECKS: Sequence[Callable[[datetime], Iterable[Finding]]] = ()

FACTS: Sequence[Source] = (*CASE_FACTS, *LOGIN_FACTS)
"""Every fact type of the warehouse with its rows, as the slices offer them."""

SEARCHED: Mapping[str, Callable[[], Iterable[tuple[int, str]]]] = {
    "case": texts.case_texts,
    "request": texts.request_texts,
    "published": texts.published_texts,
    "knowledge": texts.knowledge_texts,
}
"""Kind (`huiying.search.rules.KINDS`) → all (ref, text) pairs of it, read from the database."""
