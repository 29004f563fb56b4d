"""Changing kind, category or priority (C16): never by a unit that handles the case."""

from huiying.cases.choices import Step
from huiying.cases.permissions.doors.door import Door

DOORS = (Door(Step.RECLASSIFY, is_judging=True),)
