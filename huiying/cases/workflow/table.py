"""What a row of a state table is. The diagrams, the buttons, the API and the tests read these rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiying.cases.choices import ClockKind, Step
from huiying.people.choices import Permission


class Actor(StrEnum):
    """Who moves a row without holding a granted permission."""

    OWN = "OWN"  # holder of receipt number and code, or of the rating link
    TIMER = "TIMER"  # the platform itself, never a person
    ANYONE = "ANYONE"  # submitting needs no account
    OUTSIDE = "OUTSIDE"  # holder of an opinion link


@dataclass(frozen=True)
class Row:
    """One permitted move of one machine; `no` is the row's number in the reference tables.

    `sources` is empty for a row that creates; `target` is None for a row that changes no state.
    `lead` and `requests` name the rows that move with this one in the same transaction.
    """

    no: str
    step: Step
    sources: tuple[str, ...]
    target: str | None
    actors: frozenset[Permission | Actor]
    starts: tuple[ClockKind, ...] = ()
    stops: tuple[ClockKind, ...] = ()
    lead: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset(actor for actor in self.actors if isinstance(actor, Permission))


Actors = Permission | Actor | Iterable[Permission | Actor]


def row(  # noqa: PLR0913 - a table row is read across, not called
    no: str,
    step: Step,
    sources: str | Iterable[str],
    target: str | None,
    actors: Actors,
    *,
    starts: Iterable[ClockKind] = (),
    stops: Iterable[ClockKind] = (),
    lead: str = "",
    requests: str = "",
) -> Row:
    """Build a row; single values may stand without brackets, numbers of other rows as one string."""
    return Row(
        no,
        step,
        (sources,) if isinstance(sources, str) else tuple(sources),
        target,
        frozenset((actors,) if isinstance(actors, Permission | Actor) else actors),
        tuple(starts),
        tuple(stops),
        tuple(lead.split()),
        tuple(requests.split()),
    )


def by_number(rows: Iterable[Row]) -> Mapping[str, Row]:
    return {each.no: each for each in rows}
