"""The share of the training data that is held out for validation."""

from __future__ import annotations

import numpy as np

from ..datasets import class_labels, draw_part, image_groups
from .batches import Examples
from .examples import Part, sources_of, targets_of


def split_examples(data: Examples, fraction: float, seed: int) -> tuple[Part, Part]:
    """A random part of the examples for validation, and the rest for training.

    Of each class the same share, and parts of one image on one side, as `dataset_split()` does.
    """
    n = len(data)
    labels = class_labels(targets_of(data), n)
    groups = image_groups(sources_of(data))
    rest, held = draw_part(n, fraction, np.random.default_rng([seed, 2]), labels, groups)
    return Part(data, rest), Part(data, held)
