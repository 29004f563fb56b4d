"""What was answered before on the like of a case: answered cases, published ones, knowledge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from huiying.cases.choices import Kind, Part, PublicState, ReplyState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, KnowledgeEntry, PublicVersion, Reply, Request
from huiying.cases.queries.knowledge import Wanted, entries_in_force
from huiying.cases.queries.suggestions import suggests
from huiying.cases.queries.visibility import visible_to
from huiying.cases.rules.drafting import pairs_of, share_of, without
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.people.models import Person
from huiying.search.queries import alike

LOOKED_AT = 60
"""Documents alike that are compared, of each sort."""
SHOWN = 4
LEAST = 0.2
"""Share of its beginning that a document must hold to be compared."""
ENOUGH = 0.25
"""Share of common pairs of characters below which nothing is shown."""
SAME_CATEGORY = 0.1


@dataclass(frozen=True)
class Source:
    """Something that may begin a reply, with where it comes from and why it is shown."""

    ref: str
    """case:5, published:5 or knowledge:3, as the audit record names it."""
    title: str
    text: str
    """As it stands there; `is_private` ones are masked before anybody reads them here."""
    share: float
    """Of the pairs of characters of the shorter text, how many both have; 0 to 1."""
    case_no: str = ""
    entry: int = 0
    unit: str = ""
    legal_basis: str = ""
    same_category: bool = False

    @property
    def percent(self) -> int:
        return min(round(self.share * 100), 99)

    @property
    def is_private(self) -> bool:
        """An answer to another person, written for that person alone."""
        return self.ref.startswith("case:")

    @property
    def key(self) -> str:
        """How a button names it."""
        sort, _, number = self.ref.partition(":")
        return f"{SORTS[sort]}{number}"


SORTS = {"case": "c", "published": "p", "knowledge": "k"}


def nearest(case: Case, by: Person, *, now: datetime) -> list[Source]:
    """The likeliest beginnings of a reply, likeliest first: what this person may see, or everybody."""
    if not suggests(SuggestionKind.DRAFTING):
        return []
    words = f"{case.title} {case.text}"
    pairs = pairs_of(case.title, case.text)
    found = [
        *_answered(case, pairs, alike("case", words, limit=LOOKED_AT, least=LEAST), by, now),
        *_published(case, pairs, alike("published", words, limit=LOOKED_AT, least=LEAST)),
        *_known(case, pairs, alike("knowledge", words, limit=LOOKED_AT, least=LEAST), now),
    ]
    best = sorted(found, key=lambda each: -each.share - SAME_CATEGORY * each.same_category)
    return _each_case_once(best)


def source(key: str, case: Case, by: Person, *, now: datetime) -> Source | None:
    """What a button names, if this person may see it now."""
    number = as_id(key[1:])
    if number is None or key[0] not in SORTS.values() or not suggests(SuggestionKind.DRAFTING):
        return None
    pairs = pairs_of(case.title, case.text)
    if key.startswith("c"):
        found = list(_answered(case, pairs, [number], by, now, least=0))
    elif key.startswith("p"):
        found = list(_published(case, pairs, [number], least=0))
    else:
        here = entries_in_force(local_date(now), Wanted(area_code=case.area_code))
        found = [_of_entry(each, 0, case) for each in here.filter(pk=number)]
    return next(iter(found), None)


def _answered(
    case: Case,
    pairs: list[str],
    ids: Iterable[int],
    by: Person,
    now: datetime,
    *,
    least: float = ENOUGH,
) -> Iterator[Source]:
    """Cases this person sees whose answer was released. Nothing told in confidence is a pattern."""
    seen = visible_to(by, now=now).filter(pk__in=list(ids), has_accused=False)
    seen = seen.exclude(pk=case.pk).exclude(kind=Kind.TIP_OFF)
    seen = seen.exclude(requests__is_confidential=True)
    cases = {each.pk: each for each in seen}
    released = Reply.objects.filter(
        assignment__case__in=cases, assignment__part=Part.LEAD, state=ReplyState.RELEASED
    ).exclude(text="")
    last = {
        each.assignment.case_id: each
        for each in released.select_related("assignment__unit").order_by("id")
    }
    known = _known_of(last)
    for pk, reply in last.items():
        other = cases[pk]
        share = share_of(pairs, pairs_of(other.title, other.text))
        if share >= least:
            yield Source(
                ref=f"case:{pk}",
                title=without(other.title, known[pk]),
                text=without(reply.text, known[pk]),
                share=share,
                case_no=other.case_no,
                unit=reply.assignment.unit.name,
                legal_basis=reply.legal_basis,
                same_category=_same_category(case, other),
            )


def _known_of(cases: Iterable[int]) -> dict[int, list[str]]:
    """What is known of those who asked, to be starred out and nothing else."""
    known: dict[int, list[str]] = {pk: [] for pk in cases}
    asked = Request.objects.filter(case__in=known).order_by("pk")
    for pk, *values in asked.values_list("case_id", "contact_name", "contact_phone"):
        known[pk] += values
    return known


def _published(
    case: Case, pairs: list[str], ids: Iterable[int], *, least: float = ENOUGH
) -> Iterator[Source]:
    """What everybody may read: the words that were approved for it."""
    found = PublicVersion.objects.filter(pk__in=list(ids), state=PublicState.PUBLISHED)
    for each in found.exclude(case=case.pk).exclude(reply="").select_related("case"):
        share = share_of(pairs, pairs_of(each.title, each.text))
        if share >= least:
            yield Source(
                ref=f"published:{each.pk}",
                title=each.title,
                text=each.reply,
                share=share,
                case_no=each.case.case_no,
                unit=each.unit_name,
                same_category=_same_category(case, each.case),
            )


def _known(case: Case, pairs: list[str], ids: Iterable[int], now: datetime) -> Iterator[Source]:
    """Entries of the knowledge base that hold here today."""
    here = entries_in_force(local_date(now), Wanted(area_code=case.area_code))
    for each in here.filter(pk__in=list(ids)):
        share = share_of(pairs, pairs_of(each.question, each.answer))
        if share >= ENOUGH:
            yield _of_entry(each, share, case)


def _of_entry(entry: KnowledgeEntry, share: float, case: Case) -> Source:
    return Source(
        ref=f"knowledge:{entry.pk}",
        title=entry.question,
        text=entry.answer,
        share=share,
        entry=entry.pk,
        unit=entry.owner.name,
        legal_basis=entry.legal_basis,
        same_category=bool(case.category_id) and entry.category_id == case.category_id,
    )


def _same_category(case: Case, other: Case) -> bool:
    return bool(case.category_id) and case.category_id == other.category_id


def _each_case_once(found: Iterable[Source]) -> list[Source]:
    """The published words of a case rather than its own; at most as many as are shown."""
    found = list(found)
    public = {each.case_no for each in found if each.ref.startswith("published:")}
    kept = [each for each in found if not (each.is_private and each.case_no in public)]
    return kept[:SHOWN]
