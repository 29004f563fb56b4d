"""The category models of an area: versions, how good they are, what is in the making."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from huiying.cases.models import Category
from huiying.cases.queries.reading import WHOLE, decided, shelf
from huiying.insight.category.shelf import Version, versions
from huiying.jobs.models import Run
from huiying.organisations.models import Area


@dataclass(frozen=True)
class Figures:
    """A version with what was measured; shares from 0 to 1, None where not measured.

    `ends`: the whole path, by grouped folds; `words`: the first level by the words of the tree, on
    the same cases; the others: the first level.
    """

    number: int
    in_use: bool
    made: datetime | None
    cases: int
    macro_f1: float | None
    accuracy: float | None
    calibration_error: float | None
    routed: float | None
    ends: float | None
    words: float | None
    per_class: list[tuple[str, float, float, int]]
    """Name of the category, precision, recall, cases."""


@dataclass(frozen=True)
class Shelf:
    """The models of one area, newest version first."""

    prefix: str
    area: Area | None
    decided: int
    versions: list[Figures]
    run: Run | None

    @property
    def name(self) -> str:
        """As addresses name it."""
        return self.prefix or WHOLE

    @property
    def current(self) -> Figures | None:
        return next((each for each in self.versions if each.in_use), None)

    @property
    def newest(self) -> Figures | None:
        return self.versions[0] if self.versions else None


def shelves(prefixes: Iterable[str], on: date) -> list[Shelf]:
    """The shelves of areas, by their prefixes; "" is the whole platform."""
    names = dict(Category.objects.values_list("code", "name"))
    found = []
    for prefix in prefixes:
        areas = Area.objects.as_of(on).filter(code=f"{prefix:0<12}").order_by("level")
        runs = Run.objects.filter(kind=f"insight.train.{prefix or WHOLE}").order_by("-id")
        area = next((each for each in areas if each.prefix == prefix), None) if prefix else None
        stored = [_figures(each, names) for each in versions(shelf(prefix))]
        found.append(Shelf(prefix, area, decided(prefix).count(), stored, runs.first()))
    return found


def _figures(version: Version, names: dict[str, str]) -> Figures:
    told = version.evaluation
    classes = told.get("per_class")
    ends = told.get("ends")
    made = told.get("made")
    return Figures(
        version.number,
        version.in_use,
        datetime.fromisoformat(made) if isinstance(made, str) else None,
        int(_number(told.get("cases")) or 0),
        _number(told.get("macro_f1")),
        _number(told.get("accuracy")),
        _number(told.get("calibration_error")),
        _number(told.get("share_routed_at_97_5_percent")),
        _number(ends.get("accuracy")) if isinstance(ends, dict) else None,
        _number(told.get("words")),
        [
            (names.get(str(code), str(code)), each["precision"], each["recall"], each["n"])
            for code, each in (classes.items() if isinstance(classes, dict) else ())
        ],
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
