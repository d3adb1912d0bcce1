"""The plan of a training: what `fit()` was asked for, under the names of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..gspaces import GSpaceLike
from .losses import Loss


@dataclass
class Plan:
    """How to train: everything but the model and the data. R has checked each value.

    ``optimizer`` and ``lr_schedule`` are a ``name`` with settings. ``targets`` says what is to
    be predicted: "classes", "labels" (several an example), "numbers" or "energies" with forces;
    ``levels`` are the names of the classes or labels. With ``points`` the targets are those of
    points of clouds. ``loss`` may be a name, maybe with settings, a sum of several with a factor
    each, or a function. ``augment`` is "exact", "all" or a gspace.
    Above the probability ``threshold`` a label, or the second of two classes, is said to be
    there; None for a half.
    ``own_metrics`` gives all numbers of the user's metrics by their names.
    """

    epochs: int = 10
    batch_size: int = 64
    loss: str | dict[str, Any] | Loss | None = None
    optimizer: dict[str, Any] = field(default_factory=lambda: {"name": "adam"})
    lr_schedule: dict[str, Any] | None = None
    metrics: list[str] = field(default_factory=list)
    own_metrics: Callable[..., dict[str, float]] | None = None
    seed: int = 0
    device: str = "cpu"
    precision: str = "float32"
    clip: float | None = None
    accumulate: int = 1
    augment: str | GSpaceLike | None = None
    targets: str = "numbers"
    levels: list[str] = field(default_factory=list)
    points: bool = False
    threshold: float | None = None

    @property
    def classes(self) -> int | None:
        """How many classes there are; None for labels and numbers."""
        return len(self.levels) if self.targets == "classes" else None
