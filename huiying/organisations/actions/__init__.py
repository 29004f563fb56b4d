from huiying.organisations.actions.acting import By
from huiying.organisations.actions.areas import (
    Named,
    close_area,
    merge_areas,
    open_area,
    rename_area,
    split_area,
)
from huiying.organisations.actions.calendars import (
    Differs,
    correct_day,
    drop_area_day,
    load_calendar_year,
    set_area_day,
    set_office_hours,
)
from huiying.organisations.actions.commitments import end_promise, promise
from huiying.organisations.actions.grants import Reach, grant_role, revoke_grant
from huiying.organisations.actions.groups import end_group, open_group, rename_group
from huiying.organisations.actions.posts import Holder, appoint, relieve
from huiying.organisations.actions.units import (
    NewUnit,
    close_unit,
    describe_unit,
    merge_units,
    open_unit,
    rename_unit,
    split_unit,
)

__all__ = [
    "By",
    "Differs",
    "Holder",
    "Named",
    "NewUnit",
    "Reach",
    "appoint",
    "close_area",
    "close_unit",
    "correct_day",
    "describe_unit",
    "drop_area_day",
    "end_group",
    "end_promise",
    "grant_role",
    "load_calendar_year",
    "merge_areas",
    "merge_units",
    "open_area",
    "open_group",
    "open_unit",
    "promise",
    "relieve",
    "rename_area",
    "rename_group",
    "rename_unit",
    "revoke_grant",
    "set_area_day",
    "set_office_hours",
    "split_area",
    "split_unit",
]
