"""People asked, and what they said, credited to whoever did the work (workflow 4.6–4.8)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiying.cases.choices import CallbackState, RatingMode, Solved
from huiying.cases.choices.appealing import Measure
from huiying.cases.facts.chunks import Keys, chunks, day_of, of_unit
from huiying.cases.models import Assignment, Callback, Case, Exclusion, Rating
from huiying.cases.queries.credits import holdings
from huiying.warehouse.facts import Row, Value

ENDED = (
    CallbackState.ANSWERED,
    CallbackState.DISPOSED,
    CallbackState.NOT_REACHED,
    CallbackState.DECLINED,
)
SOLVED = {Solved.YES: "yes", Solved.PARTLY: "partly", Solved.NO: "no"}
BY_LINK = (RatingMode.LINK, RatingMode.PAGE)


@dataclass
class Said:
    """What all persons of a case said about one round."""

    ended: datetime
    sampled: bool
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def callbacks(keys: Keys) -> Iterator[Row]:
    """One row a person asked, once it is over; those cancelled are none."""
    for ids in chunks(keys):
        over = Callback.objects.filter(case__in=ids, state__in=ENDED, ended_at__isnull=False)
        for each in over.select_related("case").order_by("pk"):
            assert each.ended_at is not None
            yield {
                "day": day_of(each.ended_at),
                "area_code": each.case.area_code,
                "case": each.case_id,
                "state": each.state,
                "round": each.round,
                "sampled": int(each.is_sampled),
            }


def ratings(keys: Keys) -> Iterator[Row]:
    """One row a credited part of a rated round."""
    for ids in chunks(keys):
        said = _said(ids)
        credited = holdings(said)
        parts = Assignment.objects.select_related("unit").in_bulk(
            {holding.assignment for each in credited.values() for holding in each}
        )
        out: defaultdict[int, set[str]] = defaultdict(set)
        left_out = Exclusion.objects.filter(assignment__in=parts)
        for number, measure in left_out.values_list("assignment", "measure"):
            out[number].add(measure)
        matters = Case.objects.in_bulk(ids)
        last = {case: turn for case, turn in sorted(said) if said[case, turn].counts["answers"]}
        for (case, turn), holders in sorted(credited.items()):
            for holding in holders:
                part = parts[holding.assignment]
                yield {
                    **_row(said[case, turn], matters[case]),
                    **of_unit(part.unit),
                    "part": part.part,
                    "round": turn,
                    "share": int(holding.share * 100),
                    "last": int(last.get(case) == turn),
                    **_out(out[part.pk]),
                }


def _said(ids: list[int]) -> Mapping[tuple[int, int], Said]:
    """(case, round) → what was said, once its callbacks were concluded."""
    asked = Callback.objects.filter(case__in=ids, ended_at__isnull=False)
    found: dict[tuple[int, int], Said] = {}
    for case, number, ended, sampled in asked.values_list(
        "case", "round", "ended_at", "is_sampled"
    ):
        assert ended is not None
        before = found.get((case, number))
        found[case, number] = Said(max(ended, before.ended) if before else ended, sampled)
    rated = set()
    for rating in Rating.objects.filter(case__in=ids).order_by("pk"):
        key = (rating.case_id, rating.round)
        if key in found:
            _count(found[key].counts, rating)
            rated.add(key)
    return {key: found[key] for key in rated}


def _count(counts: dict[str, int], rating: Rating) -> None:
    word = SOLVED.get(Solved(rating.solved))
    if word:
        counts[word] += 1
        counts["answers"] += 1
    counts["graded"] += 1
    counts[f"g{rating.result}"] += 1
    counts[f"m{rating.manner}"] += 1
    counts["by_link"] += rating.mode in BY_LINK


def _row(said: Said, case: Case) -> dict[str, Value]:
    names = ["answers", "yes", "partly", "no", "graded", "by_link"]
    names += [letter + grade for letter in "gm" for grade in "54321"]
    return {
        "day": day_of(said.ended),
        "area_code": case.area_code,
        "case": case.pk,
        "kind": case.kind,
        "sampled": int(said.sampled),
        **{name: said.counts[name] for name in names},
    }


def _out(measures: set[str]) -> dict[str, int]:
    return {
        "out_solve": int(Measure.SOLVE in measures),
        "out_result": int(Measure.RESULT in measures),
        "out_manner": int(Measure.MANNER in measures),
    }
