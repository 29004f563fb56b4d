"""Hot issues as messages come in: each joins the issue it is nearest to, or begins one.

After every SETTLE messages the issues they touched are linked anew, as the batch would, from the
similarities noted on arrival: parts of one matter that grew apart come together, and what was joined
too early is parted. The largest part keeps the issue's number; `take_moved` tells who went elsewhere.

Memory is bounded: the WINDOW latest messages are kept, of each term the LIST latest holders, and how
rare a term is stands in a table of fixed size. So a million messages cost no more than the window.
"""

from bisect import insort
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from huiying.insight.hot.features import CHARACTERS, WORDS, signs_of, words_of
from huiying.insight.hot.heat import Voice
from huiying.insight.hot.issues import LONG_AGO, Issue, rank
from huiying.insight.hot.linkage import Pairs, average_link
from huiying.insight.hot.names import fragments
from huiying.insight.hot.neighbours import placed
from huiying.insight.message import Message, normalise

JOIN = 0.21  # as alike as this, on average of the NEAREST members, to join
NEAREST = 3
WINDOW = 100_000  # messages held: some 300 MB
TERMS = 1 << 21  # cells of the table of rarities
LIST = 60
RARE = 16
CANDIDATES = 40
SETTLE = 250
LEAST = 0.13  # as in the batch
NOTED = 0.04  # fainter similarities are not noted
TOUCHED = 80  # the latest members of an issue that are linked anew …
MOST = 4_000  # … and about so many messages in all, so that settling takes no longer as issues grow
FRESH = 90.0  # days after which a message begins to lose weight
YEAR = 365.0  # days in which it loses half, after that

Whole = NDArray[np.int64]
Real = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a message went: the issue's number, how near it was (0: it begins the issue)."""

    issue: int
    alike: float


@dataclass(slots=True)
class _Terms:
    """Term numbers and the weight of their count, before their rarity."""

    numbers: Whole
    counts: Real


@dataclass(slots=True)
class _Held:
    said: _Terms
    named: _Terms
    rare: list[int]
    day: float
    issue: int
    near: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    near_alike: Real = field(default_factory=lambda: np.empty(0, np.float32))


@dataclass
class OnlineIssues:
    """The issues so far. One writer at a time."""

    join: float = JOIN
    window: int = WINDOW
    seen: int = 0
    issues: int = 0
    moved: dict[int, int] = field(default_factory=dict)
    _unsettled: list[int] = field(default_factory=list)
    _members: dict[int, list[int]] = field(default_factory=dict)
    _among: NDArray[np.float32] = field(default_factory=lambda: np.zeros(TERMS, np.float32))
    _rarity_scratch: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(TERMS, np.float32)
    )
    _held: dict[int, _Held] = field(default_factory=dict)
    _holders: dict[int, deque[int]] = field(default_factory=dict)

    def add(self, message: Message, at: datetime) -> Joined:
        """Take in one message; messages come in the order of their times. Some 1 ms."""
        new = self._read(message, at.timestamp() / 86400)
        found = self._candidates(new)
        joined = self._nearest(new, found)
        new.issue = joined.issue
        self._keep(new)
        if len(self._unsettled) >= SETTLE:
            self.settle()
        return joined

    @property
    def held(self) -> int:
        """How many messages are remembered."""
        return len(self._held)

    def take_moved(self) -> dict[int, int]:
        """The messages (numbered from 1 as they came) that went to another issue, told once."""
        moved, self.moved = self.moved, {}
        return moved

    def settle(self) -> None:
        """Link anew the issues that the latest messages touched."""
        numbers = self._touched()
        self._unsettled.clear()
        if not numbers:
            return
        held = [self._held[number] for number in numbers]
        every = np.array(numbers)
        near = np.concatenate([one.near for one in held])
        alike = np.concatenate([one.near_alike for one in held]).astype(np.float64)
        later = np.repeat(np.arange(len(held)), [len(one.near) for one in held])
        place = np.searchsorted(every, near)  # a neighbour is earlier, so it is within reach
        known = every[place] == near
        pairs = Pairs(place[known], later[known], alike[known])
        groups: dict[int, list[int]] = {}
        linked = average_link(len(numbers), pairs, least=LEAST).tolist()
        for number, group in zip(numbers, linked, strict=True):
            groups.setdefault(group, []).append(number)
        self._rename(sorted(groups.values(), key=len, reverse=True))

    def _touched(self) -> list[int]:
        """The latest members of the issues of the unsettled messages, then of their neighbours as far
        as MOST reach; oldest first."""
        nearness: dict[int, float] = {}
        for one in filter(None, map(self._held.get, self._unsettled)):
            nearness[one.issue] = 1.0
            for number, alike in zip(one.near.tolist(), one.near_alike.tolist(), strict=True):
                near = self._held.get(number) if alike >= LEAST else None
                if near and nearness.get(near.issue, 0) < alike:
                    nearness[near.issue] = alike
        found: list[int] = []
        for issue in sorted(nearness, key=lambda issue: -nearness[issue]):
            if len(found) >= MOST and nearness[issue] < 1:
                break
            found += self._members[issue][-TOUCHED:]
        return sorted(found)

    def _rename(self, groups: list[list[int]]) -> None:
        """Each group, the largest first, keeps the number most of its members had, unless taken."""
        taken: set[int] = set()
        for group in groups:
            had = Counter(self._held[number].issue for number in group)
            issue = next((one for one, _ in had.most_common() if one not in taken), 0)
            if not issue:
                self.issues += 1
                issue = self.issues
            taken.add(issue)
            for number in group:
                self._move(number, issue)

    def _move(self, number: int, issue: int) -> None:
        one = self._held[number]
        if one.issue != issue:
            self._leave(number, one.issue)
            insort(self._members.setdefault(issue, []), number)
            one.issue = self.moved[number] = issue

    def _leave(self, number: int, issue: int) -> None:
        members = self._members[issue]
        members.remove(number)
        if not members:
            del self._members[issue]

    def _read(self, message: Message, day: float) -> _Held:
        title = normalise(message.title)
        words = _counted(words_of(title, normalise(message.detail)), WORDS)
        signs = _counted([f"#{sign}" for sign in signs_of(title)], CHARACTERS)
        named = _counted([f"@{pair}" for pair in fragments(title)], 1)
        for terms in (words, signs, named):
            self._among[terms.numbers] += 1
        self.seen += 1
        for terms, share in ((words, WORDS), (signs, CHARACTERS)):
            weights = terms.counts * self._rarity(terms.numbers)
            terms.counts *= np.float32(share**0.5 / (np.sqrt((weights**2).sum()) or 1))
        said = _Terms(
            np.concatenate([words.numbers, signs.numbers]),
            np.concatenate([words.counts, signs.counts]),
        )
        weights = said.counts * self._rarity(said.numbers)
        rare = said.numbers[np.argsort(-weights, kind="stable")[:RARE]]
        return _Held(said, named, rare.tolist(), day, -1)

    def _rarity(self, numbers: Whole) -> Real:
        result: Real = (1 + np.log((1 + self.seen) / (1 + self._among[numbers]))).astype(np.float32)
        return result

    def _candidates(self, new: _Held) -> list[int]:
        """The messages that share most of the new one's rare terms, weightiest first."""
        lists = [self._holders[term] for term in new.rare if term in self._holders]
        if not lists:
            return []
        holders = np.fromiter(chain.from_iterable(lists), np.int64)
        weights = self._rarity(np.array([t for t in new.rare if t in self._holders])) ** 2
        found, place = np.unique(holders, return_inverse=True)
        shared = np.bincount(place, np.repeat(weights, [len(held) for held in lists]))
        return [int(n) for n in found[np.argsort(-shared, kind="stable")[:CANDIDATES]]]

    def _nearest(self, new: _Held, found: list[int]) -> Joined:
        held = [self._held[n] for n in found]
        if held:
            alike = self._alike(new, held)
            noted = np.flatnonzero(alike >= NOTED)
            new.near, new.near_alike = np.array(found)[noted], alike[noted]
            members: dict[int, list[float]] = {}
            for one, value in zip(held, alike.tolist(), strict=True):
                members.setdefault(one.issue, []).append(value)
            means = {
                issue: sum(sorted(values)[-NEAREST:]) / len(values[:NEAREST])
                for issue, values in members.items()
            }
            issue = max(means, key=lambda issue: (means[issue], -issue))
            if means[issue] >= self.join:
                return Joined(issue, means[issue])
        self.issues += 1
        return Joined(self.issues, 0.0)

    def _alike(self, new: _Held, held: list[_Held]) -> NDArray[np.float32]:
        said = self._cosines(new.said, [one.said for one in held])
        named = self._cosines(new.named, [one.named for one in held])
        both = np.array([len(one.named.numbers) > 0 for one in held]) & bool(len(new.named.numbers))
        age = np.array([max(new.day - one.day - FRESH, 0) for one in held], np.float32)
        result: Real = placed(said, named, both) * np.exp2(-age / np.float32(YEAR))
        return result

    def _cosines(self, new: _Terms, held: list[_Terms]) -> Real:
        weights = new.counts * self._rarity(new.numbers)
        self._rarity_scratch[new.numbers] = weights
        lengths = np.array([len(one.numbers) for one in held])
        numbers = np.concatenate([one.numbers for one in held])
        others = np.concatenate([one.counts for one in held]) * self._rarity(numbers)
        owner = np.repeat(np.arange(len(held)), lengths)
        dots = np.bincount(owner, others * self._rarity_scratch[numbers], len(held))
        squares = np.bincount(owner, others**2, len(held)) * float((weights**2).sum())
        self._rarity_scratch[new.numbers] = 0
        result: Real = (dots / np.sqrt(np.where(squares > 0, squares, 1))).astype(np.float32)
        return result

    def _keep(self, new: _Held) -> None:
        number = self.seen
        self._held[number] = new
        self._members.setdefault(new.issue, []).append(number)
        self._unsettled.append(number)
        for term in new.rare:
            holders = self._holders.setdefault(term, deque(maxlen=LIST))
            holders.append(number)
        gone = self._held.pop(number - self.window, None)
        if gone:
            self._leave(number - self.window, gone.issue)
        for term in gone.rare if gone else ():
            holders = self._holders.get(term, deque())
            if holders and holders[0] == number - self.window:
                holders.popleft()
            if not holders:
                self._holders.pop(term, None)


def follow(voices: Sequence[Voice]) -> list[Issue]:
    """The issues that following all messages one by one, in the order of time, ends with."""
    online = OnlineIssues()
    order = sorted(range(len(voices)), key=lambda i: (voices[i].at or LONG_AGO, i))
    groups = np.zeros(len(voices), dtype=np.int64)
    for place in order:
        voice = voices[place]
        groups[place] = online.add(voice.message, voice.at or LONG_AGO).issue
    online.settle()
    for number, issue in online.take_moved().items():
        groups[order[number - 1]] = issue
    return rank(voices, groups)


def _counted(terms: Iterable[str], share: float) -> _Terms:
    counts: dict[int, float] = {}
    for term in terms:
        number = crc32(term.encode()) % TERMS
        counts[number] = counts.get(number, 0) + 1
    return _Terms(
        np.fromiter(counts, np.int64, len(counts)),
        (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))).astype(np.float32),
    )
