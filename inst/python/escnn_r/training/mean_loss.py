"""The mean of a loss over data that are judged batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from ..datasets import Energies
from .weighing import Counted


class MeanLoss:
    """Sums of a loss, which stay on their device until the value is asked for.

    Of energies with forces the part of the points is summed apart: clouds differ in how many they
    have, and the mean must not depend on which of them share a batch.
    """

    def __init__(self, loss: Callable[[Any, Counted], torch.Tensor], wide: torch.dtype) -> None:
        """``wide`` is the type of the sums."""
        self._loss, self._wide = loss, wide
        self._clouds: Any = 0.0
        self._points: Any = 0.0
        self._seen: Any = 0.0
        self._points_seen = 0

    def add(self, output: Any, counted: Counted) -> None:
        """The loss of a batch."""
        count = len(counted.targets)
        loss = self._loss(output, counted).to(self._wide)
        if isinstance(counted.targets, Energies):
            energies = self._loss(output, replace(counted, points=0.0)).to(self._wide)
            points = len(counted.targets.forces)
            self._points = self._points + (loss - energies) * points
            self._points_seen += points
            loss = energies
        self._clouds = self._clouds + loss * count
        self._seen = self._seen + counted.share() * count

    def value(self) -> float:
        """The mean over all that counts; 0 where nothing was seen."""
        seen = float(self._seen)
        mean = float(self._clouds) / seen if seen else 0.0
        return mean + (float(self._points) / self._points_seen if self._points_seen else 0.0)
