"""Normalisation that knows the irreps of each field."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from escnn import nn

from ..errors import BadArgument
from ..fibres import (
    checked,
    in_order,
    put,
    settle,
    several_values,
    spread,
    take,
    unique_names,
    wrap,
)

__all__ = ["FieldNorm", "GNormBatchNorm", "IIDBatchNorm1d", "IIDBatchNorm2d", "IIDBatchNorm3d"]


def _sorted_out(module: Any) -> None:
    """Follow the order of the fields, not that of a set, which hashing decides."""
    names = [r.name for r in in_order(module.in_type.representations)]
    sizes = dict(module._sizes)
    module._sizes = [(name, sizes[name]) for name in names]
    settle(module, [_escaped(name) for name in names])


def _escaped(name: str) -> str:
    """Names of attributes have no dots."""
    return name.replace(".", "^")


def _blocks(module: Any, values: torch.Tensor) -> Any:
    """The fields of each representation, with its name and where they belong."""
    for name, size in module._sizes:
        indices = getattr(module, f"{_escaped(name)}_indices")
        block = take(values, indices, module._contiguous[name])
        fields = block.reshape(len(values), -1, size, *values.shape[2:])
        yield name, fields, indices, module._contiguous[name]


def _tensor(module: Any, name: str, what: str, like: torch.Tensor) -> Any:
    found = getattr(module, f"{_escaped(name)}_{what}", None)
    return None if found is None else found.to(like.dtype)


def _factor(module: Any) -> float:
    """Weight of this batch in the running statistics."""
    if not module.training:
        return 0.0
    module.num_batches_tracked += 1
    if module.momentum is None:
        return 1.0 / float(module.num_batches_tracked)
    return float(module.momentum)


def _follow(running: torch.Tensor, now: torch.Tensor, factor: float) -> None:
    running.mul_(1 - factor).add_(factor * now.to(running.dtype).reshape(running.shape))


def _shifted(module: Any, name: str, fields: torch.Tensor) -> torch.Tensor:
    """Add the bias, along the trivial irreps of the fields."""
    bias = _tensor(module, name, "bias", fields)
    if bias is None:
        return fields
    along = _tensor(module, name, "change_of_basis", fields)
    return fields + spread(torch.einsum("ij,cj->ci", along, bias), fields)


class _IID:
    """What the three classes do: one variance for all channels of a field."""

    def __init__(
        self: Any,
        in_type: Any,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
    ) -> None:
        """Order parameters as the fields are."""
        unique_names(in_type)
        super().__init__(in_type, eps, momentum, affine, track_running_stats)  # type: ignore[call-arg]
        _sorted_out(self)

    def forward(self: Any, input: Any) -> Any:
        """Normalise the fields of one representation at a time, in the input's precision."""
        values = checked(self, input)
        self._check_input_shape(values.shape)
        several_values(values, self.training or not self.track_running_stats)
        output, factor = torch.empty_like(values), _factor(self)
        for name, fields, indices, contiguous in _blocks(self, values):
            mean, var = self._statistics(name, fields, factor)
            if mean is not None:
                fields = fields - spread(mean, fields)
            scale = 1.0 / (var + self.eps).sqrt()
            if self.affine:
                scale = scale * _tensor(self, name, "weight", fields)
            put(output, indices, contiguous, _shifted(self, name, fields * spread(scale, fields)))
        return wrap(output, self.out_type, input)

    def _statistics(self: Any, name: str, fields: torch.Tensor, factor: float) -> Any:
        running_mean = getattr(self, f"{_escaped(name)}_running_mean", None)
        running_var = getattr(self, f"{_escaped(name)}_running_var")
        if self.track_running_stats and not self.training:
            kept = (running_mean, running_var)
            return tuple(None if s is None else s.to(fields.dtype) for s in kept)
        axes = (0, *range(3, fields.dim()))
        given, mean = fields.detach(), None
        average = _tensor(self, name, "avg", fields)
        if average is not None:
            mean = given.mean(dim=axes) @ average.T
            given = given - spread(mean, given)
        var = given.var(dim=axes, unbiased=True).mean(dim=1, keepdim=True)
        if self.track_running_stats:
            _follow(running_var, var, factor)
            if mean is not None:
                _follow(running_mean, mean, factor)
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


class GNormBatchNorm(nn.GNormBatchNorm):
    """One variance for each irrep of a field."""

    def __init__(
        self, in_type: Any, eps: float = 1e-5, momentum: float | None = 0.1, affine: bool = True
    ) -> None:
        """Order parameters as the fields are."""
        unique_names(in_type)
        super().__init__(in_type, eps, momentum, affine)
        _sorted_out(self)

    def forward(self, input: Any) -> Any:
        """Normalise irrep by irrep, in the input's precision and any dimension of space."""
        values = checked(self, input)
        several_values(values, self.training)
        output, factor = torch.empty_like(values), _factor(self)
        for name, fields, indices, contiguous in _blocks(self, values):
            back = _tensor(self, name, "change_of_basis", fields)
            if back is not None:
                there = _tensor(self, name, "change_of_basis_inv", fields)
                fields = torch.einsum("ds,bcs...->bcd...", there, fields)
            fields = self._normalised(name, fields, factor)
            if back is not None:
                fields = torch.einsum("ds,bcs...->bcd...", back, fields)
            put(output, indices, contiguous, fields)
        return wrap(output, self.out_type, input)

    def _normalised(self, name: str, fields: torch.Tensor, factor: float) -> torch.Tensor:
        """Fields in the basis of irreps, centred and scaled."""
        trivials = self._trivial_idxs[name].to(fields.device)
        running_mean = getattr(self, f"{_escaped(name)}_running_mean")
        running_var = getattr(self, f"{_escaped(name)}_running_var")
        mean, var = running_mean.to(fields.dtype), running_var.to(fields.dtype)
        if self.training:
            mean, var = self._statistics(name, fields.detach(), trivials)
            _follow(running_mean, mean, factor)
            _follow(running_var, var, factor)
        scale = 1.0 / (var + self.eps).sqrt()
        if self.affine:
            scale = scale * _tensor(self, name, "weight", fields)
        wide = getattr(self, f"vars_propagator_{_escaped(name)}").to(fields.dtype)
        shift = torch.zeros_like(scale[:, :1] * wide[:, 0])
        fields = fields - spread(shift.index_add(1, trivials, mean), fields)
        fields = fields * spread(scale @ wide.T, fields)
        bias = _tensor(self, name, "bias", fields)
        if bias is None:
            return fields
        return fields + spread(shift.index_add(1, trivials, bias), fields)

    def _statistics(self, name: str, fields: torch.Tensor, trivials: torch.Tensor) -> Any:
        axes = (0, *range(3, fields.dim()))
        count = int(np.prod([fields.shape[axis] for axis in axes]))
        mean = fields.mean(dim=axes)[:, trivials]
        square = (fields**2).mean(dim=axes)
        square = square.index_add(1, trivials, -(mean**2))
        joined = getattr(self, f"vars_aggregator_{_escaped(name)}").to(fields.dtype)
        return mean, square @ joined * count / (count - 1)


class FieldNorm(nn.EquivariantModule):
    """Normalises each field by itself, at each point: no batch, no running statistics.

    The part of a field in its trivial irreps is its mean; what is left is
    divided by its root mean square. The mean is lost, and a learnt bias put in
    its place.
    """

    def __init__(self, in_type: Any, eps: float = 1e-5, affine: bool = True) -> None:
        """Learn a scale for each field, and a bias for each of its trivial irreps."""
        unique_names(in_type)
        super().__init__()
        self.in_type = self.out_type = in_type
        self.eps, self.affine = eps, affine
        self._sizes, self._contiguous = [], {}
        labels = [r.name for r in in_type.representations]
        starts = in_type.fields_start.tolist()
        for each in in_order(in_type.representations):
            name, safe = each.name, _escaped(each.name)
            places = [i for i, label in enumerate(labels) if label == name]
            channels = [starts[i] + c for i in places for c in range(each.size)]
            self._sizes.append((name, each.size))
            self._contiguous[name] = channels[-1] - channels[0] + 1 == len(channels)
            span = [channels[0], channels[-1] + 1] if self._contiguous[name] else channels
            self.register_buffer(f"{safe}_indices", torch.tensor(span, dtype=torch.long))
            trivials = _trivial_channels(each)
            if trivials:
                along = each.change_of_basis[:, trivials]
                onto = along @ each.change_of_basis_inv[trivials]
                self.register_buffer(f"{safe}_avg", torch.tensor(onto, dtype=torch.float))
                self.register_buffer(
                    f"{safe}_change_of_basis", torch.tensor(along, dtype=torch.float)
                )
            if affine:
                weight = torch.nn.Parameter(torch.ones(len(places), 1))
                self.register_parameter(f"{safe}_weight", weight)
                if trivials:
                    bias = torch.nn.Parameter(torch.zeros(len(places), len(trivials)))
                    self.register_parameter(f"{safe}_bias", bias)

    def forward(self, input: Any) -> Any:
        """Normalise every field at every point, in the input's precision."""
        values = checked(self, input)
        output = torch.empty_like(values)
        for name, fields, indices, contiguous in _blocks(self, values):
            average = _tensor(self, name, "avg", fields)
            if average is not None:
                fields = fields - torch.einsum("ij,bcj...->bci...", average, fields)
            fields = fields / (fields.square().mean(dim=2, keepdim=True) + self.eps).sqrt()
            if self.affine:
                fields = fields * spread(_tensor(self, name, "weight", fields), fields)
            put(output, indices, contiguous, _shifted(self, name, fields))
        return wrap(output, self.out_type, input)

    def reset_parameters(self) -> None:
        """Set scales to one and biases to zero."""
        for key, parameter in self.named_parameters():
            parameter.data.fill_(1 if key.endswith("_weight") else 0)

    def reset_running_stats(self) -> None:
        """Do nothing: there are none."""

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the input."""
        return (input_shape[0], self.out_type.size, *input_shape[2:])

    def extra_repr(self) -> str:
        """Show the settings."""
        return f"eps={self.eps}, affine={self.affine}"


def _trivial_channels(representation: Any) -> list[int]:
    """Where the trivial irreps are, in the basis of irreps."""
    found, start = [], 0
    for ids in representation.irreps:
        irrep = representation.group.irrep(*ids)
        if irrep.is_trivial():
            found.append(start)
        start += irrep.size
    return found
