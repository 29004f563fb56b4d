"""The measures of domain 2.7, exactly as workflow 4 defines them; each is defined here and nowhere
else. Engines count, this module divides."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from huiying.warehouse import facts
from huiying.warehouse.questions import Answer, By, Counts, Key, Question, Tally, Where
from huiying.warehouse.worth import Worth, of_cells, worth_of

Cells = Mapping[Key, Counts]


@dataclass(frozen=True)
class Figure:
    """What a measure says of one group: k of n, or the spread of a duration in minutes.

    `value` is k/n, None where there is no base; shown as per cent for rates.
    """

    k: Fraction
    n: Fraction
    more: Mapping[str, int | None]

    @property
    def value(self) -> Fraction | None:
        return self.k / self.n if self.n else None


@dataclass(frozen=True)
class Measure:
    """A name, what is counted, and how the counts become a figure."""

    name: str
    title: str
    facts: facts.FactType
    tallies: tuple[Tally, ...]
    figure: Callable[[Cells], Figure]
    where: tuple[Where, ...] = ()
    split: tuple[str, ...] = ()
    unit: str = "%"
    worth: Worth | None = None
    """k and n alone, in whole numbers that add up; None where the figure is not such a rate."""

    def question(self, first: int, last: int, by: tuple[By, ...]) -> Question:
        return Question(self.facts, first, last, by, self.where, self.tallies, self.split)

    def figures(self, answer: Answer) -> dict[Key, Figure]:
        return {group: self.figure(cells) for group, cells in answer.items()}


def _is(column: str, value: int | str = 1) -> Where:
    return Where(column, "=", value)


LEAD, CO = _is("part", "LEAD"), _is("part", "CO")
ROUND_1, SAMPLED = _is("round"), _is("sampled")
N = Tally("n")
GRADES = {
    "5": Fraction(1), "4": Fraction(1), "3": Fraction(4, 5), "2": Fraction(0), "1": Fraction(0),
}  # fmt: skip
PARTLY = Fraction(1, 2)
"""What “partly solved” is worth unless a scheme says otherwise (s, 0 … 0.5)."""
COUNTED = Worth((("k", 1),))
SOLVED = worth_of({"yes": Fraction(1), "partly": PARTLY}, shared=True)
TOP = worth_of(dict.fromkeys(("g5", "g4", "g3"), Fraction(1)), shared=True)
ANSWERED_FOR = ("HELP", "COMPLAINT", "TIP_OFF", "QUESTION")
LEFT_OUT = {
    "sign": "签收", "contact": "先行联系", "response": "响应", "on_time": "按时办结", "solve": "解决",
    "result": "满意", "manner": "态度满意",
}  # fmt: skip
"""Exclusion is granted by measure; its share is published for each (4.12)."""


def _sum(cells: Cells, name: str) -> int:
    return sum(counts[name] for counts in cells.values())


def _sums(cells: Cells, names: Iterable[str]) -> dict[str, int | None]:
    return {name: _sum(cells, name) for name in names if cells}


def _ratio(cells: Cells) -> Figure:
    more = _sums(cells, next(iter(cells.values()), {}))
    return Figure(Fraction(more.get("k") or 0), Fraction(more.get("n") or 0), more)


def _shared(cells: Cells, worth: Worth) -> Figure:
    """Each case weighs one: the mean of its answers, shared as credited (4.6, 4.7).

    In whole numbers until the end, for a city has tens of thousands of cells.
    """
    return Figure(*of_cells(worth, cells).exact, {})


def _solved(cells: Cells) -> Figure:
    return replace(_shared(cells, SOLVED), more=_sums(cells, ("yes", "partly", "no")))


def _graded(letter: str) -> Callable[[Cells], Figure]:
    """The same with grades (4.7)."""
    names = tuple(letter + grade for grade in GRADES)
    worth = _worth_of_grades(letter)

    def figure(cells: Cells) -> Figure:
        return replace(_shared(cells, worth), more=_sums(cells, (*names, "by_link")))

    return figure


def _worth_of_grades(letter: str) -> Worth:
    return worth_of({letter + grade: value for grade, value in GRADES.items()}, shared=True)


def _lasted(cells: Cells) -> Figure:
    """Mean, median and p90 (nearest rank) of minutes, from how often each occurs (4.10)."""
    spread = sorted((int(m), counts["n"]) for (m,), counts in cells.items() if m is not None)
    total = sum(n for _, n in spread)
    whole = sum(minutes * n for minutes, n in spread)
    more = {
        "median": _nearest(spread, total, Fraction(1, 2)),
        "p90": _nearest(spread, total, Fraction(9, 10)),
        "open_past_due": _sum(cells, "open_past_due"),
    }
    return Figure(Fraction(whole), Fraction(total), more)


def _nearest(spread: list[tuple[int, int]], total: int, share: Fraction) -> int | None:
    """The smallest value with cumulative count ≥ share · total."""
    reached = 0
    for value, count in spread:
        reached += count
        if reached >= share * total:
            return value
    return None


def _grades(letter: str) -> tuple[Tally, ...]:
    return (N, *(Tally(letter + g, of=letter + g) for g in GRADES), Tally("by_link", of="by_link"))


def _in(column: str) -> Where:
    """Not excluded for this measure (4.12)."""
    return _is(column, 0)


def _clock_rates(part: Where, prefix: str, title: str) -> Iterator[Measure]:
    """Rates that lead and co-units each have, never mixed (4.1)."""
    sign = (_is("clock", "SIGN"), part, _in("out"), _is("cancelled", 0))
    yield Measure(f"{prefix}sign", f"{title}签收率", facts.CLOCKS, (N, Tally("k", (_is("in_time"),))), _ratio, sign)  # fmt: skip
    response = tuple(_is(each) for each in ("signed", "contacted", "replied"))
    yield Measure(
        f"{prefix}response", f"{title}响应率", facts.ASSIGNMENTS, (N, Tally("k", response)),
        _ratio, (part, _in("out_response")),
    )  # fmt: skip
    yield Measure(
        f"{prefix}on_time", f"{title}按时办结率", facts.ASSIGNMENTS,
        (N, Tally("k", (_is("replied"),)), Tally("unextended", (_is("replied_unextended"),))),
        _ratio, (part, _in("out_on_time")),
    )  # fmt: skip


def _all() -> Iterator[Measure]:
    yield from _clock_rates(LEAD, "", "")
    yield from _clock_rates(CO, "co_", "协办")
    yield Measure(
        "contact", "先行联系率", facts.ASSIGNMENTS, (N, Tally("k", (_is("contacted"),))), _ratio,
        (LEAD, _is("contact_allowed"), _in("out_contact")),
    )  # fmt: skip
    asked = (SAMPLED, ROUND_1, Where("answers", ">=", 1), Where("kind", "in", ANSWERED_FOR))
    answers = (N, *(Tally(each, of=each) for each in ("yes", "partly", "no")))
    credited = ("answers", "share")
    yield Measure("solve", "解决率", facts.RATINGS, answers, _solved, (*asked, _in("out_solve")), credited, worth=SOLVED)  # fmt: skip
    graded = (SAMPLED, ROUND_1, Where("graded", ">=", 1))
    for name, title, letter, out in (
        ("satisfaction", "满意率", "g", "out_result"),
        ("manner", "态度满意率", "m", "out_manner"),
    ):
        yield Measure(name, title, facts.RATINGS, _grades(letter), _graded(letter), (*graded, _in(out)), ("graded", "share"), worth=_worth_of_grades(letter))  # fmt: skip
    top = tuple(Tally(f"g{grade}", of=f"g{grade}") for grade in "54321")
    yield Measure(
        "recovery", "整改满意率", facts.RATINGS, (N, *top), _recovered,
        (SAMPLED, Where("round", ">=", 2), Where("graded", ">=", 1)), ("graded", "share"), worth=TOP,
    )  # fmt: skip
    final = (SAMPLED, _is("last"), *asked[2:], _in("out_solve"))
    yield Measure("final_solve", "最终解决率", facts.RATINGS, answers, _solved, final, credited, worth=SOLVED)  # fmt: skip
    yield Measure("repeat", "重复率", facts.ASSIGNMENTS, (N, Tally("k", (_is("repeated"),))), _ratio, (LEAD,))  # fmt: skip
    for name, title in LEFT_OUT.items():
        left = Tally("k", (_is(f"out_{name}"),))
        yield Measure(f"excluded_{name}", f"{title}剔除率", facts.ASSIGNMENTS, (N, left), _ratio, (LEAD,))  # fmt: skip
    reached = Where("state", "in", ("ANSWERED", "DISPOSED"))
    due = Where("state", "in", ("ANSWERED", "DISPOSED", "NOT_REACHED", "DECLINED"))
    yield Measure("valid_callback", "有效回访率", facts.CALLBACKS, (N, Tally("k", (reached,))), _ratio, (due,))  # fmt: skip
    for name, title, reworked in (("first_close", "一次办结率", 0), ("rework", "重办率", 1)):
        yield Measure(name, title, facts.CLOSINGS, (N, Tally("k", (_is("reworked", reworked),))), _ratio)  # fmt: skip
    for name, title in (("returned", "退单率"), ("refused", "退单被驳回率")):
        measure = "return" if name == "returned" else "refused_return"
        yield Measure(measure, title, facts.DISPATCHES, (N, Tally("k", (_is(name),))), _ratio, (LEAD,))  # fmt: skip
    for name, title, urgent in (("duration", "平均办理时长", "in"), ("urgent_duration", "紧急件平均办理时长", "=")):  # fmt: skip
        kinds = ("P1", "P2") if urgent == "=" else ("P3", "P4", "P5", "P6")
        late = Tally("open_past_due", (_is("late"),))
        yield Measure(
            name, title, facts.ASSIGNMENTS, (N, late), _lasted,
            (LEAD, Where("priority", "in", kinds)), ("minutes",), unit="min",
        )  # fmt: skip
    yield from _of_data()
    yield Measure("cases", "立案数", facts.CASES, (N, Tally("k", of="requests")), _counted, unit="")
    yield Measure("logins", "登录次数", facts.LOGINS, (N, Tally("k", of="logins")), _counted, unit="")  # fmt: skip


LACKS = ("without_reply", "without_contact", "without_proof", "without_place")
FAULTS = ("wrong_order", "unasked", "unknown_unit")


def _of_data() -> Iterator[Measure]:
    """How whole, timely and trustworthy what is reported is (completeness, timeliness, checks)."""

    def counted(names: Iterable[str]) -> tuple[Tally, ...]:
        return tuple(Tally(name, of=name) for name in names)

    def rate(name: str, title: str, fact: facts.FactType, k: str, more: Iterable[str] = (), **where: str) -> Measure:  # fmt: skip
        held = tuple(_is(column, value) for column, value in where.items())
        return Measure(name, title, fact, (N, Tally("k", (_is(k),)), *counted(more)), _ratio, held)

    yield rate("reported", "应报进展报送率", facts.REPORTS, "done")
    yield rate("reported_in_time", "应报进展及时率", facts.REPORTS, "in_time")
    yield rate("complete", "台账完整率", facts.RECORDS, "complete", LACKS)
    yield rate("sound", "校验通过率", facts.RECORDS, "sound", FAULTS)
    yield rate("review_in_time", "审核及时率", facts.FOLLOW_UPS, "in_time", clock="REVIEW")
    yield rate("callback_in_time", "回访及时率", facts.FOLLOW_UPS, "in_time", clock="CALLBACK")
    yield rate("presence", "上线率", facts.PRESENCE, "present")
    yield rate("standing_out", "异常值占比", facts.STANDOUTS, "out")


def _recovered(cells: Cells) -> Figure:
    """The share of the top three grades after rework (4.7)."""
    return _shared(cells, TOP)


def _counted(cells: Cells) -> Figure:
    """A plain count: k, over nothing."""
    return Figure(Fraction(_sum(cells, "k")), Fraction(1), {"rows": _sum(cells, "n")})


def _with_worth(measure: Measure) -> Measure:
    return replace(measure, worth=COUNTED) if measure.figure is _ratio else measure


MEASURES: Mapping[str, Measure] = {each.name: _with_worth(each) for each in _all()}
"""Every measure by its name."""
