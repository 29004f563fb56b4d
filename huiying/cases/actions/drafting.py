"""Nothing typed is lost: drafts of replies, with their files, and texts put into them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from huiying.cases.actions.knowledge import count_knowledge_use
from huiying.cases.actions.wordings import count_use
from huiying.cases.choices import ProofSlot
from huiying.cases.models import (
    Assignment,
    Case,
    DraftFile,
    Evidence,
    KnowledgeEntry,
    ReplyDraft,
    ReplyTemplate,
)
from huiying.cases.permissions.drafts import may_draft
from huiying.cases.queries.wordings import marks_of
from huiying.cases.rules.texts import filled
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.people.models import Person

MOST_TEXT = 5000


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
    known = draft.legal_basis.strip()
    if source.legal_basis and source.legal_basis not in known:
        draft.legal_basis = "；".join(filter(None, (known, source.legal_basis)))[:500]
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
        count_knowledge_use(source)
    return "\n\n".join(filter(None, (text.strip(), said)))[:MOST_TEXT]


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
