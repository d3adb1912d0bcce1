"""Masks that fade images out towards the corners, which no rotation keeps in the picture."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, size_label, wrap


class MaskModule(nn.MaskModule):
    """escnn's mask, built at once and applied in the image's own precision."""

    def __init__(self, in_type: Any, S: int, margin: float = 0.0, sigma: float = 2.0) -> None:
        """Build a mask for images (or volumes) of ``S`` pixels each way."""
        nn.EquivariantModule.__init__(self)
        self.dim, self.S, self.margin = in_type.gspace.dimensionality, int(S), margin
        self.mask = torch.nn.Parameter(disc(self.S, self.dim, margin, sigma), requires_grad=False)
        self.in_type = self.out_type = in_type
        self.space = in_type.gspace

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply by the mask."""
        values = input.tensor
        size = tuple(values.shape[2:])
        if size != (self.S,) * self.dim:
            raise BadArgument(
                "x",
                f"of {size_label([self.S] * self.dim)} pixels, as the mask is",
                f"of {size_label(size)}",
            )
        mask = self.mask
        masked = values * (mask if mask.dtype == values.dtype else mask.to(values.dtype))
        return wrap(masked, self.out_type, input)


def disc(size: int, d: int, margin: float, sigma: float) -> torch.Tensor:
    """1 inside a disc (or ball), fading beyond it; ``margin`` in per cent of the radius."""
    centre = (size - 1) / 2
    line = torch.arange(size, dtype=torch.float64) - centre
    squared = sum(c**2 for c in torch.meshgrid(*[line] * d, indexing="ij"))
    limit = (centre * (1 - margin / 100)) ** 2
    fading = torch.exp((limit - torch.as_tensor(squared)).clamp(max=0) / sigma**2)
    return fading.to(torch.float32).reshape(1, 1, *[size] * d)


__all__ = ["MaskModule"]
