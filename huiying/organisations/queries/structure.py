"""The shape of the organisation, kept in process memory: who stands below whom, who came of whom.

A few thousand units fit in memory and change rarely. The copy is checked against a stamp in the
database at most once a second; `forget()` drops it at once in this process.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiying.organisations.models import Area, Stamp, Succession, Unit, UnitSuccession
from huiying.organisations.rules import code_prefix, with_predecessors

STAMP = "structure"
CHECK_SECONDS = 1.0


@dataclass(frozen=True, eq=False)
class Structure:
    token: str
    roots: tuple[str, ...]
    """Prefixes of the areas that have no area above them."""
    successions: tuple[tuple[str, str], ...]
    """Pairs (old prefix, new prefix)."""
    parent_of: Mapping[int, int | None]
    children_of: Mapping[int, tuple[int, ...]]
    predecessors_of: Mapping[int, tuple[int, ...]]
    area_of_unit: Mapping[int, str]


class _Kept:
    """The copy of this process."""

    structure: Structure | None = None
    checked_at = 0.0


def forget() -> None:
    """Drop the copy of this process, so that the next question reads the database."""
    _Kept.structure = None


def structure() -> Structure:
    kept = _Kept.structure
    if kept is not None and time.monotonic() - _Kept.checked_at < CHECK_SECONDS:
        return kept
    token = token_of(STAMP)
    if kept is None or kept.token != token:
        kept = _read(token)
        _Kept.structure = kept
    _Kept.checked_at = time.monotonic()
    return kept


def token_of(name: str) -> str:
    return Stamp.objects.filter(name=name).values_list("token", flat=True).first() or ""


def _read(token: str) -> Structure:
    roots = Area.objects.filter(parent=None).values_list("code", "level")
    successions = Succession.objects.values_list(
        "from_area__code", "from_area__level", "to_area__code", "to_area__level"
    )
    units = Unit.objects.order_by().values_list("pk", "parent_id", "area__code")
    parent_of: dict[int, int | None] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    area_of_unit: dict[int, str] = {}
    for pk, parent, code in units.iterator(chunk_size=5000):
        parent_of[pk] = parent
        area_of_unit[pk] = code
        if parent is not None:
            children[parent].append(pk)
    predecessors: defaultdict[int, list[int]] = defaultdict(list)
    for old, new in UnitSuccession.objects.values_list("from_unit_id", "to_unit_id"):
        predecessors[new].append(old)
    return Structure(
        token=token,
        roots=tuple(code_prefix(code, level) for code, level in roots),
        successions=tuple(
            (code_prefix(old, old_level), code_prefix(new, new_level))
            for old, old_level, new, new_level in successions
        ),
        parent_of=parent_of,
        children_of={pk: tuple(below) for pk, below in children.items()},
        predecessors_of={pk: tuple(old) for pk, old in predecessors.items()},
        area_of_unit=area_of_unit,
    )


def _closure(ids: Iterable[int], *steps: Mapping[int, tuple[int, ...]]) -> frozenset[int]:
    found = set(ids)
    waiting = list(found)
    while waiting:
        pk = waiting.pop()
        for step in steps:
            for following in step.get(pk, ()):
                if following not in found:
                    found.add(following)
                    waiting.append(following)
    return frozenset(found)


def unit_subtree(ids: Iterable[int]) -> frozenset[int]:
    """The units and everything below them, at any time."""
    return _closure(ids, structure().children_of)


def unit_subtree_with_history(ids: Iterable[int]) -> frozenset[int]:
    """The units, everything below them, and all the units these came out of."""
    shape = structure()
    return _closure(ids, shape.children_of, shape.predecessors_of)


def unit_ancestors(ids: Iterable[int]) -> frozenset[int]:
    """The units and all units above them."""
    parent_of = structure().parent_of
    found: set[int] = set()
    for pk in ids:
        above: int | None = pk
        while above is not None and above not in found:
            found.add(above)
            above = parent_of.get(above)
    return frozenset(found)


def prefixes_with_history(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Code prefixes with those of the areas that were renamed, merged or split into them."""
    return with_predecessors(prefixes, structure().successions)
