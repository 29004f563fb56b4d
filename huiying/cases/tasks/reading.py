"""The worker reads what waits for intake or dispatch, a moment after it came.

Numbers, the dictionary and a model take 100 MB, so they live here and not in the web process (ADR 14).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Protocol

from huiying.audit.models import Event
from huiying.cases.actions.reading import Found, keep_readings, note_routing
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Request
from huiying.cases.queries import proposals_for, suggests
from huiying.cases.queries.reading import (
    areas_around,
    shelf_for,
    texts_with_place,
    tree_rows,
    unread_cases,
    unread_requests,
)
from huiying.cases.queries.routing import by_words
from huiying.cases.rules.reading import Likely
from huiying.cases.rules.tree import Tree
from huiying.cases.tasks.telling import actor_of, case_of
from huiying.insight.category import shelf
from huiying.insight.message import Message
from huiying.lib.clock import local_date
from huiying.lib.codes import prefix
from huiying.organisations.choices import Level
from huiying.organisations.models import Area

FRESH = timedelta(minutes=10)
"""After this names of places are read from the tables again."""
MOST_KEPT = 20
"""Counties whose places, and models, are kept ready."""


class Reader(Protocol):
    def read(self, message: Any) -> Likely:
        """The likely categories of a message."""


class _Kept:
    """What a worker made ready, by a key that changes when it must be made anew."""

    ready: ClassVar[dict[Any, Any]] = {}

    @classmethod
    def get(cls, key: Any, make: Callable[[], Any]) -> Any:
        if key not in cls.ready:
            while len(cls.ready) >= MOST_KEPT:
                cls.ready.pop(next(iter(cls.ready)))
            cls.ready[key] = make()
        return cls.ready[key]


def forget_ready() -> None:
    """Make everything anew at the next text."""
    _Kept.ready.clear()


def read_waiting(now: datetime) -> int:
    """Read a portion of what waits; returns how many texts."""
    if not (suggests(SuggestionKind.CATEGORY) or suggests(SuggestionKind.ROUTING)):
        return 0
    waiting: Sequence[Request | Case] = [*unread_requests(), *unread_cases()]
    if not waiting:
        return 0
    portion = _Portion(now)
    return keep_readings([portion.read(each) for each in waiting], now=now)


class _Portion:
    """What the texts of one portion share, asked once."""

    def __init__(self, now: datetime) -> None:
        self.now, self.on = now, local_date(now)
        self.tree = tuple(tree_rows())
        self.reader = cache(self._reader)
        self.gazetteer = cache(self._gazetteer)
        self.area = cache(self._area)

    def read(self, about: Request | Case) -> Found:
        name, reader = self.reader(about.area_code)
        likely = reader.read(Message(about.title, about.text))
        place, chance, words = self._place(about)
        return Found(about, likely, name, place, chance, words)

    def _reader(self, area_code: str) -> tuple[str, Reader]:
        """The model in use for an area and its name; without one, the tree's own words."""
        from huiying.cases.rules.likely import Trained  # noqa: PLC0415 - 100 MB, the worker's alone
        from huiying.insight.category import store  # noqa: PLC0415 - the same

        folder = shelf_for(area_code)
        if folder is not None:
            number = shelf.current(folder)
            name = f"{folder.name}:{number}"
            return name, _Kept.get(("model", name), lambda: Trained(store.load(folder, number)))
        return "", _Kept.get(("tree", self.tree), lambda: Tree(self.tree))

    def _place(self, about: Request | Case) -> tuple[Area | None, float, tuple[str, ...]]:
        gazetteer = self.gazetteer(prefix(about.area_code, Level.COUNTY))
        near = about.area_code.rstrip("0")
        found = gazetteer.locate(about.title, f"{about.text}\n{about.place}", near=near)
        if found is None:
            return None, 0.0, ()
        return self.area(found.area.code, found.area.level), found.confidence, found.names

    def _gazetteer(self, county: str) -> Any:
        from huiying.insight.places import Gazetteer, learn_landmarks  # noqa: PLC0415 - the same

        def ready() -> Gazetteer:
            return Gazetteer(
                areas_around(county, self.on), learn_landmarks(texts_with_place(county))
            )

        key = ("places", county, int(self.now.timestamp() // FRESH.total_seconds()))
        return _Kept.get(key, ready)

    def _area(self, code: str, level: int) -> Area | None:
        return Area.objects.as_of(self.on).filter(code=code, level=level).first()


def dispatched(event: Event, now: datetime) -> None:
    """Keep whether the dispatcher took what was proposed."""
    case = case_of(event)
    by = actor_of(event)
    if case.lead_unit is None or by is None or not suggests(SuggestionKind.ROUTING):
        return
    own = [each.unit for each in proposals_for([case], now=now)[case.pk] if each.unit]
    other = [each.unit for each in by_words([case], now=now).get(case.pk, ())]
    note_routing(case, [*own, *other], case.lead_unit, by=by, now=now)


REACTIONS = {"case.dispatch": (dispatched,)}
