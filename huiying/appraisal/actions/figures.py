"""Asking for a build, and starting one every night."""

from datetime import datetime, timedelta

from django.db import transaction

from huiying.appraisal.choices.figures import BuildState
from huiying.appraisal.models import Build
from huiying.audit.actions import TIMER, Named, record
from huiying.jobs.actions import enqueue
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.config.warehousing.work"
"""What the worker runs; `config` alone knows the facts of all slices."""
NIGHT = 2
"""The hour from which the night's build is due."""
LOST = timedelta(hours=3)
"""A build that began so long ago has died with its worker."""
RUNNING = gettext_noop(
    "The figures are being built at this moment. Please wait until that is done."
)


@transaction.atomic
def ask_for_build(*, by: Person, now: datetime, full: bool = False) -> Build:
    """Have the worker bring the figures up to date now; `full` reads everything anew."""
    may(by, Permission.SEE_OPERATIONS, everywhere=True, on=local_date(now)).require()
    if under_way(now):
        raise NotPossible(RUNNING)
    return _put_off(by, now, full=full)


@transaction.atomic
def begin_build(*, by: Named, now: datetime, full: bool = False) -> Build:
    """Note a build that a command carries out itself."""
    build = Build.objects.create(by=by.audit_name, asked_at=now, is_full=full)
    record("figures.ask", build.subject, by=by, now=now, data={"full": full}, first=True)
    return build


def build_when_due(now: datetime) -> Build | None:
    """Once a night, from two o'clock, and as soon as there is none at all."""
    local = now.astimezone(SHANGHAI)
    if local.hour < NIGHT or under_way(now):
        return None
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if Build.objects.filter(asked_at__gte=midnight, by=TIMER.audit_name).exists():
        return None
    with transaction.atomic():
        return _put_off(TIMER, now)


def under_way(now: datetime) -> bool:
    """Whether a build waits or runs; one whose worker died is counted as failed first."""
    open_states = (BuildState.WAITING, BuildState.RUNNING)
    going = Build.objects.filter(state__in=open_states)
    lost = going.filter(asked_at__lt=now - LOST)
    lost.update(state=BuildState.FAILED, ended_at=now, template=GONE)
    return going.exists()


GONE = gettext_noop("The worker stopped before the build was finished.")


def _put_off(by: Named, now: datetime, *, full: bool = False) -> Build:
    build = begin_build(by=by, now=now, full=full)
    enqueue(TASK, build.pk)
    return build
