"""What an issue is called: the title that says it best, its places, its groups of people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiying.insight.hot.names import fragments, names, pairs_of
from huiying.insight.hot.places import areas, people, told
from huiying.insight.message import Message, normalise
from huiying.insight.text import PLACE_CODE, content_words, is_word, words

BEGINNING = 150  # characters of the detail in which names are looked for
SHOWN = 3
OFTEN = 0.2  # the share of messages that a place or a group of people must be in to be shown


@dataclass(frozen=True)
class Name:
    title: str
    places: tuple[str, ...]
    groups: tuple[str, ...]


class Anchors:
    """Pieces of names in messages, and how rare they are among all: what an event is tied to."""

    def __init__(self, messages: Sequence[Message], wanted: NDArray[np.bool_]) -> None:
        """Pieces are kept of the `wanted` messages only; all of them are counted."""
        self._among: Counter[str] = Counter()
        self._pieces: list[frozenset[str]] = []
        for message, kept in zip(messages, wanted.tolist(), strict=True):
            pieces = frozenset(_pieces(message))
            self._among.update(pieces)
            self._pieces.append(pieces if kept else frozenset())

    def best(self, places: Sequence[int]) -> str:
        """The piece that most of these messages share and few others have; "" when there is none."""
        counted = Counter(piece for place in places for piece in self._pieces[place])
        return max(counted, key=lambda piece: (self._tied(piece, counted), piece), default="")

    def shared(self, places: Sequence[int]) -> float:
        """How far these messages are tied to one name: 1 when all have it and no others do."""
        counted = Counter(piece for place in places for piece in self._pieces[place])
        return max((self._tied(piece, counted) for piece in counted), default=0) / len(places)

    def _tied(self, piece: str, counted: Counter[str]) -> float:
        return float(counted[piece] * (counted[piece] / self._among[piece]) ** 0.5)


def name_of(messages: Sequence[Message], anchor: str) -> Name:
    """The name of an issue, from its messages (oldest first) and the piece of a name they share."""
    titles = [normalise(message.title) for message in messages]
    heads = [
        f"{title} {normalise(message.detail[:BEGINNING])}"
        for title, message in zip(titles, messages, strict=True)
    ]
    return Name(
        title=messages[_central(titles)].title.strip() or messages[0].detail.strip()[:30],
        places=tuple(
            place.upper() for place in _often([sorted(_places(head, anchor)) for head in heads])
        ),
        groups=tuple(_often([people(message.whole) for message in messages])),
    )


def _central(titles: Sequence[str]) -> int:
    """The title whose words most other titles share; the shorter, then the earlier of equals."""
    sets = [set(content_words(title)) for title in titles]
    shared = Counter(word for words_ in sets for word in words_)
    weight = [sum(shared[word] - 1 for word in words_) / (len(words_) + 3) for words_ in sets]
    return max(range(len(titles)), key=lambda i: (weight[i], -len(titles[i]), -i))


def _places(head: str, anchor: str) -> set[str]:
    found = {name for name in names(head) if anchor in pairs_of(name)}
    return {
        bare
        for name in found | areas(head)
        if (bare := told(name)) and (name not in found or anchor in pairs_of(bare))
    }


def _often(found: Sequence[Sequence[str]]) -> list[str]:
    """The most frequent ones; not "谢槐塘镇" where "槐塘镇" is found as often as to be shown."""
    counted = Counter(one for row in found for one in row)
    least = max(OFTEN * len(found), 1)
    often = [one for one, count in counted.most_common() if count >= least]
    return [one for one in often if one[1:] not in often][:SHOWN]


def _pieces(message: Message) -> list[str]:
    """Fragments of names, and of words of the title that no dictionary has."""
    title = normalise(message.title)
    beginning = normalise(message.detail[:BEGINNING])
    unknown = [
        word for word in words(PLACE_CODE.sub(" ", title)) if len(word) > 1 and not is_word(word)
    ]
    return [
        *fragments(title),
        *fragments(beginning),
        *(pair for word in unknown for pair in pairs_of(word)),
    ]
