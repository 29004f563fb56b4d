"""Nothing typed is lost: drafts of replies, with their files, and texts put into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.details import masked_whole
from huiying.cases.actions.knowledge import count_knowledge_use
from huiying.cases.actions.suggestions import note_choice
from huiying.cases.actions.wordings import count_use
from huiying.cases.choices import ProofSlot
from huiying.cases.choices.machine import MachineState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import (
    Assignment,
    Case,
    DraftFile,
    Evidence,
    KnowledgeEntry,
    MachineDraft,
    ReplyDraft,
    ReplyTemplate,
)
from huiying.cases.permissions.drafts import may_draft
from huiying.cases.queries.nearest import Source
from huiying.cases.queries.wordings import marks_of
from huiying.cases.rules.texts import filled
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

MOST_TEXT = 5000
NO_ROOM = gettext_noop(
    "The draft has no room for this text; a reply has at most %(most)s characters."
)
NAMES_FIRST = gettext_noop(
    "Names are still being looked for in this answer. Try again in a moment."
)
NOT_READY = gettext_noop("There is no such machine draft of this reply.")


@transaction.atomic
def keep_draft(  # noqa: PLR0913 - all that the form of a reply holds
    lead: Assignment,
    *,
    by: Person,
    now: datetime,
    text: str,
    legal_basis: str = "",
    missing: str = "",
    proofs: Iterable[tuple[Attachment, ProofSlot]] | None = None,
) -> ReplyDraft:
    """Keep what is written so far. `proofs`, where given, are all files of the form."""
    may_draft(lead, by=by, now=now).require()
    values = {
        "text": text[:MOST_TEXT],
        "legal_basis": legal_basis[:500],
        "missing": missing[:500],
        "saved_at": now,
    }
    draft, _ = ReplyDraft.objects.update_or_create(assignment=lead, by_id=by.pk, defaults=values)
    if proofs is not None:
        chosen = list(proofs)
        for gone in draft.files.exclude(attachment__in=[each for each, _ in chosen]):
            gone.delete()
            files.drop(gone.attachment, by=by, now=now, reason="taken off the draft")
        DraftFile.objects.bulk_create(
            [DraftFile(draft=draft, attachment=each, slot=slot) for each, slot in chosen],
            ignore_conflicts=True,
        )
        files.claim([each for each, _ in chosen], now=now)
    return draft


@transaction.atomic
def put_in(
    case: Case,
    draft: ReplyDraft,
    source: ReplyTemplate | KnowledgeEntry,
    *,
    by: Person,
    now: datetime,
) -> ReplyDraft:
    """Put a template or an answer of the knowledge base at the end of a draft."""
    may_draft(draft.assignment, by=by, now=now).require()
    draft.text = put_into(draft.text, source, marks_of(case, draft.assignment, now=now))
    _add_law(draft, source.legal_basis)
    draft.saved_at = now
    draft.save(update_fields=["text", "legal_basis", "saved_at"])
    return draft


def put_into(text: str, source: ReplyTemplate | KnowledgeEntry, marks: Mapping[str, str]) -> str:
    """A text with a template or an answer of the knowledge base at its end; the use is counted."""
    if isinstance(source, ReplyTemplate):
        said = filled(source.text, marks)
        count_use(source)
    else:
        said = source.answer
        count_knowledge_use(source.pk)
    return "\n\n".join(filter(None, (text.strip(), said)))[:MOST_TEXT]


def safe_sources(sources: Sequence[Source], *, now: datetime) -> tuple[list[Source], bool]:
    """The sources as they may be read here, and whether all are: answers to other people are masked
    and wait until the worker has looked for names in them."""
    private = [each for each in sources if each.is_private]
    words = [text for each in private for text in (each.title, each.text, each.legal_basis)]
    found = iter(masked_whole(words, now=now) if words else [])
    safe: list[Source] = []
    for each in sources:
        if not each.is_private:
            safe.append(each)
            continue
        title, text, law = next(found), next(found), next(found)
        if title is not None and text is not None and law is not None:
            safe.append(replace(each, title=title, text=text, legal_basis=law))
    return safe, len(safe) == len(sources)


@transaction.atomic
def begin_from(
    case: Case, draft: ReplyDraft, source: Source, *, by: Person, now: datetime
) -> ReplyDraft:
    """Put what was answered before at the end of a draft, masked; that it was taken is kept."""
    may_draft(draft.assignment, by=by, now=now).require()
    safe, is_ready = safe_sources([source], now=now)
    if not is_ready:
        raise NotPossible(NAMES_FIRST)
    source = safe[0]
    _append(draft, source.text, now)
    _add_law(draft, source.legal_basis)
    draft.save(update_fields=["text", "legal_basis", "saved_at"])
    if source.entry:
        count_knowledge_use(source.entry)
    note_choice(
        SuggestionKind.DRAFTING,
        case.subject,
        suggested=source.ref,
        chosen=source.ref,
        by=by,
        now=now,
    )
    return draft


@transaction.atomic
def put_in_machine(draft: ReplyDraft, pk: int, *, by: Person, now: datetime) -> ReplyDraft:
    """Put a machine's draft at the end of one's own. It goes out only changed or confirmed."""
    may_draft(draft.assignment, by=by, now=now).require()
    ready = MachineDraft.objects.filter(assignment=draft.assignment, state=MachineState.READY)
    made = ready.filter(pk=pk).first()
    if made is None:
        raise NotPossible(NOT_READY)
    _append(draft, made.text, now)
    draft.save(update_fields=["text", "saved_at"])
    MachineDraft.objects.filter(pk=made.pk).update(used_at=now)
    audit.record("machine_draft.use", made.subject, by=by, now=now)
    return draft


def _append(draft: ReplyDraft, said: str, now: datetime) -> None:
    text = "\n\n".join(filter(None, (draft.text.strip(), said)))
    if len(text) > MOST_TEXT:
        raise NotPossible(NO_ROOM, most=MOST_TEXT)
    draft.text, draft.saved_at = text, now


def _add_law(draft: ReplyDraft, law: str) -> None:
    known = draft.legal_basis.strip()
    if law and law not in known:
        draft.legal_basis = "；".join(filter(None, (known, law)))[:500]


def forget_drafts(lead: Assignment, *, by: Person, now: datetime) -> None:
    """The reply is submitted; files that were not sent with it are dropped."""
    if not ReplyDraft.objects.filter(assignment=lead).exists():
        return
    kept = DraftFile.objects.filter(draft__assignment=lead).select_related("attachment")
    chosen = [each.attachment for each in kept]
    ReplyDraft.objects.filter(assignment=lead).delete()
    sent = Evidence.objects.filter(attachment__in=chosen).values_list("attachment", flat=True)
    used = set(sent)
    for attachment in chosen:
        if attachment.pk not in used:
            files.drop(attachment, by=by, now=now, reason="not sent with the reply")
