"""How far a training is, what is called meanwhile, and what that says about how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Hook = Callable[[Record], Any]


@dataclass
class Progress:
    """Where training is; together with weights and random states it says how to go on."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    lr_scale: float = 1.0
    loss_sum: float = 0.0
    seen: int = 0
    history: list[Record] = field(default_factory=list)
    # of the first batch: how many operations, and seconds of one thread
    work: list[float] | None = None

    def mean_loss(self) -> float:
        """The mean loss of the epoch so far."""
        return self.loss_sum / max(self.seen, 1)


@dataclass(frozen=True)
class Hooks:
    """Called after an epoch, and after a batch (at most every ``pause`` seconds).

    ``on_checkpoint`` is called with the trainer after both, to save it.
    """

    on_epoch: Hook | None = None
    on_batch: Hook | None = None
    on_checkpoint: Callable[[Any], Any] | None = None
    pause: float = 0.0


def with_scores(record: Record, scores: dict[str, float]) -> Record:
    """An epoch's record with more numbers, the seconds last as before."""
    before = {name: value for name, value in record.items() if name != "seconds"}
    return {**before, **scores, "seconds": record["seconds"]}


def decision(answer: Any) -> tuple[float, bool]:
    """What a hook said of an epoch: a factor for the learning rate, and whether to end.

    False ends, a number is the factor, and a dictionary has either as ``stop`` and ``scale``.
    """
    if isinstance(answer, dict):
        return float(answer.get("scale", 1.0)), bool(answer.get("stop", False))
    number = isinstance(answer, int | float) and not isinstance(answer, bool)
    return (float(answer) if number else 1.0), answer is False
