"""Every row of the tables of request handling has a way to it, for the person it names.

A row is taken through a door (which gives a page with a form and a step of the API), on a page of the
requester or one of its own, together with another row, or by the platform itself; the last two name
the test that shows it. A row somebody adds without any of these fails here.
"""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from huiying.cases import workflow
from huiying.cases.actions import taking
from huiying.cases.choices import Step
from huiying.cases.forms import (
    CALL_FORMS,
    CALLBACK_FORMS,
    CASE_FORMS,
    OPINION_FORMS,
    PART_FORMS,
    REQUEST_FORMS,
)
from huiying.cases.permissions.doors import (
    CALL_DOORS,
    CALLBACK_DOORS,
    CASE_DOORS,
    OPINION_DOORS,
    PART_DOORS,
    REQUEST_DOORS,
)
from huiying.cases.workflow.table import Actor
from huiying.people.rules import roles_with
from huiying.portal.forms import STEP_FORMS as OWN_FORMS

SOURCE = Path(__file__).parents[1] / "huiying"
ROWS = list(workflow.ROWS_BY_NUMBER.values())
TABLES = (
    (CASE_DOORS, CASE_FORMS, taking.CASE_ACTIONS),
    (CALLBACK_DOORS, CALLBACK_FORMS, taking.CALLBACK_ACTIONS),
    (PART_DOORS, PART_FORMS, taking.PART_ACTIONS),
    (CALL_DOORS, CALL_FORMS, taking.CALL_ACTIONS),
    (OPINION_DOORS, OPINION_FORMS, taking.OPINION_ACTIONS),
    (REQUEST_DOORS, REQUEST_FORMS, taking.REQUEST_ACTIONS),
)
"""What stands before a step, what it asks, what it does: pages and API read these."""

OWN_PAGE = {
    "R1": ("portal:report", "cases:record"),
    "R19": ("cases:merge", "cases:merge-many"),
    "C1": ("cases:raise",),
    "C2": ("cases:on-spot",),
    "A15": ("cases:on-spot",),
    "V2": ("portal:opinion",),
}
"""Rows that begin something, or move several at once: not a step on one thing, but pages of their own."""

WITH = {
    "A1": (Step.DISPATCH, Step.ADD_CO_UNIT),
    "A9": (Step.RELEASE, Step.CLOSE_UNCALLED),
    "A10": (Step.REWORK, Step.SPOT_CHECK, Step.UPHOLD, Step.REOPEN_ARCHIVED, Step.CHILD_REWORK),
    "A12": (Step.REPLY,),
    "A14": (Step.TO_LEGAL, Step.TERMINATE, Step.MERGE),
    "C11": (Step.WHISTLE, Step.ESCALATE),
    "C12": (Step.CONCLUDE_WHISTLE, Step.CONCLUDE_ESCALATION),
    "C13": (Step.CONCLUDE_WHISTLE, Step.CONCLUDE_ESCALATION),
    "N4": (Step.REPLY,),
    "Z2": (Step.TERMINATE,),
    "K5": (Step.RATE,),
}
"""Rows of lead, requests and parts that move in the step of another row."""

BY_ITSELF = {
    "R4": "test_details_not_given_in_five_working_days_close_the_request",
    "R17": "test_the_main_road_ends_closed_with_a_rating",
    "R21": "test_a_request_not_accepted_is_archived_after_its_window",
    "C23": "test_the_main_road_ends_closed_with_a_rating",
    "C29": "test_the_last_withdrawal_ends_the_case",
    "C40": "test_closed_cases_are_archived_by_themselves",
    "C42": "test_a_merged_case_is_put_away_with_its_survivor",
    "K1": "test_the_main_road_ends_closed_with_a_rating",
    "K4": "test_after_three_tries_on_two_days_the_person_gets_a_link",
    "K6": "test_after_three_tries_on_two_days_the_person_gets_a_link",
    "K9": "test_a_dissatisfied_answer_hands_the_case_to_the_right_unit",
    "W3": "test_who_does_not_come_is_marked_and_the_leads_clock_does_not_move",
}
"""Rows the platform moves, each with the test that sees it happen."""


def has_door(step: Step) -> bool:
    """A page with a form and the API's step, both leading to an action."""
    return any(step in doors and step in forms and step in acts for doors, forms, acts in TABLES)


def is_reached(row: workflow.Row) -> bool:
    if has_door(row.step) or (Actor.OWN in row.actors and row.step in OWN_FORMS):
        return True
    return row.no in OWN_PAGE or row.no in WITH or row.no in BY_ITSELF


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.no)
def test_a_row_has_a_way_to_it(row):
    assert is_reached(row), f"{row.no} ({row.step}) has no door, no page and no timer"


@pytest.mark.parametrize("number", sorted(OWN_PAGE))
def test_the_pages_of_their_own_are_there(number):
    for page in OWN_PAGE[number]:
        assert any(reverse(page, args=args) for args in arguments(page))


def arguments(page: str) -> list[list[str]]:
    return {"cases:merge": [["C1"]], "portal:opinion": [["token"]]}.get(page, [[]])


@pytest.mark.parametrize("number", sorted(WITH))
def test_what_moves_with_another_step_moves_with_one_that_is_reached(number):
    assert all(has_door(step) or step in OWN_FORMS for step in WITH[number])


@pytest.mark.parametrize("number", sorted(BY_ITSELF))
def test_what_the_platform_moves_is_its_own_and_tested(number):
    row = workflow.ROWS_BY_NUMBER[number]
    assert Actor.TIMER in row.actors
    assert BY_ITSELF[number] in names_of_tests()


@cache
def names_of_tests() -> frozenset[str]:
    """Every test of the slices, by name."""
    return frozenset(
        node.name
        for path in SOURCE.glob("*/tests/test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.no)
def test_somebody_holds_each_permission_of_a_row(row):
    assert all(roles_with(permission) for permission in row.permissions)


def test_every_door_has_its_form_and_its_action():
    for doors, forms, actions in TABLES:
        assert set(doors) == set(forms) == set(actions)
