"""Which columns of a scheme people enter, and what they entered."""

from huiying.appraisal.models import SchemeVersion
from huiying.appraisal.queries.indicators import measured_columns
from huiying.appraisal.rules.items import Column, Votes
from huiying.appraisal.rules.reading import read_scheme


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
