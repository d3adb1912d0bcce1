"""Convolutions on grids: private bases, fresh filters, sizes and plain forms that are right."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from escnn import nn

from ...fields import GeometricTensorLike, checked, wrap
from .. import low_precision
from ..checks import advice_on_kernels
from ..completed import Completed
from ..steerable import Steerable


class _OnGrid(Completed, Steerable):
    """What convolutions of both kinds share."""

    d: int
    kernel_size: int
    stride: Any
    padding: Any
    dilation: int
    groups: int
    out_type: Any

    def __init__(self, in_type: Any, out_type: Any, kernel_size: int, *args: Any, **kwargs: Any):
        """Build it, with a cut-off as escnn takes it."""
        if kwargs.get("frequencies_cutoff") is not None:
            planar = isinstance(self, (nn.R2Conv, nn.R2ConvTransposed))
            kwargs["frequencies_cutoff"] = _cutoff(kwargs["frequencies_cutoff"], planar)
        super().__init__(in_type, out_type, kernel_size, *args, **kwargs)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Convolve with the filter of the present weights."""
        values = checked(self, input)
        if self.stride != 1 and advice_on_kernels.first_of_its_size(self, values):
            self._advise(input)
        weight, bias = self._expanded("filter", values)
        return wrap(self._convolve(values, weight, bias), self.out_type, input)

    def _advise(self, input: Any) -> None:
        """Say so when a size breaks what the group's grid symmetries promise."""

    def _convolve(self, values: torch.Tensor, weight: Any, bias: Any) -> torch.Tensor:
        raise NotImplementedError


def _cutoff(cutoff: Any, planar: bool) -> Any:
    """A cut-off as escnn takes it: its policies have names in 3D and negative numbers in 2D."""
    if callable(cutoff):
        return lambda radius: float(cutoff(float(radius)))
    if isinstance(cutoff, str):
        return -float(cutoff.removeprefix("default")) if planar else cutoff
    return float(cutoff)


class _Forward(_OnGrid):
    """A convolution from the input's points to the output's."""

    padding_mode: str
    _reversed_padding_repeated_twice: Any

    def _advise(self, input: Any) -> None:
        width = (self.dilation * (self.kernel_size - 1) + 1,) * self.d
        advice_on_kernels.about_size(self, input, width)

    def _convolve(self, values: torch.Tensor, weight: Any, bias: Any) -> torch.Tensor:
        padding = self.padding
        if self.padding_mode != "zeros":
            values = F.pad(values, self._reversed_padding_repeated_twice, self.padding_mode)
            padding = 0
        conv = F.conv2d if self.d == 2 else F.conv3d
        return low_precision.convolve(
            conv,
            values,
            weight,
            bias,
            self.stride,
            padding,
            self.dilation,
            groups=self.groups,
        )


class _Transposed(_OnGrid):
    """A convolution that spreads the input's points."""

    output_padding: Any

    def _convolve(self, values: torch.Tensor, weight: Any, bias: Any) -> torch.Tensor:
        return low_precision.convolve(
            F.conv_transpose2d if self.d == 2 else F.conv_transpose3d,
            values,
            weight,
            bias,
            self.stride,
            self.padding,
            self.output_padding,
            groups=self.groups,
            dilation=self.dilation,
        )


class R2Conv(_Forward, nn.R2Conv):
    """escnn's convolution on images."""


class R3Conv(_Forward, nn.R3Conv):
    """escnn's convolution on volumes."""


class R3IcoConv(_Forward, nn.R3IcoConv):
    """escnn's convolution on volumes with kernels sampled on icosahedral points."""


class R2ConvTransposed(_Transposed, nn.R2ConvTransposed):
    """escnn's transposed convolution on images."""


class R3ConvTransposed(_Transposed, nn.R3ConvTransposed):
    """escnn's transposed convolution on volumes."""


class R3IcoConvTransposed(_Transposed, nn.R3IcoConvTransposed):
    """escnn's transposed convolution with kernels sampled on icosahedral points."""


__all__ = [
    "R2Conv",
    "R2ConvTransposed",
    "R3Conv",
    "R3ConvTransposed",
    "R3IcoConv",
    "R3IcoConvTransposed",
]
