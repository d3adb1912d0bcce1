"""Upsampling that lays the output's points around the centre, for every size and factor."""

from __future__ import annotations

import math
from typing import Any

import torch
from escnn import nn

from ...bridge import check_images
from ...fields import GeometricTensorLike, checked, wrap
from ..checks import advice_on_kernels
from ..completed import Completed


class _Upsampled(Completed):
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
        """Interpolate to the size that belongs to the input's."""
        values = checked(self, input)
        size = tuple(values.shape[2:])
        known = self.__dict__.setdefault("_targets", {})
        target = known.get(size)
        if target is None:
            target = known[size] = self._target(size)
            check_images(len(values), self.out_type.size, target, "x", values.element_size())
            advice_on_kernels.about_stretch(self, size, target)
        resized = torch.nn.functional.interpolate(
            values, size=target, mode=self._mode, align_corners=self._align_corners
        )
        return wrap(resized, self.out_type, input)

    def _target(self, size: tuple[int, ...]) -> tuple[int, ...]:
        if self._size is not None:
            return tuple(self._size)
        factors = self._scale_factor
        factors = factors if isinstance(factors, (tuple, list)) else (factors,) * self.d
        # a shade more, for factors such as 1.1 that binary numbers fall short of
        return tuple(math.floor(n * f + 1e-6) for n, f in zip(size, factors, strict=True))


class R2Upsampling(_Upsampled, nn.R2Upsampling):
    """escnn's upsampling of images."""


class R3Upsampling(_Upsampled, nn.R3Upsampling):
    """escnn's upsampling of volumes."""


__all__ = ["R2Upsampling", "R3Upsampling"]
