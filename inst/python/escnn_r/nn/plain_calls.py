"""A plain call of a module, to look at what it gives: it moves no running statistics.

A new module is in training mode, as PyTorch has it, though nobody asked for that. Who calls
``train()`` on a module wants its statistics to follow the batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import torch

from . import batch_statistics
from .checks import advice

# the modules that somebody put into training mode
_CHOSEN: WeakSet[torch.nn.Module] = WeakSet()
# how many forwards that are functions of the user's are running
_INSIDE = [0]


def choose_training(module: torch.nn.Module) -> None:
    """Note that somebody has put this module, with all of its parts, into training mode."""
    if module.training:
        _CHOSEN.update(module.modules())


def choose_alike(twin: torch.nn.Module, module: torch.nn.Module) -> torch.nn.Module:
    """Note of a module's copy, part by part, what is known of the module."""
    chosen = dict(module.named_modules())
    _CHOSEN.update(part for name, part in twin.named_modules() if chosen.get(name) in _CHOSEN)
    return twin


@contextmanager
def inside() -> Iterator[None]:
    """In a module's own forward, where calls of its parts belong to that of the module."""
    _INSIDE[0] += 1
    try:
        yield
    finally:
        _INSIDE[0] -= 1


@contextmanager
def plain_call(module: torch.nn.Module) -> Iterator[None]:
    """Running statistics of parts that nobody put into training mode come back afterwards."""
    parts = [] if _INSIDE[0] or not module.training else _by_default(module)
    if not parts:
        yield
        return
    with batch_statistics.unmoved(parts):
        yield
    # a call that failed has said enough
    advice.advise(
        "training_mode",
        "This module is in training mode, as new ones are: its batch norms use the statistics of "
        "these values, and `predict()` would give something else. `module_train(x, FALSE)` makes "
        "both the same. Call `module_train(x)` before a training loop of your own: until then, "
        "calls leave running statistics as they are.",
    )


def _by_default(module: torch.nn.Module) -> list[Any]:
    moving = batch_statistics.batch_norms(module)
    return [part for part in moving if part not in _CHOSEN]
