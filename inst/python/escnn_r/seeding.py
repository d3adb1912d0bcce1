"""Randomness: escnn draws from torch's and from numpy's global generators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Within the block both generators start from ``seed``; afterwards they are as they were.

    Without a seed nothing is changed.
    """
    if seed is None:
        yield
        return
    before_numpy, before_torch = np.random.get_state(), torch.get_rng_state()
    np.random.seed(int(seed) % 2**32)
    # only the generator of the CPU: escnn draws nothing elsewhere
    torch.default_generator.manual_seed(int(seed))
    try:
        yield
    finally:
        np.random.set_state(before_numpy)
        torch.set_rng_state(before_torch)
