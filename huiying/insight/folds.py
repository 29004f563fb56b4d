"""Splitting messages for honest measurement: copies stay together, classes keep their shares."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def grouped_folds(
    targets: Ints, groups: Sequence[object], folds: int, rng: np.random.Generator
) -> Ints:
    """The fold of each message. All of one group are in one fold; each fold gets about the same
    share of every class. `targets` are numbers from 0.
    """
    _, group = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    classes = int(targets.max()) + 1
    held = np.zeros((int(group.max()) + 1, classes))
    np.add.at(held, (group, targets), 1)
    order = rng.permutation(len(held))
    order = order[np.argsort(-held.sum(axis=1)[order], kind="stable")]
    have = np.zeros((folds, classes))
    fold_of = np.zeros(len(held), dtype=np.int64)
    for each in order:
        shared = np.flatnonzero(held[each])
        crowd = have[:, shared].sum(axis=1) + have.sum(axis=1) / (len(targets) + 1)
        fold_of[each] = int(crowd.argmin())
        have[fold_of[each]] += held[each]
    return fold_of[group]


def rounds(fold: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Rows to learn from and rows to judge, once for every fold."""
    for number in range(int(fold.max()) + 1):
        yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)
