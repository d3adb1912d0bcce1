"""What is called while a training runs, and what it may say about how training goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .progress import Record

Hook = Callable[[Record], Any]


@dataclass(frozen=True)
class Hooks:
    """Called after an epoch, and after a batch (at most every ``pause`` seconds).

    ``on_checkpoint`` is called with the trainer after both, to save it.
    """

    on_epoch: Hook | None = None
    on_batch: Hook | None = None
    on_checkpoint: Callable[[Any], Any] | None = None
    pause: float = 0.0


def decision(answer: Any) -> tuple[float, bool]:
    """What a hook said of an epoch: a factor for the learning rate, and whether to end.

    False ends, a number is the factor, and a dictionary has either as ``stop`` and ``scale``.
    """
    if isinstance(answer, dict):
        return float(answer.get("scale", 1.0)), bool(answer.get("stop", False))
    number = isinstance(answer, int | float) and not isinstance(answer, bool)
    return (float(answer) if number else 1.0), answer is False
