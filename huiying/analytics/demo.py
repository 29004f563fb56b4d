"""The demo city's bulletin of the month before, and how many people live where, by the actions of real use."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from random import Random

from django.utils.translation import override

from huiying.analytics.actions import enter_populations, order_bulletin, plan_bulletins
from huiying.analytics.queries.bulletins import areas_within, export_scope
from huiying.analytics.rules import shifted
from huiying.analytics.tasks import make
from huiying.lib.clock import local_date
from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.errors import Refused
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import groups_on, scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

__all__ = ["build"]

LEAST, MOST = 260, 3_400
"""People in a village."""


def build(scale: str, chance: Random, now: datetime, tell: Callable[[str], None]) -> None:
    """After the figures were built; what is refused is told and left out."""
    try:
        tell(f"      the people of {_count_people(chance, now)} areas")
        if made := _bulletin(now):
            tell(f"      {made}")
    except Refused as refused:
        tell(f"      The bulletin was not made: {refused}")


def _count_people(chance: Random, now: datetime) -> int:
    """Of every village by chance, of what lies above it by adding."""
    keeper = _who(Permission.MANAGE_ORGANISATIONS, now)
    if keeper is None:
        return 0
    today = local_date(now)
    areas = list(Area.objects.as_of(today).order_by("code", "level"))
    people: Counter[str] = Counter()
    for village in areas:
        if village.level == Level.VILLAGE:
            n = chance.randrange(LEAST, MOST)
            for length in PREFIX_LENGTH.values():
                people[village.code[:length]] += n
    known = {area.prefix: people[area.prefix] for area in areas if people[area.prefix]}
    known |= _shares(people, [area.code for area in areas if area.level == Level.VILLAGE], today)
    return enter_populations(known, today.year - 1, by=keeper, now=now)


def _shares(people: Mapping[str, int], codes: Iterable[str], on: date) -> dict[str, int]:
    """The people of every village over its groups, alike."""
    groups = list(groups_on(codes, on))
    beside = Counter(group.village.code for group in groups)
    return {group.key: people[group.village.code] // beside[group.village.code] for group in groups}


def _bulletin(now: datetime) -> str:
    """Of the highest area whose lists somebody may take out; made every month from now on."""
    orderer, today = _who(Permission.EXPORT, now), local_date(now)
    areas = areas_within(export_scope(orderer, today), today) if orderer else []
    if orderer is None or not areas:
        return ""
    with override("zh-hans"):
        one = order_bulletin(areas[0], shifted(today.replace(day=1), -1), by=orderer, now=now)
        plan_bulletins(areas[0], by=orderer, now=now, wanted=True)
        return f"{one.name} {one}" if make(one, now=now) else ""


def _who(permission: Permission, now: datetime) -> Person | None:
    """The one who holds a permission over the widest area."""
    on = local_date(now)
    people = Person.objects.filter(is_active=True, grants__unit=None).distinct().order_by("pk")
    reaching = [(p, scope_of(p, permission, on=on).prefixes) for p in people]
    held = [(min(map(len, prefixes)), p.pk, p) for p, prefixes in reaching if prefixes]
    return min(held)[2] if held else None
