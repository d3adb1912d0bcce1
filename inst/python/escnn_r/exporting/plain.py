"""Plain PyTorch modules: what the layers compute, on tensors, without escnn.

Nothing here knows of groups or field types: blocks of channels and matrices are
all that is left of them. Tensors are of (batch, channels, space...).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..fields import spread

Function = Callable[[Tensor], Tensor]


def split(x: Tensor, *fields: int) -> Tensor:
    """Channels as several axes."""
    return x.reshape(x.shape[0], *fields, *x.shape[2:])


def join(x: Tensor, axes: int = 2) -> Tensor:
    """Several axes as channels again."""
    return x.flatten(1, axes)


class Chain(nn.Sequential):
    """Layers in turn; a layer of several inputs takes the outputs of one that has several."""

    def forward(self, *inputs: Any) -> Any:
        """Each layer on what the one before gave."""
        x: Any = inputs if len(inputs) > 1 else inputs[0]
        for layer in self:
            x = layer(*x) if isinstance(x, tuple) else layer(x)
        return x


class Pick(nn.Module):
    """Some channels, in an order."""

    def __init__(self, channels: list[int]) -> None:
        """Channels from 0."""
        super().__init__()
        start, stop = channels[0], channels[0] + len(channels)
        self.span = (start, len(channels)) if channels == list(range(start, stop)) else None
        if self.span is None:
            self.register_buffer("channels", torch.tensor(channels, dtype=torch.long))

    def forward(self, x: Tensor) -> Tensor:
        """Take them."""
        if self.span is not None:
            return x.narrow(1, *self.span)
        return x.index_select(1, self.channels)


class Scale(nn.Module):
    """A factor and a shift for each channel."""

    def __init__(self, scale: Tensor, shift: Tensor) -> None:
        """Vectors with an entry for each channel."""
        super().__init__()
        self.register_buffer("scale", scale)
        self.register_buffer("shift", shift)

    def forward(self, x: Tensor) -> Tensor:
        """Scale, then shift."""
        return torch.addcmul(spread(self.shift, x), x, spread(self.scale, x))


class Mix(nn.Module):
    """A matrix on the channels at each pixel, and a shift."""

    def __init__(self, matrix: Tensor, shift: Tensor) -> None:
        """``matrix``: output channels by input channels."""
        super().__init__()
        self.register_buffer("matrix", matrix)
        self.register_buffer("shift", shift)

    def forward(self, x: Tensor) -> Tensor:
        """Multiply, then shift."""
        if x.dim() == 2:
            return F.linear(x, self.matrix, self.shift)
        y = torch.bmm(self.matrix.expand(x.shape[0], *self.matrix.shape), x.flatten(2))
        y = y.reshape(x.shape[0], self.matrix.shape[0], *x.shape[2:])
        return y + spread(self.shift, y)


class Pointwise(nn.Module):
    """A function of one number, on every channel."""

    def __init__(self, function: Function) -> None:
        """Any function of a tensor."""
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        """Apply it."""
        return self.function(x)


class Concatenated(Pointwise):
    """A function of each channel and of its negative, side by side."""

    def forward(self, x: Tensor) -> Tensor:
        """Interleave f(x) and f(-x)."""
        return join(torch.stack([self.function(x), self.function(-x)], dim=2))


class Blocks(nn.Module):
    """A module for each block of channels; what they give in an order of its own."""

    def __init__(self, parts: list[tuple[list[int], nn.Module]], places: list[int]) -> None:
        """``places``: where each channel of what they give, in turn, comes to lie."""
        super().__init__()
        self.picks = nn.ModuleList(Pick(channels) for channels, _ in parts)
        self.parts = nn.ModuleList(part for _, part in parts)
        order = sorted(range(len(places)), key=lambda i: places[i])
        self.order = None if order == list(range(len(order))) else Pick(order)

    def forward(self, x: Tensor) -> Tensor:
        """Each on its block."""
        y = [part(pick(x)) for pick, part in zip(self.picks, self.parts, strict=True)]
        outputs = torch.cat(y, dim=1) if len(y) > 1 else y[0]
        return outputs if self.order is None else self.order(outputs)


class VectorField(nn.Module):
    """The largest channel of a field as a vector, its place as the direction."""

    def __init__(self, rotations: int) -> None:
        """The number of channels of a field."""
        super().__init__()
        self.rotations = rotations

    def forward(self, x: Tensor) -> Tensor:
        """Turn maxima and their places into vectors."""
        largest, place = split(x, -1, self.rotations).max(2)
        length = torch.relu(largest)
        if self.rotations == 2:
            # the sign is all the direction there is
            return length * (1 - 2 * place.to(x.dtype))
        angle = place.to(x.dtype) * (2 * math.pi / self.rotations)
        return join(torch.stack([torch.cos(angle) * length, torch.sin(angle) * length], dim=2))


def lengths(x: Tensor, axis: int) -> Tensor:
    """Lengths of vectors, the axis kept."""
    return x.square().sum(axis, keepdim=True).sqrt()


class FieldLength(nn.Module):
    """The length of each field, or the largest of its parts."""

    def __init__(self, size: int, part: int) -> None:
        """Channels of a field, and of each of its parts."""
        super().__init__()
        self.parts, self.part = size // part, part

    def forward(self, x: Tensor) -> Tensor:
        """One number for each field."""
        outputs = lengths(split(x, -1, self.parts, self.part), 3).squeeze(3)
        return outputs.amax(2) if self.parts > 1 else outputs.squeeze(2)


class FieldMax(nn.Module):
    """The largest channel of each field."""

    def __init__(self, size: int) -> None:
        """Channels of a field."""
        super().__init__()
        self.size = size

    def forward(self, x: Tensor) -> Tensor:
        """One number for each field."""
        return split(x, -1, self.size).amax(2)


class LengthFunction(nn.Module):
    """Scales vectors so that f(length - bias) is their new length."""

    def __init__(
        self, size: int, part: int, function: Function, bias: Tensor | None, eps: float
    ) -> None:
        """Channels of a field and of a part; a bias for each field."""
        super().__init__()
        self.parts, self.part, self.function, self.eps = size // part, part, function, eps
        self.register_buffer("bias", bias)

    def forward(self, x: Tensor) -> Tensor:
        """Scale every part of every field."""
        fields = split(x, -1, self.parts, self.part)
        length = lengths(fields, 3)
        new = length if self.bias is None else length - spread(self.bias, fields)
        scale = self.function(new) / length.clamp(min=self.eps)
        scale = torch.where(length > self.eps, scale, torch.zeros_like(scale))
        return join(fields * scale, 3)


class Mask(nn.Module):
    """Times a mask of one size."""

    def __init__(self, mask: Tensor) -> None:
        """With an axis for the batch and one for the channels."""
        super().__init__()
        self.register_buffer("mask", mask)

    def forward(self, x: Tensor) -> Tensor:
        """Multiply."""
        return x * self.mask
