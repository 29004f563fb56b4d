"""Long lists, fifty at a time."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest

PAGE = 50


def page_of(
    request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", size: int = PAGE
) -> "Page[Any]":
    """The part of a list that the address names; mistyped, its first."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def first_when(**wanted: object) -> Case:
    """An order that puts what is so before all others."""
    return Case(When(**wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
