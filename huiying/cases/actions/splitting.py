"""One voice, many matters: parts split off a case (C19)."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from huiying.cases.actions.accepting import Matter, open_child
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import Priority, Step
from huiying.cases.models import Case, Category
from huiying.lib.clock import local_date
from huiying.lib.receipts import Chance
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person


def split(  # noqa: PLR0913 - what the part is about, as at acceptance
    case: Case,
    *,
    by: Person,
    now: datetime,
    title: str,
    text: str,
    category: Category,
    priority: Priority,
    area: Area,
    chance: Chance = secrets,
) -> Case:
    """Split off a part that is another unit's job; returns it. The whole waits for its parts."""
    with step_on(Step.SPLIT, case, by=by, now=now, text=title) as held:
        may(by, Permission.MERGE, area=area, on=local_date(now)).require()
        matter = Matter(title, text, category, priority, area)
        child = open_child(held.case, matter, by=by, now=now, chance=chance)
        held.data["child"] = child.pk
    return child


STEPS: Mapping[Step, Callable[..., object]] = {Step.SPLIT: split}
