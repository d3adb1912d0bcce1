"""Normalisation that knows the irreps of each field."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import (
    GeometricTensorLike,
    assembled,
    checked,
    in_order,
    mapped,
    settle,
    several_values,
    shared_batches,
    spread,
    unique_names,
    wrap,
)
from ..field_blocks import blocks, escaped, follow, next_factor, shift, tensor

__all__ = ["GNormBatchNorm", "IIDBatchNorm1d", "IIDBatchNorm2d", "IIDBatchNorm3d"]


class _InOrder:
    """Keeps parameters in the order of the fields, not in that of a set, which hashing decides."""

    def __init__(self: Any, in_type: Any, *args: Any, **kwargs: Any) -> None:
        """Arguments as escnn has them."""
        unique_names(in_type)
        super().__init__(in_type, *args, **kwargs)  # type: ignore[call-arg]
        names = [r.name for r in in_order(in_type.representations)]
        sizes = dict(self._sizes)
        self._sizes = [(name, sizes[name]) for name in names]
        settle(self, [escaped(name) for name in names])


class _IID(_InOrder):
    """What the three classes do: one variance for all channels of a field."""

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Normalise the fields of one representation at a time, in the input's precision."""
        values = checked(self, input)
        self._check_input_shape(values.shape)
        several_values(values, self.training or not self.track_running_stats)
        parts, factor = [], next_factor(self)
        for name, fields, where in blocks(self, values):
            mean, var = self._statistics(name, fields, factor)
            scale = (var + self.eps).rsqrt()
            if self.affine:
                scale = scale * tensor(self, name, "weight", fields)
            # (x - mean) * scale + bias, in one pass over the fields
            rest = shift(self, name, fields)
            if mean is not None:
                rest = -mean * scale if rest is None else torch.addcmul(rest, mean, scale, value=-1)
            scale = spread(scale, fields)
            normalised = (
                fields * scale
                if rest is None
                else torch.addcmul(spread(rest, fields), fields, scale)
            )
            parts.append((where, normalised))
        return wrap(assembled(self, values, parts), self.out_type, input)

    def _statistics(self: Any, name: str, fields: torch.Tensor, factor: float) -> Any:
        if self.track_running_stats and not self.training:
            return [tensor(self, name, f"running_{what}", fields) for what in ("mean", "var")]
        running_mean = self._buffers.get(f"{escaped(name)}_running_mean")
        running_var = self._buffers.get(f"{escaped(name)}_running_var")
        axes = (0, *range(3, fields.dim()))
        centred, mean = fields.detach(), None
        average = tensor(self, name, "avg", fields)
        if average is not None:
            mean = shared_batches.mean(centred, axes)[0] @ average.T
            centred = centred - spread(mean, centred)
        var = shared_batches.variance(centred, axes).mean(dim=1, keepdim=True)
        if self.track_running_stats:
            follow(running_var, var, factor)
            if mean is not None:
                follow(running_mean, mean, factor)
        return mean, var

    def _check_input_shape(self: Any, shape: tuple[int, ...]) -> None:
        """Refuse images and volumes where points are meant."""


class IIDBatchNorm1d(_IID, nn.IIDBatchNorm1d):
    """For features without space, and for points."""

    def _check_input_shape(self, shape: tuple[int, ...]) -> None:
        if len(shape) > 3:
            right = "nn_iid_batch_norm2d()" if len(shape) == 4 else "nn_iid_batch_norm3d()"
            raise BadArgument(
                "x",
                "a tensor of 2 or 3 dimensions, for batch normalisation in 1d",
                f"one of {len(shape)}",
                f"Use {right} for it.",
            )


class IIDBatchNorm2d(_IID, nn.IIDBatchNorm2d):
    """For images."""


class IIDBatchNorm3d(_IID, nn.IIDBatchNorm3d):
    """For volumes."""


class GNormBatchNorm(_InOrder, nn.GNormBatchNorm):
    """One variance for each irrep of a field."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Normalise irrep by irrep, in the input's precision and any dimension of space."""
        values = checked(self, input)
        several_values(values, self.training)
        parts, factor = [], next_factor(self)
        for name, fields, where in blocks(self, values):
            from_irreps = tensor(self, name, "change_of_basis", fields)
            if from_irreps is not None:
                to_irreps = tensor(self, name, "change_of_basis_inv", fields)
                fields = mapped(to_irreps, fields)
            fields = self._normalised(name, fields, factor)
            if from_irreps is not None:
                fields = mapped(from_irreps, fields)
            parts.append((where, fields))
        return wrap(assembled(self, values, parts), self.out_type, input)

    def _normalised(self, name: str, fields: torch.Tensor, factor: float) -> torch.Tensor:
        """Fields in the basis of irreps, centred and scaled."""
        trivials = self._trivial_idxs[name].to(fields.device)
        running_mean = getattr(self, f"{escaped(name)}_running_mean")
        running_var = getattr(self, f"{escaped(name)}_running_var")
        mean, var = running_mean.to(fields.dtype), running_var.to(fields.dtype)
        if self.training:
            mean, var = self._statistics(name, fields.detach(), trivials)
            follow(running_mean, mean, factor)
            follow(running_var, var, factor)
        scale = 1.0 / (var + self.eps).sqrt()
        if self.affine:
            scale = scale * tensor(self, name, "weight", fields)
        wide = getattr(self, f"vars_propagator_{escaped(name)}").to(fields.dtype)
        shift = torch.zeros_like(scale[:, :1] * wide[:, 0])
        fields = fields - spread(shift.index_add(1, trivials, mean), fields)
        fields = fields * spread(scale @ wide.T, fields)
        bias = tensor(self, name, "bias", fields)
        if bias is None:
            return fields
        return fields + spread(shift.index_add(1, trivials, bias), fields)

    def _statistics(self, name: str, fields: torch.Tensor, trivials: torch.Tensor) -> Any:
        axes = (0, *range(3, fields.dim()))
        mean, count = shared_batches.mean(fields, axes)
        mean = mean[:, trivials]
        square, _ = shared_batches.mean(fields**2, axes)
        square = square.index_add(1, trivials, -(mean**2))
        joined = getattr(self, f"vars_aggregator_{escaped(name)}").to(fields.dtype)
        return mean, square @ joined * count / (count - 1)
