"""How far training is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


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
