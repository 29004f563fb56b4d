"""Every step a person can take today, room by room in the order of a case page."""

from collections.abc import Mapping
from itertools import chain

from huiying.cases.choices import Step
from huiying.cases.permissions.doors import (
    accepting,
    appealing,
    calling,
    calling_in,
    closing,
    co_units,
    dispatching,
    endings,
    extensions,
    handling,
    hard_cases,
    holding,
    joining,
    objections,
    panel,
    plans,
    protecting,
    publishing,
    questions,
    reclassifying,
    returning,
    reviewing,
    supervision,
)
from huiying.cases.permissions.doors.door import Door

CASE_DOORS: Mapping[Step, Door] = {
    door.step: door
    for door in chain(
        dispatching.DOORS,
        returning.DOORS,
        co_units.DOORS,
        panel.DOORS,
        calling_in.DOORS,
        handling.DOORS,
        holding.DOORS,
        questions.DOORS,
        extensions.DOORS,
        joining.DOORS,
        plans.DOORS,
        endings.DOORS,
        hard_cases.DOORS,
        reviewing.DOORS,
        calling.DOORS,
        closing.DOORS,
        appealing.DOORS,
        publishing.DOORS,
        reclassifying.DOORS,
        supervision.DOORS,
        protecting.DOORS,
    )
}
CALLBACK_DOORS: Mapping[Step, Door] = {door.step: door for door in calling.CALLBACK_DOORS}
PART_DOORS: Mapping[Step, Door] = {
    door.step: door
    for door in chain(
        co_units.PART_DOORS, holding.PART_DOORS, returning.PART_DOORS, panel.PART_DOORS
    )
}
CALL_DOORS: Mapping[Step, Door] = {door.step: door for door in calling_in.CALL_DOORS}
OPINION_DOORS: Mapping[Step, Door] = {door.step: door for door in calling_in.OPINION_DOORS}
REQUEST_DOORS: Mapping[Step, Door] = {
    door.step: door
    for door in chain(accepting.REQUEST_DOORS, joining.REQUEST_DOORS, objections.REQUEST_DOORS)
}
INNER_DOORS: Mapping[Step, Door] = {door.step: door for door in joining.INNER_DOORS}
DOORS: Mapping[Step, Door] = {
    **CASE_DOORS,
    **CALLBACK_DOORS,
    **PART_DOORS,
    **CALL_DOORS,
    **OPINION_DOORS,
    **REQUEST_DOORS,
    **INNER_DOORS,
}

__all__ = [
    "CALLBACK_DOORS",
    "CALL_DOORS",
    "CASE_DOORS",
    "DOORS",
    "OPINION_DOORS",
    "PART_DOORS",
    "REQUEST_DOORS",
    "Door",
]
