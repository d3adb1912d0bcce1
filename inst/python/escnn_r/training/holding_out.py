"""The share of the training data that is held out for validation."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..datasets import Dataset, class_labels, draw_part, image_groups
from .examples import Examples, Part
from .rotated_data import Rotated
from .weighted_data import Weighted, targets_of


def split_examples(data: Examples, fraction: float, seed: int) -> tuple[Part, Part]:
    """A random part of the examples for validation, and the rest for training.

    Of each class the same share, and parts of one image on one side, as `dataset_split()` does.
    """
    n = len(data)
    labels = class_labels(targets_of(data), n)
    groups = image_groups(_sources(data))
    rest, held = draw_part(n, fraction, np.random.default_rng([seed, 2]), labels, groups)
    return Part(data, rest), Part(data, held)


def _sources(data: Any) -> Any:
    if isinstance(data, Part):
        whole = _sources(data.source)
        return None if whole is None else whole[data.index]
    if isinstance(data, (Weighted, Rotated)):
        return _sources(data.source)
    return data.sources() if isinstance(data, Dataset) else None
