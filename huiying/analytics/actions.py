"""Ordering bulletins, keeping their files, noting who fetched them; entering how many people live where."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.analytics.models import Bulletin, BulletinPlan, Population
from huiying.appraisal.queries.figures import first_known
from huiying.audit import actions as audit
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.analytics.tasks.make_bulletin"
KIND = "bulletin.make"
CUT_OFF = 3
"""The day of a month on which the figures of the month before are frozen (domain 2.8.9)."""
READY = gettext_noop("Bulletin %(number)s is ready as Word and Excel.")
NO_FUTURE = gettext_noop("%(month)s has not begun yet.")
UNKNOWN = gettext_noop("There are no figures of %(month)s; the first are of %(first)s.")
AT_ONCE = 3


@transaction.atomic
def order_bulletin(area: Area, month: date, *, by: Person, now: datetime) -> Bulletin:
    """Have the worker make the bulletin of an area and month; it gets the year's next number."""
    today = local_date(now)
    may(by, Permission.EXPORT, area=area, on=today).require()
    month = month.replace(day=1)
    if month > today:
        raise NotPossible(NO_FUTURE, month=f"{month:%Y-%m}")
    first = first_known()
    if first is not None and month < first:
        raise NotPossible(UNKNOWN, month=f"{month:%Y-%m}", first=f"{first:%Y-%m}")
    running = Bulletin.objects.filter(by=by, run__state=RunState.RUNNING)
    if running.count() >= AT_ONCE:
        raise NotPossible(gettext_noop("Your earlier bulletins are still being made. Please wait."))
    title = _("Bulletin of %(area)s, %(month)s") % {"area": area.name, "month": f"{month:%Y-%m}"}
    run = jobs.start_run(KIND, title, by=by, now=now, total=2)
    taken = Bulletin.objects.filter(prefix=area.prefix, year=today.year)
    last = taken.aggregate(last=Max("number"))["last"] or 0
    one = Bulletin.objects.create(
        year=today.year, number=last + 1, prefix=area.prefix, name=area.name, month=month,
        by=by, asked_at=now, run=run,
    )  # fmt: skip
    data = {"area": area.code, "month": f"{month:%Y-%m}", "number": str(one)}
    audit.record("bulletin.order", one.subject, by=by, now=now, data=data, first=True)
    jobs.enqueue(TASK, one.pk)
    return one


@transaction.atomic
def keep_bulletin(
    one: Bulletin, word: bytes, sheets: bytes, *, snapshot: str, now: datetime
) -> None:
    """Keep both files, for those who may see the area."""
    name = f"{one.name}-{one.month:%Y-%m}-{one.number}"
    one.word = files.keep(SimpleUploadedFile(f"{name}.docx", word), by=one.by, now=now)
    one.sheets = files.keep(
        SimpleUploadedFile(f"{name}.xlsx", sheets), by=one.by, now=now, is_table=True
    )
    files.claim([one.word, one.sheets], now=now)
    one.snapshot = snapshot
    one.save(update_fields=["word", "sheets", "snapshot"])
    if one.run is not None:
        one.run.done = 2
        values = {"number": str(one)}
        jobs.finish_run(one.run, now=now, template=READY, values=values, result=str(one.word.pk))
    data = {"word": one.word.sha256, "sheets": one.sheets.sha256, "snapshot": snapshot}
    audit.record("bulletin.made", one.subject, by=audit.TIMER, now=now, data=data)


@transaction.atomic
def note_fetch(one: Bulletin, kept: Attachment, *, by: Person, now: datetime) -> None:
    """Keep a trace of a file being fetched."""
    audit.record("bulletin.fetched", one.subject, by=by, now=now, data={"sha256": kept.sha256})


@transaction.atomic
def plan_bulletins(area: Area, *, by: Person, now: datetime, wanted: bool) -> None:
    """Have the bulletin of an area made every month on the day of the cut-off, or no longer."""
    may(by, Permission.EXPORT, area=area, on=local_date(now)).require()
    if wanted:
        values = {"by": by, "since": now}
        BulletinPlan.objects.update_or_create(prefix=area.prefix, defaults=values)
    else:
        BulletinPlan.objects.filter(prefix=area.prefix).delete()
    data = {"area": area.code, "wanted": wanted}
    audit.record("bulletin.plan", f"area:{area.pk}", by=by, now=now, data=data)


@transaction.atomic
def enter_populations(people_of: Mapping[str, int], year: int, *, by: Person, now: datetime) -> int:
    """Write down how many people live in areas (by prefix); returns how many areas."""
    may(by, Permission.MANAGE_ORGANISATIONS, on=local_date(now)).require()
    rows = [Population(prefix=key, people=n, year=year) for key, n in people_of.items()]
    Population.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["prefix"], update_fields=["people", "year"]
    )
    data = {"areas": len(rows), "year": year}
    audit.record("population.enter", "population", by=by, now=now, data=data)
    return len(rows)
