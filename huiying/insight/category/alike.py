"""Learning from what messages mean: which category those belong to that mean much the same."""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from huiying.insight.category.features import Floats, Ints
from huiying.insight.category.meaning import Likeness, nearness, placed

RIDGE = 0.3  # the larger, the less a single message counts
MOST = 8_000  # messages learnt from: a matrix of as many rows and columns is solved
SEED = 2020


def learn(vectors: Floats, targets: Ints, classes: int) -> Likeness:
    """Of messages whose classes are `targets`; of very many a drawn part."""
    if len(vectors) > MOST:
        drawn = np.sort(np.random.default_rng(SEED).choice(len(vectors), MOST, replace=False))
        vectors, targets = vectors[drawn], targets[drawn]
    if not len(vectors):
        width = vectors.shape[1]
        none = np.zeros((0, classes), dtype=np.float32)
        return Likeness(np.zeros(width, dtype=np.float32), vectors, none)
    middle = vectors.mean(axis=0)
    examples = placed(vectors, middle)
    matrix = nearness(examples, examples)
    matrix[np.diag_indices(len(matrix))] += RIDGE
    truth = np.eye(classes, dtype=np.float32)[targets]
    factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    return Likeness(middle, examples, cho_solve(factor, truth, check_finite=False))
