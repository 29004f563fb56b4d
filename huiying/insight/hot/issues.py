"""The hot issues of a window of messages: which messages are about one matter, and how hot it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import log

import numpy as np
from numpy.typing import NDArray

from huiying.insight.hot.features import features
from huiying.insight.hot.heat import Heat, Unity, Voice, heat_of, rough_heat
from huiying.insight.hot.linkage import Pairs, average_link
from huiying.insight.hot.matter import Matters
from huiying.insight.hot.naming import Anchors, Name, name_of
from huiying.insight.hot.neighbours import alike
from huiying.insight.hot.templates import templated

LEAST = 0.13  # two groups are joined while alike as much on average
TOPIC = 0.25  # a group that shares a name less than this is a topic, not an event …
STRICT = 0.3  # … and only what is alike as much stays together
FEWEST = 2  # messages that make an issue
DETAILED = 5_000
SAMPLE = 60  # messages of an issue that are read for its name and unity …
FEW = 5  # … and of those that are not among the DETAILED

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Issue:
    """Messages about one matter. `members` are places in the list that was handed in, oldest first."""

    number: int
    members: tuple[int, ...]
    first: datetime | None
    last: datetime | None
    heat: Heat
    name: Name


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def find_issues(voices: Sequence[Voice]) -> list[Issue]:
    """The issues of all messages handed in, the hottest first, numbered from 1 by heat."""
    if not voices:
        return []
    order = sorted(range(len(voices)), key=lambda i: (voices[i].at or LONG_AGO, i))
    messages = [voices[i].message for i in order]
    pairs = alike(features(messages))
    groups = average_link(len(messages), pairs, least=LEAST)
    anchors = Anchors(messages, _shared(groups))
    groups = _without_topics(groups, pairs, anchors)
    return _ranked(voices, order, list(members_of(groups).values()), anchors)


def rank(voices: Sequence[Voice], groups: Whole) -> list[Issue]:
    """The issues of messages whose grouping is known (a group number each), the hottest first."""
    order = list(range(len(voices)))
    anchors = Anchors([voice.message for voice in voices], _shared(groups))
    return _ranked(voices, order, list(members_of(groups).values()), anchors)


def _ranked(
    voices: Sequence[Voice], order: list[int], groups: list[list[int]], anchors: Anchors
) -> list[Issue]:
    """Most issues of a large table are small: only the DETAILED largest are read in full."""
    groups = sorted(groups, key=lambda places: _size(voices, order, places), reverse=True)
    window = _span(voices)
    unities = _unities(voices, order, groups[:DETAILED], anchors)
    issues = []
    for number, places in enumerate(groups):
        members = tuple(order[i] for i in places)
        own = [voices[i] for i in members]
        unity = unities[number] if number < DETAILED else None
        heat = heat_of(own, window, unity) if unity else rough_heat(own, window)
        read = (SAMPLE if unity else FEW) - 1
        some = slice(None, None, 1 + len(own) // read)
        name = name_of([voice.message for voice in own[some]], anchors.best(places[some]))
        issues.append(Issue(0, members, *_ends(own), heat, name))
    issues.sort(key=lambda issue: (-issue.heat.value, -len(issue.members), issue.members))
    return [replace(issue, number=number) for number, issue in enumerate(issues, 1)]


def _size(voices: Sequence[Voice], order: list[int], places: list[int]) -> float:
    likes = sum(voices[order[i]].support + voices[order[i]].oppose for i in places)
    return len(places) + log(1 + max(likes, 0))


def _unities(
    voices: Sequence[Voice], order: list[int], groups: list[list[int]], anchors: Anchors
) -> list[Unity]:
    samples = [places[:: 1 + len(places) // SAMPLE] for places in groups]
    messages = [[voices[order[i]].message for i in sample] for sample in samples]
    matters = Matters(messages)
    whose = np.repeat(np.arange(len(groups)), [len(sample) for sample in samples])
    follow = templated([message.whole for group in messages for message in group], whose)
    following = np.bincount(whose, follow, len(groups)).tolist()
    return [
        Unity(anchors.shared(places), one, round(count * len(places) / len(sample)))
        for places, sample, one, count in zip(groups, samples, matters.one, following, strict=True)
    ]


def _span(voices: Sequence[Voice]) -> tuple[datetime, datetime]:
    first, last = _ends(voices)
    return first or LONG_AGO, last or LONG_AGO


def _ends(voices: Sequence[Voice]) -> tuple[datetime | None, datetime | None]:
    times = [voice.at for voice in voices if voice.at]
    return (min(times), max(times)) if times else (None, None)


def members_of(groups: Whole) -> dict[int, list[int]]:
    """The groups of at least FEWEST members, each with its places in order."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    parts = np.split(order, starts[1:])
    return {int(groups[part[0]]): part.tolist() for part in parts if len(part) >= FEWEST}


def _shared(groups: Whole) -> NDArray[np.bool_]:
    """Which messages are in a group with others."""
    result: NDArray[np.bool_] = np.bincount(groups)[groups] >= FEWEST
    return result


def _without_topics(groups: Whole, pairs: Pairs, anchors: Anchors) -> Whole:
    """Groups without a shared name, linked anew so that only what is very alike stays together.

    So the letters of one writer's template fall apart into their matters, and "dance halls at night"
    into one issue for each hall.
    """
    topic = np.zeros(len(groups), dtype=bool)
    for places in members_of(groups).values():
        topic[places] = anchors.shared(places) < TOPIC
    inside = topic[pairs.a] & (groups[pairs.a] == groups[pairs.b])
    parts = average_link(
        len(groups), Pairs(pairs.a[inside], pairs.b[inside], pairs.alike[inside]), least=STRICT
    )
    return np.where(topic, parts, groups)
