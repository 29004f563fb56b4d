"""Making bulletins, when they were ordered and every month."""

from datetime import datetime

from huiying.analytics.actions import CUT_OFF, keep_bulletin, order_bulletin
from huiying.analytics.imports import issue_of
from huiying.analytics.models import Bulletin, BulletinPlan
from huiying.analytics.queries.subjects import LEVEL_OF
from huiying.analytics.rules import shifted
from huiying.jobs.actions import fail_run
from huiying.jobs.choices import RunState
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import pad12
from huiying.lib.errors import Refused
from huiying.organisations.models import Area


def make_bulletin(number: int) -> None:
    """The queue's task."""
    one = Bulletin.objects.select_related("by", "run").filter(pk=number).first()
    if one is None or one.word_id or one.run is None or one.run.state != RunState.RUNNING:
        return
    make(one, now=clock.now())


def make(one: Bulletin, *, now: datetime) -> bool:
    """Write both files; returns whether they were made. Why they were not stands with the job."""
    from huiying.analytics.presenters.sheets import sheets_of  # noqa: PLC0415 - writes workbooks
    from huiying.analytics.presenters.word import word_of  # noqa: PLC0415 - loads python-docx

    try:
        issue, snapshot = issue_of(one, now=now)
        word, sheets = word_of(issue, one.name), sheets_of(issue)
        keep_bulletin(one, word, sheets, snapshot=snapshot, now=now)
    except Refused as refused:
        if one.run is not None:
            fail_run(one.run, now=now, why=refused)
        return False
    return True


def make_planned(now: datetime) -> int:
    """From the cut-off on, the month before of every area that has it made monthly; once each."""
    today = local_date(now)
    if today.day < CUT_OFF:
        return 0
    month, made = shifted(today.replace(day=1), -1), 0
    for plan in BulletinPlan.objects.select_related("by"):
        done = Bulletin.objects.filter(prefix=plan.prefix, month=month, asked_at__gte=plan.since)
        if done.exists():
            continue
        level = LEVEL_OF[len(plan.prefix)]
        area = Area.objects.as_of(today).filter(code=pad12(plan.prefix), level=level).first()
        try:
            if area is not None:
                order_bulletin(area, month, by=plan.by, now=now)
                made += 1
        except Refused:
            continue  # its orderer may no longer; the page of bulletins shows the plan
    return made
