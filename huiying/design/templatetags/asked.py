"""What components read of the request a page is made for."""

from collections.abc import Sequence

from django.http import HttpRequest, QueryDict
from django.template import Context


def request_of(context: Context) -> HttpRequest | None:
    """The request, where the page has one (the page for a failure may not)."""
    return context.get("request")


def chosen(context: Context, cookie: str, allowed: Sequence[str]) -> str:
    """The reader's choice kept in a cookie, or the first of the allowed values."""
    request = request_of(context)
    value = request.COOKIES.get(cookie, "") if request else ""
    return value if value in allowed else allowed[0]


def query_of(context: Context) -> QueryDict:
    request = request_of(context)
    return request.GET if request else QueryDict()
