"""Events of the audit record in the reader's words: what happened, to what, by whom, and the details."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.audit.models import Event
from huiying.cases.choices import Step
from huiying.console.choices import ACTORS, EVENTS, SUBJECTS
from huiying.console.choices.details import FIELDS, NAMED, WORDS
from huiying.lib.clock import SHANGHAI

NOTHING = "—"


@dataclass(frozen=True)
class EventLine:
    """One event of the record in words; `kind`, `subject` and `actor` are what one filters by."""

    event: Event
    title: str
    about: str
    who: str
    details: Sequence[tuple[str, str]]
    """(what, words) of what was recorded beside it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.event, name)


def event_lines(events: Iterable[Event], names: Mapping[str, str]) -> list[EventLine]:
    """Events with the numbers and names that stand for "case:17" and "person:5"."""
    return [
        EventLine(
            each,
            title_of(each.kind),
            _named(each.subject, SUBJECTS, names),
            _who(each, names),
            list(_details(each, names)),
        )
        for each in events
    ]


def title_of(kind: str) -> str:
    """What happened, in words; a kind nobody named yet stays as it is."""
    if kind in EVENTS:
        return str(EVENTS[kind])
    step = kind.partition(".")[2]
    return str(Step(step).label) if step in Step.values else kind


def event_kinds() -> list[tuple[str, str]]:
    """(kind, words) of what may be looked for, by their words."""
    steps = [(step.value, str(step.label)) for step in Step]
    named = [(kind, str(words)) for kind, words in EVENTS.items()]
    return sorted(named + steps, key=lambda each: each[1])


def _named(subject: str, words: Mapping[str, object], names: Mapping[str, str]) -> str:
    kind, _colon, key = subject.partition(":")
    if subject in names:
        return names[subject]
    return f"{words[kind]} {key}".strip() if kind in words else subject


def _who(event: Event, names: Mapping[str, str]) -> str:
    kind = event.actor.partition(":")[0]
    if event.actor in names:
        return names[event.actor]
    return str(ACTORS[kind]) if kind in ACTORS else event.actor


def _details(event: Event, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was recorded, in words; what nobody named yet stays as it is."""
    for key, value in event.details.items():
        label = FIELDS.get(f"{event.kind}.{key}") or FIELDS.get(key)
        words = _words(key, value, names)
        if words != NOTHING:
            yield str(label or key), words


def _words(key: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return pgettext("record", "; ").join(_words(key, each, names) for each in value)
    if isinstance(value, dict):
        return pgettext("record", "; ").join(
            f"{_one(key, k, names)}: {_one(key, v, names)}" for k, v in value.items()
        )
    return _one(key, value, names)


def _one(key: str, value: Any, names: Mapping[str, str]) -> str:
    text = str(value)
    named = text if ":" in text else f"{NAMED.get(key, '')}:{text}"
    if named in names:
        return names[named]
    known = WORDS.get(key, {})
    if all(part in known for part in text.split(",")):
        return pgettext("record", "; ").join(str(known[part]) for part in text.split(","))
    return _moment(text) or text


def _moment(text: str) -> str:
    """An instant in the reader's time zone, to the minute."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if at.tzinfo is None:
        return ""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
