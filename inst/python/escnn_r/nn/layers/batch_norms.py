"""Batch normalisation of fields of one size at a time."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from escnn import nn

from ...fields import (
    GeometricTensorLike,
    assembled,
    channels,
    checked,
    several_values,
    shared_batches,
    taken,
    wrap,
)
from ..field_blocks import follow, next_factor

__all__ = ["InducedNormBatchNorm", "InnerBatchNorm", "NormBatchNorm"]


class InnerBatchNorm(nn.InnerBatchNorm):
    """Mean and variance over the batch, space and the channels of each field."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Normalise, on grids, on points and without space alike."""
        values = checked(self, input)
        parts = []
        statistics = self.training or not self.track_running_stats
        for size, contiguous in self._contiguous.items():
            if statistics:
                several_values(values, True, size)
            where = channels(self, f"indices_{size}", contiguous)
            fields = taken(values, where, size)
            # PyTorch's own takes no more axes than these on a GPU
            flat = fields.flatten(3) if fields.dim() > 5 else fields
            normalised = _normalised(self._modules[f"batch_norm_[{size}]"], flat)
            parts.append(
                (where, normalised.view(fields.shape) if flat is not fields else normalised)
            )
        return wrap(assembled(self, values, parts), self.out_type, input)


def _normalised(norm: Any, fields: torch.Tensor) -> torch.Tensor:
    """What ``norm`` does, whatever the dimension it was made for and its precision."""
    mean, weight = norm._buffers.get("running_mean"), norm._parameters.get("weight")
    # PyTorch's own takes statistics in float32 with values in lower precision, too
    low = fields.dtype in (torch.bfloat16, torch.float16)
    fitting = (fields.dtype, torch.float32) if low else (fields.dtype,)
    alike = all(t is None or t.dtype in fitting for t in (mean, weight))
    if alike and not norm.training and mean is not None:
        return F.batch_norm(fields, mean, norm.running_var, weight, norm.bias, False, 0.0, norm.eps)
    fresh, momentum = shared_batches.next_batch(norm)
    if alike:
        own = (mean, norm.running_var, weight, norm.bias)
        return shared_batches.batch_norm(fields, own, fresh, momentum, norm.eps)
    stats = [norm.running_mean, norm.running_var]
    use: Any = [None if s is None else s.to(fields.dtype) for s in stats]
    affine: Any = [None if p is None else p.to(fields.dtype) for p in (norm.weight, norm.bias)]
    result = shared_batches.batch_norm(fields, (*use, *affine), fresh, momentum, norm.eps)
    for kept, now in zip(stats, use, strict=True):
        if kept is not None and kept is not now and norm.training:
            kept.copy_(now)
    return result


class _OfLengths:
    """What both classes do: divide vectors by their mean length over the batch."""

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Normalise fields of one size at a time, in the input's precision."""
        values = checked(self, input)
        parts = []
        factor = next_factor(self)
        for key in self._order:
            size, part = key if isinstance(key, tuple) else (key, key)
            where = channels(self, f"{key}_indices", self._contiguous[key])
            fields = taken(values, where, size // part, part)
            running = self._buffers[f"{key}_running_var"]
            if self.training:
                follow(running, _mean_square(fields, part), factor)
            scale = (running + self.eps).rsqrt()
            if self.affine:
                scale = scale * self._parameters[f"{key}_weight"]
            scale = scale.to(values.dtype).reshape(1, -1, *[1] * (fields.dim() - 2))
            parts.append((where, fields * scale))
        return wrap(assembled(self, values, parts), self.out_type, input)

    def reset_parameters(self: Any) -> None:
        """Set scales to one, as they are when built, and forget running statistics."""
        self.reset_running_stats()
        if self.affine:
            for key in self._order:
                getattr(self, f"{key}_weight").data.fill_(1)


def _mean_square(fields: torch.Tensor, part: int) -> torch.Tensor:
    squares = (fields.detach() ** 2).sum(dim=3).transpose(0, 1).flatten(1)
    average, count = shared_batches.mean(squares, (1,))
    correction = count / (count - 1) if count > 1 else 1.0
    return average / part * correction


class NormBatchNorm(_OfLengths, nn.NormBatchNorm):
    """Divides each field by its mean length over the batch."""


class InducedNormBatchNorm(_OfLengths, nn.InducedNormBatchNorm):
    """Divides by the mean length of the fields that a field was induced from."""
