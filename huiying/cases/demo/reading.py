"""What the worker read in the demo city, as it does every second, and the category model it trained."""

from datetime import datetime
from functools import cache

from huiying.cases.actions.reading import Found, keep_readings
from huiying.cases.actions.training import open_run
from huiying.cases.demo.world import World
from huiying.cases.models import Case, Request
from huiying.cases.permissions.training import may_train, trained_by
from huiying.cases.rules.tree import Tree
from huiying.cases.tasks.reading import read_waiting
from huiying.cases.tasks.training import train_now
from huiying.insight.message import Message
from huiying.people.choices import Role

ENOUGH = 300
"""Decided cases from which training is worth showing."""
EVERY = 3
"""Of so many requests one was read before somebody accepted it, so that the city builds quickly."""
VERSIONS = 2


@cache
def _tree(rows: tuple[tuple[str, str, str], ...]) -> Tree:
    return Tree(rows)


def read_before_intake(request: Request, world: World, now: datetime) -> None:
    """The category suggested by the tree's words, which the clerk then takes or not."""
    if request.pk % EVERY == 0:
        likely = _tree(world.tree).read(Message(request.title, request.text))
        keep_readings([Found(request, likely, "")], now=now)


def train_model(world: World, now: datetime) -> None:
    """The administrator has the model trained, and again later: there is a version to go back to."""
    keeper = world.desks[Role.SYSTEM_ADMINISTRATOR][0]
    areas = trained_by(keeper, now=now)
    if not areas or Case.objects.count() < ENOUGH:
        return
    for _ in range(VERSIONS):
        may_train(areas[0], by=keeper, now=now).require()
        train_now(areas[0], open_run(areas[0], by=keeper, now=now), lambda: now)


def read_all(now: datetime) -> None:
    """Read portion after portion until nothing waits unread."""
    while read_waiting(now):
        pass
