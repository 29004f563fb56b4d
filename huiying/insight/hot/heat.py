"""How hot an issue is: how many people, how widely, how fast growing, how recent, unresolved.

Likes alone never make heat: a thousand add as much as seven messages. Every part is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log

import numpy as np

from huiying.insight.hot.places import areas
from huiying.insight.message import Message
from huiying.insight.signatures import signatures

COPY = 0.7  # the weight of a message that repeats another, when its writer is not known
SAMPLE = 200
SAME_BANDS = 6  # of 20: half of what they say is the same
MANY = 0.3  # what a message adds that speaks for many
SHARED, MATTER = 0.6, 0.6  # a name shared, words in common as far as this are enough
RECENT = 0.1  # the last tenth of the window is "now"


_MANY = re.compile(
    r"(?:\d{2,6}|[上数几近好成][百千万]|[一二三四五六七八九十两]?[百千万])[多余来几]*"
    r"(?:名|户|位|人|业主|居民|村民|家庭|学生|百姓|群众|受害)|联名|集体"
)


@dataclass(frozen=True)
class Voice:
    """One message with what is known about it."""

    message: Message
    at: datetime | None = None
    support: int = 0
    oppose: int = 0
    writer: str = ""
    resolved: bool = False


@dataclass(frozen=True)
class Heat:
    """The parts, each from 0 to 1 but `people`, and what they make together."""

    people: float
    breadth: float
    growth: float
    recent: float
    unresolved: float
    one_matter: float

    @property
    def value(self) -> float:
        """People, moved by at most a twentieth by each other part, and held down where it is a topic."""
        moved = 1.0
        for part in (self.breadth, self.growth, self.recent, self.unresolved):
            moved *= 0.95 + 0.1 * part
        return round(10 * self.people * moved * self.one_matter, 1)


@dataclass(frozen=True)
class Unity:
    """How far messages are about one matter, each 0 to 1 but the last."""

    shared: float  # a name that they share and others do not have
    matter: float  # words that they share besides
    templated: int  # how many follow a template that was sent about other matters too

    @property
    def value(self) -> float:
        return float(min(1, self.shared / SHARED) ** 0.5 * min(1, self.matter / MATTER))


def heat_of(voices: Sequence[Voice], window: tuple[datetime, datetime], unity: Unity) -> Heat:
    """The heat of messages about one matter, in a window from its first to its last instant."""
    likes = sum(max(voice.support, 0) + max(voice.oppose, 0) for voice in voices)
    times = sorted(voice.at for voice in voices if voice.at)
    return Heat(
        people=round(_people(voices, unity.templated) + log(1 + likes), 2),
        breadth=_breadth(voices),
        growth=_growth(times, window),
        recent=_recent(times, window),
        unresolved=sum(not voice.resolved for voice in voices) / len(voices),
        one_matter=round(unity.value, 3),
    )


def rough_heat(voices: Sequence[Voice], window: tuple[datetime, datetime]) -> Heat:
    """Heat of one of many small issues, without reading what its messages say."""
    likes = sum(max(voice.support, 0) + max(voice.oppose, 0) for voice in voices)
    times = sorted(voice.at for voice in voices if voice.at)
    people = COPY * len(voices) + log(1 + likes)
    return Heat(round(people, 2), 0, _growth(times, window), _recent(times, window), 1, 0.5)


def _people(voices: Sequence[Voice], templated: int) -> float:
    """Writers where they are known, else messages: a copy counts less, one template as one person."""
    known = {voice.writer for voice in voices if voice.writer}
    unknown = [voice.message.whole for voice in voices if not voice.writer]
    originals = _originals(unknown)
    people = len(known) + originals + COPY * (len(unknown) - originals)
    people -= max(min(templated, len(unknown)) - 1, 0) * people / len(voices)
    for_many = sum(bool(_MANY.search(voice.message.whole)) for voice in voices) / len(voices)
    return people * (1 + MANY * for_many)


def _originals(texts: Sequence[str]) -> int:
    """How many of the texts are not a copy of an earlier one, reckoned from the first SAMPLE."""
    if len(texts) < 2:
        return len(texts)
    bands = signatures(texts[:SAMPLE])
    equal = (bands[:, None] == bands[None]).sum(axis=2)
    copies = int(np.any(np.tril(equal >= SAME_BANDS, k=-1), axis=1).sum())
    return len(texts) - round(copies * len(texts) / len(bands))


def _breadth(voices: Sequence[Voice]) -> float:
    """How widely: different areas and different days, against five of each."""
    places = {area for voice in voices for area in areas(voice.message.whole)}
    days = {voice.at.date() for voice in voices if voice.at}
    return round((min(len(places), 5) + min(len(days), 5)) / 10, 2)


def _growth(times: list[datetime], window: tuple[datetime, datetime]) -> float:
    """The share of messages in the later half of the time since the first, up to the window's end."""
    if len(times) < 2 or window[1] <= times[0]:
        return 0.5
    middle = times[0] + (window[1] - times[0]) / 2
    return round(sum(time > middle for time in times) / len(times), 2)


def _recent(times: list[datetime], window: tuple[datetime, datetime]) -> float:
    """1 when the latest message is of the last tenth of the window, down to 0 at its beginning."""
    length = window[1] - window[0]
    if not times or length <= timedelta(0):
        return 1.0
    age = (window[1] - times[-1]) / length
    return round(min(1, (1 - age) / (1 - RECENT)), 2)
