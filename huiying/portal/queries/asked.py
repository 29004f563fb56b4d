"""Finding what the link of a question opens."""

from huiying.cases.models import Question
from huiying.portal.queries.ratings import TOKEN


def question_of(token: str) -> Question | None:
    """The question of a link, with request and unit."""
    rows = Question.objects.select_related("request", "assignment__unit")
    return rows.filter(token=token).first() if TOKEN.fullmatch(token) else None
