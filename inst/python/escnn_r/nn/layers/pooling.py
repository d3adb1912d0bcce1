"""Pools over space: every precision, plain forms, and windows around the centre on request.

PyTorch lays windows out from the first pixel and leaves out the pixels at the
end that fill no window. A quarter turn then moves other pixels into windows.
With ``centre`` the windows lie around the middle: the pixels left over are cut
off at both ends alike, and where their number is odd, so that the middle falls
between two pixels, both positions of the windows are merged into one: windows
a pixel wider, which weigh their ends half (averages) or fully (maxima).
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from escnn import nn

from ...fields import GeometricTensorLike, assembled, channels, checked, taken, wrap
from .. import low_precision, pixel_grids
from ..centred_sampling import blur_about, positions
from ..checks import advice_on_kernels
from ..completed import Completed

_REMEDY = " Or take `centre = TRUE`, which fits any size."


def _mean(parts: list[torch.Tensor]) -> torch.Tensor:
    return parts[0] if len(parts) == 1 else torch.stack(parts).mean(0)


def _max(parts: list[torch.Tensor]) -> torch.Tensor:
    return parts[0] if len(parts) == 1 else torch.stack(parts).amax(0)


class _Windows(Completed):
    """Pools with a window, a stride and a padding."""

    in_type: Any
    out_type: Any
    kernel_size: pixel_grids.Sizes
    stride: pixel_grids.Sizes
    padding: pixel_grids.Sizes
    ceil_mode: bool = False
    centre: bool = False

    def __init__(self, in_type: Any, *args: Any, centre: bool = False, **kwargs: Any) -> None:
        """Build the pool; ``centre`` lays its windows around the middle of the image."""
        super().__init__(in_type, *args, **kwargs)  # type: ignore[call-arg]
        self.centre = centre

    def _width(self) -> pixel_grids.Sizes:
        steps = pixel_grids.each(getattr(self, "dilation", 1), len(self.kernel_size))
        return tuple(s * (k - 1) + 1 for k, s in zip(self.kernel_size, steps, strict=True))

    def _values(self, input: Any) -> torch.Tensor:
        """The input's values; the first of each size is looked at for what it loses."""
        values = checked(self, input)
        if advice_on_kernels.first_of_its_size(self, values):
            self._advise(input)
        return values

    def _advise(self, input: Any) -> None:
        if not self.centre and not self.ceil_mode:
            advice_on_kernels.about_size(self, input, self._width(), _REMEDY)

    def _pooled(self, input: Any, pool: Any, merge: Any, fill: float) -> Any:
        """Pool around the centre: pad first, then cut."""
        values = input.tensor
        size = tuple(values.shape[2:])
        rest = pixel_grids.left_over(size, self._width(), self.stride, self.padding)
        if any(self.padding):
            sides = [p for p in reversed(self.padding) for _ in range(2)]
            values = F.pad(values, sides, value=fill)
        parts = [pool(part) for part in positions(values, list(rest))]
        return nn.GeometricTensor(merge(parts), self.out_type)


class _Average(_Windows):
    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Average over windows."""
        values = self._values(input)
        pool = F.avg_pool2d if len(self.kernel_size) == 2 else F.avg_pool3d
        width, stride = self.kernel_size, self.stride
        if not self.centre:
            averages = pool(values, width, stride, self.padding, self.ceil_mode)
            return wrap(averages, self.out_type, input)
        return self._pooled(input, lambda x: pool(x, width, stride), _mean, 0.0)


class PointwiseAvgPool2D(_Average, nn.PointwiseAvgPool2D):
    """escnn's average pool of images, which can lie around the centre."""


class PointwiseAvgPool3D(_Average, nn.PointwiseAvgPool3D):
    """escnn's average pool of volumes, which can lie around the centre."""


class _Maximum(_Windows):
    dilation: pixel_grids.Sizes

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Take maxima over windows."""
        values = self._values(input)
        # straight away: torch.nn.functional asks first whether indices are wanted
        pool = torch.max_pool2d if len(self.kernel_size) == 2 else torch.max_pool3d
        width, stride, steps = self.kernel_size, self.stride, self.dilation
        if not self.centre:
            maxima = pool(values, width, stride, self.padding, steps, self.ceil_mode)
            return wrap(maxima, self.out_type, input)
        lowest = float("-inf")
        return self._pooled(input, lambda x: pool(x, width, stride, 0, steps), _max, lowest)


class PointwiseMaxPool2D(_Maximum, nn.PointwiseMaxPool2D):
    """escnn's max pool of images, which can lie around the centre."""


class PointwiseMaxPool3D(_Maximum, nn.PointwiseMaxPool3D):
    """escnn's max pool of volumes, which can lie around the centre."""


class _Blur(_Windows):
    """Blur with a Gaussian and keep each so many pixels."""

    filter: torch.Tensor
    _buffers: Any

    def _blur(self, values: torch.Tensor, padding: pixel_grids.Sizes) -> torch.Tensor:
        """Blur in the image's own precision, with the pixels left over cut at both ends."""
        blur: torch.Tensor = self._buffers["filter"]
        if blur.dtype != values.dtype:
            blur = blur.to(values.dtype)
        conv = F.conv2d if blur.dim() == 4 else F.conv3d
        if not self.centre:
            return low_precision.convolve(
                conv, values, blur, None, self.stride, padding, groups=values.shape[1]
            )
        values, blur = blur_about(values, blur, list(self.stride), list(padding))
        return low_precision.convolve(conv, values, blur, None, self.stride, groups=values.shape[1])


class _AverageBlur(_Blur):
    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Blur, and keep each so many pixels."""
        blurred = self._blur(self._values(input), self.padding)
        return wrap(blurred, self.out_type, input)


class PointwiseAvgPoolAntialiased2D(_AverageBlur, nn.PointwiseAvgPoolAntialiased2D):
    """escnn's blur pool of images, which can lie around the centre."""


class PointwiseAvgPoolAntialiased3D(_AverageBlur, nn.PointwiseAvgPoolAntialiased3D):
    """escnn's blur pool of volumes, which can lie around the centre."""


class _MaximumBlur(_Blur):
    """Maxima at every pixel, blurred, of which each so many are kept.

    The padding is added before the maxima and before the blur, as escnn does.
    """

    _pad: pixel_grids.Sizes

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Take maxima, blur, and keep each so many pixels."""
        pool = F.max_pool2d if len(self.kernel_size) == 2 else F.max_pool3d
        highest = pool(self._values(input), self.kernel_size, 1, self.padding)
        return wrap(self._blur(highest, self._pad), self.out_type, input)

    def _advise(self, input: Any) -> None:
        # twice the padding in all, so that the window counts as if it were smaller
        if not self.centre:
            pairs = zip(self.kernel_size, self.padding, strict=True)
            advice_on_kernels.about_size(self, input, tuple(k - 2 * p for k, p in pairs), _REMEDY)


class PointwiseMaxPoolAntialiased2D(_MaximumBlur, nn.PointwiseMaxPoolAntialiased2D):
    """escnn's blurred max pool of images, which can lie around the centre."""


class PointwiseMaxPoolAntialiased3D(_MaximumBlur, nn.PointwiseMaxPoolAntialiased3D):
    """escnn's blurred max pool of volumes, which can lie around the centre."""


class NormMaxPool(_Windows, nn.NormMaxPool):
    """escnn's pool that keeps the fields of largest norm, in every precision and ceil mode."""

    dilation: pixel_grids.Sizes
    _contiguous: dict[int, bool]

    def _advise(self, input: Any) -> None:
        if not self.ceil_mode:
            advice_on_kernels.about_size(self, input, self._width())

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Keep, in each window, the field whose norm is largest."""
        values, parts = self._values(input), []
        for size, contiguous in self._contiguous.items():
            where = channels(self, f"indices_{size}", contiguous)
            fields = taken(values, where, size)
            # of two lengths the larger one has the larger square
            norms = _wide(fields.detach()).square().sum(2)
            _, at = F.max_pool2d(
                norms,
                self.kernel_size,
                self.stride,
                self.padding,
                self.dilation,
                self.ceil_mode,
                return_indices=True,
            )
            place = at.flatten(2).unsqueeze(2).expand(-1, -1, size, -1)
            largest = fields.flatten(3).gather(3, place)
            parts.append((where, largest.unflatten(3, at.shape[2:])))
        return wrap(assembled(self, values, parts), self.out_type, input)


def _wide(values: torch.Tensor) -> torch.Tensor:
    """Values whose squares don't overflow, which in half precision they do from 256 on."""
    return values.float() if values.dtype == torch.float16 else values


__all__ = [
    "NormMaxPool",
    "PointwiseAvgPool2D",
    "PointwiseAvgPool3D",
    "PointwiseAvgPoolAntialiased2D",
    "PointwiseAvgPoolAntialiased3D",
    "PointwiseMaxPool2D",
    "PointwiseMaxPool3D",
    "PointwiseMaxPoolAntialiased2D",
    "PointwiseMaxPoolAntialiased3D",
]
