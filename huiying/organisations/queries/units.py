"""Units and the people who answer for them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from huiying.organisations.choices import Title
from huiying.organisations.models import Post, Unit, Units
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries.structure import prefixes_with_history
from huiying.people.models import Person

LIMIT = 20


def posts_of(unit: Unit, on: date) -> QuerySet[Post]:
    """Head first, then deputies, as of a date."""
    return Post.objects.filter(as_of(on), unit=unit).select_related("person")


def head_of(unit: Unit, on: date) -> Post | None:
    """The named head of a unit on a date."""
    return Post.objects.filter(as_of(on), unit=unit, title=Title.HEAD).first()


def without_head(rows: Units, on: date) -> Units:
    """Those of the units for which nobody is named head on a date (SD-05)."""
    heads = Post.objects.filter(as_of(on), unit=OuterRef("pk"), title=Title.HEAD)
    return rows.filter(~Exists(heads))


def search_units(
    words: str,
    *,
    on: date,
    within: Iterable[str] | None = None,
    kinds: Iterable[str] = (),
    limit: int = LIMIT,
) -> list[Unit]:
    """Units by code, name, or the name of the area they stand in; upper levels first.

    Every word must be found. `within` are area-code prefixes. The areas above each hit come along.
    """
    parts = words.split()
    if not parts:
        return []
    rows = Unit.objects.as_of(on).select_related("area__parent__parent__parent__parent")
    if within is not None:
        rows = rows.within(prefixes_with_history(within))
    if kinds := tuple(kinds):
        rows = rows.filter(kind__in=kinds)
    for word in parts:
        rows = rows.filter(
            Q(name__contains=word)
            | Q(code__startswith=word)
            | Q(area__short_name__contains=word)
            | Q(area__parent__short_name__contains=word)
        )
    by_name = Case(
        When(name__startswith=parts[-1], then=Value(0)),
        When(name__contains=parts[-1], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(rows.order_by(by_name, "area__level", "area__code", "code")[:limit])


def search_people(words: str, limit: int = LIMIT) -> list[Person]:
    """Staff with an open account, by name or user name."""
    parts = words.split()
    if not parts:
        return []
    rows = Person.objects.filter(is_active=True)
    for word in parts:
        rows = rows.filter(Q(name__contains=word) | Q(username__startswith=word.lower()))
    return list(rows.order_by("name", "username")[:limit])
