"""What the product's pages and answers take in one process, one after the other, as JSON.

Run on a loaded database (`python -m bench.probe`); each figure is the median of the quietest of
five rounds, in milliseconds, application and database together.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle

from django.conf import settings
from django.test import Client

from bench import corpus
from bench.django_ready import READY
from bench.growing import BUSY
from huiying.cases.models import Case
from huiying.lib.clock import now as read_clock
from huiying.organisations.models import Area, Grant, Unit
from huiying.people.actions.sign_in import SEEN, VERIFIED
from huiying.people.choices import Role
from huiying.people.models import Person

assert READY
ROUNDS, TIMES = 5, 24
LONG_AGO = "2000-01-01"


def person(name: str, role: Role, unit: Unit | None = None) -> Client:
    """Somebody signed in who holds one role over the county, or in one unit."""
    county = Area.objects.get(code="990101000000")
    found = Person.objects.filter(username=name).first()
    if found is None:
        found = Person.objects.create_person(name, name=name, now=read_clock())
        Grant.objects.create(person=found, role=role, area=county, unit=unit, valid_from=LONG_AGO)
    Person.objects.filter(pk=found.pk).update(must_change_password=False)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(found, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.session
    session[SEEN], session[VERIFIED] = int(read_clock().timestamp()), True
    session.save()
    return client


def main() -> None:
    unit = Unit.objects.order_by("pk")[BUSY]
    supervisor = person("bench-supervisor", Role.SUPERVISOR)
    handler = person("bench-handler", Role.HANDLER, unit)
    numbers = cycle(Case.objects.order_by("-pk").values_list("case_no", flat=True)[:2000:37])
    units = cycle(Unit.objects.order_by("pk").values_list("pk", flat=True)[:400:13])
    words = cycle(corpus.SEARCH_WORDS)
    asked: dict[str, Callable[[], tuple[Client, str]]] = {
        "my work, a busy unit's handler": lambda: (handler, "/console/"),
        "my work, a county's supervisor": lambda: (supervisor, "/console/"),
        "list of cases, a county": lambda: (supervisor, "/console/cases/"),
        "list of cases, one unit": lambda: (supervisor, f"/console/cases/?unit={next(units)}"),
        "list of cases, a busy unit's handler": lambda: (handler, "/console/cases/"),
        "case page": lambda: (supervisor, f"/console/cases/{next(numbers)}/"),
        "search a Chinese word": lambda: (supervisor, f"/console/search/?q={next(words)}"),
        "counts by unit and state": lambda: (supervisor, "/console/figures/"),
    }
    print(json.dumps({name: _median(make) for name, make in asked.items()}))


def _median(make: Callable[[], tuple[Client, str]]) -> float:
    for _ in range(4):
        _ask(make)
    return min(statistics.median(_ask(make) for _ in range(TIMES)) for _ in range(ROUNDS))


def _ask(make: Callable[[], tuple[Client, str]]) -> float:
    client, address = make()
    begin = time.perf_counter()
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - begin)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}.")
    return took


if __name__ == "__main__":
    main()
