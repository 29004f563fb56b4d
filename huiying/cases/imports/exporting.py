"""The rows of an export: what the list shows, never who asked, with a mark of who took it out and when."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.cases.actions.exporting import finish_export
from huiying.cases.choices import CaseState, ClockKind, Kind, Priority
from huiying.cases.forms import CaseFilter
from huiying.cases.models import Case, CaseExport
from huiying.cases.presenters import due_words
from huiying.cases.queries import narrowed, visible_to
from huiying.cases.queries.visibility import in_area
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotAllowed, Refused, gettext_noop
from huiying.lib.spreadsheet import Cell, write_xlsx
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.search.queries import newest

MOST = 100_000
"""Rows of one file; the newest."""
STEP = 2000
WORDS_MOST = 5000
NOT_ANY_MORE = gettext_noop("You may no longer export lists.")


def make_export(pk: int, clock: Callable[[], datetime]) -> None:
    """Write the file of an export. What the person may see is asked again when the work is done."""
    one = CaseExport.objects.select_related("by", "run").get(pk=pk)
    if one.run is None or one.run.state != RunState.RUNNING:
        return
    with translation.override(one.by.language):
        try:
            found = exported(one.query, one.by, now=clock())
        except Refused as why:
            jobs.fail_run(one.run, now=clock(), why=why)
            return
        count = 0

        def rows() -> Iterator[list[Cell | None]]:
            nonlocal count
            for row in _rows(found):
                count += 1
                if count % STEP == 0 and one.run is not None:
                    jobs.report_progress(one.run, done=count, now=clock())
                yield row

        content = write_xlsx(_columns(), rows(), mark=_mark(one.by, one.asked_at))
        finish_export(one, content, rows=count, now=clock())


def exported(query: str, by: Person, *, now: datetime) -> QuerySet[Case]:
    """What a filter leaves of the cases that this person sees and may take out."""
    scope = scope_of(by, Permission.EXPORT, on=local_date(now))
    if not by.is_active or not scope:
        raise NotAllowed(NOT_ANY_MORE)
    chosen = CaseFilter(QueryDict(query)).chosen()
    found = narrowed(visible_to(by, now=now), chosen, by=by, now=now)
    if not scope.everything:
        found = found.filter(in_area("area_code", scope))
    if words := chosen.get("q"):
        found = found.filter(pk__in=newest("case", words, limit=WORDS_MOST, within=found))
    return found.order_by("-id")[:MOST]


def _columns() -> list[str]:
    return [
        _("Case"),
        _("Title"),
        _("State"),
        pgettext("of a request", "Kind"),
        _("Category"),
        _("Priority"),
        _("Area code"),
        _("Place"),
        _("Lead unit"),
        pgettext("case", "Opened"),
        _("Promised to the requester"),
        _("Next deadline"),
        _("Clock"),
        _("Closed"),
    ]


def _rows(found: QuerySet[Case]) -> Iterator[list[Cell | None]]:
    related = found.select_related("category", "area", "lead_unit").defer("text")
    for case in related.iterator(chunk_size=STEP):
        yield [
            case.case_no,
            _("Confidential") if case.is_confidential else case.title,
            str(CaseState(case.state).label),
            str(Kind(case.kind).label),
            case.category.name,
            str(Priority(case.priority).label),
            case.area_code,
            case.area.name,
            case.lead_unit.name if case.lead_unit else "",
            case.opened_at,
            due_words(case.promised_due),
            due_words(case.next_due),
            str(ClockKind(case.next_clock).label) if case.next_clock else "",
            case.closed_at,
        ]


def _mark(by: Person, at: datetime) -> str:
    when = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return _("Taken out by %(name)s (%(user)s) on %(when)s. Not to be passed on.") % {
        "name": by.name,
        "user": by.username,
        "when": when,
    }
