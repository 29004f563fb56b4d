"""The holder of an opinion link answers."""

from datetime import datetime

from huiying.cases import actions as cases
from huiying.cases.models import Opinion
from huiying.cases.permissions import Outside


def answer_opinion(opinion: Opinion, *, text: str, name: str, now: datetime) -> Opinion:
    """Whoever has the link speaks for the body it was sent to (V2)."""
    return cases.give_opinion(opinion, by=Outside(opinion.pk), now=now, text=text, name=name)
