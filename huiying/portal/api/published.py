"""Published cases by the public's API."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from huiying.portal.api.shared import Words
from huiying.portal.queries import (
    PublicFilter,
    published,
)

router = Router()
PAGE = 20


class PublicOut(Schema):
    id: int
    title: str
    text: str
    reply: str
    area_name: str
    unit_name: str
    category_name: str
    published_at: datetime


class PublicPage(Schema):
    cases: list[PublicOut]
    more: bool


class PublicQuery(Schema):
    q: Words = ""
    area: Words = ""
    category: Words = ""
    page: int = Field(1, ge=1, le=500)


@router.get("/public/cases", auth=None, response=PublicPage, summary="Published cases")
def cases(request: HttpRequest, asked: Query[PublicQuery]) -> Any:
    """Twenty a page, the latest first."""
    start = PAGE * (asked.page - 1)
    rows = list(
        published(PublicFilter(asked.q, asked.area, asked.category))[start : start + PAGE + 1]
    )
    return {"cases": rows[:PAGE], "more": len(rows) > PAGE}
