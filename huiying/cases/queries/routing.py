"""Units that the dispatch catalogue names for the place and matter that a case's own words speak of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Reading
from huiying.cases.queries.catalogue import Proposal, proposals_for
from huiying.cases.queries.reading import category_paths, readings_of
from huiying.cases.queries.suggestions import suggests
from huiying.cases.rules.reading import Likely
from huiying.organisations.models import Area, Unit


@dataclass(frozen=True)
class Guess:
    """A likely category: its code, the names down to it, and the chance that it is right."""

    code: str
    path: tuple[str, ...]
    chance: float


@dataclass(frozen=True)
class Read:
    """What was read in one text, ready to be shown: nothing of a sort that is switched off."""

    guesses: tuple[Guess, ...] = ()
    words: tuple[str, ...] = ()
    is_measured: bool = False
    place: Area | None = None
    place_chance: float = 0.0
    place_words: tuple[str, ...] = ()
    is_elsewhere: bool = False
    """The place named is not the area that was given, nor one around it."""


@dataclass(frozen=True)
class ByWords:
    """A unit that the catalogue names if place and matter are what the words say."""

    proposal: Proposal
    unit: Unit
    guess: Guess | None
    """The category, where it is not the case's own."""
    place: Area | None
    """The place, where it is not the case's own."""
    read: Read


def read_of(reading: Reading | None, area_code: str) -> Read | None:
    """One reading, ready to be shown beside an area; None where there is none."""
    return _ready({0: (reading, area_code)}).get(0) if reading else None


def reads_of(cases: Collection[Case]) -> Mapping[int, Read]:
    """Case id → what was read in it. Two questions however many cases there are."""
    codes = {case.pk: case.area_code for case in cases}
    return _ready({pk: (row, codes[pk]) for pk, row in readings_of(cases).items()})


def _ready(rows: Mapping[int, tuple[Reading, str]]) -> dict[int, Read]:
    wanted = {code for row, _ in rows.values() for code, _ in row.found.codes}
    paths = category_paths(wanted) if wanted else {}
    return {key: _read(row, code, paths) for key, (row, code) in rows.items()}


def _read(row: Reading, area_code: str, paths: Mapping[str, list[str]]) -> Read:
    likely = row.found if suggests(SuggestionKind.CATEGORY) else Likely()
    place = row.place if suggests(SuggestionKind.ROUTING) else None
    return Read(
        tuple(Guess(code, tuple(paths[code]), p) for code, p in likely.codes if code in paths),
        likely.words,
        likely.is_measured,
        place,
        row.place_chance if place else 0.0,
        tuple(row.named) if place else (),
        is_elsewhere=place is not None and not area_code.startswith(place.prefix),
    )


def by_words(
    cases: Collection[Case],
    *,
    now: datetime,
    reads: Mapping[int, Read] | None = None,
    own: Mapping[int, list[Proposal]] | None = None,
) -> Mapping[int, list[ByWords]]:
    """Case id → units of the catalogue for what the words say, where that is not what the case says.

    Never a unit that the case must not go to, nor one that the case's own entries name already: `own`,
    for whoever has looked them up.
    """
    if not suggests(SuggestionKind.ROUTING):
        return {}
    known = reads_of(cases) if reads is None else reads
    others = {case.pk: other for case in cases if (other := _other(case, known.get(case.pk)))}
    if not others:
        return {}
    if own is None:
        own = proposals_for([case for case in cases if case.pk in others], now=now)
    found = proposals_for(list(others.values()), now=now)
    made: defaultdict[int, list[ByWords]] = defaultdict(list)
    for case in cases:
        named = {each.unit.pk for each in own.get(case.pk, ()) if each.unit}
        for proposal in found.get(case.pk, ()):
            unit = proposal.unit
            if unit is not None and unit.pk not in named:
                named.add(unit.pk)
                made[case.pk].append(_by_words(case, others[case.pk], proposal, known[case.pk]))
    return made


def _other(case: Case, read: Read | None) -> Case | None:
    """The case as its words describe it; None where that is no different."""
    if read is None:
        return None
    other = copy(case)
    if read.guesses and not case.category_id.startswith(read.guesses[0].code):
        other.category_id = read.guesses[0].code
    if read.place is not None and read.is_elsewhere:
        other.area_code = read.place.code
    is_same = (other.category_id, other.area_code) == (case.category_id, case.area_code)
    return None if is_same else other


def _by_words(case: Case, other: Case, proposal: Proposal, read: Read) -> ByWords:
    assert proposal.unit is not None
    guess = read.guesses[0] if other.category_id != case.category_id else None
    place = read.place if other.area_code != case.area_code else None
    return ByWords(proposal, proposal.unit, guess, place, read)
