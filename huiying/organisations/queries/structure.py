"""The shape of the organisation, kept in process memory: who stands below whom, who came of whom.

A few thousand units fit in memory and change rarely. The copy is checked against a stamp in the
database at most once a second (`queries.stamps`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huiying.lib.codes import prefix as code_prefix
from huiying.organisations.choices import Change
from huiying.organisations.models import Area, Succession, Unit, UnitSuccession
from huiying.organisations.queries.stamps import STRUCTURE, Key, key_of
from huiying.organisations.rules import with_predecessors


@dataclass(frozen=True, eq=False)
class Structure:
    key: Key
    roots: tuple[str, ...]
    """Prefixes of the areas that have no area above them."""
    successions: tuple[tuple[str, str], ...]
    """Pairs (old prefix, new prefix)."""
    parent_of: Mapping[int, int | None]
    children_of: Mapping[int, tuple[int, ...]]
    predecessors_of: Mapping[int, tuple[int, ...]]
    area_of_unit: Mapping[int, str]
    reckoned: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Prefixes with their predecessors, worked out once for each set of prefixes."""


class _Kept:
    """The copy of this process."""

    structure: Structure | None = None


def structure() -> Structure:
    key = key_of(STRUCTURE)
    kept = _Kept.structure
    if kept is None or kept.key != key:
        kept = _Kept.structure = _read(key)
    return kept


def _read(key: Key) -> Structure:
    roots = Area.objects.filter(parent=None).values_list("code", "level")
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
        key=key,
        roots=tuple(code_prefix(code, level) for code, level in roots),
        successions=_successions(),
        parent_of=parent_of,
        children_of={pk: tuple(below) for pk, below in children.items()},
        predecessors_of={pk: tuple(old) for pk, old in predecessors.items()},
        area_of_unit=area_of_unit,
    )


def _successions() -> tuple[tuple[str, str], ...]:
    """Who took over whose prefix.

    Of a split area the heirs take the area's own code only; the areas below it were given new codes
    and successors of their own, so that neither heir looks into the other's villages. A code that is
    in use again is nobody's inheritance.
    """
    rows = Succession.objects.order_by().values_list(
        "kind", "from_area__code", "from_area__level", "to_area__code", "to_area__level"
    )
    live = set(
        Area.objects.filter(valid_to=None, predecessions__isnull=False)
        .order_by()
        .values_list("code", "level")
    )
    pairs: set[tuple[str, str]] = set()
    for kind, old, level, new, new_level in rows:
        if (old, level) in live and old != new:
            continue
        taken = old if kind == Change.SPLIT else code_prefix(old, level)
        pairs.add((taken, code_prefix(new, new_level)))
    return tuple(sorted(pairs))


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
    shape = structure()
    asked = tuple(sorted(set(prefixes)))
    if asked not in shape.reckoned:
        shape.reckoned[asked] = with_predecessors(asked, shape.successions)
    return shape.reckoned[asked]
