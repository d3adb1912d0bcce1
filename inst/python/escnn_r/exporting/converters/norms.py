"""Plain forms of normalisations and of rearrangements.

In evaluation mode batch norms and changes of basis are maps of the channels of each pixel. What
they do is read off by giving them unit vectors, in double precision.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from escnn.nn import GeometricTensor, IIDBatchNorm1d

from ...nn import escaped
from .. import plain, plain_fields
from ..registry import converter
from .parts import channels, copied, in_blocks


@converter("IdentityModule", "RestrictionModule", "FieldDropout", "PointwiseDropout")
def _identity(module: Any) -> Any:
    return torch.nn.Identity()


@converter("ReshuffleModule")
def _reshuffle(module: Any) -> Any:
    values = torch.arange(module.in_type.size, dtype=torch.float64).reshape(1, -1)
    return plain.Pick([int(i) for i in _run(module, values)[0]])


@converter("InnerBatchNorm")
def _inner(module: Any) -> Any:
    if getattr(module, "track_running_stats", True):
        return _map(module)

    def body(size: int) -> torch.nn.Module:
        norm = getattr(module, f"batch_norm_[{size}]")
        shift = None if norm.bias is None else copied(norm.bias).reshape(-1, 1)
        scale = copied(norm.weight)
        return plain_fields.OwnStatistics(size, None, scale, shift, norm.eps, joint=True)

    wheres = {size: channels(module, f"indices_{size}", size) for size in module._contiguous}
    return in_blocks((where, where, body(size)) for size, where in wheres.items())


@converter("IIDBatchNorm1d", "IIDBatchNorm2d", "IIDBatchNorm3d")
def _independent(module: Any) -> Any:
    if getattr(module, "track_running_stats", True):
        return _map(module)
    return _by_names(module, plain_fields.OwnStatistics)


@converter("FieldNorm")
def _field_norm(module: Any) -> Any:
    return _by_names(module, plain_fields.FieldNorm)


def _by_names(module: Any, form: type[plain_fields.FieldNorm]) -> Any:
    """Of layers that hold what they know of a representation under its name."""
    blocks = []
    for name, size in module._sizes:
        keys = ("avg", "weight", "bias", "change_of_basis")
        average, scale, bias, along = (
            copied(getattr(module, f"{escaped(name)}_{key}", None)) for key in keys
        )
        shift = None if bias is None else bias @ along.t()
        where = channels(module, f"{escaped(name)}_indices", name)
        blocks.append((where, where, form(size, average, scale, shift, module.eps)))
    return in_blocks(blocks)


@converter("NormBatchNorm", "InducedNormBatchNorm", "GNormBatchNorm", "DisentangleModule")
def _map(module: Any) -> Any:
    """A matrix within each field, and a shift: all fields are given their unit vectors in turn."""
    count, sizes = module.in_type.size, [r.size for r in module.in_type.representations]
    within = torch.cat([torch.arange(size) for size in sizes])
    every = torch.arange(count)
    probes = torch.zeros(1 + max(sizes), count, dtype=torch.float64)
    probes[1 + within, every] = 1
    shift, *images = _run(_double(module), probes)
    moved = torch.stack(images) - shift
    tensors = (*module.parameters(), *module.buffers())
    like = next((t for t in tensors if t.is_floating_point()), torch.zeros(()))
    scale = moved[within, every]
    if torch.count_nonzero(moved) == torch.count_nonzero(scale):
        return plain.Scale(scale.to(like), shift.to(like))
    fields = moved.split(sizes, 1)
    matrix = torch.block_diag(*(f[: f.shape[1]].t() for f in fields))
    return plain.Mix(matrix.to(like), shift.to(like))


def _run(module: Any, values: torch.Tensor) -> torch.Tensor:
    d = module.in_type.gspace.dimensionality
    on_points = isinstance(module, IIDBatchNorm1d) and d > 0
    coords = values.new_zeros(len(values), d) if on_points else None
    values = values if on_points else values.reshape(*values.shape, *[1] * d)
    with torch.no_grad():
        outputs = module(GeometricTensor(values, module.in_type, coords)).tensor
    return outputs.reshape(outputs.shape[:2])


def _double(module: Any) -> Any:
    """A copy in double precision and in evaluation mode, on the CPU.

    Groups, which field types hold, can't be copied: all but tensors is shared.
    """

    def moved(tensor: Any) -> Any:
        if tensor is None:
            return None
        values = tensor.detach().cpu()
        return values.double() if values.is_floating_point() else values

    twin = copy.copy(module)
    vars(twin).update(
        training=False,
        _parameters={
            k: None if p is None else torch.nn.Parameter(moved(p), requires_grad=False)
            for k, p in module._parameters.items()
        },
        _buffers={k: moved(b) for k, b in module._buffers.items()},
        _modules={k: None if m is None else _double(m) for k, m in module._modules.items()},
    )
    return twin
