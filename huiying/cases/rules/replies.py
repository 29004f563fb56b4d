"""What can be read off a reply without judging it, and how two texts differ."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from huiying.cases.rules.texts import blanks
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import gettext_noop
from huiying.lib.text import normalise_text
from huiying.lib.workdays import shown

_NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


class Mark(StrEnum):
    """How a point stands: found, missing, or only worth knowing."""

    FOUND = "found"
    MISSING = "missing"
    INFO = "info"


@dataclass(frozen=True)
class Point:
    """One line of the checklist; `template % values` is a sentence."""

    mark: Mark
    template: str
    values: dict[str, object]


@dataclass(frozen=True)
class Read:
    """What reading the words of a reply found: lines, whether it is a copy, the words of a basis."""

    points: list[Point]
    copy: Point | None
    basis: str


COPY_OF = gettext_noop("It is much the same as the unit's reply to %(number)s.")


@dataclass(frozen=True)
class Reading:
    """What is known of the words of a reply; not `is_ready` while the worker reads them."""

    read: Read | None = None
    is_ready: bool = True
    is_partial: bool = False
    """Nobody read them in time: the facts stand alone."""


@dataclass(frozen=True)
class Seen:
    """What is known of a reply under review; nothing of it is an opinion."""

    text: str
    legal_basis: str
    submitted_at: datetime
    due: datetime | None
    round: int
    contacted_at: datetime | None
    tries: int
    owes_contact: bool
    slots: dict[str, int]
    """Files by slot: papers, proof of contact, before, after, other proof of the work."""
    late_units: tuple[str, ...] = ()
    same_text: int = 0
    earlier: tuple[str, ...] = ()
    """Texts of the rounds and attempts before, oldest first."""
    read: Read | None = None
    """What reading its words found, where that is switched on and done."""
    machine: str = ""
    """"unedited" or "edited" where a machine's draft had a part in it."""
    is_draft: bool = False
    """Not sent yet; `submitted_at` is now."""


def points_of(seen: Seen) -> list[Point]:
    """The checklist: facts in the order in which a reviewer looks."""
    return [
        *_machine(seen),
        *_read(seen),
        *_contact(seen),
        *_time(seen),
        *_basis(seen),
        *_proof(seen),
        *_units(seen),
        *_words(seen),
    ]


def _point(mark: Mark, template: str, **values: object) -> Point:
    return Point(mark, template, values)


def _when(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _machine(seen: Seen) -> Iterator[Point]:
    if seen.machine == "unedited" and seen.is_draft:
        said = gettext_noop("It holds a machine-made draft word for word.")
        yield _point(Mark.MISSING, said)
    elif seen.machine == "unedited":
        said = gettext_noop(
            "It holds a machine-made draft word for word; whoever sent it confirmed having read it."
        )
        yield _point(Mark.MISSING, said)
    elif seen.machine:
        said = gettext_noop("It began with a machine-made draft and was changed by a person.")
        yield _point(Mark.INFO, said)


def _read(seen: Seen) -> Iterator[Point]:
    """The words; that they are exactly those of other replies is said among the facts."""
    if seen.read is None:
        return
    yield from seen.read.points
    if seen.read.copy is not None and not seen.same_text:
        yield seen.read.copy


def _contact(seen: Seen) -> Iterator[Point]:
    if seen.contacted_at is not None:
        said = gettext_noop("First contact was made at %(at)s, after %(tries)s attempts on record.")
        yield _point(Mark.FOUND, said, at=_when(seen.contacted_at), tries=seen.tries)
    elif seen.owes_contact:
        yield _point(Mark.MISSING, gettext_noop("No first contact is on record."))
    else:
        yield _point(Mark.INFO, gettext_noop("Nobody could be contacted: no number, or secrecy."))


def _time(seen: Seen) -> Iterator[Point]:
    if seen.due is None:
        return
    day, hour = shown(seen.due)
    values: dict[str, object] = {"at": _when(seen.submitted_at), "due": f"{day} {hour}"}
    if seen.is_draft:
        yield _point(*_due(seen.submitted_at < seen.due), due=f"{day} {hour}")
    elif seen.submitted_at < seen.due:
        said = gettext_noop("Submitted in time: %(at)s, due by %(due)s.")
        yield Point(Mark.FOUND, said, values)
    else:
        said = gettext_noop("Submitted late: %(at)s, due by %(due)s.")
        yield Point(Mark.MISSING, said, values)


def _due(is_in_time: bool) -> tuple[Mark, str]:
    if is_in_time:
        return Mark.FOUND, gettext_noop("Still in time: due by %(due)s.")
    return Mark.MISSING, gettext_noop("Late already: it was due by %(due)s.")


def _basis(seen: Seen) -> Iterator[Point]:
    if seen.legal_basis.strip():
        yield _point(Mark.FOUND, gettext_noop("A legal basis is named."))
    elif seen.read and seen.read.basis:
        said = gettext_noop("A legal basis is named in the text: “%(words)s”.")
        yield _point(Mark.FOUND, said, words=seen.read.basis)
    else:
        yield _point(Mark.MISSING, gettext_noop("No legal basis is named."))


def _proof(seen: Seen) -> Iterator[Point]:
    names = (
        ("CERTIFICATE", gettext_noop("Certificates and papers: %(n)s files.")),
        ("CONTACT", gettext_noop("Proof of contact: %(n)s files.")),
        ("BEFORE", gettext_noop("Photos before the work: %(n)s.")),
        ("AFTER", gettext_noop("Photos after the work: %(n)s.")),
        ("HANDLING", gettext_noop("Other proof of the work: %(n)s files.")),
    )
    for slot, said in names:
        count = seen.slots.get(slot, 0)
        mark = Mark.FOUND if count else Mark.MISSING
        if slot == "HANDLING" and not count:
            mark = Mark.INFO
        yield _point(mark, said, n=count)


def _units(seen: Seen) -> Iterator[Point]:
    for name in seen.late_units:
        said = gettext_noop("%(unit)s has not reported, and its time is over.")
        yield _point(Mark.MISSING, said, unit=name)


def _words(seen: Seen) -> Iterator[Point]:
    for blank in dict.fromkeys(blanks(seen.text)):
        said = gettext_noop("“%(blank)s” still has to be filled in.")
        yield _point(Mark.MISSING, said, blank=blank)
    if found := len(_NUMBERS.findall(seen.text)):
        said = gettext_noop("%(n)s telephone or identity numbers stand in the text.")
        yield _point(Mark.MISSING, said, n=found)
    if seen.same_text:
        said = gettext_noop("The same words went out %(n)s times in the last 90 days.")
        yield _point(Mark.MISSING, said, n=seen.same_text)
    if seen.earlier:
        same = text_key(seen.earlier[-1]) == text_key(seen.text)
        said = gettext_noop("The text is the same as that of the attempt before.")
        other = gettext_noop("The text differs from that of the attempt before.")
        yield _point(Mark.MISSING if same else Mark.FOUND, said if same else other)


def text_key(text: str) -> str:
    """Equal for texts that differ only in blanks, punctuation or width of characters."""
    bare = "".join(c for c in normalise_text(text) if c.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()[:32] if bare else ""


@dataclass(frozen=True)
class Piece:
    """Part of a comparison; `kind` is "same", "new" or "gone"."""

    kind: str
    text: str


def compared(old: str, new: str) -> list[Piece]:
    """Two texts sentence by sentence."""
    before, after = _sentences(old), _sentences(new)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        if before[start:end] == after[first:last]:
            pieces.append(Piece("same", "".join(after[first:last])))
            continue
        if start < end:
            pieces.append(Piece("gone", "".join(before[start:end])))
        if first < last:
            pieces.append(Piece("new", "".join(after[first:last])))
    return pieces


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text.replace("\r\n", "\n")) if found]
