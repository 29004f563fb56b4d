"""Which columns of a scheme people enter, and what they entered."""

from collections.abc import Iterable
from datetime import date

from huiying.appraisal.models import Mark, SchemeVersion
from huiying.appraisal.queries.indicators import measured_columns
from huiying.appraisal.rules.items import Column, Votes
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme

CLASS = "class"
"""The column that says which class of unit one is, where targets differ by it."""


def class_column(scheme: Scheme, title: str) -> Column:
    """What may stand there: the classes some target of the scheme names; blank for any other."""
    return Column(CLASS, "word", title, words=scheme.classes())


def classes_in(scheme_key: str, first: date, units: Iterable[int] | None = None) -> dict[int, str]:
    """Unit → its class in a month: the newest that was entered for it or for an earlier one."""
    rows = Mark.objects.filter(scheme_key=scheme_key, column=CLASS, first__lte=first)
    if units is not None:
        rows = rows.filter(unit__in=units)
    return dict(rows.order_by("first", "pk").values_list("unit", "value"))


def entered_columns(version: SchemeVersion) -> list[Column]:
    """The columns no measure of the warehouse gives; rates among them need evidence too."""
    measured = measured_columns()
    scheme = read_scheme(version.text, str(version))
    return [column for column in scheme.columns() if column.name not in measured]


def vote_columns(version: SchemeVersion) -> frozenset[str]:
    """Columns that hold the mean of a secret vote."""
    scheme = read_scheme(version.text, str(version))
    return frozenset(
        column.name
        for item in scheme.items
        if isinstance(item.rule, Votes)
        for column in item.rule.columns()
    )
