"""Acting before people complain (未诉先办): the calendar of the seasons, and cases raised by ourselves."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.accepting import Matter
from huiying.cases.actions.starting import raise_found
from huiying.cases.choices import Source
from huiying.cases.models import (
    Case,
    Category,
    SeasonCase,
    SeasonDone,
    SeasonEntry,
    SeasonTask,
    SeasonYear,
)
from huiying.cases.permissions.topics import may_keep_topics, may_work_on
from huiying.cases.rules.season import MOST_AHEAD
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.receipts import Chance
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

NO_TASKS = gettext_noop("Write at least one task, each in a line of its own.")
TOO_FAR_AHEAD = gettext_noop("Remind at most %(days)s days before the season.")
TASK_DONE = gettext_noop("Somebody has marked this task as done already.")


@dataclass(frozen=True)
class SeasonPlan:
    """What is seen to before and during some months of every year; `last_month` may lie in the next."""

    title: str
    category: Category
    area: Area
    lead_unit: Unit
    first_month: int
    last_month: int
    ahead_days: int = 30
    why: str = ""


@transaction.atomic
def add_season(plan: SeasonPlan, tasks: Sequence[str], *, by: Person, now: datetime) -> SeasonEntry:
    """A new entry of the calendar, with its tasks."""
    entry = SeasonEntry()
    _fill(entry, plan, tasks, by=by, now=now)
    audit.record("season.add", entry.subject, by=by, now=now, first=True)
    return entry


@transaction.atomic
def change_season(
    entry: SeasonEntry, plan: SeasonPlan, tasks: Sequence[str], *, by: Person, now: datetime
) -> SeasonEntry:
    """Change an entry; tasks that are left out are kept with what was done on them, and end."""
    entry = _kept(entry, by=by, now=now)
    _fill(entry, plan, tasks, by=by, now=now)
    audit.record("season.change", entry.subject, by=by, now=now)
    return entry


@transaction.atomic
def end_season(entry: SeasonEntry, *, by: Person, now: datetime) -> SeasonEntry:
    """Take an entry out of the calendar; its past years stay."""
    entry = _kept(entry, by=by, now=now)
    entry.is_active = False
    entry.save(update_fields=["is_active"])
    audit.record("season.end", entry.subject, by=by, now=now)
    return entry


def _kept(entry: SeasonEntry, *, by: Person, now: datetime) -> SeasonEntry:
    locked = SeasonEntry.objects.select_for_update().get(pk=entry.pk)
    may_keep_topics(locked.area_code, by=by, on=local_date(now)).require()
    return locked


def _fill(
    entry: SeasonEntry, plan: SeasonPlan, tasks: Sequence[str], *, by: Person, now: datetime
) -> None:
    may_keep_topics(plan.area, by=by, on=local_date(now)).require()
    if plan.ahead_days > MOST_AHEAD:
        raise NotPossible(TOO_FAR_AHEAD, days=MOST_AHEAD)
    if not tasks:
        raise NotPossible(NO_TASKS)
    for each in fields(plan):
        setattr(entry, each.name, getattr(plan, each.name))
    entry.area_code = plan.area.code
    entry.save()
    _set_tasks(entry, tasks)


def _set_tasks(entry: SeasonEntry, tasks: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(tasks))
    known = {task.text: task for task in entry.tasks.all()}
    entry.tasks.exclude(text__in=wanted).update(is_active=False)
    entry.tasks.filter(text__in=wanted).update(is_active=True)
    SeasonTask.objects.bulk_create(
        SeasonTask(entry=entry, text=text) for text in wanted if text not in known
    )


@transaction.atomic
def begin_season(entry: SeasonEntry, year: int, *, by: Timer, now: datetime) -> SeasonYear | None:
    """The season comes near: its year begins, and its unit is reminded (None: it had begun)."""
    made, fresh = SeasonYear.objects.get_or_create(
        entry=entry, year=year, defaults={"reminded_at": now}
    )
    if not fresh:
        return None
    audit.record("season.begin", entry.subject, by=by, now=now, data={"year": year})
    return made


@transaction.atomic
def finish_season_task(
    season: SeasonYear, *, by: Person, now: datetime, task: SeasonTask, note: str = ""
) -> SeasonDone:
    """A task of this year's season is done; what was found is written down."""
    may_work_on(season.entry, by=by, on=local_date(now)).require()
    task = season.entry.tasks.get(pk=task.pk)
    done, fresh = SeasonDone.objects.get_or_create(
        season=season,
        task=task,
        defaults={"on": local_date(now), "note": note, "by_id": by.pk},
    )
    if not fresh:
        raise NotPossible(TASK_DONE)
    audit.record(
        "season.task_done",
        season.entry.subject,
        by=by,
        now=now,
        data={"year": season.year, "task": task.pk},
    )
    return done


@transaction.atomic
def raise_from_season(
    season: SeasonYear, matter: Matter, *, by: Person, now: datetime, chance: Chance = secrets
) -> Case:
    """An inspection found something: open a case before anybody has to complain (C1)."""
    may_work_on(season.entry, by=by, on=local_date(now)).require()
    case = raise_found(
        matter,
        by=by,
        now=now,
        source=Source.SEASON,
        found_on=local_date(now),
        unit=season.entry.lead_unit,
        chance=chance,
    )
    SeasonCase.objects.create(season=season, case=case)
    return case
