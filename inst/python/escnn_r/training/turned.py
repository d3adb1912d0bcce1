"""Data whose images are rotated as they are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .. import transform
from ..data.clouds import Points
from ..errors import BadArgument
from . import feeds


class Turned:
    """Other data, rotated by an angle about the centre.

    Images of classes turn along by quarter turns. Targets of other kinds stay,
    so they must be such that a rotation doesn't change them.
    """

    def __init__(self, source: Any, angle: float) -> None:
        """``angle`` is in degrees, counter-clockwise."""
        self._source, self._angle = source, angle

    def __len__(self) -> int:
        """The number of examples."""
        return len(self._source)

    def take(self, index: Any) -> feeds.Batch:
        """The rotated examples at these positions, from 0."""
        values, targets = self._source.take(index)
        if isinstance(values, Points):
            return rotate_points(values, self._angle), targets
        spatial = values.dim() > 2 and targets is not None and targets.dim() >= values.dim() - 1
        if spatial:
            targets = self._along(targets)
        return rotate(values, self._angle), targets

    def _along(self, targets: torch.Tensor) -> torch.Tensor:
        classes = not targets.is_floating_point()
        if not classes or self._angle % 90 != 0:
            raise BadArgument(
                "angles",
                "multiples of 90, for segmentation" if classes else "`NULL` for targets in space",
                f"{self._angle:g}",
                "The targets must be turned too, which is exact by quarter turns of classes only.",
            )
        return rotate(targets.unsqueeze(1), self._angle).squeeze(1)


def _turn(angle: float) -> Any:
    t = np.radians(angle)
    return np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])


def rotate(values: torch.Tensor, angle: float, order: int = 1) -> torch.Tensor:
    """Images, or volumes about their first axis, rotated; from outside come zeros."""
    turn = _turn(angle)
    # array axes (down, right) against (right, up): a counter-clockwise turn
    action = np.array([[turn[1, 1], -turn[1, 0]], [-turn[0, 1], turn[0, 0]]])
    if values.dim() == 5:
        whole = np.eye(3)
        whole[1:, 1:] = action
        action = whole
    return transform.move(values, action, order)


def rotate_points(values: Points, angle: float) -> Points:
    """Clouds rotated about the origin, or in space about the third axis."""
    action = np.eye(values.coords.shape[1])
    action[:2, :2] = _turn(angle)
    turned = values.coords @ torch.from_numpy(action.T).to(values.coords)
    return values.replaced(values.values, turned)


def data(source: Any, angle: float) -> Turned:
    """``source`` with its images rotated."""
    return Turned(source, angle)
