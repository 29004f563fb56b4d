"""Long jobs, the state of the worker, and the audit record."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from huiying.cases.actions.exporting import note_fetch
from huiying.console import queries
from huiying.console.presenters.record import event_kinds, event_lines
from huiying.files.models import Attachment
from huiying.files.views import deliver
from huiying.jobs.permissions import may_see_run
from huiying.jobs.presenters import run_line
from huiying.jobs.queries import failed_tasks, queued_tasks, runs_of, worker_seen_at
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.organisations.views.access import holds_any, staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

PAGE = 30
EVENTS = 50
LONGEST = 80


@staff
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own long jobs; whoever keeps the platform sees the worker too."""
    page = Paginator(runs_of(person_of(request)), PAGE).get_page(request.GET.get("page"))
    lines = [(run.pk, run_line(run)) for run in page]
    context = {"page": page, "lines": lines, "is_running": any(line.running for _, line in lines)}
    if holds_any(request, Permission.SEE_OPERATIONS):
        context |= {
            "operations": True,
            "seen_at": worker_seen_at(),
            "queued": queued_tasks(),
            "failed": failed_tasks(),
        }
    part = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "runs"
    return render(request, "console/_runs.html" if part else "console/jobs.html", context)


@staff
@require_GET
def result(request: HttpRequest, pk: int) -> FileResponse:
    """The file a job left for whoever started it."""
    run = get_object_or_404(runs_of(person_of(request)), pk=pk)
    may_see_run(run, by=person_of(request)).require()
    note_fetch(run, by=person_of(request), now=clock.now())
    return deliver(get_object_or_404(Attachment, pk=run.result or None))


@staff_with(Permission.READ_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Events, newest first. They hold no names of residents, no numbers, no words of requests."""
    asked = {
        name: request.GET.get(name, "").strip()[:LONGEST] for name in ("subject", "kind", "actor")
    }
    edge = as_id(request.GET.get("before", ""))
    sought = asked | {
        "subject": queries.subject_typed(asked["subject"]),
        "actor": queries.actor_typed(asked["actor"]),
    }
    rows = list(queries.events(**sought, before=edge)[: EVENTS + 1])
    query = request.GET.copy()
    if len(rows) > EVENTS:
        query["before"] = str(rows[EVENTS - 1].pk)
    context = {
        "events": event_lines(
            *queries.readable(rows[:EVENTS], person_of(request), now=clock.now())
        ),
        "kinds": event_kinds(),
        "asked": asked,
        "next": f"?{query.urlencode()}" if len(rows) > EVENTS else "",
        "is_filtered": any(asked.values()),
    }
    return render(request, "console/audit.html", context)
