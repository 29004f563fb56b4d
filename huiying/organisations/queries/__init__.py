from huiying.organisations.queries.areas import areas_as_of
from huiying.organisations.queries.scopes import scope_of, units_of
from huiying.organisations.queries.structure import (
    forget,
    prefixes_with_history,
    unit_ancestors,
    unit_subtree,
)
from huiying.organisations.queries.units import head_of

__all__ = [
    "areas_as_of",
    "forget",
    "head_of",
    "prefixes_with_history",
    "scope_of",
    "unit_ancestors",
    "unit_subtree",
    "units_of",
]
