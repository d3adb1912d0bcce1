"""Ordinary convolutions, for parts of a network that respect no symmetry."""

from __future__ import annotations

from typing import Any

import torch
from escnn.nn import EquivariantModule, GeometricTensor

from ...bridge import BadArgument
from ...fields import GeometricTensorLike
from ..completed import Completed

__all__ = ["PlainConvModule"]


class PlainConvModule(Completed, EquivariantModule):
    """PyTorch's convolution between types of the trivial group."""

    def __init__(
        self,
        in_type: Any,
        out_type: Any,
        kernel_size: int,
        padding: int = 0,
        stride: int = 1,
        bias: bool = True,
    ) -> None:
        """Both types live on a gspace of the trivial group, in two or three dimensions."""
        super().__init__()
        d = in_type.gspace.dimensionality
        order = 0 if in_type.gspace.fibergroup.continuous else in_type.gspace.fibergroup.order()
        if order != 1 or d not in (2, 3):
            raise BadArgument(
                "x",
                "of fields of the trivial group, on the plane or in space",
                f"one of {in_type.gspace.fibergroup.name}",
                'Restrict first: `nn_restriction("trivial")`.',
            )
        self.in_type, self.out_type = in_type, out_type
        make = torch.nn.Conv2d if d == 2 else torch.nn.Conv3d
        self.conv = make(
            in_type.size, out_type.size, kernel_size, stride=stride, padding=padding, bias=bias
        )

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Convolve."""
        return GeometricTensor(self.conv(input.tensor), self.out_type)
