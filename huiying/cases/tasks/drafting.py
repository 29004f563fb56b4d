"""The worker asks the administrator's model for a draft and keeps what comes of it."""

from collections.abc import Iterator
from datetime import datetime
from threading import Thread

from django.db import connections

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.actions.machine import GRACE, key_of
from huiying.cases.choices.machine import MachineFault
from huiying.cases.models import Case, MachineDraft
from huiying.cases.queries.machine import endpoint_set, lost_drafts, writes_drafts
from huiying.cases.queries.nearest import Source, nearest
from huiying.cases.rules.drafting import MOST_DRAFT, MOST_SOURCES, Told, prompt, without
from huiying.cases.tasks.endpoint import Endpoint, Failed, ask
from huiying.lib import clock
from huiying.lib.errors import NotPossible
from huiying.people.models import Person

CONTACTS = ("contact_name", "contact_phone", "contact_address", "contact_email")


def write_apart(pk: int) -> None:
    """Ask in a thread of its own, so that a slow model holds up no other job. What is lost with the
    worker is found by `lost`."""
    Thread(target=_write_and_close, args=(pk,), name=f"draft-{pk}", daemon=True).start()


def _write_and_close(pk: int) -> None:
    try:
        write_draft(pk)
    finally:
        connections.close_all()


def write_draft(pk: int) -> None:
    """Ask for one draft. Ends with a draft or a reason, or changes nothing when nobody waits."""
    related = MachineDraft.objects.select_related("assignment__case", "assignment__unit")
    draft = related.filter(pk=pk).first()
    if draft is None or draft.done_at is not None:
        return
    try:
        text, sources = _written(draft)
    except Failed as failed:
        actions.machine_failed(pk, failed.fault, by=TIMER, now=clock.now())
    else:
        refs = [each.ref for each in sources]
        actions.machine_answered(pk, text, sources=refs, by=TIMER, now=clock.now())


def _written(draft: MachineDraft) -> tuple[str, list[Source]]:
    found = endpoint_set()
    if found is None or not writes_drafts():
        raise Failed(MachineFault.OFF)
    try:
        key = key_of(found)
    except NotPossible:
        raise Failed(MachineFault.NO_ENTRY) from None
    case = draft.assignment.case
    by = Person.objects.get(pk=draft.by_id)
    sources = nearest(case, by, now=clock.now())[:MOST_SOURCES]
    told = told_of(case, draft.assignment.unit.name, sources)
    endpoint = Endpoint(found.address, key, found.seconds)
    return ask(endpoint, prompt(told, model=found.model), most=MOST_DRAFT), sources


def told_of(case: Case, unit: str, sources: list[Source]) -> Told:
    """What the machine is told: nothing that is not masked, and nothing known of who asked."""
    # 33 MB of words, for the worker alone
    from huiying.insight.redaction.finding import find, mask  # noqa: PLC0415 - see above

    known = [value for row in case.requests.order_by("pk").values_list(*CONTACTS) for value in row]

    def safe(text: str) -> str:
        return without(mask(text, find(text)), known)

    return Told(
        unit=unit,
        title=safe(case.title),
        text=safe(case.text),
        sources=[(safe(each.title), safe(each.text)) for each in sources],
    )


def lost(now: datetime) -> Iterator[object]:
    """Drafts nobody writes any more, because the worker stopped in the middle."""
    for pk in lost_drafts(now - GRACE):
        actions.machine_failed(pk, MachineFault.LOST, by=TIMER, now=now)
        yield pk


TICKS = (lost,)
