"""Data whose images are rotated as they are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..datasets import Points
from ..fields import action as transform
from . import batches, maps
from .batches import Examples


class Rotated:
    """Other data, rotated by an angle about the centre, and targets that are maps as well."""

    def __init__(self, source: Any, angle: float, kind: Any = None) -> None:
        """``angle`` is in degrees, counter-clockwise; ``kind`` the type of fields in targets."""
        self._source, self._angle, self._kind = source, angle, kind

    def __len__(self) -> int:
        """The number of examples."""
        return len(self._source)

    def take(self, index: npt.ArrayLike) -> batches.Batch:
        """The rotated examples at these positions, from 0."""
        values, targets = self._source.take(index)
        if isinstance(values, Points):
            return rotate_points(values, self._angle), targets
        action = _action(self._angle, values.dim() == 5)
        moved = maps.move(values, targets, action, self._kind, 1)
        return transform.move(values, action, 1), moved


def _turn(angle: float) -> Any:
    t = np.radians(angle)
    return np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])


def rotate(values: torch.Tensor, angle: float, order: int = 1) -> torch.Tensor:
    """Images, or volumes about their first axis, rotated; from outside come zeros."""
    return transform.move(values, _action(angle, values.dim() == 5), order)


def _action(angle: float, volume: bool) -> Any:
    turn = _turn(angle)
    # array axes (down, right) against (right, up): a counter-clockwise turn
    action = np.array([[turn[1, 1], -turn[1, 0]], [-turn[0, 1], turn[0, 0]]])
    if volume:
        whole = np.eye(3)
        whole[1:, 1:] = action
        return whole
    return action


def rotate_points(values: Points, angle: float) -> Points:
    """Clouds rotated about the origin, or in space about the third axis."""
    action = np.eye(values.coords.shape[1])
    action[:2, :2] = _turn(angle)
    turned = values.coords @ torch.from_numpy(action.T).to(values.coords)
    return values.replaced(values.values, turned)


def rotate_data(source: Examples, angle: float, module: torch.nn.Module | None = None) -> Rotated:
    """``source`` with its images rotated, and with targets that are maps of what a module gives."""
    kind = getattr(module, "out_type", None)
    return Rotated(source, angle, kind if hasattr(kind, "representations") else None)
