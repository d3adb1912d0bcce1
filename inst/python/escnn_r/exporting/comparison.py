"""Exported graphs compared with the models that they are of."""

from __future__ import annotations

from collections.abc import Callable

import torch

from . import network
from .traced import Traced

# what a graph gives for inputs
Run = Callable[[tuple[torch.Tensor, ...]], tuple[torch.Tensor, ...]]


def culprit(made: torch.nn.Module, module: torch.nn.Module) -> torch.nn.Module:
    """The layer that was traced for want of a plain form; the module if there is none."""
    found = [part.module for part in made.modules() if isinstance(part, Traced)]
    return found[0] if found else module


def first_line(problem: BaseException) -> str:
    """What a problem says, in one line."""
    return next((t.strip() for t in str(problem).splitlines() if t.strip()), "no reason given")


def other_sizes(module: torch.nn.Module, size: list[int], run: Run) -> bool:
    """Whether a graph is right on images of other sizes that the model takes."""
    tried = 0
    for more in (1, 2, 4, 8):
        other = [n + more for n in size]
        try:
            network.run(module, network.noise(module, other, 1))
        except (RuntimeError, AssertionError, ValueError):
            continue
        try:
            if gap_at(module, other, 3, run) > network.TOLERANCE * 2:
                return False
        except Exception:
            return False
        tried += 1
    return tried > 0


def gap_at(module: torch.nn.Module, size: list[int], batch: int, run: Run) -> float:
    """How far what ``run`` gives is from what the model gives."""
    inputs = network.noise(module, size, batch, seed=batch)
    expected = network.run(module, inputs)
    try:
        found = run(tuple(x.cpu() for x in inputs))
    except RuntimeError:
        return float("inf")
    gap = network.error(found, expected)
    return gap / network.slack(expected)
