"""Optimizers and schedules of the learning rate, from plain values."""

from __future__ import annotations

import math
from typing import Any

import torch

from ..bridge import BadArgument

_OPTIMIZERS = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "sgd": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop,
}


def optimizer(module: torch.nn.Module, name: str, options: dict[str, Any]) -> torch.optim.Optimizer:
    """An optimizer of all that a module trains; parameters in the order of their names."""
    if name not in _OPTIMIZERS:
        allowed = ", ".join(f'"{each}"' for each in _OPTIMIZERS)
        raise BadArgument("optimizer", f"one of {allowed}", f'"{name}"')
    named = sorted((n, p) for n, p in module.named_parameters() if p.requires_grad)
    if not named:
        raise BadArgument("model", "one with parameters to train", "one without any")
    return _OPTIMIZERS[name]([p for _, p in named], **options)


def factor(schedule: dict[str, Any], step: int, steps: int, epoch: int) -> float:
    """What the learning rate is multiplied by at a step of all, of which epochs are parts."""
    kind = schedule["name"]
    progress = min(step / max(steps, 1), 1.0)
    if kind == "constant":
        return 1.0
    if kind == "cosine":
        low = float(schedule["final"])
        return low + (1 - low) * (1 + math.cos(math.pi * progress)) / 2
    if kind == "step":
        return float(float(schedule["factor"]) ** (epoch // int(schedule["every"])))
    if kind == "exponential":
        return float(float(schedule["factor"]) ** epoch)
    if kind == "one_cycle":
        warm = float(schedule["warm_up"])
        low = 1 / float(schedule["start"])
        if progress < warm:
            return low + (1 - low) * (1 - math.cos(math.pi * progress / warm)) / 2
        rest = (progress - warm) / (1 - warm)
        return (1 + math.cos(math.pi * rest)) / 2
    raise BadArgument("lr_schedule", "a known schedule", f'"{kind}"')
