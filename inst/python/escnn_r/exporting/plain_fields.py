"""Plain modules on the fields that layers know: gates, Fourier samples, products, norms."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..fields import mapped, spread
from .plain import Function, Pick, split


class Gates(nn.Module):
    """Channels times the sigmoids of others."""

    def __init__(
        self,
        gates: list[int],
        bias: Tensor,
        fields: list[int],
        doors: list[int],
        keep: bool,
        places: list[int],
    ) -> None:
        """``doors`` has, for each channel of ``fields``, the number of its gate."""
        super().__init__()
        self.gates, self.fields, self.doors = Pick(gates), Pick(fields), Pick(doors)
        self.register_buffer("bias", bias)
        self.keep = keep
        order = sorted(range(len(places)), key=lambda i: places[i])
        self.order = None if order == list(range(len(order))) else Pick(order)

    def forward(self, x: Tensor, of: Tensor | None = None) -> Tensor:
        """Gates from ``x`` on fields of ``x``, or of another tensor."""
        gates = self.gates(x)
        gates = torch.sigmoid(gates - spread(self.bias, gates))
        outputs = self.fields(x if of is None else of) * self.doors(gates)
        if self.keep:
            outputs = torch.cat([gates, outputs], dim=1)
        return outputs if self.order is None else self.order(outputs)


class OwnGates(nn.Module):
    """Fields that each bring gates for their own irreps."""

    def __init__(self, fields: int, bias: Tensor, expansion: Tensor, function: Function) -> None:
        """``bias``: fields by gates; ``expansion``: channels by gates."""
        super().__init__()
        self.count, self.function = fields, function
        self.register_buffer("bias", bias)
        self.register_buffer("expansion", expansion)

    def forward(self, x: Tensor) -> Tensor:
        """Multiply irreps by their gates."""
        fields = split(x, self.count, -1).flatten(3) if x.dim() > 2 else split(x, self.count, -1, 1)
        n = self.bias.shape[1]
        gates, features = fields[:, :, :n], fields[:, :, n:]
        gates = self.function(gates - self.bias.reshape(1, self.count, n, 1))
        outputs = mapped(self.expansion, gates) * features
        return outputs.reshape(x.shape[0], self.count * self.expansion.shape[0], *x.shape[2:])


class Fourier(nn.Module):
    """Samples functions given by coefficients, applies a function, transforms back."""

    def __init__(self, fields: int, there: Tensor, back: Tensor, function: Function) -> None:
        """``there``: samples by coefficients; ``back``: coefficients by samples."""
        super().__init__()
        self.count, self.function = fields, function
        self.register_buffer("there", there)
        self.register_buffer("back", back)

    def forward(self, x: Tensor) -> Tensor:
        """There and back."""
        fields = x.reshape(x.shape[0], self.count, self.there.shape[1], -1)
        outputs = mapped(self.back, self.function(mapped(self.there, fields)))
        return outputs.reshape(x.shape[0], self.count * self.back.shape[0], *x.shape[2:])


class TensorProduct(nn.Module):
    """Products of each field with itself, projected."""

    def __init__(self, matrix: Tensor) -> None:
        """``matrix``: fields by output channels by squares of input channels."""
        super().__init__()
        self.register_buffer("matrix", matrix)
        self.size = math.isqrt(matrix.shape[2])

    def forward(self, x: Tensor) -> Tensor:
        """All pairs of channels of a field, then the matrix."""
        count, out = self.matrix.shape[:2]
        fields = x.reshape(x.shape[0], count, self.size, -1)
        pairs = (fields.unsqueeze(3) * fields.unsqueeze(2)).flatten(2, 3)
        return torch.matmul(self.matrix, pairs).reshape(x.shape[0], count * out, *x.shape[2:])


class FieldNorm(nn.Module):
    """Fields without their mean, divided by their root mean square."""

    def __init__(
        self,
        size: int,
        average: Tensor | None,
        scale: Tensor | None,
        shift: Tensor | None,
        eps: float,
    ) -> None:
        """``average``: channels by channels; a scale for each field, a shift for each channel."""
        super().__init__()
        self.size, self.eps = size, eps
        self.register_buffer("average", average)
        self.register_buffer("scale", scale)
        self.register_buffer("shift", shift)

    def forward(self, x: Tensor) -> Tensor:
        """Fields as (batch, fields, channels, points)."""
        fields = split(x, -1, self.size)
        fields = self.normalised(fields.flatten(3) if x.dim() > 2 else fields.unsqueeze(3))
        if self.scale is not None:
            fields = fields * spread(self.scale, fields)
        if self.shift is not None:
            fields = fields + spread(self.shift, fields)
        return fields.reshape(x.shape)

    def normalised(self, fields: Tensor) -> Tensor:
        """Every field at every point, by itself."""
        if self.average is not None:
            fields = fields - mapped(self.average, fields)
        return fields / (fields.square().mean(2, keepdim=True) + self.eps).sqrt()


class OwnStatistics(FieldNorm):
    """Batch normalisation by the statistics of the batch at hand."""

    def __init__(
        self,
        size: int,
        average: Tensor | None,
        scale: Tensor | None,
        shift: Tensor | None,
        eps: float,
        joint: bool = False,
    ) -> None:
        """``joint``: one mean for all channels of a field, else ``average`` of theirs."""
        super().__init__(size, average, scale, shift, eps)
        self.joint = joint

    def normalised(self, fields: Tensor) -> Tensor:
        """All examples and points together."""
        if self.joint:
            centred = fields - fields.mean((0, 2, 3), keepdim=True)
            var = centred.square().mean((0, 2, 3), keepdim=True)
        else:
            mean = fields.mean((0, 3), keepdim=True)
            centred = fields if self.average is None else fields - self.average.matmul(mean)
            ones = torch.ones_like(fields[:, :1, :1]).sum()
            square = (fields - mean).square().sum((0, 3), keepdim=True) / (ones - 1)
            var = square.mean(2, keepdim=True)
        return centred / (var + self.eps).sqrt()
