"""Rating credits: for each rating the assignments it counts for, as the warehouse will read them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet

from huiying.cases.choices import AssignmentState, Part, ReplyState
from huiying.cases.models import Assignment, Callback, Case, CreditShare, Rating, Reply
from huiying.cases.rules.credits import PARTLY, WEIGHTS, Holding, Tally, mean, solved_value
from huiying.organisations.models import Unit

CHUNK = 500
Key = tuple[int, int]
"""Case and round."""


@dataclass(frozen=True)
class Credit:
    """One rating counted for one assignment. Values are None where nothing was asked."""

    rating: int
    case: int
    round: int
    assignment: int
    unit: int
    share: Fraction
    solved: Fraction | None
    result: Fraction
    manner: Fraction
    is_sampled: bool


def rating_credits(
    ratings: QuerySet[Rating] | None = None, *, partly: Fraction = PARTLY
) -> Iterator[Credit]:
    """(assignment, share, value) of each rating, oldest rating first; in constant memory.

    The lead is whoever gave the released reply of that round, also when another unit has the case
    now; others are credited as the reviewer fixed it for that round.
    """
    rows = Rating.objects.all() if ratings is None else ratings
    chunk: list[Rating] = []
    for rating in rows.order_by("id").iterator(chunk_size=CHUNK):
        chunk.append(rating)
        if len(chunk) == CHUNK:
            yield from _credits(chunk, partly)
            chunk = []
    yield from _credits(chunk, partly)


def _credits(ratings: list[Rating], partly: Fraction) -> Iterator[Credit]:
    held, sampled = holdings({(r.case_id, r.round) for r in ratings}), _sampled(ratings)
    for rating in ratings:
        for holding in held.get((rating.case_id, rating.round), ()):
            yield Credit(
                rating=rating.pk,
                case=rating.case_id,
                round=rating.round,
                assignment=holding.assignment,
                unit=holding.unit,
                share=holding.share,
                solved=solved_value(rating.solved, partly),
                result=WEIGHTS[rating.result],
                manner=WEIGHTS[rating.manner],
                is_sampled=sampled.get((rating.request_id, rating.case_id, rating.round), True),
            )


def _sampled(ratings: list[Rating]) -> Mapping[tuple[int, int, int], bool]:
    asked = Callback.objects.filter(case__in={each.case_id for each in ratings})
    rows = asked.values_list("request", "case", "round", "is_sampled")
    return {(request, case, number): drawn for request, case, number, drawn in rows}


def holdings(keys: Iterable[Key]) -> Mapping[Key, list[Holding]]:
    """Who is credited with a round of a case: as fixed at its release, else its lead alone."""
    wanted = set(keys)
    cases = {case for case, _ in wanted}
    fixed = CreditShare.objects.filter(case__in=cases).order_by("id")
    found: defaultdict[Key, list[Holding]] = defaultdict(list)
    for case, number, part, unit, share in fixed.values_list(
        "case", "round", "assignment", "assignment__unit", "share"
    ):
        found[case, number].append(Holding(part, unit, Fraction(share)))
    for key, lead in _leads(cases).items():
        found[key] = found[key] or [lead]
    return {key: found[key] for key in wanted if found[key]}


def _leads(cases: set[int]) -> Mapping[Key, Holding]:
    """Who gave the released reply of each round."""
    replied = Reply.objects.filter(
        assignment__case__in=cases, assignment__part=Part.LEAD, state=ReplyState.RELEASED
    )
    rows = replied.order_by("id").values_list(
        "assignment__case", "round", "assignment", "assignment__unit"
    )
    return {(case, number): Holding(part, unit) for case, number, part, unit in rows}


def sharing_parts(case: Case) -> QuerySet[Assignment]:
    """The parts that may have a share beside the lead: co-units that reported, and the leads of the
    parts split off this case whose reply was accepted."""
    reported = [AssignmentState.REPLIED, AssignmentState.ACCEPTED]
    co_units = Q(case=case, part=Part.CO, is_current=True, state__in=reported)
    children = Q(case__parent=case, part=Part.LEAD, state=AssignmentState.ACCEPTED, is_current=True)
    found = Assignment.objects.filter(co_units | children)
    return found.select_related("unit", "case").order_by("id")


def credited_units(case: Case) -> Mapping[int, list[tuple[str, Fraction]]]:
    """Round → (unit, share) of those for whom its ratings count; for the case page."""
    rounds = {(case.pk, number) for number in case.ratings.values_list("round", flat=True)}
    held = holdings(rounds)
    names = Unit.objects.in_bulk({each.unit for found in held.values() for each in found})
    return {
        number: [(names[each.unit].name, each.share) for each in found]
        for (_, number), found in held.items()
    }


def solve_tallies(credits_of: Iterable[Credit]) -> Mapping[int, Tally]:
    """Unit → k and n of the solve rate over sampled first rounds: each case weighs one (4.6)."""
    return _tallies((each, each.solved) for each in credits_of)


def result_tallies(credits_of: Iterable[Credit]) -> Mapping[int, Tally]:
    """The same of satisfaction with the result (4.7)."""
    return _tallies((each, each.result) for each in credits_of)


def _tallies(pairs: Iterable[tuple[Credit, Fraction | None]]) -> Mapping[int, Tally]:
    values: defaultdict[int, dict[int, Fraction]] = defaultdict(dict)
    shares: dict[tuple[int, int, int], Fraction] = {}
    for credit, value in pairs:
        if value is None or credit.round != 1 or not credit.is_sampled:
            continue
        values[credit.case][credit.rating] = value
        shares[credit.case, credit.unit, credit.assignment] = credit.share
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    for (case, unit, _), share in shares.items():
        worth = mean(values[case].values())
        if worth is not None:
            tallies[unit] = tallies[unit].plus(share, worth)
    return tallies
