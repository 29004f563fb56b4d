"""Small schemes and tables for tests."""

from fractions import Fraction

from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.standings import Unit


def item(rule: str, points: float = 100, key: str = "a", **fields: str) -> str:
    lines = [f'id = "{key}"', f'title = "{key}"', f"points = {points}", f'rule = "{rule}"']
    lines += [f"{name} = {value}" for name, value in fields.items()]
    return "[[item]]\n" + "\n".join(lines) + "\n"


def scheme(*items: str, head: str = "", tail: str = ""):
    return read_scheme(
        f'id = "test"\ntitle = "Test"\n{head}\n' + "\n".join(items) + f"\n{tail}", "test.toml"
    )


def rates(**points: float):
    """A scheme of plain rates: column → points."""
    return scheme(
        *(item("rate", p, key=name, column=f'"{name}"') for name, p in points.items()),
    )


def unit(name: str, cases: int = 100, group: str = "", **cells: float | None) -> Unit:
    exact = {k: None if v is None else Fraction(str(v)) for k, v in cells.items()}
    return Unit(name, exact, dict.fromkeys(cells, Fraction(cases)), Fraction(cases), group)
