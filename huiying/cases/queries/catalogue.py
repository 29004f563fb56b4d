"""The dispatch catalogue: what it says of a place, of a case, and where it says nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from huiying.cases.choices import AssignmentState, ClockKind, Priority
from huiying.cases.models import Accused, Assignment, Case, Category, DispatchRule
from huiying.cases.queries.parties import parties_of
from huiying.cases.queries.visibility import visible_to
from huiying.cases.rules.catalogue import codes_of, longer, prefixes_of, weight
from huiying.cases.rules.conflicts import may_receive
from huiying.cases.rules.deadlines import Matrix
from huiying.lib.clock import local_date
from huiying.lib.workdays import Limit
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries import unit_ancestors
from huiying.people.models import Person

COUNTY = 6
"""Characters of an area code that name the county."""


def rules_on(on: date) -> QuerySet[DispatchRule]:
    """The catalogue as of a day."""
    return DispatchRule.objects.filter(as_of(on))


def rules_of(category: str, area_code: str, *, on: date) -> list[DispatchRule]:
    """The entries that speak for a category in a place, the closest first."""
    found = rules_on(on).filter(category__in=codes_of(category), prefix__in=prefixes_of(area_code))
    rows = found.select_related("lead_unit", "area", "category").prefetch_related("co_units")
    return _closest_first(rows)


def _closest_first(rules: Iterable[DispatchRule]) -> list[DispatchRule]:
    return sorted(rules, key=lambda rule: weight(rule.prefix, rule.category_id), reverse=True)


def leading_rule(case: Case, *, on: date) -> DispatchRule | None:
    """The entry that decides for a case: what a closer one gives away is not another unit's any more."""
    rules = rules_on(on).filter(
        category__in=codes_of(case.category_id), prefix__in=prefixes_of(case.area_code)
    )
    return next(iter(_closest_first(rules)), None)


def limit_of(case: Case, row: ClockKind, matrix: Matrix, *, on: date) -> Limit:
    """How long a case has by a row of the matrix; for handling a complaint or report, as long as its
    law says if that is longer (3.2, P5)."""
    usual = matrix.limit(Priority(case.priority), row)
    if row is not ClockKind.HANDLE or case.priority != Priority.P5:
        return usual
    rule = leading_rule(case, on=on)
    return longer(usual, rule.legal_days if rule else None)


@dataclass(frozen=True)
class Proposal:
    """What the catalogue says of one case.

    `is_barred`: the case must not go to that unit, which is accused in it, stands below an accused
    one, or has returned it; `unit` is then the nearest unit above that may have it (I11), if any.
    """

    rule: DispatchRule
    unit: Unit | None
    is_barred: bool = False

    @property
    def co_units(self) -> list[Unit]:
        return list(self.rule.co_units.all())

    @property
    def priority(self) -> Priority | None:
        return Priority(self.rule.priority) if self.rule.priority else None


def proposals_for(cases: Collection[Case], *, now: datetime) -> Mapping[int, list[Proposal]]:
    """Case id → what the catalogue proposes for it, the closest entry first.

    A fixed number of questions however many cases there are.
    """
    if not cases:
        return {}
    rows = rules_on(local_date(now)).filter(
        category__in={code for case in cases for code in codes_of(case.category_id)},
        prefix__in={prefix for case in cases for prefix in prefixes_of(case.area_code)},
    )
    rows = rows.select_related("lead_unit__parent", "area", "category")
    by_key: defaultdict[tuple[str, str], list[DispatchRule]] = defaultdict(list)
    for rule in rows.prefetch_related("co_units"):
        by_key[(rule.category_id, rule.prefix)].append(rule)
    barred = _barred(cases)
    return {case.pk: _proposals(case, by_key, barred[case.pk]) for case in cases}


def _proposals(
    case: Case, by_key: Mapping[tuple[str, str], list[DispatchRule]], barred: set[int]
) -> list[Proposal]:
    fitting = [
        rule
        for category in codes_of(case.category_id)
        for prefix in prefixes_of(case.area_code)
        for rule in by_key.get((category, prefix), ())
    ]
    return [_proposal(rule, barred) for rule in _closest_first(fitting)]


def _proposal(rule: DispatchRule, barred: set[int]) -> Proposal:
    if not barred & unit_ancestors([rule.lead_unit_id]):
        return Proposal(rule, rule.lead_unit)
    above = rule.lead_unit.parent
    free = above is not None and not barred & unit_ancestors([above.pk])
    return Proposal(rule, above if free else None, is_barred=True)


def _barred(cases: Collection[Case]) -> defaultdict[int, set[int]]:
    """Case id → units that it accuses, and those that returned it."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    ids = [case.pk for case in cases]
    if accusing := [case.pk for case in cases if case.has_accused]:
        accused = Accused.objects.filter(case__in=accusing, unit__isnull=False)
        for case_id, unit_id in accused.values_list("case_id", "unit_id"):
            found[case_id].add(unit_id)
    returned = Assignment.objects.filter(case__in=ids, state=AssignmentState.RETURNED)
    for case_id, unit_id in returned.values_list("case_id", "unit_id"):
        found[case_id].add(unit_id)
    return found


LOOKED_AT = 5000
"""How many of the newest cases the gap report looks at."""


@dataclass(frozen=True)
class Gap:
    """A category that came up in a county for which the catalogue has no entry."""

    category: Category
    area: Area
    count: int


def gaps_for(person: Person, *, now: datetime) -> list[Gap]:
    """Categories × townships (or counties) of the newest cases without an entry, the most frequent first."""
    newest = visible_to(person, now=now).order_by("-id").values_list("category_id", "area_code")
    cells = Counter((category, code) for category, code in newest[:LOOKED_AT])
    known = {(c, p) for c, p in rules_on(local_date(now)).values_list("category_id", "prefix")}
    open_: Counter[tuple[str, str]] = Counter()
    for (category, code), count in cells.items():
        if not any((c, p) in known for c in codes_of(category) for p in prefixes_of(code)):
            open_[(category, code[:COUNTY].ljust(12, "0"))] += count
    categories = Category.objects.in_bulk({category for category, _ in open_})
    on = local_date(now)
    counties = {
        area.code: area
        for area in Area.objects.as_of(on)
        .filter(code__in={code for _, code in open_})
        .order_by("level")
    }
    return [
        Gap(categories[category], counties[code], count)
        for (category, code), count in open_.most_common()
        if code in counties
    ]


def unspoken(*, now: datetime) -> list[Category]:
    """Categories of the tree that no entry anywhere speaks for."""
    named = set(rules_on(local_date(now)).values_list("category_id", flat=True))
    leaves = Category.objects.filter(is_active=True)
    return [each for each in leaves if not named & set(codes_of(each.pk))]


def helpers(case: Case, proposals: list[Proposal], kept: Collection[Assignment]) -> list[Unit]:
    """The co-units that the closest entry of the catalogue names, but for those who may not come."""
    if not proposals or proposals[0].unit is None:
        return []
    there = {part.unit_id for part in kept} | {proposals[0].unit.pk}
    named = [unit for unit in proposals[0].co_units if unit.pk not in there]
    if not named or not case.has_accused:
        return named
    parties = parties_of(case)
    return [unit for unit in named if may_receive(parties, unit_line=unit_ancestors([unit.pk]))]
