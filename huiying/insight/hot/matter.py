"""Is it one matter, or many matters of one place?

Messages about one matter share words besides the name of the place. A group whose commonest such
words stand in few of its messages is a place where much is wrong, not an event.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from huiying.insight.hot.names import names, pairs_of
from huiying.insight.message import Message, normalise
from huiying.insight.text import content_words

READ = 300  # characters of the detail
PLACE = 0.3  # pieces of names in as many of the messages belong to the place
TELLING = 5  # words looked at
RARE = 4.0  # ln(others / others with the word) of a word that tells fully
FEW = 50  # others that are always thought of, so that a table of one issue can be judged


class Matters:
    """How far groups of messages are about one matter, among all messages that are in groups."""

    def __init__(self, groups: Sequence[Sequence[Message]]) -> None:
        read = [[_words(message) for message in group] for group in groups]
        among = Counter(word for group in read for words in group for word in words)
        total = max(sum(len(group) for group in read), 1)
        self.one = [
            _one(words, _place(group), among, total)
            for group, words in zip(groups, read, strict=True)
        ]
        """For each group from 0 (nothing in common but the place) to 1."""


def _one(read: Sequence[frozenset[str]], place: set[str], among: Counter[str], total: int) -> float:
    counted = Counter(word for words in read for word in words)
    others = FEW + total - len(read)
    shares = (
        count / len(read) * min(1, log(others / (1 + among[word] - count)) / RARE)
        for word, count in counted.items()
        if not place.issuperset(pairs_of(word))
    )
    return sum(sorted(shares, reverse=True)[:TELLING]) / TELLING


def _place(group: Sequence[Message]) -> set[str]:
    """The pieces of names that many messages of the group have."""
    counted: Counter[str] = Counter()
    for message in group:
        head = f"{normalise(message.title)} {normalise(message.detail[:150])}"
        counted.update({pair for name in names(head) for pair in pairs_of(name)})
    return {piece for piece, count in counted.items() if count >= PLACE * len(group)}


def _words(message: Message) -> frozenset[str]:
    detail = normalise(message.detail[: READ + 50])[:READ]
    return frozenset(content_words(normalise(message.title)) + content_words(detail))
