"""Layers that are a matrix and a shift on the channels of each pixel, and what they fold into.

In evaluation mode batch norms, rearrangements and changes of basis are such
maps. What they do is read off by giving them unit vectors, in double precision,
and put into the convolution before them, which is exact: it is linear, and its
padding comes before its output.
"""

from __future__ import annotations

import copy
from typing import Any

import torch

from . import plain, plain_exact
from .layers import copied, simplest, span
from .registry import converter
from .traced import Traced

_CONVS = (torch.nn.Conv2d, torch.nn.Conv3d)
_TRANSPOSED = (torch.nn.ConvTranspose2d, torch.nn.ConvTranspose3d)
_FRESH = (*_CONVS, *_TRANSPOSED, torch.nn.Linear, plain.Scale, plain.Mix)
_INPLACE = (torch.nn.ReLU, torch.nn.ELU, torch.nn.LeakyReLU)


@converter("IdentityModule", "RestrictionModule", "FieldDropout", "PointwiseDropout")
def _identity(module: Any) -> Any:
    return torch.nn.Identity()


@converter("ReshuffleModule")
def _reshuffle(module: Any) -> Any:
    values = torch.arange(module.in_type.size, dtype=torch.float64).reshape(1, -1)
    return plain.Pick([int(i) for i in _run(module, values)[0]])


def _run(module: Any, values: torch.Tensor) -> torch.Tensor:
    from escnn.nn import GeometricTensor, IIDBatchNorm1d

    d = module.in_type.gspace.dimensionality
    on_points = isinstance(module, IIDBatchNorm1d) and d > 0
    coords = values.new_zeros(len(values), d) if on_points else None
    values = values if on_points else values.reshape(*values.shape, *[1] * d)
    with torch.no_grad():
        outputs = module(GeometricTensor(values, module.in_type, coords)).tensor
    return outputs.reshape(outputs.shape[:2])


def _double(module: Any) -> tuple[Any, torch.dtype]:
    """A copy in double precision and in evaluation mode, on the CPU, and the module's own."""
    kept = [t for t in (*module.parameters(), *module.buffers()) if t.is_floating_point()]
    return _twin(module), kept[0].dtype if kept else torch.get_default_dtype()


def _twin(module: Any) -> Any:
    """Groups, which field types hold, can't be copied: all but tensors is shared."""

    def moved(tensor: Any) -> Any:
        if tensor is None:
            return None
        copied = tensor.detach().cpu()
        return copied.double() if copied.is_floating_point() else copied

    twin = copy.copy(module)
    vars(twin).update(
        training=False,
        _parameters={
            k: None if p is None else torch.nn.Parameter(moved(p), requires_grad=False)
            for k, p in module._parameters.items()
        },
        _buffers={k: moved(b) for k, b in module._buffers.items()},
        _modules={k: None if m is None else _twin(m) for k, m in module._modules.items()},
    )
    return twin


def _device(module: Any) -> torch.device:
    tensor = next(iter((*module.parameters(), *module.buffers())), torch.zeros(()))
    return tensor.device


@converter(
    "InnerBatchNorm",
    "NormBatchNorm",
    "InducedNormBatchNorm",
    "IIDBatchNorm1d",
    "IIDBatchNorm2d",
    "IIDBatchNorm3d",
)
def _scaled(module: Any) -> Any:
    """One factor for all channels of a field."""
    if not getattr(module, "track_running_stats", True):
        return _by_the_batch(module)
    twin, dtype = _double(module)
    size = module.in_type.size
    images = _run(twin, torch.stack([torch.zeros(size), torch.ones(size)]).double())
    target = {"dtype": dtype, "device": _device(module)}
    return plain.Scale((images[1] - images[0]).to(**target), images[0].to(**target))


def _by_the_batch(module: Any) -> Any:
    """No map of one pixel: the batch at hand is what it is normalised by."""
    from escnn.nn import InnerBatchNorm

    from ..nn import escaped

    parts, places = [], []
    if isinstance(module, InnerBatchNorm):
        for size, contiguous in module._contiguous.items():
            norm = getattr(module, f"batch_norm_[{size}]")
            shift = None if norm.bias is None else copied(norm.bias).reshape(-1, 1)
            body = plain_exact.OwnStatistics(
                size, None, copied(norm.weight), shift, norm.eps, joint=True
            )
            parts.append((span(getattr(module, f"indices_{size}"), contiguous), body))
            places += parts[-1][0]
        return simplest(parts, places)
    for name, size in module._sizes:
        held = {
            what: copied(getattr(module, f"{escaped(name)}_{what}", None))
            for what in ("indices", "avg", "weight", "bias", "change_of_basis")
        }
        bias = held["bias"]
        shift = None if bias is None else bias @ held["change_of_basis"].t()
        body = plain_exact.OwnStatistics(
            size, held["avg"], held["weight"], shift, module.eps, joint=False
        )
        parts.append((span(held["indices"], module._contiguous[name]), body))
        places += parts[-1][0]
    return simplest(parts, places)


@converter("GNormBatchNorm", "DisentangleModule")
def _mixed(module: Any) -> Any:
    """A matrix within each field: all fields at once are given their unit vectors in turn."""
    twin, dtype = _double(module)
    target = {"dtype": dtype, "device": _device(module)}
    kind = module.in_type
    starts = [int(i) for i in kind.fields_start]
    sizes = [r.size for r in kind.representations]
    probes = torch.zeros(1 + max(sizes), kind.size, dtype=torch.float64)
    for start, size in zip(starts, sizes, strict=True):
        for channel in range(size):
            probes[1 + channel, start + channel] = 1
    images = _run(twin, probes)
    moved = images[1:] - images[0]
    matrix = torch.zeros(kind.size, kind.size, dtype=torch.float64)
    for start, size in zip(starts, sizes, strict=True):
        stop = start + size
        matrix[start:stop, start:stop] = moved[:size, start:stop].t()
    if torch.equal(matrix, torch.diag(matrix.diagonal())):
        return plain.Scale(matrix.diagonal().to(**target), images[0].to(**target))
    return plain.Mix(matrix.to(**target), images[0].to(**target))


def fuse(module: torch.nn.Module) -> torch.nn.Module:
    """Fold maps of channels into the layers before them, in all chains of a network."""
    for name, child in list(module._modules.items()):
        if child is not None and not isinstance(child, Traced):
            module._modules[name] = fuse(child)
    if not isinstance(module, plain.Chain):
        return module
    layers: list[Any] = []
    for layer in _flat(module):
        folded = _folded(layers[-1], layer) if layers else None
        if folded is not None:
            layers[-1] = folded
        elif not isinstance(layer, torch.nn.Identity):
            if isinstance(layer, _INPLACE) and layers and isinstance(layers[-1], _FRESH):
                layer.inplace = True
            layers.append(layer)
    return plain.Chain(*layers) if layers else torch.nn.Identity()


def _flat(chain: Any) -> list[Any]:
    layers: list[Any] = []
    for layer in chain:
        layers += _flat(layer) if isinstance(layer, plain.Chain) else [layer]
    return layers


def _map(layer: Any, channels: int) -> tuple[Any, Any] | None:
    """A layer as a vector or a matrix, and a shift, in double precision."""
    if isinstance(layer, plain.Scale):
        return layer.scale.double(), layer.shift.double()
    if isinstance(layer, plain.Mix):
        return layer.matrix.double(), layer.shift.double()
    if isinstance(layer, plain.Pick) and layer.span is None:
        if len(layer.channels) != channels:
            return None
        matrix = torch.eye(channels, dtype=torch.float64, device=layer.channels.device)
        shift = torch.zeros(channels, dtype=torch.float64, device=layer.channels.device)
        return matrix[layer.channels], shift
    return None


def _folded(before: Any, layer: Any) -> Any:
    """Both layers as one, or None where that can't be."""
    if isinstance(before, plain.Scale):
        channels = len(before.scale)
    elif isinstance(before, plain.Mix):
        channels = len(before.matrix)
    elif isinstance(before, (*_CONVS, *_TRANSPOSED)):
        channels = before.out_channels
    elif isinstance(before, torch.nn.Linear):
        channels = before.out_features
    else:
        return None
    affine = _map(layer, channels)
    if affine is None:
        return None
    matrix, shift = affine
    with torch.no_grad():
        if isinstance(before, plain.Scale):
            return _composed(before, matrix, shift)
        if isinstance(before, plain.Mix):
            wide = matrix.unsqueeze(1) if matrix.dim() == 1 else None
            left = before.matrix.double()
            product = wide * left if wide is not None else matrix @ left
            moved = _moved(matrix, before.shift.double()) + shift
            return plain.Mix(product.to(before.matrix), moved.to(before.shift))
        return _into(before, matrix, shift)


def _moved(matrix: torch.Tensor, vector: torch.Tensor) -> torch.Tensor:
    return matrix * vector if matrix.dim() == 1 else matrix @ vector


def _composed(before: Any, matrix: torch.Tensor, shift: torch.Tensor) -> Any:
    moved = (_moved(matrix, before.shift.double()) + shift).to(before.shift)
    scale = before.scale.double()
    if matrix.dim() == 1:
        return plain.Scale((matrix * scale).to(before.scale), moved)
    return plain.Mix((matrix * scale).to(before.scale), moved)


def _into(layer: Any, matrix: torch.Tensor, shift: torch.Tensor) -> Any:
    groups = getattr(layer, "groups", 1)
    weight = layer.weight.double()
    transposed = isinstance(layer, _TRANSPOSED)
    if transposed:
        # (in, out / groups, ...) to (out, in / groups, ...)
        weight = weight.unflatten(0, (groups, -1)).transpose(1, 2).flatten(0, 1)
    if matrix.dim() == 1:
        weight = weight * matrix.reshape(-1, *[1] * (weight.dim() - 1))
    elif groups == 1:
        weight = (matrix @ weight.flatten(1)).reshape(weight.shape)
    else:
        step = len(matrix) // groups
        blocks = [
            matrix[i * step : (i + 1) * step, i * step : (i + 1) * step] for i in range(groups)
        ]
        if not torch.equal(torch.block_diag(*blocks), matrix):
            return None
        parts = weight.flatten(1).split(step)
        weight = torch.cat([b @ p for b, p in zip(blocks, parts, strict=True)]).reshape(
            weight.shape
        )
    if transposed:
        weight = weight.unflatten(0, (groups, -1)).transpose(1, 2).flatten(0, 1)
    bias = shift if layer.bias is None else _moved(matrix, layer.bias.double()) + shift
    layer.weight = torch.nn.Parameter(weight.to(layer.weight).contiguous())
    layer.bias = torch.nn.Parameter(bias.to(layer.weight))
    return layer
