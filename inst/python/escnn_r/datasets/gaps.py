"""Targets that are missing: classes of which nothing is known, and numbers that are NaN."""

from __future__ import annotations

import torch

# the class that stands for none, as PyTorch has it
MISSING_CLASS = -100


def missing(targets: torch.Tensor) -> torch.Tensor:
    """Which of the targets are missing."""
    return targets.isnan() if targets.is_floating_point() else targets == MISSING_CLASS


def count_missing(targets: torch.Tensor | None) -> int:
    """How many of the targets are missing."""
    return 0 if targets is None else int(missing(targets).sum())


def filled(targets: torch.Tensor) -> torch.Tensor:
    """Targets with zeros, or the first class, in place of those that are missing."""
    return targets.masked_fill(missing(targets), 0)
