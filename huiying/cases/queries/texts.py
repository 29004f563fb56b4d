"""What is searched of requests and cases. Never a name, a number or an address of a person (P7)."""

from collections.abc import Iterator

from huiying.cases.choices import PublicState
from huiying.cases.choices.texts import KnowledgeState
from huiying.cases.models import Case, KnowledgeEntry, PublicVersion, Request

CHUNK = 2000


def request_texts() -> Iterator[tuple[int, str]]:
    """(id, text) of every request."""
    rows = Request.objects.values_list("pk", "title", "text", "place")
    for pk, *texts in rows.iterator(chunk_size=CHUNK):
        yield pk, " ".join(texts)


def case_texts() -> Iterator[tuple[int, str]]:
    """(id, text) of every case."""
    rows = Case.objects.values_list("pk", "title", "text", "place", "case_no")
    for pk, *texts in rows.iterator(chunk_size=CHUNK):
        yield pk, " ".join(texts)


def published_texts() -> Iterator[tuple[int, str]]:
    """(id, text) of everything public."""
    public = PublicVersion.objects.filter(state=PublicState.PUBLISHED)
    rows = public.values_list("pk", "title", "text", "reply")
    for pk, *texts in rows.iterator(chunk_size=CHUNK):
        yield pk, " ".join(texts)


def knowledge_texts() -> Iterator[tuple[int, str]]:
    """(id, text) of every entry of the knowledge base in force."""
    valid = KnowledgeEntry.objects.filter(state=KnowledgeState.VALID)
    rows = valid.values_list("pk", "question", "answer", "legal_basis")
    for pk, *texts in rows.iterator(chunk_size=CHUNK):
        yield pk, " ".join(texts)
