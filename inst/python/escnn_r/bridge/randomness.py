"""Randomness: escnn draws from torch's and from numpy's global generators.

Another language gives a seed for each call that may draw. The generators start from it
within the call, and are as they were afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import torch

Call = TypeVar("Call", bound=Callable[..., Any])


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Within the block both generators start from ``seed``; afterwards they are as they were.

    Without a seed nothing is changed.
    """
    if seed is None:
        yield
        return
    numbers = np.random.get_state()
    np.random.seed(int(seed) % 2**32)
    try:
        with watched(seed):
            yield
    finally:
        np.random.set_state(numbers)


@dataclass
class Watch:
    """Whether anything was drawn within a block, known at its end."""

    drew: bool = False


@contextmanager
def watched(seed: int) -> Iterator[Watch]:
    """As ``seeded()`` for torch alone, and see whether anything is drawn.

    Weights come from there. From numpy's generator comes what escnn solves for a group, once for
    all layers that need it: that is not a matter of a seed.
    """
    before = _states()
    torch.default_generator.manual_seed(int(seed))
    if _on_gpu():
        torch.cuda.manual_seed_all(int(seed))
    started, watch = _states(), Watch()
    try:
        yield watch
    finally:
        watch.drew = not _same(started, _states())
        _set(before)


def _on_gpu() -> bool:
    # to look for a GPU that nobody uses would take a second
    return torch.cuda.is_initialized()


def _states() -> list[torch.Tensor]:
    """Of the processor's generator, and of those of GPUs that are in use."""
    return [torch.get_rng_state(), *(torch.cuda.get_rng_state_all() if _on_gpu() else [])]


def _same(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    # a GPU may have come into use in between
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=False))


def _set(states: list[torch.Tensor]) -> None:
    torch.set_rng_state(states[0])
    if len(states) > 1:
        torch.cuda.set_rng_state_all(states[1:])


def drawing_if(may_draw: Callable[..., bool]) -> Callable[[Call], Call]:
    """Mark a function of which its first argument tells whether it draws at all."""

    def mark(function: Call) -> Call:
        function.may_draw = may_draw  # type: ignore[attr-defined]
        return function

    return mark


def draws(module: torch.nn.Module) -> bool:
    """Whether a call of a module draws: it drops something out, in training mode."""
    return any(
        part.training and "Dropout" in type(part).__name__ and getattr(part, "p", 0) > 0
        for part in module.modules()
    )
