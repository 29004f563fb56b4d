"""Who may join, merge and split: one row for each new step."""

import pytest

from huiying.cases.choices import Step
from huiying.cases.permissions.steps import permissions_for
from huiying.people.choices import Role
from huiying.people.rules import PERMISSIONS_OF

INTAKE = {Role.INTAKE_CLERK, Role.DISPATCHER}
JUDGES = {Role.REVIEWER, Role.CALLBACK_OFFICER, Role.SUPERVISOR}


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        (Step.ATTACH, INTAKE),
        (Step.TELL_RESULT, INTAKE),
        (Step.MERGE, {Role.DISPATCHER}),
        (Step.UNMERGE, {Role.DISPATCHER}),
        (Step.MOVE_REQUEST, {Role.DISPATCHER}),
        (Step.SPLIT, {Role.DISPATCHER}),
        (Step.CHILD_REWORK, JUDGES),
        (Step.ARCHIVE_MERGED, set()),
    ],
)
def test_each_step_belongs_to_its_roles(step, roles):
    needed = permissions_for(step)
    assert {role for role, held in PERMISSIONS_OF.items() if held & needed} == roles
