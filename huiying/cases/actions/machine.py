"""Drafts by a machine: where it stands, asking it, keeping what it says, and sending none of it unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.suggestions import note_choice
from huiying.cases.choices.machine import MachineFault, MachineState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Assignment, Case, DraftingEndpoint, MachineDraft
from huiying.cases.models.machine import ONLY, USUAL
from huiying.cases.permissions.drafts import may_ask_machine
from huiying.cases.queries.machine import drafts_ready
from huiying.cases.rules.drafting import MOST_DRAFT, is_address, is_unedited
from huiying.jobs.actions import enqueue
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.sealing import InvalidToken, seal_of
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.cases.tasks.write_machine_draft"
GRACE = timedelta(minutes=15)
"""So long after it was asked for a draft counts as lost."""
MOST_A_DAY = 10
"""Drafts of one reply in a day."""
MOST_AT_ONCE = 4
"""Drafts the model is asked for at the same time."""
BUSY = gettext_noop("The model is busy with other drafts. Try again in a few minutes.")
UNREAD = gettext_noop(
    "The reply holds a machine-made draft word for word. Change it, or confirm that you have read it and answer for it."
)
AT_WORK = gettext_noop("A machine draft of this reply is being written already.")
ENOUGH = gettext_noop(
    "The machine was asked %(most)s times for a draft of this reply today; that is enough."
)
BAD_ADDRESS = gettext_noop(
    "Give the address as http://… or https://…, without a name, a key or a question mark in it."
)
NO_ADDRESS = gettext_noop("Give the address and the model before you switch machine drafts on.")
NO_KEY = gettext_noop("The key cannot be read any more. Enter it anew.")


@dataclass(frozen=True)
class EndpointSettings:
    """What the administrator sets. `key` None keeps the key that is there, "" takes it away."""

    is_on: bool
    address: str
    model: str
    seconds: int = USUAL
    key: str | None = None


def _seal() -> MultiFernet:
    return seal_of("cases.endpoint", (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def key_of(endpoint: DraftingEndpoint) -> str:
    """The key for the model's machine; "" where it needs none. Raises NotPossible."""
    if not endpoint.sealed_key:
        return ""
    try:
        return _seal().decrypt(endpoint.sealed_key.encode()).decode()
    except InvalidToken as error:
        raise NotPossible(NO_KEY) from error


@transaction.atomic
def set_endpoint(said: EndpointSettings, *, by: Person, now: datetime) -> DraftingEndpoint:
    """Say where the model stands. With another address the old key is never sent there."""
    may(by, Permission.MANAGE_INSIGHT, on=local_date(now)).require()
    if said.address and not is_address(said.address):
        raise NotPossible(BAD_ADDRESS)
    if said.is_on and not (said.address and said.model):
        raise NotPossible(NO_ADDRESS)
    before = DraftingEndpoint.objects.select_for_update().filter(pk=ONLY).first()
    sealed = before.sealed_key if before and before.address == said.address else ""
    if said.key is not None:
        sealed = _seal().encrypt(said.key.encode()).decode() if said.key else ""
    values = {
        "is_on": said.is_on,
        "address": said.address,
        "model": said.model,
        "seconds": said.seconds,
        "sealed_key": sealed,
        "changed_by_id": by.pk,
        "changed_by_name": by.name,
        "changed_at": now,
    }
    endpoint, _ = DraftingEndpoint.objects.update_or_create(pk=ONLY, defaults=values)
    data = {
        "on": said.is_on,
        "address": said.address,
        "model": said.model,
        "seconds": said.seconds,
        "key": bool(sealed),
    }
    audit.record("drafting_endpoint.set", f"drafting_endpoint:{ONLY}", by=by, now=now, data=data)
    return endpoint


@transaction.atomic
def ask_machine(lead: Assignment, *, by: Person, now: datetime) -> MachineDraft:
    """Have the machine write a draft; the worker asks it, the page shows what came of it."""
    may_ask_machine(lead, by=by, now=now).require()
    Assignment.objects.select_for_update().get(pk=lead.pk)
    if MachineDraft.objects.filter(state=MachineState.ASKED).count() >= MOST_AT_ONCE:
        raise NotPossible(BUSY)
    mine = MachineDraft.objects.filter(assignment=lead)
    if mine.filter(state=MachineState.ASKED).exists():
        raise NotPossible(AT_WORK)
    if mine.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise NotPossible(ENOUGH, most=MOST_A_DAY)
    endpoint = DraftingEndpoint.objects.get(pk=ONLY)
    made = MachineDraft.objects.create(
        assignment=lead,
        by_id=by.pk,
        state=MachineState.ASKED,
        model=endpoint.model,
        asked_at=now,
    )
    data = {"about": lead.case.subject, "model": endpoint.model}
    audit.record("machine_draft.ask", made.subject, by=by, now=now, data=data, first=True)
    enqueue(TASK, made.pk)
    return made


@transaction.atomic
def machine_answered(
    pk: int, text: str, *, sources: Sequence[str], by: Timer, now: datetime
) -> None:
    """Keep what the machine wrote, unless nobody waits for it any more."""
    if draft := _waiting(pk):
        draft.state, draft.text, draft.done_at = MachineState.READY, text[:MOST_DRAFT], now
        draft.sources = " ".join(sources)[:300]
        draft.save(update_fields=["state", "text", "done_at", "sources"])
        data = {"sources": draft.sources}
        audit.record("machine_draft.ready", draft.subject, by=by, now=now, data=data)


@transaction.atomic
def machine_failed(pk: int, fault: MachineFault, *, by: Timer, now: datetime) -> None:
    """Say why there is no draft. What the person typed is untouched."""
    if draft := _waiting(pk):
        draft.state, draft.fault, draft.done_at = MachineState.FAILED, fault, now
        draft.save(update_fields=["state", "fault", "done_at"])
        audit.record(
            "machine_draft.failed", draft.subject, by=by, now=now, data={"fault": str(fault)}
        )


def _waiting(pk: int) -> MachineDraft | None:
    found = MachineDraft.objects.select_for_update().filter(pk=pk, state=MachineState.ASKED)
    return found.first()


def settle_machine(lead: Assignment, text: str, *, is_read: bool, by: Person, now: datetime) -> str:
    """A reply goes out: a machine's draft only with a person's change or word for it.

    Returns "" where no machine had a part in it, else "unedited" or "edited"; what became of each
    draft is kept with the suggestions.
    """
    drafts = drafts_ready(lead.case_id)
    whole = {draft.pk for draft in drafts if is_unedited(text, draft.text)}
    if whole and not is_read:
        raise NotPossible(UNREAD)
    for draft in drafts:
        if draft.settled_at is None:
            _note(lead.case, draft, draft.pk in whole, by=by, now=now)
    if whole:
        return "unedited"
    return "edited" if any(draft.used_at for draft in drafts) else ""


def _note(case: Case, draft: MachineDraft, is_whole: bool, *, by: Person, now: datetime) -> None:
    chosen = draft.subject if is_whole else "edited" if draft.used_at else ""
    note_choice(
        SuggestionKind.DRAFTING,
        case.subject,
        suggested=draft.subject,
        chosen=chosen,
        by=by,
        now=now,
    )
    MachineDraft.objects.filter(pk=draft.pk).update(settled_at=now)
