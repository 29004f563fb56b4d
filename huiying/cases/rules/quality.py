"""What can be read in the words of a reply, as lines of the checklist: each with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from huiying.cases.rules.replies import Mark, Point, Read
from huiying.insight.replies import Check, Element, Grade, Letter, Note, Remark, check
from huiying.insight.replies.copies import SAME, alike, body
from huiying.insight.replies.relevance import asked
from huiying.lib.errors import gettext_noop

NEAR = 0.3
"""Share of common pairs of the whole texts from which their substance is compared."""
MOST_NEAR = 20
"""Replies whose substance is compared."""
MOST_COMPARED = 2000
"""Characters of each reply that are compared."""
SHOWN = 3
"""Words of the request that are named."""


@dataclass(frozen=True)
class Matter:
    """What a person asked."""

    title: str
    text: str


@dataclass(frozen=True)
class Other:
    """A reply to another case."""

    id: int
    text: str


def read(text: str, matter: Matter, *, is_copy: bool, compared: int) -> Read:
    """Look at the words of a reply that was compared with so many others."""
    found = check(Letter(matter.title, matter.text, text))
    points = [*_answers(found, matter), *_complete(found), *_plain(found)]
    return Read(points, _copy(is_copy, compared), found.elements.get(Element.BASIS, ""))


def most_alike(text: str, others: Sequence[Other]) -> Other | None:
    """The reply of which this one is a copy, if it is; whoever is greeted and whenever."""
    mine = text[:MOST_COMPARED]
    pairs = _pairs(mine)
    near = sorted(
        ((_share(pairs, _pairs(other.text[:MOST_COMPARED])), other) for other in others),
        key=lambda each: -each[0],
    )
    near = [each for each in near[:MOST_NEAR] if each[0] >= NEAR]
    if not near:
        return None
    bare = body(mine)
    shares = [(alike(bare, body(other.text[:MOST_COMPARED])), other) for _, other in near]
    share, other = max(shares, key=lambda each: each[0])
    return other if share >= SAME else None


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(text))


def _share(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def _words(notes: Sequence[Note], remark: Remark) -> str | None:
    return next((note.words for note in notes if note.remark == remark), None)


def _answers(found: Check, matter: Matter) -> Iterator[Point]:
    if found.answers == Grade.NO:
        said = gettext_noop("It only says that the matter was received or passed on.")
        yield Point(Mark.MISSING, said, {})
    elif found.answers == Grade.YES:
        yield Point(Mark.FOUND, gettext_noop("It answers what was asked."), {})
    elif (more := _words(found.notes, Remark.ASKS_FOR_MORE)) is not None:
        said = gettext_noop("It asks for more instead of answering: “%(words)s”.")
        yield Point(Mark.INFO, said, {"words": more})
    elif (whom := _words(found.notes, Remark.WHOM_TO_ASK)) is not None:
        said = gettext_noop("It names whom to ask and hardly more: “%(words)s”.")
        yield Point(Mark.INFO, said, {"words": whom})
    else:
        yield _off_topic(matter)


def _off_topic(matter: Matter) -> Point:
    of_title, of_detail = asked(matter.title, matter.text)
    words = (of_title or of_detail)[:SHOWN]
    if not words:
        return Point(Mark.INFO, gettext_noop("It can hardly be seen what was asked."), {})
    said = gettext_noop("It hardly speaks of what was asked: %(words)s.")
    return Point(Mark.MISSING, said, {"words": list(words)})


_ELEMENTS = (
    (
        Element.MATTER,
        gettext_noop("The matter is named: %(words)s."),
        gettext_noop("The matter is not named."),
    ),
    (
        Element.MEASURE,
        gettext_noop("It says what was done or will be done: “%(words)s”."),
        gettext_noop("It does not say what was done or will be done."),
    ),
    (
        Element.TIME,
        gettext_noop("It says when: “%(words)s”."),
        gettext_noop("It does not say since when or by when."),
    ),
    (
        Element.CONTACT,
        gettext_noop("It names whom to ask: “%(words)s”."),
        gettext_noop("It does not name whom to ask."),
    ),
)


def _complete(found: Check) -> Iterator[Point]:
    """Matter, measure, time, contact; the basis has a line among the facts. Then the reasons."""
    for element, there, missing in _ELEMENTS:
        if words := found.elements.get(element):
            yield Point(Mark.FOUND, there, {"words": words})
        else:
            yield Point(Mark.MISSING, missing, {})
    if found.answers == Grade.NO:
        return
    if found.explained == Grade.YES:
        yield Point(Mark.FOUND, gettext_noop("It gives reasons."), {})
    else:
        yield Point(Mark.MISSING, gettext_noop("It gives few reasons or none."), {})


_UNCLEAR = {
    Remark.BROKEN_OFF: gettext_noop("It breaks off or says nothing: “%(words)s”."),
    Remark.LONG_SENTENCES: gettext_noop("A sentence of %(words)s characters is hard to follow."),
    Remark.LONG: gettext_noop("With %(words)s characters it is hard to read through."),
    Remark.OFFICIALESE: gettext_noop("Set phrases stand close together: %(words)s."),
}


def _plain(found: Check) -> Iterator[Point]:
    if found.plain:
        said = gettext_noop("It is plain: no set phrases in heaps, no endless sentence.")
        yield Point(Mark.FOUND, said, {})
    for note in found.notes:
        if unclear := _UNCLEAR.get(note.remark):
            yield Point(Mark.MISSING, unclear, {"words": note.words})


def _copy(is_copy: bool, compared: int) -> Point | None:
    if is_copy:
        said = gettext_noop("It is much the same as another reply of the unit.")
        return Point(Mark.MISSING, said, {})
    if compared:
        said = gettext_noop("It is no copy of the unit's latest replies; %(n)s were compared.")
        return Point(Mark.FOUND, said, {"n": compared})
    return None
