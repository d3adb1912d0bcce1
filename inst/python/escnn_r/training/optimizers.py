"""Optimizers and schedules of the learning rate, from plain values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch

from ..bridge.errors import BadArgument, choose

_OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "sgd": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop,
}


def optimizer(module: torch.nn.Module, settings: dict[str, Any]) -> torch.optim.Optimizer:
    """An optimizer of all that a module trains; parameters in the order of their names."""
    options = {key: value for key, value in settings.items() if key != "name"}
    make = choose("optimizer", settings["name"], _OPTIMIZERS)
    named = sorted((n, p) for n, p in module.named_parameters() if p.requires_grad)
    if not named:
        raise BadArgument("model", "one with parameters to train", "one without any")
    return make([p for _, p in named], **options)


def factor(schedule: dict[str, Any] | None, step: int, steps: int, epoch: int) -> float:
    """What the learning rate is multiplied by at a step of all, of which epochs are parts."""
    if schedule is None:
        return 1.0
    kind = schedule["name"]
    progress = min(step / max(steps, 1), 1.0)
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
