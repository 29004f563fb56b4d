"""The dispatch catalogue as a table: out, and in again, all of it or nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from huiying.cases.actions.catalogue import Duty, add_rule, change_rule, end_rule
from huiying.cases.choices import Priority
from huiying.cases.models import Category, DispatchRule
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.lib.spreadsheet import BadFile, Cell, Row, as_instant, as_text, read_table
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

MAX_ROWS = 5000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "category": ("类别代码", "category"),
    "category_name": ("类别", "category name"),
    "area": ("区划代码", "area"),
    "level": ("区划级别", "level"),
    "area_name": ("地点", "place"),
    "lead": ("主办单位代码", "lead unit"),
    "lead_name": ("主办单位", "lead unit name"),
    "co": ("协办单位代码", "co-units"),
    "priority": ("紧急程度", "priority"),
    "basis": ("法律依据", "依据", "legal basis"),
    "duty": ("村级职责清单", "duty list"),
    "days": ("法定工作日", "legal days"),
    "from": ("启用日期", "from"),
    "to": ("停用日期", "to"),
}
"""Field → headings, the one of the export first."""
NEEDED = ("category", "area", "lead", "basis")
YES = frozenset({"是", "y", "yes", "1", "true", "√"})

NO_COLUMN = gettext_noop("The table has no column “%(column)s”.")
UNKNOWN = gettext_noop("“%(text)s” in the column “%(column)s” is not known here today.")
NO_DAY = gettext_noop("“%(text)s” is not a date. Write it like 2026-03-01.")


@dataclass
class Outcome:
    """What became of the rows; `faults` are (row, refusal)."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, Refused]] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    duty: Duty
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class Order:
    """Who brings the table in, from which day, and why."""

    by: Person
    now: datetime
    valid_from: date
    why: str


def bring_in(file: BinaryIO, name: str, order: Order, *, is_check: bool) -> Outcome:
    """Add, change and end entries as the rows say. With one row at fault, or for a check, nothing stays."""
    table = read_table(file, name, max_rows=MAX_ROWS)
    reader = _Reader(table.header, local_date(order.now))
    outcome = Outcome()
    with transaction.atomic():
        for row in table.rows:
            try:
                with transaction.atomic():
                    outcome.counts[_keep(reader.line(row), order)] += 1
            except Refused as refused:
                outcome.faults.append((row.number, refused))
        if is_check or outcome.faults:
            transaction.set_rollback(True)
    return outcome


def _keep(line: Line, order: Order) -> str:
    duty, by, now, why = line.duty, order.by, order.now, order.why
    first = line.begins or order.valid_from
    same = DispatchRule.objects.filter(category=duty.category, area=duty.area)
    old = same.filter(valid_to__isnull=True).first()
    if old is None and line.ends is not None:
        return "unchanged" if same.filter(valid_to=line.ends).exists() else "past"
    if old is None:
        add_rule(duty, by=by, now=now, valid_from=first, why=why)
        return "added"
    if line.ends is not None:
        end_rule(old, by=by, now=now, on=line.ends, why=why)
        return "ended"
    if _says(old) == _told(duty):
        return "unchanged"
    begins = max(order.valid_from, old.valid_from)
    change_rule(old, duty, by=by, now=now, valid_from=begins, why=why)
    return "changed"


def _says(rule: DispatchRule) -> tuple[object, ...]:
    units = frozenset(rule.co_units.values_list("pk", flat=True))
    said = (rule.legal_basis, rule.on_duty_list, rule.legal_days)
    return rule.lead_unit_id, units, rule.priority, *said


def _told(duty: Duty) -> tuple[object, ...]:
    units = frozenset(unit.pk for unit in duty.co_units)
    priority = duty.priority.value if duty.priority else ""
    said = (duty.legal_basis.strip(), duty.on_duty_list, duty.legal_days)
    return duty.lead_unit.pk, units, priority, *said


class _Reader:
    """Rows by their headings, words by what they name today."""

    def __init__(self, header: list[str], on: date) -> None:
        self.on = on
        known = {word: name for name, words in HEADINGS.items() for word in words}
        found = [known.get(each.strip().lower(), "") for each in header]
        self.places = {name: place for place, name in enumerate(found) if name}
        for name in NEEDED:
            if name not in self.places:
                raise BadFile(NO_COLUMN, column=HEADINGS[name][0])

    def line(self, row: Row) -> Line:
        text = {name: as_text(row[place]) for name, place in self.places.items()}
        codes = [
            each for each in text.get("co", "").replace("，", "、").split("、") if each.strip()
        ]
        priority = text.get("priority", "").upper()
        if priority and priority not in Priority.values:
            raise self._unknown("priority", priority)
        duty = Duty(
            category=self._category(text["category"]),
            area=self._area(text["area"], text.get("level", "")),
            lead_unit=self._unit("lead", text["lead"]),
            legal_basis=text["basis"][:500],
            co_units=[self._unit("co", each.strip()) for each in codes],
            priority=Priority(priority) if priority else None,
            on_duty_list=text.get("duty", "").lower() in YES,
            legal_days=self._days(text.get("days", "")),
        )
        return Line(duty, self._day(row, "from"), self._day(row, "to"))

    def _days(self, text: str) -> int | None:
        if text and not text.isdecimal():
            raise self._unknown("days", text)
        return int(text) if text else None

    def _unknown(self, name: str, text: str) -> NotPossible:
        return NotPossible(UNKNOWN, text=text, column=HEADINGS[name][0])

    def _category(self, code: str) -> Category:
        padded = code if len(code) % 2 == 0 else f"0{code}"  # a table takes the first nought away
        found = Category.objects.filter(pk__in=(code, padded), is_active=True).first()
        if found is None:
            raise self._unknown("category", code)
        return found

    def _area(self, code: str, level: str) -> Area:
        found = Area.objects.as_of(self.on).filter(code=code.ljust(12, "0")).order_by("level")
        if level.isdecimal():
            found = found.filter(level=int(level))
        area = found.first()
        if area is None:
            raise self._unknown("area", code)
        return area

    def _unit(self, name: str, code: str) -> Unit:
        unit = Unit.objects.as_of(self.on).filter(code=code).first()
        if unit is None:
            raise self._unknown(name, code)
        return unit

    def _day(self, row: Row, name: str) -> date | None:
        cell = row[self.places[name]] if name in self.places else ""
        if not as_text(cell):
            return None
        instant = as_instant(cell)
        if instant is None:
            raise NotPossible(NO_DAY, text=as_text(cell))
        return instant.date()


def columns() -> list[str]:
    return [words[0] for words in HEADINGS.values()]


def table_rows(rules: QuerySet[DispatchRule]) -> Iterator[list[Cell | None]]:
    """The catalogue as rows of the export; what is taken out can be brought in again."""
    related = rules.select_related("category", "area", "lead_unit").prefetch_related("co_units")
    for rule in _ordered(related):
        yield [
            rule.category_id,
            rule.category.name,
            rule.area.code,
            rule.area.level,
            rule.area.name,
            rule.lead_unit.code,
            rule.lead_unit.name,
            "、".join(unit.code for unit in rule.co_units.all()),
            rule.priority,
            rule.legal_basis,
            "是" if rule.on_duty_list else "",
            rule.legal_days,
            rule.valid_from,
            rule.valid_to,
        ]


def _ordered(rules: QuerySet[DispatchRule]) -> Iterable[DispatchRule]:
    return rules.order_by("category", "prefix", "id").iterator(chunk_size=500)
