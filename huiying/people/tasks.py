"""What the worker clears away for accounts."""

from datetime import datetime

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction

from huiying.people.rules import LOCK_OUT


@transaction.atomic
def forget_sessions(now: datetime) -> None:
    """Delete sessions that are over and failures that no longer count. Every hour."""
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - LOCK_OUT).delete()
