"""Requests made ready for templates, with nothing in them that this reader may not know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects

from huiying.cases.models import FormAnswer, Request
from huiying.cases.permissions import may_call, may_reveal_contact
from huiying.cases.presenters import Identity, identity_of
from huiying.files.models import Attachment
from huiying.people.models import Person


@dataclass(frozen=True)
class RequestCard:
    """One request. `title`, `text`, `place` and `files` are empty where the original is hidden."""

    request: Request
    who: Identity
    title: str = ""
    text: str = ""
    place: str = ""
    files: list[Attachment] = field(default_factory=list)
    can_reveal: bool = False
    can_call: bool = False
    answers: list[FormAnswer] = field(default_factory=list)


def cards_of(
    requests: QuerySet[Request] | Iterable[Request], *, by: Person, now: datetime
) -> list[RequestCard]:
    rows = list(requests)
    prefetch_related_objects(rows, "files__attachment", "area", "answers")
    return [card_of(each, by=by, now=now) for each in rows]


def card_of(request: Request, *, by: Person, now: datetime) -> RequestCard:
    who = identity_of(request, by=by, now=now)
    if who.is_hidden:
        return RequestCard(request, who)
    return RequestCard(
        request,
        who,
        request.title,
        request.text,
        request.place,
        [each.attachment for each in request.files.all()],
        bool(who.phone) and bool(may_reveal_contact(request, by=by, now=now)),
        bool(who.phone) and bool(may_call(request, by=by, now=now)),
        list(request.answers.all()),
    )
