"""Who had to ask again: a further request of the same person within 90 days after closing (4.9)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Min

from huiying.cases.choices import CaseState
from huiying.cases.models import Entry, Request

AGAIN = timedelta(days=90)


def repeated(ids: Collection[int]) -> set[int]:
    """Those of these cases after whose first closing one of their persons asked again."""
    closed = Entry.objects.filter(case__in=ids, state=CaseState.CLOSED)
    ended = dict(closed.values_list("case").annotate(Min("at")))
    return {case for case, at in _later(set(ended)) if ended[case] < at <= ended[case] + AGAIN}


def asked_before(requests: Collection[int]) -> set[int]:
    """The earlier cases of the persons behind these requests: whether they asked again is new."""
    asked = list(Request.objects.filter(pk__in=requests).values_list("contact_phone", "repeat_of", "earlier__case"))  # fmt: skip
    found = {case for _, *cases in asked for case in cases if case}
    phones = {phone for phone, *_ in asked if phone}
    same = Request.objects.filter(contact_phone__in=phones, case__isnull=False)
    return found | set(same.values_list("case", flat=True))


def _later(cases: set[int]) -> Iterator[tuple[int, datetime]]:
    """(case, when one of its persons asked): by telephone number, or as the person said so."""
    of_phone: defaultdict[str, set[int]] = defaultdict(set)
    own = Request.objects.filter(case__in=cases).exclude(contact_phone="")
    for case, phone in own.values_list("case", "contact_phone"):
        of_phone[phone].add(case)
    same = Request.objects.filter(contact_phone__in=of_phone)
    for phone, at in same.values_list("contact_phone", "submitted_at"):
        yield from ((case, at) for case in of_phone[phone])
    for link in ("repeat_of", "earlier__case"):
        named = Request.objects.filter(**{f"{link}__in": cases})
        yield from named.values_list(link, "submitted_at")
