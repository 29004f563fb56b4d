"""Words of a file that name something here: categories, areas, units."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from huiying.cases.models import Category
from huiying.lib.clock import local_date
from huiying.organisations.models import Area, Unit

T = TypeVar("T")


@dataclass
class LookUp(Generic[T]):
    """By code first, then by a name that only one thing has."""

    codes: dict[str, T] = field(default_factory=dict)
    names: dict[str, T | None] = field(default_factory=dict)

    def add(self, value: T, code: str, names: Iterable[str]) -> None:
        self.codes[code] = value
        for name in set(filter(None, names)):
            self.names[name] = None if name in self.names else value

    def get(self, word: str) -> T | None:
        """Of a path such as 城乡管理/垃圾清运 the last part counts."""
        if word in self.codes:
            return self.codes[word]
        return self.names.get(word) or self.names.get(word.replace(">", "/").split("/")[-1].strip())


def categories() -> LookUp[str]:
    found: LookUp[str] = LookUp()
    for code, name in Category.objects.filter(is_active=True).values_list("code", "name"):
        found.add(code, code, [name])
    return found


def areas_below(area: Area, now: datetime) -> LookUp[tuple[int, str]]:
    """The area itself and every one below it, today."""
    found: LookUp[tuple[int, str]] = LookUp()
    here = Area.objects.as_of(local_date(now)).within((area.prefix,)).order_by("-level")
    rows = here.values_list("pk", "code", "name", "short_name")
    for pk, code, name, short_name in rows.iterator():
        found.add((pk, code), code, [name, short_name])
    return found


def units_below(area: Area, now: datetime) -> LookUp[int]:
    found: LookUp[int] = LookUp()
    here = Unit.objects.as_of(local_date(now)).within((area.prefix,)).order_by("code")
    for pk, code, name in here.values_list("pk", "code", "name").iterator():
        found.add(pk, code, [name])
    return found
