"""Targets that are maps, a class or a field at each pixel, and turn along with their images."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..datasets import MISSING_CLASS, missing
from ..fields import FieldTypeLike, action
from ..group import ElementLike

# a share of a missing number that is no rounding error
_TOUCHED = 1e-6


def of_classes(values: torch.Tensor, targets: Any) -> bool:
    """Whether targets are a class for each pixel (or voxel) of the values."""
    return _whole(targets) and targets.dim() == values.dim() - 1 and targets.dim() > 2


def of_fields(values: torch.Tensor, targets: Any) -> bool:
    """Whether targets are numbers for each pixel (or voxel) of an output."""
    return (
        isinstance(targets, torch.Tensor)
        and not _whole(targets)
        and targets.dim() == values.dim()
        and targets.dim() > 3
    )


def _whole(targets: Any) -> bool:
    return isinstance(targets, torch.Tensor) and not targets.is_floating_point()


def move_classes(targets: torch.Tensor, matrix: npt.NDArray[Any]) -> torch.Tensor:
    """The nearest pixel's class, which may be missing; outside of the image it is."""
    moved = action.move(targets.unsqueeze(1).double(), matrix, 0, MISSING_CLASS)
    return moved.squeeze(1).round().to(targets.dtype)


def move_numbers(targets: torch.Tensor, matrix: npt.NDArray[Any], order: int) -> torch.Tensor:
    """Numbers moved; outside, and where they come from a missing one, they are missing."""
    gaps = missing(targets)
    if not gaps.any():
        return action.move(targets, matrix, order, torch.nan)
    moved = action.move(targets.masked_fill(gaps, 0), matrix, order)
    return moved.masked_fill(action.move(gaps.double(), matrix, order, 1) > _TOUCHED, torch.nan)


def inside(extent: tuple[int, ...], matrix: npt.NDArray[Any], order: int) -> float:
    """The share of the pixels of a turned image that don't come from outside."""
    moved = action.move(torch.ones(1, 1, *extent), matrix, order)
    return float((moved > 1 - _TOUCHED).double().mean())


def turn_fibres(targets: torch.Tensor, kind: FieldTypeLike, element: ElementLike) -> torch.Tensor:
    """Channels turned; what is made of a missing one is missing, too."""
    gaps = missing(targets)
    if not gaps.any():
        return action.transform_fibres(targets, kind, element)
    moved = action.transform_fibres(targets.masked_fill(gaps, 0), kind, element)
    return moved.masked_fill(reached(np.array(kind.representation(element)), gaps), torch.nan)


def reached(matrix: npt.NDArray[Any], gaps: torch.Tensor) -> torch.Tensor:
    """Which channels a matrix makes of missing ones."""
    parts = torch.as_tensor(np.abs(matrix) > _TOUCHED)
    touched = torch.einsum("oc,nc...->no...", parts.double(), gaps.double().cpu()) > 0
    return touched.to(gaps.device)


def move(
    values: torch.Tensor,
    targets: Any,
    matrix: npt.NDArray[Any],
    order: int,
) -> Any:
    """Targets moved along with their images; those for whole images stay as they are.

    The channels of fields stay as they are, too.
    """
    if of_classes(values, targets):
        return move_classes(targets, matrix)
    return move_numbers(targets, matrix, order) if of_fields(values, targets) else targets
