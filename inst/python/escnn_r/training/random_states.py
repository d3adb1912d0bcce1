"""States of random generators: set for a training, kept in its checkpoints, and put back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
import torch

States = dict[str, torch.Tensor]


def current() -> States:
    """The states of the generators that layers draw from."""
    states = {"torch": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def resume(states: States) -> None:
    """Set the generators as they were when training stopped."""
    torch.set_rng_state(states["torch"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])


@contextlib.contextmanager
def seeded(seed: int | None, states: States | None) -> Iterator[None]:
    """A seed for all generators, or states if there are any; the caller's come back after."""
    before, numbers = torch.get_rng_state(), np.random.get_state()
    if seed is not None:
        torch.manual_seed(seed)
        np.random.seed(seed)
    elif states is not None:
        resume(states)
    try:
        yield
    finally:
        torch.set_rng_state(before)
        np.random.set_state(numbers)
