"""The season calendar: entries a person sees, and how far this year's work is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huiying.cases.models import SeasonDone, SeasonEntry, SeasonTask, SeasonYear
from huiying.cases.queries.visibility import in_area
from huiying.cases.rules.season import season_at, window
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

NOT_ON = gettext_noop("The season has not come near yet.")


def season_for(person: Person, *, now: datetime) -> QuerySet[SeasonEntry]:
    """Entries of the areas a person sees, and those of their units, by month."""
    scope = scope_of(person, Permission.VIEW_CASES, on=local_date(now))
    if not scope:
        return SeasonEntry.objects.none()
    found = SeasonEntry.objects.filter(is_active=True)
    if not scope.everything:
        found = found.filter(in_area("area_code", scope) | Q(lead_unit__in=scope.unit_ids))
    return found.select_related("category", "area", "lead_unit")


@dataclass(frozen=True)
class Reminder:
    """One person who was reminded: when, by which ways, and whether it was read in the inbox."""

    name: str
    at: datetime
    ways: Sequence[str]
    is_read: bool


@dataclass(frozen=True)
class SeasonCard:
    """An entry with the year that is on (or being prepared for), if any."""

    entry: SeasonEntry
    starts: date
    ends: date
    year: SeasonYear | None
    tasks: Sequence[tuple[SeasonTask, SeasonDone | None]]
    cases: int
    reminded: Sequence[Reminder] = ()

    @property
    def done(self) -> int:
        return sum(1 for _, done in self.tasks if done)

    @property
    def is_on(self) -> bool:
        return self.year is not None


def card_of_season(entry: SeasonEntry, *, now: datetime) -> SeasonCard:
    """What is to be done for the season that is on, or comes next."""
    today = local_date(now)
    number = season_at(entry.first_month, entry.last_month, entry.ahead_days, today)
    shown = number if number is not None else next_year(entry, today)
    year = entry.years.filter(year=number).first() if number is not None else None
    done = {each.task_id: each for each in year.done.all()} if year else {}
    tasks = [
        (task, done.get(task.pk)) for task in entry.tasks.all() if task.is_active or task.pk in done
    ]
    starts, ends = window(entry.first_month, entry.last_month, shown)
    if year is None:
        return SeasonCard(entry, starts, ends, year, tasks, 0)
    cases = year.season_cases.count()
    return SeasonCard(entry, starts, ends, year, tasks, cases, reminders_of(entry, year))


def running_year(entry: SeasonEntry, *, now: datetime) -> SeasonYear:
    """The year of the season that is on or being prepared for. Raises NotPossible where it is not."""
    year = card_of_season(entry, now=now).year
    if year is None:
        raise NotPossible(NOT_ON)
    return year


def reminders_of(entry: SeasonEntry, year: SeasonYear) -> list[Reminder]:
    """Who was told that the season of this year comes near."""
    sent = Message.objects.filter(
        about=entry.subject, code=Code.SEASON, created_at__gte=year.reminded_at
    )
    by_person: dict[int, list[Message]] = {}
    for message in sent.select_related("person").order_by("id"):
        by_person.setdefault(message.person_id or 0, []).append(message)
    return [
        Reminder(
            name=found[0].person.name if found[0].person else "",
            at=found[0].created_at,
            ways=[str(each.get_channel_display()) for each in found],
            is_read=any(each.read_at for each in found),
        )
        for found in by_person.values()
    ]


def next_year(entry: SeasonEntry, today: date) -> int:
    """The year in which the next season of the entry begins."""
    return today.year if date(today.year, entry.first_month, 1) > today else today.year + 1


def seasons_to_begin(now: datetime) -> list[tuple[SeasonEntry, int]]:
    """Entries whose season has come near and whose unit has not been reminded yet."""
    today = local_date(now)
    begun = set(SeasonYear.objects.filter(year__gte=today.year - 1).values_list("entry_id", "year"))
    entries = SeasonEntry.objects.filter(is_active=True).select_related("lead_unit", "area")
    found = []
    for entry in entries:
        year = season_at(entry.first_month, entry.last_month, entry.ahead_days, today)
        if year is not None and (entry.pk, year) not in begun:
            found.append((entry, year))
    return found
