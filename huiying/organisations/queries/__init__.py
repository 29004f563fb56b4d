from huiying.organisations.queries.areas import (
    LIMIT,
    area_coded,
    area_on,
    areas_above,
    areas_as_of,
    children_on,
    county_of,
    path_on,
    search_areas,
    starts_with,
)
from huiying.organisations.queries.calendars import calendar_for, known_years
from huiying.organisations.queries.groups import group_keys, groups_of, groups_on, village_called
from huiying.organisations.queries.scopes import (
    bearer_granted,
    forget_grants,
    grants_within,
    scope_of,
    staff_over,
    units_of,
)
from huiying.organisations.queries.stamps import forget
from huiying.organisations.queries.structure import (
    prefixes_with_history,
    unit_ancestors,
    unit_subtree,
    unit_subtree_with_history,
)
from huiying.organisations.queries.units import (
    head_of,
    posts_of,
    search_people,
    search_units,
    without_head,
)

__all__ = [
    "LIMIT",
    "area_coded",
    "area_on",
    "areas_above",
    "areas_as_of",
    "bearer_granted",
    "calendar_for",
    "children_on",
    "county_of",
    "forget",
    "forget_grants",
    "grants_within",
    "group_keys",
    "groups_of",
    "groups_on",
    "head_of",
    "known_years",
    "path_on",
    "posts_of",
    "prefixes_with_history",
    "scope_of",
    "search_areas",
    "search_people",
    "search_units",
    "staff_over",
    "starts_with",
    "unit_ancestors",
    "unit_subtree",
    "unit_subtree_with_history",
    "units_of",
    "village_called",
    "without_head",
]
