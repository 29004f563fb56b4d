"""One request of the demo city: what it is about, what time it is for it, and its own chance.

The modules `beginning`, `middle` and `ending` tell how it lives, as generators that wait by yielding
the next moment. Every step is the action that real use takes, at the time the story has reached.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from huiying.cases.choices import Kind, Priority
from huiying.cases.demo.voices import Said, picked
from huiying.cases.demo.world import Spot, World
from huiying.cases.models import Case, Request
from huiying.cases.permissions import Requester
from huiying.people.choices import Role
from huiying.people.models import Person

Life = Iterator[datetime]
QUICK = frozenset({Priority.P1, Priority.P2})
"""Priorities for which nobody waits for the office to open."""


@dataclass
class Story:
    """One request on its way. `stop` names a stage at which it comes to rest."""

    world: World
    chance: Random
    said: Said
    spot: Spot
    now: datetime
    stop: str = ""
    is_simple: bool = False
    """Most things are answered at once and little else happens: for the large city."""
    is_over: bool = False
    """What comes after the closing is told once."""
    slots: dict[str, str] = field(default_factory=dict)
    request: Request = field(init=False)
    case: Case = field(init=False)

    def after(self, low: float, high: float, *, office: bool = True) -> datetime:
        """A moment `low` to `high` hours later, in office hours unless somebody is always there."""
        minutes = round(self.chance.uniform(low, high) * 60)
        at = self.now + timedelta(minutes=minutes, seconds=self.chance.randrange(60))
        return self.at(self.world.office(at, self.chance) if office else at)

    def soon(self, low: float, high: float) -> datetime:
        """As `after`; an emergency or an outage takes a fifth of the time, day and night."""
        if self.case.priority in QUICK:
            return self.after(low / 5, high / 5, office=False)
        return self.after(low, high)

    def at(self, moment: datetime) -> datetime:
        self.now = moment
        return moment

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def seldom(self, share: float) -> bool:
        """Something out of the usual: not in simple lives, nor on the way to a planned stage."""
        return self.often(share) and not self.stop and not self.is_simple

    def word(self, name: str) -> str:
        return picked(self.chance, name)

    def text(self, template: str) -> str:
        return template.format(**self.slots)

    def somebody(self, role: Role) -> Person:
        return self.world.desk(role, self.chance)

    def uninvolved(self) -> Person | None:
        """A supervisor who took no part in the case, if there is one."""
        took_part = set(self.case.entries.values_list("by_id", flat=True))
        desk = self.world.desks[Role.SUPERVISOR]
        others = [each for each in desk if each.pk not in took_part]
        return self.chance.choice(others) if others else None

    @property
    def is_callable(self) -> bool:
        return bool(self.request.contact_phone) and self.request.kind != Kind.THANKS

    @property
    def requester(self) -> Requester:
        return Requester(self.request.pk)
