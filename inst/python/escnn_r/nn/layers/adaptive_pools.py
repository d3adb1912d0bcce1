"""Pools whose windows share out the image."""

from __future__ import annotations

from typing import Any

from escnn import nn

from .. import pixel_grids

__all__ = ["PointwiseAdaptiveAvgPool2D", "PointwiseAdaptiveAvgPool3D"]


class _Adaptive:
    """Averages over windows that share out the image: of any fields, as averages are linear."""

    d: int

    def __init__(self, in_type: Any, output_size: Any) -> None:
        """Build the pool; escnn wants channels that can be compared, which averages don't need."""
        nn.EquivariantModule.__init__(self)
        self.space = in_type.gspace
        self.in_type = self.out_type = in_type
        self.d = self.space.dimensionality
        self.output_size = pixel_grids.each(output_size, self.d)


class PointwiseAdaptiveAvgPool2D(_Adaptive, nn.PointwiseAdaptiveAvgPool2D):
    """escnn's adaptive average pool of images, for any fields."""


class PointwiseAdaptiveAvgPool3D(_Adaptive, nn.PointwiseAdaptiveAvgPool3D):
    """escnn's adaptive average pool of volumes, for any fields."""
