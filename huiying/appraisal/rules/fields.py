"""The fields of one table of a scheme's file, taken one by one; what is left over is a mistake."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from huiying.appraisal.rules.items import Targets
from huiying.appraisal.rules.schemes import SchemeFault
from huiying.lib.errors import Phrase, gettext_noop

ONE_OF = gettext_noop("one of %(choices)s")


class Fields:
    """Reads typed fields; each fault names the place (`where`) and what is expected there."""

    def __init__(self, values: object, where: str) -> None:
        self.where = where
        if not isinstance(values, Mapping):
            raise self.fault("", gettext_noop("a table of fields"))
        self.left = dict(values)

    def fault(self, name: str, expected: str, **values: object) -> SchemeFault:
        """`expected` is a phrase with its values, told in the reader's language."""
        return SchemeFault(
            gettext_noop("%(where)s: the field “%(field)s” should be %(expected)s. Please correct it."),
            where=self.where, field=name, expected=Phrase(expected, **values),
        )  # fmt: skip

    def has(self, name: str) -> bool:
        return name in self.left

    def text(self, name: str, default: str | None = None) -> str:
        value = self.left.pop(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(name, gettext_noop("a text in quotation marks"))
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.left.pop(name, default)
        if value not in choices:
            raise self.fault(name, ONE_OF, choices=", ".join(choices))
        return str(value)

    def flag(self, name: str) -> bool:
        value = self.left.pop(name, False)
        if not isinstance(value, bool):
            raise self.fault(name, gettext_noop("true or false"))
        return value

    def number(self, name: str, default: Fraction | None = None, *, least: int = 0) -> Fraction:
        value = self.left.pop(name, default)
        if isinstance(value, Fraction):
            return value
        return self._number(name, value, least)

    def positive(self, name: str, default: Fraction | None = None) -> Fraction:
        value = self.number(name, default)
        if not value:
            raise self.fault(name, gettext_noop("a number above 0"))
        return value

    def whole(self, name: str, default: int, *, least: int = 0) -> int:
        value = self.left.pop(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(name, gettext_noop("a whole number from %(least)s on"), least=least)
        return value

    def targets(self, name: str) -> Targets:
        """A number, or a table of class → number with `default`."""
        value = self.left.pop(name, None)
        if not isinstance(value, Mapping):
            return Targets(self._number(name, value, 0), {})
        marks = {str(kind): self._number(name, mark, 0) for kind, mark in value.items()}
        if "default" not in marks:
            raise self.fault(
                name, gettext_noop("a number, or a table of classes that has “default”")
            )
        return Targets(marks.pop("default"), marks)

    def numbers(self, name: str) -> tuple[Fraction, ...]:
        value = self.left.pop(name, None)
        if not isinstance(value, list) or not value:
            raise self.fault(name, gettext_noop("a list of numbers"))
        return tuple(self._number(name, each, 0) for each in value)

    def pairs(self, name: str) -> tuple[tuple[Fraction, Fraction], ...]:
        value = self.left.pop(name, None)
        if not isinstance(value, list) or not value:
            raise self.fault(name, gettext_noop("a list of pairs such as [[80, 5], [90, 10]]"))
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            raise self.fault(name, gettext_noop("a list of pairs such as [[80, 5], [90, 10]]"))
        return tuple((self._number(name, a, 0), self._number(name, b, 0)) for a, b in value)

    def table(self, name: str) -> dict[str, Fraction]:
        value = self.left.pop(name, None)
        if not isinstance(value, Mapping) or not value:
            raise self.fault(name, gettext_noop("a table of words and their points"))
        return {str(word): self._number(name, points, 0) for word, points in value.items()}

    def tables(self, name: str) -> list[object]:
        value = self.left.pop(name, [])
        if not isinstance(value, list):
            raise self.fault(name, gettext_noop("a list of tables"))
        return value

    def done(self) -> None:
        """Refuse what nobody asked for: it is a slip of the pen, or a rule that would not count."""
        if self.left:
            raise SchemeFault(
                gettext_noop("%(where)s: the field “%(field)s” is not known here. Please correct it."),
                where=self.where, field=sorted(self.left)[0],
            )  # fmt: skip

    def _number(self, name: str, value: object, least: int) -> Fraction:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            fits = Decimal(value).is_finite() and value >= least
            if fits:
                return Fraction(value)
        raise self.fault(name, gettext_noop("a number from %(least)s on"), least=least)
