"""Giving a case to a unit (C5, C6)."""

from huiying.cases.choices import Step
from huiying.cases.permissions.doors.door import Door

DOORS = (
    Door(Step.DISPATCH),
    Door(Step.SIGN),
    Door(Step.REPLACE_LEAD),
)
