"""Refusals: what a person asked for and may not, or cannot, have.

A refusal carries its sentence as an English message id with named values, so that pure rules need
no translation machinery; the edge that shows it translates it (`huiying.design.sentences`).
"""

from collections.abc import Iterable, Mapping


def gettext_noop(message: str) -> str:
    """Mark a message for translation without translating it here."""
    return message


class Phrase(str):
    """Part of a sentence, translated with it; plain English to whoever keeps it as a text."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> "Phrase":
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made


class Listing(str):
    """Several things in a sentence, parted as the reader's language parts them; by ", " in a text."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[object]) -> "Listing":
        told = tuple(str(part) for part in parts)
        made = super().__new__(cls, ", ".join(told))
        made.parts = told
        return made


class Refused(Exception):
    """Something asked for that does not happen; `template % values` is a full sentence."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


class NotAllowed(Refused):
    """This person may not do it (HTTP 403)."""

    trace: tuple[str, str] | None = None
    """Subject and step of the attempt, where the attempt itself goes on record."""


class NotVisible(NotAllowed):
    """This person may not even know of it: said as if there were nothing there (HTTP 404)."""


class NotPossible(Refused):
    """Nobody can do it as things stand (HTTP 409)."""


class WrongInput(Exception):
    """Fields that do not fit: name of each → its sentences, already in the reader's language (HTTP 422)."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__(fields)
        self.fields = fields
