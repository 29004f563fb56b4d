"""Messages as rows of numbers: what is said (words, the title's characters) and the names in it."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from huiying.insight.hot.names import fragments
from huiying.insight.message import Message, normalise
from huiying.insight.text import PLACE_CODE, content_words

BODY = 500  # characters of the detail that are read; what follows is mostly history and feelings
TITLE_TIMES = 2  # a word of the title counts as often as this
WORDS, CHARACTERS = 0.7, 0.3  # shares of the similarity
_SIGNS = re.compile(r"[^\w]")


@dataclass(frozen=True)
class Features:
    """Rows of length 1 (or 0): `said @ said.T` and `named @ named.T` are similarities of 0 to 1."""

    said: csr_array
    named: csr_array

    def __len__(self) -> int:
        return int(self.said.shape[0])


class Counts:
    """Sparse counts of terms, filled row by row; the terms are numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._columns = array("i")
        self._counts = array("f")
        self._starts = array("q", [0])

    def add(self, terms: Iterable[str]) -> None:
        numbers = self.numbers
        counted = Counter(terms)
        self._columns.extend([numbers.setdefault(term, len(numbers)) for term in counted])
        self._counts.extend(counted.values())
        self._starts.append(len(self._columns))

    def weighted(self) -> csr_array:
        """TF-IDF: (1 + ln count) * (1 + ln((1 + rows) / (1 + rows with it))), rows of length 1."""
        rows = len(self._starts) - 1
        columns = (
            np.frombuffer(self._columns, dtype=np.int32) if self._columns else np.empty(0, np.int32)
        )
        counts = (
            np.frombuffer(self._counts, dtype=np.float32)
            if self._counts
            else np.empty(0, np.float32)
        )
        among = np.bincount(columns, minlength=max(len(self.numbers), 1))
        rarity = (1 + np.log((1 + rows) / (1 + among))).astype(np.float32)
        weights = (1 + np.log(counts)) * rarity[columns]
        starts = np.array(self._starts, dtype=np.int64)
        return unit_rows(csr_array((weights, columns.copy(), starts), shape=(rows, len(among))))


def features(messages: Sequence[Message]) -> Features:
    """Read all messages once. About 5,000 messages a second."""
    said, signs, named = Counts(), Counts(), Counts()
    for message in messages:
        title = normalise(message.title)
        said.add(words_of(title, normalise(message.detail[: 2 * BODY])))
        signs.add(signs_of(title))
        named.add(fragments(title))
    both = hstack([said.weighted() * WORDS**0.5, signs.weighted() * CHARACTERS**0.5], format="csr")
    return Features(csr_array(both), named.weighted())


def words_of(title: str, detail: str) -> list[str]:
    """The words of a normalised message, those of the title more than once."""
    return content_words(title) * TITLE_TIMES + content_words(detail[:BODY])


def signs_of(title: str) -> list[str]:
    """Pairs and triples of characters of a normalised title."""
    plain = _SIGNS.sub("", PLACE_CODE.sub("", title))
    return [plain[i : i + n] for n in (2, 3) for i in range(len(plain) - n + 1)]


def unit_rows(rows: csr_array) -> csr_array:
    """The rows stretched to length 1, empty ones left empty."""
    lengths: NDArray[np.float32] = (
        np.sqrt(rows.multiply(rows).sum(axis=1)).astype(np.float32).ravel()
    )
    lengths[lengths == 0] = 1
    return csr_array(diags_array(1 / lengths).astype(np.float32) @ rows)
