"""How many threads PyTorch computes with, by what a network gives them to do.

A batch is cut into operations, and after each of them the threads wait for the slowest one.
Beside another program, which has half of one thread's processor, that takes twice as long as
alone, and waking up takes its time, too: small operations then cost more than they save. So the
first batch is computed by one thread and its operations are counted; the others get as many
threads as pay even so. The count depends on the network and its batches alone, never on a
clock: the same training gives the same numbers, also when it goes on from a checkpoint.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

__all__ = ["Sharing", "Work", "choose", "current_threads", "hand_over", "start_threads"]

# what one thread does in a second, in products and in numbers that are read or written
_FLOPS, _NUMBERS = 1e11, 1e9
# smaller operations than this PyTorch leaves to one thread
_GRAIN = 1 << 15
# seconds that threads lose at the end of an operation: beside another program, and alone, by each
_BUSY_WAIT, _WAIT = 5e-4, 5e-6
# how much longer than one thread several may take beside another program
_LOSS = 1.05


@dataclass
class Work:
    """What one batch takes: operations that threads can share, and one thread's seconds."""

    operations: int = 0
    seconds: float = 0.0

    def add(self, numbers: float, products: float) -> None:
        """Count an operation on so many numbers, with so many products."""
        if max(numbers, products) >= _GRAIN:
            self.operations += 1
            self.seconds += 2 * products / _FLOPS + numbers / _NUMBERS


@dataclass
class _Set:
    # None: nobody has said anything, and PyTorch's own number is left alone
    allowed: int | None = None
    fixed: bool = True
    # what this module has set last, to see whether others have set it since
    last_set: int = 0


_set = _Set()


def start_threads(allowed: int, fixed: bool) -> int:
    """Take so many threads: always, if ``fixed``, else at most; the number in use."""
    _set.allowed, _set.fixed, _set.last_set = allowed, fixed, allowed
    if torch.get_num_threads() != allowed:
        torch.set_num_threads(allowed)
    return allowed


def current_threads() -> dict[str, Any]:
    """The number in use, and whether someone has set it by ``torch.set_num_threads()``."""
    now = torch.get_num_threads()
    return {"threads": now, "own": _set.allowed is not None and now != _set.last_set}


def hand_over(workers: int) -> dict[str, Any]:
    """Of each of several processes that share what this one may take, what ``start()`` takes."""
    return {"allowed": max(1, torch.get_num_threads() // workers), "fixed": not adapting()}


def choose(allowed: int, work: Work) -> int:
    """The fastest number of threads of those that lose nothing beside another program."""
    best, least = 1, work.seconds
    for n in range(2, allowed + 1):
        busy = 2 * work.seconds / n + work.operations * _BUSY_WAIT
        alone = work.seconds / n + work.operations * n * _WAIT
        if busy <= _LOSS * work.seconds and alone < least:
            best, least = n, alone
    return best


def adapting() -> bool:
    """Whether the number follows what there is to do; else it is what someone has set."""
    most = _set.allowed or 1
    return not _set.fixed and most > 1 and torch.get_num_threads() == _set.last_set


@contextlib.contextmanager
def limited(work: Work | None) -> Iterator[None]:
    """Compute with as many threads as this work pays; with one, where it isn't known yet."""
    if not adapting():
        yield
        return
    before = torch.get_num_threads()
    count = 1 if work is None else choose(before, work)
    if count == before:
        yield
        return
    torch.set_num_threads(count)
    _set.last_set = count
    try:
        yield
    finally:
        torch.set_num_threads(before)
        _set.last_set = before


@contextlib.contextmanager
def counted(examples: int = 1) -> Iterator[Work]:
    """Count the work of what is computed within, as if there were so many times the examples."""
    work = Work()
    with _Counter(work, examples):
        yield work


class Sharing:
    """Batches of one kind, one after another; the first one is counted."""

    def __init__(self, known: list[float] | None = None) -> None:
        """``known`` is what ``known()`` gave, if there has been a batch."""
        self.work = None if known is None else Work(int(known[0]), float(known[1]))

    def known(self) -> list[float] | None:
        """The work of a batch as plain numbers: operations, and one thread's seconds."""
        return None if self.work is None else [self.work.operations, self.work.seconds]

    def sample(self, compute: Callable[[Any], Any], values: Any) -> None:
        """Count on the first example of a batch, instead of on the first batch."""
        if not adapting() or self.work is not None:
            return
        with limited(None), counted(len(values)) as work:
            compute(values[:1])
        self.work = work

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Compute one of the batches within."""
        with limited(self.work):
            if self.work is not None or not adapting():
                yield
                return
            with counted() as work:
                yield
            self.work = work


class _Counter(TorchDispatchMode):
    """Adds up what each operation takes."""

    def __init__(self, work: Work, examples: int) -> None:
        super().__init__()
        self.work, self.examples = work, examples

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if not _is_view(func):
            tensors = [t for t in (*args, *_each(result)) if isinstance(t, torch.Tensor)]
            numbers = max((t.numel() for t in tensors), default=0)
            products = _products(func.__name__.partition(".")[0], args, result)
            self.work.add(numbers * self.examples, products * self.examples)
        return result


def _is_view(func: Any) -> bool:
    returns = func._schema.returns
    return (
        bool(returns) and returns[0].alias_info is not None and not returns[0].alias_info.is_write
    )


def _products(name: str, args: Any, result: Any) -> float:
    """How many pairs of numbers are multiplied, where there are more than numbers."""
    if "convolution" in name:
        backward = "backward" in name
        weight, options = (args[2], args[3:]) if backward else (args[1], args[2:])
        transposed = options[4] is True if len(options) > 4 else False
        # the numbers each of which meets the whole kernel
        if backward:
            spread = args[1] if transposed else args[0]
        else:
            spread = args[0] if transposed else _each(result)[0]
        return (2.0 if backward else 1.0) * spread.numel() * weight[0].numel()
    if name in ("mm", "bmm", "addmm", "baddbmm", "linear", "matmul"):
        left = args[1] if name in ("addmm", "baddbmm") else args[0]
        return float(_each(result)[0].numel() * left.shape[-1])
    return 0.0


def _each(result: Any) -> tuple[Any, ...]:
    return tuple(result) if isinstance(result, (tuple, list)) else (result,)
