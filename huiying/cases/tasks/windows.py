"""Windows and limits that are over, and cases ripe for the archive."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.choices import (
    UNDER_SUPERVISION,
    CallbackState,
    CaseState,
    ClockKind,
    ObjectionState,
    RequestState,
)
from huiying.cases.choices.appealing import AppealState
from huiying.cases.models import Appeal, Callback, Case, Clock, Objection
from huiying.cases.rules.intake import is_time_to_remind
from huiying.lib.errors import NotPossible
from huiying.organisations.queries import calendar_for

BATCH = 200
"""What one tick ends at most of each; the next one goes on."""


def lapsed(now: datetime) -> Iterator[object]:
    """Details not given, links not followed."""
    for clock in over(ClockKind.INFO, now)[:BATCH]:
        if clock.request is not None and clock.request.state == RequestState.NEEDS_INFO:
            with suppress(NotPossible):
                yield actions.lapse_info(clock.request, by=TIMER, now=now)
    for clock in over(ClockKind.LINK, now)[:BATCH]:
        for callback in Callback.objects.filter(
            request=clock.request_id, state=CallbackState.LINK_SENT
        ):
            yield actions.lapse_link(callback, by=TIMER, now=now)


def reminded(now: datetime) -> Iterator[object]:
    """Who has not given the details yet is reminded while there is still a working day (R4)."""
    soon = Clock.objects.filter(
        kind=ClockKind.INFO,
        stopped_at__isnull=True,
        due__lte=now + REMIND_AHEAD,
        request__state=RequestState.NEEDS_INFO,
        request__reminded_at__isnull=True,
    )
    for clock in soon.select_related("request").order_by("due", "pk")[:BATCH]:
        calendar = calendar_for(clock.area_code).provisional_twin()
        if clock.request is not None and is_time_to_remind(clock.due, now, calendar):
            yield actions.remind_info(clock.request, by=TIMER, now=now)


def over(kind: ClockKind, now: datetime) -> QuerySet[Clock]:
    """A date that is only provisional ends nothing (3.11)."""
    running = Clock.objects.filter(kind=kind, stopped_at__isnull=True, due__lte=now)
    return running.filter(is_provisional=False).select_related("request").order_by("due")


REMIND_AHEAD = timedelta(days=14)
"""Two working days are never further away than this, whatever holidays lie between."""
OLDEST_WINDOW = timedelta(days=15)
WINDOWS = (ClockKind.OBJECTION, ClockKind.UNDO)


def archived(now: datetime) -> Iterator[object]:
    """Cases and requests whose windows are over."""
    ended = [CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.TERMINATED]
    ripe = Case.objects.filter(state__in=ended, state_since__lte=now - OLDEST_WINDOW)
    pending = Objection.objects.filter(case=OuterRef("pk"), state=ObjectionState.FILED)
    still_open = Clock.objects.filter(
        request__case=OuterRef("pk"), kind__in=WINDOWS, stopped_at__isnull=True, due__gt=now
    )
    appealed = Appeal.objects.filter(case=OuterRef("pk"), state=AppealState.FILED)
    ripe = ripe.filter(~Exists(pending), ~Exists(still_open), ~Exists(appealed))
    ripe = ripe.exclude(supervision__in=UNDER_SUPERVISION)
    for case in ripe.order_by("state_since")[:BATCH]:
        with suppress(NotPossible):
            yield actions.archive(case, by=TIMER, now=now)
    disputed = Objection.objects.filter(request=OuterRef("request"), state=ObjectionState.FILED)
    for kind in (*WINDOWS, ClockKind.REOPEN):
        finished = over(kind, now).filter(~Exists(disputed), request__case__isnull=True)
        for clock in finished[:BATCH]:
            if clock.request is not None:
                with suppress(NotPossible):
                    yield actions.archive_request(clock.request, by=TIMER, now=now)


TICKS = (reminded, lapsed, archived)
