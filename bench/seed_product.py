"""The product's side of the corpus: requests that became cases, in the states of the bare view.

Run on the product's empty, migrated database (`python -m bench.seed_product 100000`); prints what the
clients need to know as JSON. Rows are written past the actions, for speed, but as the actions would
have left them: audit chains, clocks, timeline, search index and kept counts included.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from bench import corpus
from bench.django_ready import READY
from bench.seed_place import Place, build_place
from bench.seed_story import ORDER, STATES, Rows, Story, case_no
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import CaseCount, InsightSwitch
from huiying.lib.clock import now as read_clock
from huiying.people.actions.tokens import make_token
from huiying.search.actions import index_many
from huiying.search.queries import count_capped

assert READY
CHUNK = 5_000


def seed(cases: int) -> dict[str, Any]:
    """Load the place and its cases; oldest first, so that the newest has the highest id. The search for
    hot issues is off: a night's work, which would be counted as the clients' were it night."""
    place, end = build_place(), read_clock() - timedelta(hours=1)
    messages = sorted((corpus.message(number) for number in range(cases)), key=lambda m: -m.age)
    rows, numbered = Rows(), iter(enumerate(messages, 1))
    while chunk := list(islice(numbered, CHUNK)):
        for number, message in chunk:
            Story(number, message, place, rows, end).tell()
        rows.write()
    CaseCount.objects.bulk_create(_counts(messages, place))
    _index(messages)
    by = {"changed_by_id": place.person.pk, "changed_by_name": place.person.name}
    InsightSwitch.objects.create(kind=SuggestionKind.HOT, is_on=False, changed_at=end, **by)
    _, secret = make_token(place.person, label="bench", days=30, by=place.person, now=read_clock())
    return {
        "token": f"Bearer {secret}",
        "units": [unit.pk for unit in place.units],
        "states": [str(state) for state in ORDER],
        "areas": [town.code for town in place.towns],
        "hits": _hits(),
    }


def _counts(messages: list[corpus.Message], place: Place) -> Iterator[CaseCount]:
    county = place.county.code[:6]
    cells = Counter((place.units[m.queue - 1].pk, STATES[m.status]) for m in messages)
    for (unit, state), n in sorted(cells.items()):
        yield CaseCount(county=county, unit_id=unit, state=state, n=n)


def _index(messages: list[corpus.Message]) -> None:
    """Make every request and every case findable."""
    index_many("request", ((n, f"{m.title} {m.body} ") for n, m in enumerate(messages, 1)))
    index_many(
        "case", ((n, f"{m.title} {m.body}  {case_no(n)}") for n, m in enumerate(messages, 1))
    )


def _hits() -> dict[str, int]:
    """What the product's search finds, counted to the end."""
    return {word: count_capped("case", word, cap=10**9) for word in corpus.SEARCH_WORDS}


def main() -> None:
    print(json.dumps(seed(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
