"""Data whose images are rotated as they are taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..datasets import Energies, Points
from ..fields import FieldTypeLike, action
from . import batches, borders, maps, turned_fields, turning
from .batches import Examples
from .examples import OfOthers


class Rotated(OfOthers):
    """Other data, rotated by an angle about the centre, and targets that turn along.

    Channels of vectors turn as well, in inputs and in targets.
    """

    def __init__(
        self,
        source: Examples,
        angle: float,
        kind: FieldTypeLike | None = None,
        out: FieldTypeLike | None = None,
        fill: float | list[float] | None = None,
    ) -> None:
        """``angle`` is in degrees, counter-clockwise; ``kind`` the inputs' type, ``out`` what
        a model gives. ``fill`` comes in from outside: None for the level of the border.
        """
        super().__init__(source)
        self._angle, self._kind, self._out, self._fill = angle, kind, out, fill

    def take(self, index: npt.NDArray[np.int64]) -> batches.Batch:
        """The rotated examples at these positions, from 0."""
        values, targets, *weighing = self.source.take(index)
        if isinstance(values, Points):
            moved = rotate_points(values, self._angle)
            inputs = self._fields(moved.values, self._kind)
            targets = self._of_points(values, targets)
            return moved.replaced(inputs, moved.coords), targets, *weighing
        matrix = _action(self._angle, values.dim() == 5)
        # classes of pixels, and fields of pixels, move with their image
        targets = maps.move(values, targets, matrix, 1)
        inputs = self._fields(values, self._kind)
        return (
            action.move(inputs, matrix, 1, self._outside(inputs)),
            self._along(targets),
            *weighing,
        )

    def _outside(self, inputs: torch.Tensor) -> torch.Tensor:
        if self._fill is None:
            return borders.level(inputs, inputs.dim() - 2)
        fill = torch.tensor(self._fill, dtype=torch.float64).reshape(1, -1)
        if fill.shape[1] not in (1, inputs.shape[1]):
            channels = inputs.shape[1]
            allowed = f"one number, or one for each of the {channels} channels"
            raise BadArgument("fill", allowed, f"{fill.shape[1]} numbers")
        return fill

    def _fields(self, values: torch.Tensor, kind: Any) -> torch.Tensor:
        if self._kind is None:
            return values
        return turned_fields.turn(values, kind, self._kind.gspace, self._angle)

    def _along(self, targets: Any) -> Any:
        """The channels of targets that are fields of the model's output."""
        fields = self._out is not None and turning.are_fields(targets, self._out)
        return self._fields(targets, self._out) if fields else targets

    def _of_points(self, values: Points, targets: Any) -> Any:
        if isinstance(targets, Energies):
            return Energies(targets.energies, _moved(targets.forces, self._angle))
        return self._along(targets)


def rotate(values: torch.Tensor, angle: float, order: int = 1) -> torch.Tensor:
    """Images, or volumes about their first axis, rotated; from outside come zeros."""
    return action.move(values, _action(angle, values.dim() == 5), order)


def _action(angle: float, volume: bool) -> Any:
    turn = turned_fields.rotation(angle, 2)
    # array axes (down, right) against (right, up): a counter-clockwise turn
    matrix = np.array([[turn[1, 1], -turn[1, 0]], [-turn[0, 1], turn[0, 0]]])
    if volume:
        whole = np.eye(3)
        whole[1:, 1:] = matrix
        return whole
    return matrix


def rotate_points(values: Points, angle: float) -> Points:
    """Clouds rotated about the origin, or in space about the third axis."""
    return values.replaced(values.values, _moved(values.coords, angle))


def _moved(vectors: torch.Tensor, angle: float) -> torch.Tensor:
    matrix = turned_fields.rotation(angle, vectors.shape[1])
    return vectors @ torch.from_numpy(matrix.T).to(vectors)


def rotate_data(
    source: Examples,
    angle: float,
    module: torch.nn.Module | None = None,
    fill: float | list[float] | None = None,
) -> Rotated:
    """``source`` with its images rotated, and with targets that are maps of what a module gives."""
    kinds = [getattr(module, name, None) for name in ("in_type", "out_type")]
    kind, out = (k if hasattr(k, "representations") else None for k in kinds)
    return Rotated(source, angle, kind, out, fill)
