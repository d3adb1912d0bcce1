"""What is taken to lie around images when they turn: the level of their borders."""

from __future__ import annotations

import torch


def level(values: torch.Tensor, d: int) -> torch.Tensor:
    """The median of the outermost pixels (voxels) of each image and channel, over ``d`` axes.

    Black corners in bright pictures would be something that a model has never seen.
    """
    inside = torch.zeros(values.shape[-d:], dtype=torch.bool)
    inside[(slice(1, -1),) * d] = True
    border: torch.Tensor = values[..., ~inside.to(values.device)]
    return border.median(-1).values
