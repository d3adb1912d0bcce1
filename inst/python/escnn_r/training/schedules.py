"""Schedules of the learning rate, from plain values; R's names and settings are `schedule_*()`."""

from __future__ import annotations

import math
from typing import Any

from ..bridge import BadArgument


def rate_factor(schedule: dict[str, Any] | None, step: int, steps: int, epoch: int) -> float:
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
