"""What the units of the demo city have written down beforehand: reply templates and knowledge."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huiying.cases import actions
from huiying.cases.demo.world import World
from huiying.cases.models import KnowledgeEntry
from huiying.lib.clock import local_date
from huiying.organisations.models import Area, Unit
from huiying.people.choices import Role
from huiying.people.models import Person

FILE = Path(__file__).with_name("texts.toml")
BEFORE = timedelta(days=100)
"""So long before the city's last day everything was written."""
LASTS, LOOKED = timedelta(days=365), timedelta(days=110)


def prepare(world: World, now: datetime) -> None:
    """Write templates and entries in every county; some wait to be checked, one is over."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    at = now - BEFORE
    for county in _counties(world):
        for each in said["template"]:
            _template(world, county, each, at)
        entries = [_entry(world, county, each, at) for each in said["entry"]]
        for entry in entries[1:]:
            checker = world.heads.get(entry.owner_id) or world.desks[Role.REVIEWER][0]
            actions.check_knowledge(entry, by=checker, now=at + timedelta(hours=3))


def _counties(world: World) -> Iterator[str]:
    yield from sorted({spot.county for spot in world.spots})


def _keeper(world: World, unit: Unit | None) -> Person:
    return world.handlers[unit.pk] if unit else world.desks[Role.REVIEWER][0]


def _place(world: World, county: str) -> Area:
    return world.units[f"{county}-office"].area


def _template(world: World, county: str, said: dict[str, Any], at: datetime) -> None:
    unit = world.units[f"{county}-{said['unit']}"] if said["unit"] else None
    wording = actions.Wording(
        name=said["name"],
        area=_place(world, county),
        unit=unit,
        category=world.categories[said["category"]] if said["category"] else None,
        occasion=said.get("occasion", ""),
        text=said["text"],
        legal_basis=said.get("legal_basis", ""),
    )
    actions.make_template(wording, by=_keeper(world, unit), now=at)


def _entry(world: World, county: str, said: dict[str, Any], at: datetime) -> KnowledgeEntry:
    unit, first = world.units[f"{county}-{said['unit']}"], local_date(at)
    knowledge = actions.Knowledge(
        question=said["question"],
        answer=said["answer"],
        legal_basis=said.get("legal_basis", ""),
        area=_place(world, county),
        owner=unit,
        category=world.categories[said["category"]],
        is_public=said.get("is_public", True),
        valid_from=first,
        valid_until=first + LASTS,
        review_on=first + LOOKED,
    )
    return actions.draft_knowledge(knowledge, by=_keeper(world, unit), now=at)
