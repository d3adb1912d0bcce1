"""Data whose images are rotated as they are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .. import transform
from . import feeds


class Turned:
    """Other data, rotated by an angle about the centre."""

    def __init__(self, source: Any, angle: float) -> None:
        """``angle`` is in degrees, counter-clockwise."""
        self._source, self._angle = source, angle

    def __len__(self) -> int:
        """The number of examples."""
        return len(self._source)

    def take(self, index: Any) -> feeds.Batch:
        """The rotated examples at these positions, from 0."""
        values, targets = self._source.take(index)
        return rotate(values, self._angle), targets


def rotate(values: torch.Tensor, angle: float, order: int = 1) -> torch.Tensor:
    """Images, or volumes about their first axis, rotated; from outside come zeros."""
    t = np.radians(angle)
    turn = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
    # array axes (down, right) against (right, up): a counter-clockwise turn
    action = np.array([[turn[1, 1], -turn[1, 0]], [-turn[0, 1], turn[0, 0]]])
    if values.dim() == 5:
        whole = np.eye(3)
        whole[1:, 1:] = action
        action = whole
    return transform.move(values, action, order)


def data(source: Any, angle: float) -> Turned:
    """``source`` with its images rotated."""
    return Turned(source, angle)
