"""The knowledge base: drafted, checked by somebody else, in force until a day, then looked at again."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiying.audit import actions as audit
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.near import require_near
from huiying.cases.choices.texts import KnowledgeState
from huiying.cases.models import Category
from huiying.cases.models.texts import KnowledgeEntry
from huiying.cases.permissions.texts import may_check_knowledge, may_draft_knowledge
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person
from huiying.search import actions as search

NOT_A_DRAFT = gettext_noop("Only a draft is checked or changed. A text in force gets a new draft.")
NOT_IN_FORCE = gettext_noop("This entry is not in force.")
DAYS_WRONG = gettext_noop("The last day lies before the first one, or has passed already.")
DRAFT_WAITS = gettext_noop("A new draft of this entry waits to be checked already.")
MOST_YEARS = 50
"""Between today and the days of an entry."""
REVIEW_LATE = gettext_noop("The day to look at it again lies after the last day.")


@dataclass(frozen=True)
class Knowledge:
    """What an entry says, where and how long it holds, and who answers for it."""

    question: str
    answer: str
    area: Area
    owner: Unit
    valid_from: date
    valid_until: date
    review_on: date
    legal_basis: str = ""
    category: Category | None = None
    is_public: bool = False


@transaction.atomic
def draft_knowledge(
    said: Knowledge, *, by: Person, now: datetime, replaces: KnowledgeEntry | None = None
) -> KnowledgeEntry:
    """Write an entry, or the next text of one in force. It holds once somebody else has checked it."""
    on = local_date(now)
    may_draft_knowledge(said.owner, by=by, on=on).require()
    _require_days(said, on)
    if replaces is not None:
        may_draft_knowledge(replaces.owner, by=by, on=on).require()
        if replaces.state not in (KnowledgeState.VALID, KnowledgeState.EXPIRED):
            raise NotPossible(NOT_IN_FORCE)
        if replaces.successors.filter(state=KnowledgeState.DRAFT).exists():
            raise NotPossible(DRAFT_WAITS)
    made = KnowledgeEntry(
        state=KnowledgeState.DRAFT,
        drafted_by_id=by.pk,
        drafted_at=now,
        replaces=replaces,
        **_fields(said),
    )
    made.save(force_insert=True)
    audit.record("knowledge.draft", made.subject, by=by, now=now, first=True)
    return made


@transaction.atomic
def change_draft(
    entry: KnowledgeEntry, said: Knowledge, *, by: Person, now: datetime
) -> KnowledgeEntry:
    """Rewrite a draft; whoever wrote last is the one who must not check it."""
    entry = _locked(entry, KnowledgeState.DRAFT, NOT_A_DRAFT)
    on = local_date(now)
    may_draft_knowledge(entry.owner, by=by, on=on).require()
    may_draft_knowledge(said.owner, by=by, on=on).require()
    _require_days(said, on)
    for name, value in _fields(said).items():
        setattr(entry, name, value)
    entry.drafted_by_id, entry.drafted_at = by.pk, now
    entry.save()
    audit.record("knowledge.change", entry.subject, by=by, now=now)
    return entry


@transaction.atomic
def check_knowledge(entry: KnowledgeEntry, *, by: Person, now: datetime) -> KnowledgeEntry:
    """Put a draft in force; what it replaces goes out in the same moment."""
    entry = _locked(entry, KnowledgeState.DRAFT, NOT_A_DRAFT)
    may_check_knowledge(entry, by=by, on=local_date(now)).require()
    if entry.valid_until < local_date(now):
        raise NotPossible(DAYS_WRONG)
    entry.state = KnowledgeState.VALID
    entry.checked_by_id, entry.checked_at = by.pk, now
    entry.save(update_fields=["state", "checked_by_id", "checked_at"])
    search.index("knowledge", entry.pk, text_of(entry))
    if entry.replaces is not None:
        _end(entry.replaces, KnowledgeState.REPLACED)
    audit.record("knowledge.check", entry.subject, by=by, now=now)
    return entry


@transaction.atomic
def withdraw_knowledge(
    entry: KnowledgeEntry, *, by: Person, now: datetime, why: str
) -> KnowledgeEntry:
    """Take an entry or a draft out at once, because it is wrong or no longer true."""
    entry = KnowledgeEntry.objects.select_for_update().get(pk=entry.pk)
    may_draft_knowledge(entry.owner, by=by, on=local_date(now)).require()
    if entry.state not in (KnowledgeState.DRAFT, KnowledgeState.VALID):
        raise NotPossible(NOT_IN_FORCE)
    _end(entry, KnowledgeState.WITHDRAWN, why)
    audit.record("knowledge.withdraw", entry.subject, by=by, now=now)
    return entry


@transaction.atomic
def renew_knowledge(
    entry: KnowledgeEntry, *, by: Person, now: datetime, valid_until: date, review_on: date
) -> KnowledgeEntry:
    """Somebody looked at it again and it is still right: it holds on."""
    entry = _locked(entry, KnowledgeState.VALID, NOT_IN_FORCE)
    may_check_knowledge(entry, by=by, on=local_date(now)).require()
    for day in (valid_until, review_on):
        require_near(day, local_date(now), years=MOST_YEARS)
    if valid_until < local_date(now):
        raise NotPossible(DAYS_WRONG)
    if review_on > valid_until:
        raise NotPossible(REVIEW_LATE)
    entry.valid_until, entry.review_on = valid_until, review_on
    entry.checked_by_id, entry.checked_at, entry.reminded_at = by.pk, now, None
    entry.save()
    audit.record("knowledge.renew", entry.subject, by=by, now=now)
    return entry


@transaction.atomic
def expire_knowledge(entry: KnowledgeEntry, *, by: Timer, now: datetime) -> KnowledgeEntry:
    """The last day of an entry has passed."""
    entry = _locked(entry, KnowledgeState.VALID, NOT_IN_FORCE)
    if entry.valid_until >= local_date(now):
        raise NotPossible(NOT_IN_FORCE)
    _end(entry, KnowledgeState.EXPIRED)
    audit.record("knowledge.expire", entry.subject, by=by, now=now)
    return entry


def note_reminder(entry: KnowledgeEntry, *, now: datetime) -> bool:
    """Mark an entry as told of; False if another worker was faster."""
    untold = KnowledgeEntry.objects.filter(pk=entry.pk, reminded_at=None)
    return bool(untold.update(reminded_at=now))


def count_knowledge_use(pk: int) -> None:
    KnowledgeEntry.objects.filter(pk=pk).update(used=F("used") + 1)


def text_of(entry: KnowledgeEntry) -> str:
    """What of an entry is searched."""
    return f"{entry.question} {entry.answer} {entry.legal_basis}"


def _end(entry: KnowledgeEntry, state: KnowledgeState, why: str = "") -> None:
    entry.state, entry.ended_why = state, why
    entry.save(update_fields=["state", "ended_why"])
    search.forget("knowledge", entry.pk)


def _locked(entry: KnowledgeEntry, state: KnowledgeState, otherwise: str) -> KnowledgeEntry:
    related = KnowledgeEntry.objects.select_related("owner", "replaces")
    found = related.select_for_update(of=("self",)).get(pk=entry.pk)
    if found.state != state:
        raise NotPossible(otherwise)
    return found


def _require_days(said: Knowledge, on: date) -> None:
    for day in (said.valid_from, said.valid_until, said.review_on):
        require_near(day, on, years=MOST_YEARS)
    if said.valid_until < max(said.valid_from, on):
        raise NotPossible(DAYS_WRONG)
    if said.review_on > said.valid_until:
        raise NotPossible(REVIEW_LATE)


def _fields(said: Knowledge) -> dict[str, object]:
    return {each.name: getattr(said, each.name) for each in fields(said)}
