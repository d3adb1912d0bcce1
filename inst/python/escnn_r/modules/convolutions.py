"""Convolutions on grids: private bases, fresh filters, sizes and plain forms that are right."""

from __future__ import annotations

from typing import Any

from escnn import nn

from .. import advice_spatial, grid
from ..exporting.exported import Exported
from ..steerable import Steerable


class _OnGrid(Exported, Steerable):
    """What convolutions of both kinds share."""

    d: int
    kernel_size: int
    stride: Any
    padding: Any
    dilation: int
    groups: int
    out_type: Any

    def __init__(self, in_type: Any, out_type: Any, kernel_size: int, *args: Any, **kwargs: Any):
        """Build it, and say if fields of the output get nothing."""
        if kwargs.get("frequencies_cutoff") is not None:
            planar = isinstance(self, (nn.R2Conv, nn.R2ConvTransposed))
            kwargs["frequencies_cutoff"] = _cutoff(kwargs["frequencies_cutoff"], planar)
        super().__init__(in_type, out_type, kernel_size, *args, **kwargs)
        advice_spatial.about_unreached(self)


def _cutoff(given: Any, planar: bool) -> Any:
    """A cut-off as escnn takes it: its policies have names in 3D and negative numbers in 2D."""
    if callable(given):
        return lambda radius: float(given(float(radius)))
    if isinstance(given, str):
        return -float(given.removeprefix("default")) if planar else given
    return float(given)


class _Forward(_OnGrid):
    """A convolution from the input's points to the output's."""

    padding_mode: str

    def forward(self, input: Any) -> Any:
        """Convolve; says so when the size breaks what the group's grid symmetries promise."""
        if self.stride != 1:
            advice_spatial.about_size(self, input, self._width())
        return super().forward(input)

    def _width(self) -> grid.Sizes:
        return (self.dilation * (self.kernel_size - 1) + 1,) * self.d

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Output shape for an input shape, with strides and paddings by direction."""
        size = grid.window_output(
            tuple(input_shape[2:]),
            self._width(),
            grid.each(self.stride, self.d),
            grid.each(self.padding, self.d),
        )
        return (input_shape[0], self.out_type.size, *size)


class _Transposed(_OnGrid):
    """A convolution that spreads the input's points."""

    output_padding: Any

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Output shape for an input shape, with strides and paddings by direction."""
        rows = zip(
            input_shape[2:],
            *(grid.each(v, self.d) for v in (self.stride, self.padding, self.output_padding)),
            strict=True,
        )
        width = self.dilation * (self.kernel_size - 1) + 1
        size = tuple((n - 1) * s - 2 * p + width + extra for n, s, p, extra in rows)
        return (input_shape[0], self.out_type.size, *size)


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
