"""Targets that are maps, a class or a field at each pixel, and turn along with their images."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..fields import FieldTypeLike
from ..fields import action as transform


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


def move_classes(targets: torch.Tensor, action: npt.NDArray[Any]) -> torch.Tensor:
    """The nearest pixel's class; from outside of the image comes the first class."""
    moved = transform.move(targets.unsqueeze(1).double(), action, 0)
    return moved.squeeze(1).round().to(targets.dtype)


def move(
    values: torch.Tensor,
    targets: Any,
    action: npt.NDArray[Any],
    kind: FieldTypeLike | None,
    order: int,
) -> Any:
    """Targets moved along with their images; those for whole images stay as they are.

    ``kind`` is the type of the fields that targets of numbers are.
    """
    if of_classes(values, targets):
        return move_classes(targets, action)
    if not of_fields(values, targets):
        return targets
    if kind is not None and not all(r.is_trivial() for r in kind.representations):
        raise BadArgument(
            "angles",
            "`NULL` for fields that aren't scalars, whose numbers would have to turn too",
            "angles",
            "Use `transform()` on geometric tensors.",
        )
    return transform.move(targets, action, order)
