"""The worker reads texts that are to be published, names and all."""

from collections.abc import Iterator
from datetime import datetime

from huiying.cases.actions.details import forget_looks, keep_look
from huiying.cases.models import DetailLook
from huiying.lib import clock


def look(digest: str) -> None:
    """Find the private details of one text; put off by `actions.details`."""
    from huiying.insight.redaction.finding import find  # noqa: PLC0415 - 33 MB, the worker's alone

    asked = DetailLook.objects.filter(digest=digest, done_at=None).first()
    if asked is not None:
        keep_look(digest, find(asked.text), now=clock.now())


def looked(now: datetime) -> Iterator[object]:
    yield from range(forget_looks(now))


TICKS = (looked,)
