"""A part of the case page that one room fills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.cases.models import Case
from huiying.people.models import Person


@dataclass(frozen=True)
class Panel:
    """`rows` is called with (case, person, now); the template gets them as `rows`, beside the whole
    context of the page, and is left out when there are none."""

    template: str
    rows: Callable[[Case, Person, datetime], Sequence[Any]]
