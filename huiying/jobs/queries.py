"""Reading what the worker does."""

from datetime import datetime

from django.db.models import QuerySet
from django_q.models import Failure, OrmQ

from huiying.audit.actions import Named
from huiying.jobs.models import Heartbeat, Run


def runs_of(person: Named) -> QuerySet[Run]:
    """The long jobs a person started, newest first."""
    return Run.objects.filter(by=person.audit_name).order_by("-id")


def worker_seen_at() -> datetime | None:
    """When any worker last gave a sign of life; None if never."""
    return Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def queued_tasks() -> int:
    """How many tasks wait in the queue or are being worked on."""
    return int(OrmQ.objects.count())


def failed_tasks() -> int:
    """How many tasks failed for good, as far back as they are kept."""
    return int(Failure.objects.count())
