"""Reads what a bulletin says, and lists of how many people live where."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import override

from huiying.analytics.choices import BY_KEY, LOOP, OF_UNITS, Shown
from huiying.analytics.models import Bulletin
from huiying.analytics.presenters.bulletins import (
    COPIES,
    PLACES,
    Comparison,
    Issue,
    hidden_in,
    size_of,
)
from huiying.analytics.presenters.figures import heat_rows, tiles, value_of
from huiying.analytics.presenters.pictures import backlog_of, trend_of
from huiying.analytics.queries.boards import (
    Own,
    Tally,
    areas_compared,
    heat,
    own_figures,
    units_compared,
)
from huiying.analytics.queries.subjects import (
    LEVEL_OF,
    Subject,
    area_subject,
    areas_below,
    reach_of,
    units_beside,
)
from huiying.analytics.rules import Period, months_between, shifted
from huiying.appraisal.queries.figures import last_good
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.codes import PREFIX_LENGTH, pad12
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.small_cells import LEAST, suppressed
from huiying.lib.spreadsheet import Table
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.organisations.queries import group_keys
from huiying.people.choices import Permission

MEASURES = tuple(dict.fromkeys(one.measure for one in LOOP))
GONE = gettext_noop("You may no longer see the figures of %(area)s.")
UNBUILT = gettext_noop("There are no figures yet. Please have them built first.")


def issue_of(one: Bulletin, *, now: datetime) -> tuple[Issue, str]:
    """What a bulletin says, and the snapshot it says it from. What its maker may see is asked when it
    is made. Raises NotAllowed, or NotPossible when there are no figures."""
    with override("zh-hans"):
        return _issue(one, now)


def _issue(one: Bulletin, now: datetime) -> tuple[Issue, str]:
    good = last_good()
    if good is None or good.made_at is None:
        raise NotPossible(UNBUILT)
    today = local_date(now)
    on = min(shifted(one.month, 1) - timedelta(days=1), today)
    period = Period("month", one.month, one.month, on)
    subject = area_subject(one.prefix, reach_of(one.by, today), period.on)
    if subject is None or not may(one.by, Permission.EXPORT, area=subject.code, on=today):
        raise NotAllowed(GONE, area=one.name)
    own = own_figures(subject, period, MEASURES)
    below = areas_below(subject.area, period.on) if subject.area else []
    groups, counts = heat([each for each in below if each.level < 5], subject, period)
    rows = heat_rows([(each.code, each.name) for each in groups], (), counts, subject.key)
    told = suppressed({row.code: row.total for row in rows})
    made = now.astimezone(SHANGHAI)
    issue = Issue(
        area=one.name,
        number=f"通报{one}",
        month=one.month,
        day=today,
        known_until=f"{good.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        mark=f"{one.by.name or one.by.username}（{one.by.username}） {made:%Y-%m-%d %H:%M} 导出",
        tiles=tiles(own, period, LOOP[0]),
        voices=trend_of(own, period, BY_KEY["voices"]),
        voices_values=_by_month(own, period, "voices"),
        satisfied=trend_of(own, period, BY_KEY["satisfaction"]),
        satisfied_values=_by_month(own, period, "satisfaction"),
        comparisons=_comparisons(subject, below, period),
        heat=[(row.name, told[row.code]) for row in rows],
        backlog=backlog_of(own),
        copies=COPIES.get(len(one.prefix), ""),
        few=frozenset(key for place, key in hidden_in(LOOP, [_whole(own, period)])),
    )
    return issue, good.snapshot


def _by_month(own: Own, period: Period, key: str) -> list[float | None]:
    shown = BY_KEY[key]
    tallies = [
        own.in_month(shown.measure, m) for m in months_between(period.trend_from, period.last)
    ]
    few = [0 < size_of(shown, tally) < LEAST for tally in tallies]
    return [
        None if is_few else value_of(shown, tally)
        for tally, is_few in zip(tallies, few, strict=True)
    ]


def _whole(own: Own, period: Period) -> dict[str, Tally]:
    return {name: own.of(name, period.first, period.last) for name in MEASURES}


def _comparisons(subject: Subject, below: list[Area], period: Period) -> list[Comparison]:
    found = []
    if below:
        tallies = areas_compared(below, period, MEASURES)
        rows = [(each.prefix, each.name) for each in below]
        title = PLACES.get(below[0].level, str(below[0].get_level_display()))
        found.append(_comparison((title, "按诉求发生地"), rows, tallies, LOOP))
    units = units_beside(subject.area, period.on) if subject.area else []
    tallies = units_compared(units, period, MEASURES, whole=False)
    for kind in dict.fromkeys(each.kind for each in units):
        like = [each for each in units if each.kind == kind]
        named = [(str(each.pk), each.name) for each in like]
        title = f"各{like[0].get_kind_display()}"
        found.append(_comparison((title, "按主办单位"), named, tallies, OF_UNITS))
    return [each for each in found if each.has_any]


def _comparison(
    title: tuple[str, str],
    rows: list[tuple[str, str]],
    tallies: Mapping[tuple[str, str], Tally],
    loop: Sequence[Shown],
) -> Comparison:
    own = [
        {name: tally for (key, name), tally in tallies.items() if key == wanted}
        for wanted, _ in rows
    ]
    return Comparison(*title, [name for _, name in rows], own, loop, hidden_in(loop, own))


VILLAGE = PREFIX_LENGTH[Level.VILLAGE]
CODE, PEOPLE = ("code", "区划代码", "代码"), ("people", "人口", "常住人口")
NO_COLUMN = gettext_noop("The list needs two columns: code (区划代码) and people (人口).")
BAD_ROW = gettext_noop(
    "Row %(row)s: please give a code of 12 digits (14 for a group) and a whole number of people."
)


def populations_in(table: Table, on: date) -> dict[str, int]:
    """Prefix → people, of a list with the columns code and people. Raises NotPossible."""
    heads = [str(each or "").strip() for each in table.header]
    try:
        code = next(n for n, each in enumerate(heads) if each in CODE)
        people = next(n for n, each in enumerate(heads) if each in PEOPLE)
    except StopIteration:
        raise NotPossible(NO_COLUMN) from None
    found: dict[str, int] = {}
    for number, row in enumerate(table.rows, 2):
        said, n = str(row[code] or "").strip(), str(row[people] or "").strip().removesuffix(".0")
        full = pad12(said)
        if not re.fullmatch(r"[1-9]\d{11}(\d\d)?", full) or not n.isdecimal() or len(n) > 9:
            raise NotPossible(BAD_ROW, row=number)
        found[full] = int(n)
    return prefixes_of(found, on)


def prefixes_of(people: Mapping[str, int], on: date) -> dict[str, int]:
    """Prefix → people, of codes; those that name no area are left out. A code of 12 digits stands for the
    widest area it may name, one of 14 for a group of a village."""
    rows = Area.objects.filter(valid_to=None, code__in=list(people)).order_by("-level")
    lengths = {level: length for length, level in LEVEL_OF.items()}
    levels = dict(rows.values_list("code", "level"))
    areas = {code[: lengths[level]]: people[code] for code, level in levels.items()}
    villages = {code[:VILLAGE] for code in people if len(code) > VILLAGE}
    known = group_keys(villages, on)
    return areas | {key: people[key] for key in known & people.keys()}
