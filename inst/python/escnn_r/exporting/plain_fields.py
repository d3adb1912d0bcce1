"""Plain modules on the fields that layers know: gates, Fourier samples, products, norms."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..fields import mapped
from .plain import Function, Pick, along, split


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
        gates = torch.sigmoid(gates - along(self.bias, gates))
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
        """Normalise every field at every point."""
        fields = split(x, -1, self.size).flatten(3) if x.dim() > 2 else split(x, -1, self.size, 1)
        if self.average is not None:
            fields = fields - mapped(self.average, fields)
        fields = fields / (fields.square().mean(2, keepdim=True) + self.eps).sqrt()
        if self.scale is not None:
            fields = fields * along(self.scale, fields)
        if self.shift is not None:
            fields = fields + along(self.shift, fields)
        return fields.reshape(x.shape)
