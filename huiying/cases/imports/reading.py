"""From the cells of a row to an `ImportRow`, or to everything that is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.utils import translation

from huiying.cases.actions.importing import Target, answering_unit
from huiying.cases.choices import Kind
from huiying.cases.imports.looking_up import LookUp, areas_below, categories, units_below
from huiying.cases.rules.importing import (
    KIND_WORDS,
    MOST,
    YES_WORDS,
    ColumnMap,
    Fault,
    ImportRow,
    Rejected,
)
from huiying.cases.rules.intake import must_be_confidential
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.phones import normalise
from huiying.lib.spreadsheet import Row, as_instant, as_text

MISSING_TEXT = gettext_noop("The text of the request is missing.")
TOO_LONG = gettext_noop("This has %(count)s characters; at most %(most)s fit.")
NOT_A_TIME = gettext_noop("“%(text)s” is not a time. Write it like 2026-03-01 09:30.")
IN_FUTURE = gettext_noop("%(text)s lies in the future.")
NO_TIME = gettext_noop("A row with a reply needs the time of the request.")
NO_REPLY_TIME = gettext_noop("The reply needs the time it was given.")
TOO_EARLY = gettext_noop("The reply (%(text)s) is older than the request.")
NOT_A_PHONE = gettext_noop(
    "“%(text)s” is not a telephone number. Write 11 digits, or area code and number."
)
UNKNOWN_WORD = gettext_noop(
    "“%(text)s” is not known here. Add it to the mapping under [words.%(field)s]."
)
NO_UNIT = gettext_noop(
    "A reply needs the unit that gave it, and %(area)s has none of its own. Name the unit."
)
TITLE_LENGTH = 30
NO_NUMBER = "#"
"""What the numbers of rows without one begin with."""
DEFAULT_CATEGORY = "9903"
"""Other; the last leaf of the tree the product starts with."""

T = TypeVar("T")


class Reader:
    """Reads the rows of one file. `header` are its headings."""

    def __init__(
        self, header: Sequence[str], columns: ColumnMap, target: Target, *, now: datetime
    ) -> None:
        self.header, self.columns, self.target, self.now = tuple(header), columns, target, now
        self.places = columns.places(header)
        self.kinds = _kinds()
        self.categories = categories()
        usual = target.unit or answering_unit(target.area, now)
        self.usual_unit = usual.pk if usual else None
        self.areas = areas_below(target.area, now) if self._given("area") else None
        self.units = units_below(target.area, now) if self._given("unit") else None

    def read(self, row: Row) -> ImportRow | Rejected | None:
        """None for a row that the mapping leaves out."""
        one = _OneRow(self, row)
        if self.columns.skip and one.text("status") in self.columns.skip:
            return None
        return one.read()

    def _given(self, name: str) -> bool:
        return name in self.places or name in self.columns.constants


class _OneRow:
    """One row being read; faults gather, so that a person can mend all of them at once."""

    def __init__(self, reader: Reader, row: Row) -> None:
        self.reader, self.row = reader, row
        self.faults: list[Fault] = []

    def read(self) -> ImportRow | Rejected:
        cells = tuple(as_text(cell) for cell in self.row)
        text, title = self.fitting("text"), self.fitting("title")
        if not text and not self.faults:
            self.fault("text", MISSING_TEXT)
        asked_at, reply, replied_at = self._times()
        kind = self._kind()
        area_id, area_code = self._area()
        row = ImportRow(
            number=self.row.number,
            external_no=self.fitting("external_no") or _known_by(title, text, asked_at),
            title=title or text.split("\n")[0][:TITLE_LENGTH],
            text=text,
            kind=kind,
            category=self._found("category", self.reader.categories, DEFAULT_CATEGORY),
            area_id=area_id,
            area_code=area_code,
            submitted_at=asked_at,
            reply=reply,
            replied_at=replied_at,
            sent_at=self.instant("sent_time") if reply else None,
            unit_id=self._unit() if reply else None,
            name=self.fitting("name"),
            phone=self._phone(),
            address=self.fitting("address"),
            place=self.fitting("place"),
            is_confidential=must_be_confidential(
                kind, asked=self.text("secret").lower() in YES_WORDS, about_staff=False
            ),
            cells=cells,
        )
        return Rejected(row.number, tuple(self.faults), cells) if self.faults else row

    def text(self, name: str) -> str:
        place = self.reader.places.get(name)
        found = as_text(self.row[place]) if place is not None else ""
        return found or self.reader.columns.constants.get(name, "")

    def fitting(self, name: str) -> str:
        found = self.text(name)
        if len(found) > MOST[name]:
            self.fault(name, TOO_LONG, count=len(found), most=MOST[name])
            return ""
        return found

    def fault(self, name: str, template: str, **values: object) -> None:
        column = self.reader.columns.columns.get(name, name)
        self.faults.append(Fault(column, NotPossible(template, **values)))

    def instant(self, name: str) -> datetime | None:
        """A time of the past; None if the cell is empty or (with a fault) no such time."""
        found = self.text(name)
        if not found:
            return None
        at = self._parsed(name, found)
        if at is None:
            self.fault(name, NOT_A_TIME, text=found[:60])
        elif at > self.reader.now:
            self.fault(name, IN_FUTURE, text=found)
            return None
        return at

    def _parsed(self, name: str, found: str) -> datetime | None:
        for form in self.reader.columns.time_formats:
            try:
                at = datetime.strptime(found, form)  # noqa: DTZ007 - made aware in the next line
            except ValueError:
                continue
            return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
        place = self.reader.places.get(name)
        return as_instant((self.row[place] if place is not None else "") or found)

    def _times(self) -> tuple[datetime | None, str, datetime | None]:
        wrong = len(self.faults)
        asked_at, reply = self.instant("time"), self.fitting("reply")
        if not reply:
            return asked_at, "", None
        replied_at = self.instant("reply_time")
        if len(self.faults) > wrong:
            return asked_at, reply, replied_at
        if asked_at is None:
            self.fault("time", NO_TIME)
        elif replied_at is None:
            self.fault("reply_time", NO_REPLY_TIME)
        elif replied_at < asked_at:
            self.fault("reply_time", TOO_EARLY, text=self.text("reply_time"))
        return asked_at, reply, replied_at

    def _kind(self) -> Kind:
        found = self.text("kind")
        word = self.reader.columns.word("kind", found)
        if not word:
            return Kind.HELP
        kind = self.reader.kinds.get(word.lower())
        if kind is None:
            self.fault("kind", UNKNOWN_WORD, text=found[:60], field="kind")
        return kind or Kind.HELP

    def _area(self) -> tuple[int, str]:
        here = (self.reader.target.area.pk, self.reader.target.area.code)
        return here if self.reader.areas is None else self._found("area", self.reader.areas, here)

    def _unit(self) -> int | None:
        units, found = self.reader.units, self.reader.usual_unit
        if units is not None and (word := self.text("unit")):
            return self._known("unit", word, units)
        if found is None:
            self.fault("unit", NO_UNIT, area=self.reader.target.area.name)
        return found

    def _found(self, name: str, known: LookUp[T], otherwise: T) -> T:
        word = self.text(name)
        if not word:
            return otherwise
        value = self._known(name, word, known)
        return otherwise if value is None else value

    def _known(self, name: str, word: str, known: LookUp[T]) -> T | None:
        value = known.get(self.reader.columns.word(name, word))
        if value is None:
            self.fault(name, UNKNOWN_WORD, text=word[:60], field=name)
        return value

    def _phone(self) -> str:
        found = self.text("phone")
        if not found:
            return ""
        phone = normalise(found)
        if phone is None:
            self.fault("phone", NOT_A_PHONE, text=found[:40])
        return phone or ""


def _known_by(title: str, text: str, at: datetime | None) -> str:
    """What a row without a number is known again by: its own words."""
    words = "\x1f".join((title, text, at.isoformat() if at else ""))
    return NO_NUMBER + hashlib.sha256(words.encode()).hexdigest()[:40]


def _kinds() -> Mapping[str, Kind]:
    """Every word for a kind: its code, its English and its Chinese name, and usual words."""
    found = {kind.value.lower(): kind for kind in Kind}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found |= {str(kind.label).lower(): kind for kind in Kind}
    return {**KIND_WORDS, **found}
