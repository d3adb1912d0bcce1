"""Batches that several processes share: which rows are whose, and sums over all of them.

Layers that look at a whole batch (normalisation) or draw for it (dropout) ask here, so that
they do in several processes what they do in one. Nothing happens where no batch is shared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import torch

from ..compat import replaced
from .protocols import GeometricTensorLike


@dataclass(frozen=True)
class PointShare:
    """Of a batch of clouds: ``rows`` are the points here, of ``total``; ``count`` of them count."""

    rows: slice
    count: int
    total: int


@dataclass(frozen=True)
class Share:
    """Rows from ``start`` to before ``stop``, of a batch of ``total``, are this process's."""

    start: int
    stop: int
    total: int
    points: PointShare | None = None

    @property
    def count(self) -> int:
        """How many rows these are; there may be none."""
        return self.stop - self.start

    @property
    def rows(self) -> slice:
        """The rows to compute: one that counts for nothing where there are none of one's own.

        Every process must go through every layer, since all sum up there together.
        """
        first = min(self.start, self.total - 1)
        return slice(first, max(self.stop, first + 1))


def with_points(share: Share, rank: int, points: list[int]) -> Share:
    """The same with the points of all clouds, of which each process holds so many.

    Those of a process without clouds of its own are of the batch's last cloud.
    """
    world = len(points)
    own = [n if share_of(share.total, r, world).count else 0 for r, n in enumerate(points)]
    total, here = sum(own), points[rank]
    start = sum(own[:rank]) if own[rank] else total - here
    return replace(share, points=PointShare(slice(start, start + here), own[rank], total))


def share_of(total: int, rank: int, world: int) -> Share:
    """The rows of one process: as even as can be, in order, the first ones larger."""
    each, more = divmod(total, world)
    start = rank * each + min(rank, more)
    return Share(start, start + each + (rank < more), total)


_now: list[Share | None] = [None]


def current() -> Share | None:
    """The share of the batch in hand, if it is shared."""
    return _now[0]


def set_current(share: Share | None) -> None:
    """Tell layers which rows of the batch they are given."""
    _now[0] = share


def total(values: torch.Tensor) -> int:
    """The number of rows, those in other processes included."""
    mine = _mine(values)
    return len(values) if mine is None else mine[1]


class _Sum(torch.autograd.Function):
    """The sum over processes; gradients of all of them reach each summand."""

    @staticmethod
    def forward(ctx: torch.autograd.function.FunctionCtx, values: torch.Tensor) -> torch.Tensor:
        out = values.clone(memory_format=torch.contiguous_format)
        torch.distributed.all_reduce(out)
        return out

    @staticmethod
    def backward(
        ctx: torch.autograd.function.FunctionCtx, *gradients: torch.Tensor
    ) -> torch.Tensor:
        out = gradients[0].clone(memory_format=torch.contiguous_format)
        torch.distributed.all_reduce(out)
        return out


def mean(values: torch.Tensor, axes: tuple[int, ...]) -> tuple[torch.Tensor, float]:
    """The mean over axes and processes, and how many numbers it is of."""
    own_count = math.prod(values.shape[axis] for axis in axes)
    share = current()
    if share is None:
        return values.mean(dim=axes), own_count
    weight = 1.0 if share.count else 0.0
    sums = values.sum(dim=axes) * weight
    count = torch.full((1,), own_count * weight, dtype=sums.dtype, device=sums.device)
    both = _Sum.apply(torch.cat([sums.reshape(-1), count]))
    whole_count = float(both[-1].detach())
    return (both[:-1] / whole_count).reshape(sums.shape), whole_count


def moments(
    values: torch.Tensor, axes: tuple[int, ...]
) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Mean, biased variance and count over axes and processes."""
    centre, count = mean(values, axes)
    shape = [1 if axis in axes else size for axis, size in enumerate(values.shape)]
    square, _ = mean((values - centre.reshape(shape)) ** 2, axes)
    return centre, square, count


def variance(values: torch.Tensor, axes: tuple[int, ...]) -> torch.Tensor:
    """The unbiased variance over axes and processes."""
    if current() is None:
        return values.var(dim=axes, unbiased=True)
    _, square, count = moments(values, axes)
    return square * (count / max(count - 1, 1))


def batch_norm(
    values: torch.Tensor, state: tuple[Any, Any, Any, Any], fresh: bool, momentum: float, eps: float
) -> torch.Tensor:
    """PyTorch's batch normalisation, of the whole batch also where it is shared.

    ``state`` are running mean and variance, weight and bias, each of which may be None.
    """
    if not fresh or current() is None:
        return torch.nn.functional.batch_norm(values, *state, fresh, momentum, eps)
    running_mean, running_var, weight, bias = state
    half = values.dtype in (torch.float16, torch.bfloat16)
    full = values.float() if half else values
    centre, square, count = moments(full, (0, *range(2, values.dim())))
    with torch.no_grad():
        if running_mean is not None:
            running_mean.mul_(1 - momentum).add_(momentum * centre)
        if running_var is not None:
            unbiased = square * (count / max(count - 1, 1))
            running_var.mul_(1 - momentum).add_(momentum * unbiased)
    shape = [1, -1, *[1] * (values.dim() - 2)]
    scale = (square + eps).rsqrt()
    scale = scale if weight is None else scale * weight
    out = (full - centre.reshape(shape)) * scale.reshape(shape)
    out = out if bias is None else out + bias.reshape(shape)
    return out.to(values.dtype)


def rand_like(values: torch.Tensor) -> torch.Tensor:
    """Uniform numbers; those of the whole batch are drawn, and one's own rows kept."""
    if _mine(values) is None:
        return torch.rand_like(values)
    return _drawn(values, lambda whole: whole.uniform_())


def dropout(values: torch.Tensor, p: float, training: bool) -> torch.Tensor:
    """PyTorch's dropout, the same in one process and in several."""
    if not training or p in (0.0, 1.0) or _mine(values) is None:
        return torch.nn.functional.dropout(values, p, training)
    return values * _drawn(values, lambda whole: whole.bernoulli_(1 - p)).div_(1 - p)


def _mine(values: Any) -> tuple[slice, int] | None:
    """Which rows of how many these are, where they are those of examples or of points."""
    share = current()
    if share is None:
        return None
    parts = [(share.rows, share.total)]
    parts += [(share.points.rows, share.points.total)] if share.points is not None else []
    return next((p for p in parts if len(values) == p[0].stop - p[0].start), None)


def _drawn(values: torch.Tensor, draw: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
    mine = _mine(values)
    assert mine is not None
    rows, count = mine
    whole = torch.empty((count, *values.shape[1:]), dtype=values.dtype, device=values.device)
    return draw(whole)[rows]


@contextmanager
def layers_sharing(module: torch.nn.Module) -> Iterator[None]:
    """Within the block PyTorch's own layers in a module treat a shared batch as one."""
    from escnn.nn import GeometricTensor, PointwiseDropout

    forwards = []
    for part in module.modules():
        if isinstance(part, torch.nn.modules.batchnorm._BatchNorm):
            forwards.append((part, "forward", _norm_forward(part)))
        elif isinstance(part, torch.nn.Dropout):
            forwards.append((part, "forward", _dropout_forward(part)))
        elif isinstance(part, PointwiseDropout):
            forwards.append((part, "forward", _field_forward(part, GeometricTensor)))
    with replaced(*forwards):
        yield


def next_batch(norm: torch.nn.Module) -> tuple[bool, float]:
    """Count a batch norm's batch: whether its own statistics serve, and how much they count."""
    momentum = 0.0 if norm.momentum is None else norm.momentum
    if norm.training and norm.num_batches_tracked is not None:
        norm.num_batches_tracked.add_(1)
        if norm.momentum is None:
            momentum = 1.0 / float(norm.num_batches_tracked)
    return norm.training or norm.running_mean is None, momentum


def _norm_forward(part: Any) -> Callable[[torch.Tensor], torch.Tensor]:
    def forward(values: torch.Tensor) -> torch.Tensor:
        part._check_input_dim(values)
        fresh, momentum = next_batch(part)
        state = (part.running_mean, part.running_var, part.weight, part.bias)
        return batch_norm(values, state, fresh, momentum, part.eps)

    return forward


def _dropout_forward(part: Any) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda values: dropout(values, part.p, part.training)


def _field_forward(part: Any, wrap: Any) -> Callable[[Any], Any]:
    def forward(input: GeometricTensorLike) -> GeometricTensorLike:
        assert input.type == part.in_type
        return wrap(dropout(input.tensor, part.p, part.training), part.out_type, input.coords)

    return forward
