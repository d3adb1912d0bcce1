"""Building blocks: residual and skip connections, and the ways down and up between them."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, field_type_label, size_label
from .. import centred_sampling, windows
from ..completed import Completed

__all__ = ["DownModule", "ResidualModule", "SkipModule", "UpModule"]


def _check_block(in_type: Any, block: Any) -> None:
    if block.in_type != in_type:
        raise BadArgument(
            "block",
            f"a module that takes {field_type_label(in_type)}",
            f"one that takes {_label(block.in_type)}",
        )
    if not hasattr(block.out_type, "gspace") or block.out_type.gspace != in_type.gspace:
        raise BadArgument(
            "block",
            f"a module that stays on its gspace, with group {in_type.gspace.fibergroup.name}",
            f"one that gives {_label(block.out_type)}",
            "Restrict, or make a vector, before or after the connection.",
        )


def _label(kind: Any) -> str:
    return field_type_label(kind) if hasattr(kind, "gspace") else "several types"


class ResidualModule(Completed, nn.EquivariantModule):
    """What a block gives, plus what it was given.

    Where types differ, what was given goes through a convolution of one pixel;
    where sizes differ, it is sampled about the centre.
    """

    def __init__(self, in_type: Any, block: Any) -> None:
        """``block``: a module on ``in_type``."""
        from .. import building

        super().__init__()
        _check_block(in_type, block)
        self.in_type = in_type
        self.out_type = block.out_type
        self.block = block
        self.projection = None
        self._strides = centred_sampling.strides_of(block, in_type.gspace.dimensionality)
        if in_type != block.out_type:
            name = {0: "Linear", 2: "R2Conv", 3: "R3Conv"}[in_type.gspace.dimensionality]
            options = {"bias": False, **({} if name == "Linear" else {"kernel_size": 1})}
            self.projection = building.build_module(name, in_type, block.out_type, **options)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """The sum of both ways."""
        out = self.block(input)
        size, out_size = list(input.tensor.shape[2:]), list(out.tensor.shape[2:])
        short = input
        if size != out_size:
            if any(m > n for m, n in zip(out_size, size, strict=True)):
                raise BadArgument(
                    "block",
                    "a module whose output is no larger than its input",
                    f"one that gives {size_label(out_size)} on {size_label(size)}",
                    "`nn_skip()` resizes what a block gives.",
                )
            values = centred_sampling.sample(input.tensor, out_size, self._strides)
            short = nn.GeometricTensor(values, self.in_type, input.coords)
        if self.projection is not None:
            short = self.projection(short)
        return nn.GeometricTensor(out.tensor + short.tensor, self.out_type, out.coords)


class SkipModule(Completed, nn.EquivariantModule):
    """What was given, and what a block gives, resized to it, side by side."""

    def __init__(self, in_type: Any, block: Any) -> None:
        """``block``: a module on ``in_type``."""
        super().__init__()
        _check_block(in_type, block)
        self.in_type = in_type
        self.out_type = in_type + block.out_type
        self.block = block

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """The fields of the input first."""
        below, sizes = self.block(input).tensor, list(input.tensor.shape[2:])
        window = windows.current()
        if window is None:
            out = centred_sampling.resize(below, sizes)
        else:
            out = windows.stretched(below, sizes, window)
        values = torch.cat([input.tensor, out], dim=1)
        return nn.GeometricTensor(values, self.out_type, input.coords)


class _Resizing(Completed, nn.EquivariantModule):
    def __init__(self, in_type: Any, factor: int = 2) -> None:
        super().__init__()
        if in_type.gspace.dimensionality == 0:
            raise BadArgument("x", "fields on a plane or in space", "fields on a point")
        self.in_type = self.out_type = in_type
        self.factor = factor

    def extra_repr(self) -> str:
        """The factor."""
        return f"factor={self.factor}"


class DownModule(_Resizing):
    """A smaller image: blurred, and sampled about the centre."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Every ``factor``-th sample."""
        return nn.GeometricTensor(centred_sampling.shrink(input.tensor, self.factor), self.out_type)


class UpModule(_Resizing):
    """A larger image: interpolated between pixels that stay, corners in place."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """``factor - 1`` new samples between two old ones."""
        values = centred_sampling.stretch(input.tensor, self.factor)
        return nn.GeometricTensor(values, self.out_type)
