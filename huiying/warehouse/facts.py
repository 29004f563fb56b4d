"""Fact types: what a slice hands over, a row for everything that is counted.

A row holds whole numbers and texts only. `day` (20261122) is when the row counts: the date on which
workflow 4.1 has it judged; its month is the part of the store it lies in. Yes and no are 1 and 0.
Units are written down as they were: code, name and kind of that day, besides the number.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Value = int | str | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Column:
    name: str
    kind: Literal["int", "text"] = "int"


@dataclass(frozen=True)
class FactType:
    """Rows of one sort. All rows with one value of `key` are replaced together."""

    name: str
    key: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Source:
    """What a slice offers: a fact type, its rows, and the keys that changed.

    `rows(keys)` yields the rows of these keys, of all when None; a key that no longer has any yields
    none. `changed(since)` gives every key that may have other rows than at that time; too many do no
    harm, one too few does.
    """

    fact: FactType
    rows: Callable[[Collection[int] | None], Iterable[Row]]
    changed: Callable[[datetime], set[int]]


UNIT = (
    Column("unit"),
    Column("unit_code", "text"),
    Column("unit_name", "text"),
    Column("unit_kind", "text"),
)
"""Whose work it was, as the unit was then."""

PLACE = (Column("day"), Column("area_code", "text"))


def fact(name: str, key: str, *, texts: str = "", numbers: str = "", unit: bool = True) -> FactType:
    """A fact type with day and area, perhaps a unit, and the columns named."""
    own = (Column(key), *(Column(each, "text") for each in texts.split()))
    named = (*own, *(Column(each) for each in numbers.split()))
    return FactType(name, key, (*PLACE, *(UNIT if unit else ()), *named))


CASES = fact("cases", "case", texts="kind category channel", numbers="requests", unit=False)
"""One a case, on the day it was opened."""

ASSIGNMENTS = fact(
    "assignments",
    "case",
    texts="part kind priority",
    numbers="assignment contact_allowed signed contacted replied replied_unextended late minutes "
    "out_sign out_contact out_response out_on_time out_solve out_result out_manner repeated",
)
"""One a part of a case, on the day of its final round-1 due date, for what A is (workflow 4.1)."""

CLOCKS = fact("clocks", "case", texts="clock part", numbers="assignment in_time cancelled out")
"""One a sign or contact clock of a part, on the day it was due; returned parts included."""

DISPATCHES = fact("dispatches", "case", texts="part", numbers="assignment returned refused")
"""One a part of a case, on the day it was dispatched."""

CLOSINGS = fact("closings", "case", texts="kind", numbers="reworked")
"""One a case, on the day it was first closed; its unit leads."""

CALLBACKS = fact("callbacks", "case", texts="state", numbers="round sampled", unit=False)
"""One a person asked, on the day it was concluded."""

RATINGS = fact(
    "ratings",
    "case",
    texts="kind part",
    numbers="round sampled share answers yes partly no graded g5 g4 g3 g2 g1 m5 m4 m3 m2 m1 "
    "by_link out_solve out_result out_manner last",
)
"""One a credited part of a round, on the day its callbacks were concluded; `share` in hundredths.

`last` where no later round of the case has an answer."""

LOGINS = fact("logins", "day_key", numbers="logins people", unit=False)
"""One a day and area in which somebody of the staff signed in."""

REPORTS = fact("reports", "case", texts="clock", numbers="assignment done in_time")
"""One a date on which a unit was to report (progress, next step of a plan, hard case), on that day."""

RECORDS = fact(
    "records",
    "case",
    numbers="complete without_reply without_contact without_proof without_place "
    "sound wrong_order unasked unknown_unit",
)
"""One a case, on the day it was first closed: what its record lacks, and what cannot be as it says."""

FOLLOW_UPS = fact("followups", "case", texts="clock", numbers="in_time", unit=False)
"""One a clock of those who review and call back, on the day it was due."""

PRESENCE = fact("presence", "day_key", numbers="present", unit=False)
"""One a working day and area in which somebody of the staff has work: whether anybody signed in."""

STANDOUTS = fact("standouts", "month_key", texts="measure", numbers="out")
"""One a month, unit and rate large enough to be compared: whether it lies far outside its group.

Reckoned from the roll-ups of months that are over, not handed over by any slice."""

SUCCESSIONS = fact(
    "successions", "succession", texts="change heir_code heir_name heir_kind", numbers="heir"
)
"""One a unit that was renamed, merged or split and each that took over, on the day of it."""

JUDGED_WHEN_DUE = (ASSIGNMENTS, CLOCKS, REPORTS, FOLLOW_UPS)
"""Facts that lie on their due date; what is due today or later is not decided yet (4.1)."""

FACTS = {
    each.name: each
    for each in (
        CASES, ASSIGNMENTS, CLOCKS, DISPATCHES, CLOSINGS, CALLBACKS, RATINGS, LOGINS,
        REPORTS, RECORDS, FOLLOW_UPS, PRESENCE, STANDOUTS,
        SUCCESSIONS,
    )
}  # fmt: skip
