"""What a reply is compared with."""

from datetime import datetime

from huiying.cases.choices import Part, ReplyState
from huiying.cases.models import Assignment, Reply
from huiying.cases.queries.visibility import visible_to
from huiying.people.models import Person

LATEST = 150
"""Latest cases of the unit whose replies are compared."""


def latest_replies(lead: Assignment) -> list[tuple[int, str]]:
    """(id, text) of the unit's replies to its latest other cases."""
    parts = Assignment.objects.filter(unit=lead.unit_id, part=Part.LEAD).exclude(case=lead.case_id)
    ids = list(parts.order_by("-case").values_list("pk", flat=True)[:LATEST])
    found = Reply.objects.filter(assignment__in=ids).exclude(state=ReplyState.REFUSED)
    return list(found.exclude(text="").order_by("-id").values_list("pk", "text")[:LATEST])


def case_no_of(reply: int, by: Person, *, now: datetime) -> str:
    """The number of the case a reply answers, where this person may know of it."""
    seen = visible_to(by, now=now).filter(assignments__replies=reply)
    return seen.values_list("case_no", flat=True).first() or ""
