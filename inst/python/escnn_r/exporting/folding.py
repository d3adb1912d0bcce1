"""Maps of the channels of each pixel, folded into the layers before them.

In evaluation mode batch norms, rearrangements and changes of basis are such maps: a matrix and
a shift. To put them into the convolution before them is exact: it is linear, and its padding
comes before its output.
"""

from __future__ import annotations

from typing import Any

import torch

from . import plain
from .traced import Traced

_MAPS = (plain.Scale, plain.Mix)
_TRANSPOSED = (torch.nn.ConvTranspose2d, torch.nn.ConvTranspose3d)
_LINEAR = (torch.nn.Conv2d, torch.nn.Conv3d, *_TRANSPOSED, torch.nn.Linear)
_INPLACE = (torch.nn.ReLU, torch.nn.ELU, torch.nn.LeakyReLU)


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
            if isinstance(layer, _INPLACE) and layers and isinstance(layers[-1], _MAPS + _LINEAR):
                layer.inplace = True
            layers.append(layer)
    return plain.Chain(*layers) if layers else torch.nn.Identity()


def _flat(chain: Any) -> list[Any]:
    layers: list[Any] = []
    for layer in chain:
        layers += _flat(layer) if isinstance(layer, plain.Chain) else [layer]
    return layers


def _folded(before: Any, layer: Any) -> Any:
    """Both layers as one, or None where that can't be."""
    if not isinstance(before, _MAPS + _LINEAR):
        return None
    with torch.no_grad():
        both = _map(layer, before)
        return None if both is None else _into(before, *both)


def _map(layer: Any, before: Any) -> tuple[torch.Tensor, torch.Tensor] | None:
    """A layer as a matrix, or its diagonal, and a shift, in double precision."""
    if isinstance(layer, _MAPS):
        return _matrix_and_shift(layer)
    if not isinstance(layer, plain.Pick) or layer.span is not None:
        return None
    names = ("out_channels", "out_features")
    counts = [getattr(before, name) for name in names if hasattr(before, name)]
    count = counts[0] if counts else len(before.shift)
    if len(layer.channels) != count:
        return None
    like = {"dtype": torch.float64, "device": layer.channels.device}
    return torch.eye(count, **like)[layer.channels], torch.zeros(count, **like)


def _matrix_and_shift(layer: Any) -> tuple[torch.Tensor, torch.Tensor]:
    matrix = layer.scale if isinstance(layer, plain.Scale) else layer.matrix
    return matrix.double(), layer.shift.double()


def _into(before: Any, matrix: torch.Tensor, shift: torch.Tensor) -> Any:
    """A layer with a map after it, or None where that can't be."""
    if isinstance(before, _MAPS):
        first, first_shift = _matrix_and_shift(before)
        product = _times(matrix, first) if first.dim() == 2 else matrix * first
        form = plain.Scale if product.dim() == 1 else plain.Mix
        moved = _times(matrix, first_shift) + shift
        return form(product.to(before.shift), moved.to(before.shift))
    groups = getattr(before, "groups", 1)
    transposed = isinstance(before, _TRANSPOSED)
    weight = before.weight.double()
    if transposed:
        weight = _turned(weight, groups)
    if matrix.dim() == 1:
        weight = _times(matrix, weight)
    else:
        rows = enumerate(matrix.chunk(groups))
        blocks = [row.chunk(groups, 1)[i] for i, row in rows]
        if not torch.equal(torch.block_diag(*blocks), matrix):
            return None
        parts = weight.chunk(groups)
        weight = torch.cat([_times(b, p) for b, p in zip(blocks, parts, strict=True)])
    if transposed:
        weight = _turned(weight, groups)
    bias = shift if before.bias is None else _times(matrix, before.bias.double()) + shift
    before.weight = torch.nn.Parameter(weight.to(before.weight).contiguous())
    before.bias = torch.nn.Parameter(bias.to(before.weight))
    return before


def _times(matrix: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """A matrix, or its diagonal, times the first axis of values."""
    if matrix.dim() == 1:
        return matrix.reshape(-1, *[1] * (values.dim() - 1)) * values
    if values.dim() == 1:
        return matrix @ values
    return (matrix @ values.flatten(1)).reshape(values.shape)


def _turned(weight: torch.Tensor, groups: int) -> torch.Tensor:
    """Filters of (in, out / groups, ...) as (out, in / groups, ...), and back."""
    return weight.unflatten(0, (groups, -1)).transpose(1, 2).flatten(0, 1)
