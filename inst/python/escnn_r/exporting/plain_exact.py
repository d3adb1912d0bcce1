"""Plain modules for what ONNX exporters of PyTorch get wrong, or ONNX lacks.

In PyTorch they are PyTorch's own; in an ONNX file, where sizes are known, they
are put together from what ONNX has.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class CircularPad(nn.Module):
    """Pixels from the other side around an image."""

    def __init__(self, padding: list[int]) -> None:
        """How many, in each direction."""
        super().__init__()
        self.padding = padding

    def forward(self, x: Tensor) -> Tensor:
        """Pad every direction."""
        for axis, n in enumerate(self.padding, start=2):
            if n:
                last = x.narrow(axis, x.shape[axis] - n, n)
                x = torch.cat([last, x, x.narrow(axis, 0, n)], dim=axis)
        return x


class CeilAverage(nn.Module):
    """An average pool whose last windows may hang over the border."""

    any_size = False

    def __init__(self, d: int, width: list[int], stride: list[int], padding: list[int]) -> None:
        """Settings in each direction."""
        super().__init__()
        self.d, self.width, self.stride, self.padding = d, width, stride, padding

    def forward(self, x: Tensor) -> Tensor:
        """Average over what of a window is inside the padded image."""
        pool: Any = F.avg_pool2d if self.d == 2 else F.avg_pool3d
        if not torch.onnx.is_in_onnx_export():
            return pool(x, self.width, self.stride, self.padding, ceil_mode=True)
        inner, sides = [], []
        settings = zip(x.shape[2:], self.width, self.stride, self.padding, strict=True)
        for n, k, s, p in reversed([tuple(map(int, each)) for each in settings]):
            count = -(-(n + 2 * p - k) // s) + 1
            count -= (count - 1) * s >= n + p
            sides += [0, max((count - 1) * s + k - n - 2 * p, 0)]
            inner += [p, p]
        ones = torch.ones(1, 1, *map(int, x.shape[2:]), dtype=x.dtype)
        share = pool(F.pad(F.pad(ones, inner, value=1.0), sides), self.width, self.stride)
        return pool(F.pad(F.pad(x, inner), sides), self.width, self.stride) / share


class Shares(nn.Module):
    """Averages or maxima over windows that share out the image."""

    def __init__(self, size: list[int], largest: bool) -> None:
        """The number of windows in each direction."""
        super().__init__()
        self.size, self.largest = size, largest
        self.any_size = all(n == 1 for n in size)

    def forward(self, x: Tensor) -> Tensor:
        """Window by window where ONNX must know them, direction by direction."""
        if not torch.onnx.is_in_onnx_export():
            name = f"adaptive_{'max' if self.largest else 'avg'}_pool{len(self.size)}d"
            return getattr(F, name)(x, self.size)
        for axis, count in enumerate(self.size, start=2):
            parts = [x]
            if count > 1:
                n = int(x.shape[axis])
                ends = [(i * n // count, -(-(i + 1) * n // count)) for i in range(count)]
                parts = [x.narrow(axis, start, stop - start) for start, stop in ends]
            outputs = [y.amax(axis, True) if self.largest else y.mean(axis, True) for y in parts]
            x = torch.cat(outputs, dim=axis) if count > 1 else outputs[0]
        return x


class Polynomials(nn.Module):
    """Polynomials of a few variables, by their coefficients."""

    def __init__(self, powers: list[list[int]], coefficients: Tensor) -> None:
        """``coefficients``: polynomials by monomials."""
        super().__init__()
        self.powers = powers
        self.register_buffer("coefficients", coefficients)

    def forward(self, x: Tensor) -> Tensor:
        """Evaluate at points, a row for each."""
        parts = []
        for powers in self.powers:
            value = torch.ones_like(x[:, 0])
            for i, power in enumerate(powers):
                for _ in range(power):
                    value = value * x[:, i]
            parts.append(value)
        return torch.matmul(torch.stack(parts, dim=1), self.coefficients.t())
