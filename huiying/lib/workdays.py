"""Working days, office hours and the instants at which a time limit ends.

Rules: a period does not count its first day and ends at 24:00 of its last day (Civil Code, chapter
on periods); State Council holiday notices move working days each year, so a year without its notice
is unknown and is never guessed silently.

Due instants are exclusive: an act at `t` is in time if and only if `t < due`. All instants are aware
and kept to the second; results are in Asia/Shanghai.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import NotPossible, gettext_noop

DAY = timedelta(days=1)
SATURDAY = 5
STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that fall on the same date every year."""


class Kind(Enum):
    """What a notice says of a date, against the plain Monday-to-Friday rule."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


class Unit(Enum):
    """What a time limit is counted in."""

    WD = "wd"  # working days
    OH = "oh"  # minutes of office hours
    CH = "ch"  # minutes by the clock, day and night
    DAYS = "days"  # calendar days, the last of which rolls to a working day


@dataclass(frozen=True)
class Limit:
    """A time limit: days for WD and DAYS, minutes for OH and CH."""

    amount: int
    unit: Unit


class UnknownYear(NotPossible):
    """The holiday notice of this year is not loaded."""

    def __init__(self, year: int) -> None:
        super().__init__(
            gettext_noop("The working-day calendar of %(year)s is not loaded yet."), year=year
        )
        self.year = year


@dataclass(frozen=True)
class Span:
    """An unbroken piece of office time within one day."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"An office must open before it closes: {self.opens}, {self.closes}")


@dataclass(frozen=True)
class OfficeHours:
    """The spans of every working day from `valid_from` to `valid_to`, both included."""

    spans: tuple[Span, ...]
    valid_from: date = date.min
    valid_to: date = date.max


USUAL_SPANS = (Span(time(8, 30), time(12)), Span(time(13, 30), time(17, 30)))


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are worked, and when offices are open on them.

    `overrides` are the dates of the notices; `years` the years whose notice is loaded; of several
    `hours` valid on a day the one that began last counts; `day_hours` are single days that differ
    (a half day is one full working day, with fewer office hours). With `provisional`, unknown years
    are taken as Monday to Friday without the statutory days instead of raising `UnknownYear`.
    """

    overrides: Mapping[date, Kind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    hours: tuple[OfficeHours, ...] = ()
    day_hours: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    provisional: bool = False

    def provisional_twin(self) -> "Calendar":
        """The same calendar, guessing the years it does not know."""
        return replace(self, provisional=True)

    # Days -----------------------------------------------------------------------------------

    def is_workday(self, day: date) -> bool:
        """Raises `UnknownYear` for a year that is not loaded, unless provisional."""
        known = day.year in self.years
        if not known and not self.provisional:
            raise UnknownYear(day.year)
        kind = self.overrides.get(day)
        if kind is not None:
            return kind is Kind.WORKDAY
        return day.weekday() < SATURDAY and (known or (day.month, day.day) not in STATUTORY)

    def add_wd(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself never counts; n = 0 gives `day`."""
        for _ in range(n):
            day = self.roll(day + DAY)
        return day

    def roll(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_workday(day):
            day += DAY
        return day

    def wd_between(self, after: date, until: date) -> int:
        """Number of working days x with after < x <= until."""
        days = (until - after).days
        return sum(self.is_workday(after + DAY * n) for n in range(1, days + 1))

    def pause_wd(self, last_day: date, paused: date, resumed: date) -> date:
        """The new last day of a clock that stood still from `paused` to `resumed`."""
        return self.add_wd(last_day, self.wd_between(paused, resumed))

    def extend(self, last_day: date, n: int) -> date:
        """The new last day: n working days from the old one, not from the decision."""
        return self.add_wd(last_day, n)

    def late_decider(self, last_day: date, limit: date, decided: date) -> date:
        """Gives back the working days by which a decision came after its own limit day."""
        return self.add_wd(last_day, self.wd_between(limit, decided))

    # Instants -------------------------------------------------------------------------------

    def due_wd(self, start: datetime, n: int) -> datetime:
        """24:00 of the n-th working day after the day of `start`."""
        return end_of(self.add_wd(local_date(start), n))

    def due_days(self, start: datetime, n: int) -> datetime:
        """24:00 of the n-th calendar day, rolled on to a working day."""
        return end_of(self.roll(local_date(start) + DAY * n))

    def due_ch(self, start: datetime, minutes: int) -> datetime:
        """`minutes` later by the clock; never rolled."""
        return to_second(start) + timedelta(minutes=minutes)

    def due_oh(self, start: datetime, minutes: int) -> datetime:
        """The instant the last office minute is used; at closing time it stays at closing time."""
        return self._after_office_time(to_second(start), timedelta(minutes=minutes))

    def pause_ch(self, due: datetime, paused: datetime, resumed: datetime) -> datetime:
        return to_second(resumed) + (due - to_second(paused))

    def pause_oh(self, due: datetime, paused: datetime, resumed: datetime) -> datetime:
        return self._after_office_time(to_second(resumed), self.office_time(paused, due))

    # Office hours ---------------------------------------------------------------------------

    def spans(self, day: date) -> tuple[Span, ...]:
        """Office hours of a day; none when it is not worked."""
        if not self.is_workday(day):
            return ()
        if day in self.day_hours:
            return self.day_hours[day]
        valid = [h for h in self.hours if h.valid_from <= day <= h.valid_to]
        return max(valid, key=lambda h: h.valid_from).spans if valid else USUAL_SPANS

    def office_time(self, since: datetime, until: datetime) -> timedelta:
        """Office time from one instant to another; nothing if `until` is not later."""
        start, end = to_second(since), to_second(until)
        total = timedelta()
        for opens, closes in self._open_from(start, until=end):
            total += max(min(closes, end) - opens, timedelta())
        return total

    def opening(self, day: date) -> datetime:
        """When the offices open on a working day."""
        first, *_ = self.spans(day) or USUAL_SPANS
        return datetime.combine(day, first.opens, SHANGHAI)

    def _open_from(
        self, start: datetime, until: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        """Open pieces from `start` on, the first cut at `start`."""
        day = start.date()
        while until is None or datetime.combine(day, time.min, SHANGHAI) < until:
            for span in self.spans(day):
                opens = datetime.combine(day, span.opens, SHANGHAI)
                closes = datetime.combine(day, span.closes, SHANGHAI)
                if start < closes:
                    yield max(opens, start), closes
            day += DAY

    def _after_office_time(self, start: datetime, rest: timedelta) -> datetime:
        if not rest:
            return start
        for opens, closes in self._open_from(start):
            if rest <= closes - opens:
                return opens + rest
            rest -= closes - opens
        raise AssertionError("unreachable: the walk over office hours has no end")


@dataclass(frozen=True)
class Due:
    """When a limit ends, and whether a year had to be guessed for it."""

    at: datetime
    is_provisional: bool = False


def due_at(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The exclusive instant at which `limit` ends. Raises `UnknownYear` if `calendar` is strict."""
    reckon = {
        Unit.WD: calendar.due_wd,
        Unit.OH: calendar.due_oh,
        Unit.CH: calendar.due_ch,
        Unit.DAYS: calendar.due_days,
    }
    return reckon[limit.unit](start, limit.amount)


def due_or_provisional(start: datetime, limit: Limit, calendar: Calendar) -> Due:
    """As `due_at`, but a year that is not loaded gives a provisional due instead of an error."""
    try:
        return Due(due_at(start, limit, calendar))
    except UnknownYear:
        return Due(due_at(start, limit, calendar.provisional_twin()), is_provisional=True)


def warnings_at(start: datetime, due: datetime, unit: Unit, calendar: Calendar) -> list[datetime]:
    """When to warn, oldest first: WD and DAYS clocks at the opening of the last working day and of
    the one before, OH and CH clocks when 50 % and 80 % of the time is used. Never before `start`.
    """
    if unit is Unit.CH:
        whole = due - start
        found = [to_second(start + whole * part / 100) for part in (50, 80)]
    elif unit is Unit.OH:
        minutes = int(calendar.office_time(start, due) / timedelta(minutes=1))
        found = [calendar.due_oh(start, minutes * part // 100) for part in (50, 80)]
    else:
        found = [calendar.opening(day) for day in _last_two_workdays(last_day(due), calendar)]
    return [at for at in found if at > start]


def _last_two_workdays(day: date, calendar: Calendar) -> Iterable[date]:
    before = day - DAY
    while not calendar.is_workday(before):
        before -= DAY
    return before, day


def to_second(instant: datetime) -> datetime:
    """The instant in China, cut to the second."""
    return instant.astimezone(SHANGHAI).replace(microsecond=0)


def end_of(day: date) -> datetime:
    """24:00 of a day, which is 00:00 of the next."""
    return datetime.combine(day + DAY, time.min, SHANGHAI)


def last_day(due: datetime) -> date:
    """The last day on which an act is still in time, for at least a second."""
    return (to_second(due) - timedelta(seconds=1)).date()


def in_time(done: datetime, due: datetime) -> bool:
    """Due instants are exclusive: an act at the very instant is late."""
    return done < due


def shown(due: datetime) -> tuple[date, str]:
    """Day and time as people read them: (9 October, "24:00"), never (10 October, "00:00")."""
    local = to_second(due)
    if local.time() == time.min:
        return local.date() - DAY, "24:00"
    return local.date(), local.strftime("%H:%M")
