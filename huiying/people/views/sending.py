"""Forms that are taken once, however often they are sent."""

import hashlib
import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest

from huiying.jobs.actions import Answer, once
from huiying.lib import clock
from huiying.people.views.access import person_of

KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")


def key_of(request: HttpRequest) -> str:
    """The key of one filling-in: it stays the same until the form is taken."""
    sent = request.POST.get("key", "")
    return sent if KEY.fullmatch(sent) else uuid4().hex


def sent_once(
    request: HttpRequest, act: Callable[[], Answer], *, keep: Callable[..., Answer] = once
) -> Answer:
    """What `act` answers; a form sent again gets the first answer, another under its key is refused."""
    return keep(person_of(request), key_of(request), _hash_of(request), act, now=clock.now())


def _hash_of(request: HttpRequest) -> str:
    """What was sent, to tell a repetition from another request under the same key."""
    sent = sorted(
        (name, value)
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "key"}
        for value in request.POST.getlist(name)
    )
    return hashlib.sha256(repr((request.path, sent)).encode()).hexdigest()
