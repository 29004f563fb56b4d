from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from huiying.people.tasks import forget_sessions


@pytest.mark.django_db
def test_only_what_is_over_is_forgotten(now):
    for minutes in (-1, 1):
        at = now + timedelta(minutes=minutes)
        Session.objects.create(session_key=f"s{minutes}", session_data="", expire_date=at)
        username = f"name{minutes}"
        AccessAttempt.objects.create(username=username, failures_since_start=1)
        then = at - timedelta(minutes=15)  # the library writes the real time on creation
        AccessAttempt.objects.filter(username=username).update(attempt_time=then)
    forget_sessions(now)
    forget_sessions(now)
    assert Session.objects.get().session_key == "s1"
    assert AccessAttempt.objects.get().username == "name1"
