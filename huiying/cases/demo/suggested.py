"""What people made of suggestions: joined what looked alike, masked a name, waved a group aside."""

from datetime import datetime

from huiying.cases import actions
from huiying.cases.actions.hot import wave_aside
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.demo.world import World
from huiying.cases.models import Case, Request
from huiying.cases.queries import alike_case, alike_request
from huiying.cases.queries.hot import hot_for
from huiying.people.choices import Role
from huiying.people.models import Person

PASSED_ON = "同村的村民刘玉梅也反映同样的情况。"
"""A name that stands in what a person said."""
NAME = "person:刘玉梅"
"""The decision to mask it."""
SHOWN = 3


def note_joined(about: Request | Case, to: Case, *, by: Person, now: datetime) -> None:
    """As the pages of attaching and merging do: was it among the likely cases?"""
    if isinstance(about, Request):
        subject, found = f"request:{about.pk}", alike_request(about, by, now=now)
    else:
        subject, found = about.subject, alike_case(about, by, now=now)
    numbers = [each.case.case_no for each in found[:SHOWN]]
    top = to.case_no if to.case_no in numbers else next(iter(numbers), "")
    kind = SuggestionKind.DUPLICATES
    actions.note_choice(kind, subject, suggested=top, chosen=to.case_no, by=by, now=now)


def wave_one_aside(world: World, now: datetime) -> None:
    """The supervisor finds the last of the hot issues to be no one matter."""
    keeper = world.desks[Role.SUPERVISOR][0]
    if found := hot_for(keeper, now=now):
        wave_aside(found[-1], by=keeper, now=now)
