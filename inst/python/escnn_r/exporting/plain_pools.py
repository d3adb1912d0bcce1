"""Pools, resizing and connections in plain PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..nn import windows
from . import sizes
from .plain import Pick, lengths, split


class Centred(nn.Module):
    """A pool whose windows lie around the middle of the image."""

    any_size = False

    def __init__(
        self,
        pool: nn.Module,
        width: list[int],
        stride: list[int],
        padding: list[int],
        largest: bool,
    ) -> None:
        """``pool`` has no padding; ``largest`` merges by maxima, else by means."""
        super().__init__()
        self.pool, self.width, self.stride, self.largest = pool, width, stride, largest
        self.sides = [p for p in reversed(padding) for _ in range(2)]

    def forward(self, x: Tensor) -> Tensor:
        """Pad, cut, pool, merge."""
        if any(self.sides):
            x = F.pad(x, self.sides, value=float("-inf") if self.largest else 0.0)
        parts = sizes.positions(x, self.width, self.stride)
        outputs = self.pool(parts.flatten(0, 1))
        outputs = outputs.reshape(parts.shape[0], parts.shape[1], *outputs.shape[1:])
        return outputs.amax(0) if self.largest else outputs.mean(0)


class Blur(nn.Module):
    """A blur of which each so many pixels are kept."""

    def __init__(self, kernel: Tensor, stride: list[int], padding: list[int], centre: bool) -> None:
        """``kernel`` has a filter for each channel."""
        super().__init__()
        self.register_buffer("kernel", kernel)
        self.stride, self.padding, self.centre = stride, padding, centre
        self.any_size = not centre

    def forward(self, x: Tensor) -> Tensor:
        """Blur, and keep each so many pixels."""
        if self.centre:
            return sizes.blur_about(x, self.kernel, self.stride, self.padding)
        conv = F.conv2d if self.kernel.dim() == 4 else F.conv3d
        return conv(x, self.kernel, None, self.stride, self.padding, 1, self.kernel.shape[0])


class LongestPool(nn.Module):
    """The field of largest length in each window."""

    def __init__(self, size: int, settings: dict[str, Any]) -> None:
        """Channels of a field, and the settings of a max pool."""
        super().__init__()
        self.size, self.settings = size, settings

    def forward(self, x: Tensor) -> Tensor:
        """Find the windows' largest lengths, and take the fields there."""
        fields = split(x, -1, self.size)
        length = lengths(fields, 2).squeeze(2)
        outputs, where = F.max_pool2d(length, return_indices=True, **self.settings)
        place = where.flatten(2).unsqueeze(2).expand(-1, -1, self.size, -1)
        taken = fields.flatten(3).gather(3, place).flatten(1, 2)
        return taken.reshape(x.shape[0], taken.shape[1], *outputs.shape[2:])


class Upsample(nn.Module):
    """Interpolation to a size, or to a size that is so many times the input's."""

    def __init__(
        self, size: list[int] | None, factors: list[float] | None, mode: str, aligned: bool | None
    ) -> None:
        """One of ``size`` and ``factors``."""
        super().__init__()
        self.size, self.factors, self.mode, self.aligned = size, factors, mode, aligned
        self.whole = factors is not None and all(f == int(f) for f in factors)
        self.any_size = size is not None or self.whole

    def forward(self, x: Tensor) -> Tensor:
        """Interpolate."""
        aligned = {} if self.aligned is None else {"align_corners": self.aligned}
        if self.size is not None:
            return F.interpolate(x, size=self.size, mode=self.mode, **aligned)
        factors = self.factors or []
        if self.whole:
            size = [x.shape[i + 2] * int(f) for i, f in enumerate(factors)]
            return F.interpolate(x, size=size, mode=self.mode, **aligned)
        return sizes.scale_up(x, factors, self.mode, bool(self.aligned))


class Down(nn.Module):
    """A smaller image: blurred, and sampled about the centre."""

    any_size = False

    def __init__(self, factor: int) -> None:
        """How many times smaller."""
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        """Every so many samples."""
        return sizes.shrink(x, self.factor)


class Up(nn.Module):
    """A larger image: interpolated between pixels that stay, corners in place."""

    any_size = False

    def __init__(self, factor: int) -> None:
        """How many times larger."""
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        """New samples between old ones."""
        return sizes.stretch(x, self.factor)


class Residual(nn.Module):
    """What a block gives, plus what it was given."""

    any_size = False

    def __init__(self, block: nn.Module, projection: nn.Module | None, strides: list[int]) -> None:
        """``projection``: a convolution of one pixel where channels differ."""
        super().__init__()
        self.block, self.projection, self.strides = block, projection, strides

    def forward(self, x: Tensor) -> Tensor:
        """The sum of both ways."""
        out = self.block(x)
        short = sizes.sample_as(x, out, self.strides) if self.strides else x
        return out + (short if self.projection is None else self.projection(short))


class Skip(nn.Module):
    """What was given, and what a block gives, resized to it, side by side."""

    any_size = False

    def __init__(self, block: nn.Module) -> None:
        """Any module on the same input."""
        super().__init__()
        self.block = block

    def forward(self, x: Tensor) -> Tensor:
        """The input first."""
        below, window = self.block(x), windows.current()
        if window is None:
            return torch.cat([x, sizes.resize_as(below, x)], dim=1)
        return torch.cat([x, windows.stretched(below, list(x.shape[2:]), window)], dim=1)


class Branches(nn.Module):
    """Channels split into several tensors."""

    def __init__(self, channels: list[list[int]]) -> None:
        """The channels of each."""
        super().__init__()
        self.picks = nn.ModuleList(Pick(each) for each in channels)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        """One tensor for each; a single one as it is."""
        outputs = tuple(pick(x) for pick in self.picks)
        return outputs if len(outputs) > 1 else outputs[0]


class Merge(nn.Module):
    """Modules that each take some of several tensors; what they give side by side."""

    def __init__(self, parts: list[nn.Module], inputs: list[list[int]]) -> None:
        """``inputs``: the numbers of the tensors that each takes."""
        super().__init__()
        self.parts, self.inputs = nn.ModuleList(parts), inputs

    def forward(self, *tensors: Tensor) -> Tensor:
        """Each on its inputs."""
        pairs = zip(self.parts, self.inputs, strict=True)
        return torch.cat([part(*[tensors[i] for i in which]) for part, which in pairs], dim=1)


class Pooled(nn.Module):
    """Numbers over space: their mean, largest or sum."""

    def __init__(self, pool: str) -> None:
        """One of "mean", "max", "sum" and "none"."""
        super().__init__()
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        """A matrix of batch by channels."""
        if x.dim() == 2:
            return x
        if self.pool == "none":
            return x.flatten(1)
        flat = x.flatten(2)
        if self.pool == "sum":
            return flat.sum(2)
        return flat.amax(2) if self.pool == "max" else flat.mean(2)
