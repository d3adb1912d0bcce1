"""Upsampling that lays the output's points around the centre, for every size and factor."""

from __future__ import annotations

import math
from typing import Any

import torch
from escnn import nn

from ...bridge import check_images
from ...fields import GeometricTensorLike, checked, wrap
from ..checks import advice_on_kernels
from ..plain_export import Exported


class _Upsampled(Exported):
    """Interpolation that reads the output's size off the input's.

    With a factor that isn't whole, PyTorch lays the output's points out from
    one corner; from the size, around the centre.
    """

    d: int
    in_type: Any
    out_type: Any
    _size: Any
    _scale_factor: Any
    _mode: str
    _align_corners: Any

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Interpolate to the size that ``evaluate_output_shape()`` gives."""
        values = checked(self, input)
        size = tuple(values.shape[2:])
        known = self.__dict__.setdefault("_targets", {})
        target = known.get(size)
        if target is None:
            target = known[size] = self.evaluate_output_shape(tuple(values.shape))[2:]
            check_images(len(values), self.out_type.size, target, "x", values.element_size())
            advice_on_kernels.about_stretch(self, size, target)
        resized = torch.nn.functional.interpolate(
            values, size=target, mode=self._mode, align_corners=self._align_corners
        )
        return wrap(resized, self.out_type, input)

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Output shape for an input shape."""
        size = self._size
        if size is None:
            factors = self._scale_factor
            factors = factors if isinstance(factors, (tuple, list)) else (factors,) * self.d
            pairs = zip(input_shape[2:], factors, strict=True)
            # a shade more, for factors such as 1.1 that binary numbers fall short of
            size = tuple(math.floor(n * f + 1e-6) for n, f in pairs)
        return (input_shape[0], self.out_type.size, *size)


class R2Upsampling(_Upsampled, nn.R2Upsampling):
    """escnn's upsampling of images."""


class R3Upsampling(_Upsampled, nn.R3Upsampling):
    """escnn's upsampling of volumes."""


__all__ = ["R2Upsampling", "R3Upsampling"]
