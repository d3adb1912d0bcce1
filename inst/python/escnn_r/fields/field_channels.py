"""Fields inside a tensor: taking out blocks of channels, putting them back, in order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeAlias

import torch

from ..bridge import BadArgument
from ..group import RepresentationLike, representation_label
from . import shared_batches
from .description import field_type_label
from .protocols import FieldTypeLike, GeometricTensorLike

Where: TypeAlias = slice | torch.Tensor


def channels(module: torch.nn.Module, name: str, contiguous: bool) -> Where:
    """The channels that a buffer of escnn's means: a slice where it holds a start and a stop."""
    if not contiguous:
        indices: torch.Tensor = getattr(module, name)
        return indices
    # numbers read off a tensor take longer than some layers do
    slices = module.__dict__.get("_slices")
    if slices is None:
        slices = module.__dict__["_slices"] = {}
    place: slice | None = slices.get(name)
    if place is None:
        first, last = (int(i) for i in getattr(module, name))
        place = slices[name] = slice(first, last)
    return place


def channels_of(kind: FieldTypeLike, fields: Iterable[int]) -> list[int]:
    """The channels of the fields at these positions, from 0."""
    starts, stops = kind.fields_start, kind.fields_end
    return [c for at in fields for c in range(int(starts[at]), int(stops[at]))]


def register_channels(
    module: torch.nn.Module, name: str, kind: FieldTypeLike, fields: list[int]
) -> bool:
    """Keep the channels of some fields in a buffer as escnn does; whether they make one run.

    Of one run the buffer has the start and the stop, as ``channels()`` wants it.
    """
    listed = channels_of(kind, fields)
    contiguous = listed[-1] - listed[0] + 1 == len(listed)
    span = [listed[0], listed[-1] + 1] if contiguous else listed
    module.register_buffer(name, torch.tensor(span, dtype=torch.long))
    return contiguous


def taken(values: torch.Tensor, where: Where, *sizes: int) -> torch.Tensor:
    """Fields of these channels: batch by fields by sizes by space."""
    shape = values.shape
    if not isinstance(where, slice):
        values = values.index_select(1, where)
    elif where.stop - where.start < shape[1]:
        # all channels aren't sliced: the gradient would be copied into zeros
        values = values[:, where]
    return values.view(shape[0], -1, *sizes, *shape[2:])


def assembled(
    module: torch.nn.Module, values: torch.Tensor, parts: list[tuple[Where, torch.Tensor]]
) -> torch.Tensor:
    """Blocks of all channels of a module's output, in their order, in the precision of ``values``.

    Axes of a block between batch and space are channels, too. Where they belong is always the
    same for a module, and remembered.
    """
    dim = values.dim()
    blocks = [b if b.dim() == dim else b.flatten(1, b.dim() - dim + 1) for _, b in parts]
    joined = blocks[0] if len(blocks) == 1 else torch.cat(blocks, dim=1)
    order = module.__dict__.get("_places")
    if order is None or order[0] != joined.device:
        places = _places([where for where, _ in parts], joined.device)
        order = module.__dict__["_places"] = (joined.device, places)
    if order[1] is not None:
        joined = joined.index_select(1, order[1])
    return joined if joined.dtype == values.dtype else joined.to(values.dtype)


def _places(wheres: list[Where], device: torch.device) -> torch.Tensor | None:
    """For each channel where it is among blocks side by side; None where all are in order."""
    ranges = [torch.arange(w.start, w.stop) if isinstance(w, slice) else w.cpu() for w in wheres]
    order = torch.cat(ranges).argsort()
    in_order = torch.equal(order, torch.arange(len(order)))
    return None if in_order else order.to(device)


# from so many numbers on, squares and sums are sooner than PyTorch's own norm
_NORM_BELOW = 256


def length(fields: torch.Tensor, axis: int, keepdim: bool = False) -> torch.Tensor:
    """Lengths of vectors along an axis; a zero has a gradient of zero.

    A processor takes ten times as long for PyTorch's own norm of many, a GPU half as long.
    """
    if fields.is_cuda:
        lengths: torch.Tensor = torch.linalg.vector_norm(fields, dim=axis, keepdim=keepdim)
        return lengths
    if fields.dtype == torch.float16:
        # whose squares overflow from 256 on
        return length(fields.float(), axis, keepdim).half()
    if fields.numel() < _NORM_BELOW:
        return fields.norm(dim=axis, keepdim=keepdim)
    tiny = torch.finfo(fields.dtype).tiny
    return fields.square().sum(axis, keepdim=keepdim).clamp(min=tiny).sqrt()


def spread(values: torch.Tensor, fields: torch.Tensor) -> torch.Tensor:
    """A tensor of (fields, ...) shaped so that it broadcasts over batch and space."""
    space = (1,) * (fields.dim() - 1 - values.dim())
    return values.reshape(1, *values.shape, *space)


def check_type(tensor: GeometricTensorLike, kind: FieldTypeLike) -> None:
    """Raise BadArgument unless a tensor is of a module's input type."""
    # most often the very object, which takes no comparison
    if tensor.type is not kind and tensor.type != kind:
        raise BadArgument(
            "x",
            f"of the module's input type, {field_type_label(kind)}",
            "a geometric tensor",
            f"Its type is {field_type_label(tensor.type)}.",
        )


def checked(
    module: torch.nn.Module, tensor: GeometricTensorLike, kind: FieldTypeLike | None = None
) -> torch.Tensor:
    """The values of a geometric tensor, after a look at its type."""
    check_type(tensor, kind or module.in_type)
    values: torch.Tensor = tensor.tensor
    return values


def wrap(
    values: torch.Tensor, kind: FieldTypeLike, like: GeometricTensorLike
) -> GeometricTensorLike:
    """A geometric tensor at the same points as another, whose shape needs no checks."""
    tensor = object.__new__(type(like))
    tensor.tensor, tensor.coords, tensor.type = values, like.coords, kind
    return tensor


# from so many pixels on, a product for each field beats one with all their numbers in rows
_MANY = 49


def mapped(matrix: torch.Tensor, fields: torch.Tensor) -> torch.Tensor:
    """A matrix times each field, of batch by fields by channels by space."""
    batch, count = fields.shape[:2]
    flat = fields.flatten(3) if fields.dim() > 3 else fields.unsqueeze(3)
    if flat.shape[3] >= _MANY:
        # PyTorch 1.13 would copy the matrix for each field if it broadcast it itself
        products = torch.bmm(matrix.expand(batch * count, *matrix.shape), flat.flatten(0, 1))
    else:
        products = torch.nn.functional.linear(flat.transpose(2, 3), matrix).transpose(2, 3)
    return products.reshape(batch, count, len(matrix), *fields.shape[3:])


def each_mapped(matrices: torch.Tensor, fields: torch.Tensor) -> torch.Tensor:
    """A matrix of its own times each field, of batch by fields by channels by space."""
    batch, count = fields.shape[:2]
    flat = fields.flatten(3) if fields.dim() > 3 else fields.unsqueeze(3)
    left = matrices.to(fields.dtype).expand(batch, *matrices.shape).flatten(0, 1)
    products = torch.bmm(left, flat.flatten(0, 1))
    return products.view(batch, count, -1, *fields.shape[3:])


def in_order(representations: Iterable[Any]) -> list[Any]:
    """Different representations in the order in which they first appear."""
    return list(dict.fromkeys(representations))


def unique_names(in_type: FieldTypeLike, argument: str = "x") -> None:
    """Refuse different representations of one name, which layers would mix up."""
    by_name: dict[str, Any] = {}
    for representation in in_type.representations:
        namesake = by_name.setdefault(representation.name, representation)
        if namesake is not representation and namesake != representation:
            raise BadArgument(
                argument,
                "of fields whose representations have different names",
                f'one with two that are both called "{representation.name}"',
                "Give one of them a name of its own when you make it.",
            )


def settle(module: torch.nn.Module, names: list[str]) -> None:
    """Put parameters and buffers in the order of the fields, which escnn leaves to hashing.

    Their names stay what they are, so that state dicts fit both ways.
    """
    rank = {name: position for position, name in enumerate(names)}
    for table in (module._parameters, module._buffers):
        keys = sorted(table, key=lambda key: _rank(key, rank))
        for key in keys:
            table[key] = table.pop(key)


def _rank(key: str, rank: dict[str, int]) -> tuple[int, str]:
    matches = [(position, name) for name, position in rank.items() if name in key]
    owners = [(len(name), -position) for position, name in matches if _owns(name, key)]
    return (-max(owners)[1] if owners else len(rank), key)


def _owns(name: str, key: str) -> bool:
    return key.startswith(f"{name}_") or key.endswith(f"_{name}")


def own_buffers(module: torch.nn.Module) -> None:
    """Give every buffer memory of its own: expanded or shared ones can't be loaded into."""
    for part in module.modules():
        for key, buffer in part._buffers.items():
            if buffer is not None:
                part._buffers[key] = buffer.clone(memory_format=torch.contiguous_format)


def subfield_size(representation: RepresentationLike, kind: str) -> int | None:
    """The size of the fields that one was induced from, if ``kind`` works on them."""
    sizes = {
        int(name.rsplit("_", 1)[1])
        for name in representation.supported_nonlinearities
        if name.startswith(f"{kind}_")
    }
    return sizes.pop() if len(sizes) == 1 else None


def field_label(in_type: FieldTypeLike, position: int) -> str:
    """A field in words, with its number from 1."""
    return f"field {position + 1} ({representation_label(in_type.representations[position])})"


def several_values(values: torch.Tensor, statistics: bool, channels: int = 1) -> None:
    """Refuse statistics of one single value, which would fill a model with NaN."""
    count = shared_batches.total(values) * channels * math.prod(values.shape[2:])
    if statistics and count < 2:
        raise BadArgument(
            "x",
            "more than one sample or point, for a batch normalisation in training mode",
            f"a tensor of shape {tuple(values.shape)}",
            "Give a larger batch, or evaluate: `module_train(model, FALSE)`.",
        )
