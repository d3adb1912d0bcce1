"""The one rule for whether what was computed from weights, as filters are, is still right.

PyTorch counts the writes to a tensor, but not those through its ``data``, nor those of some of its
own kernels. So weights are compared with a copy, bit by bit: they are small beside filters and
inputs. Two things go by the count: filters, to which hardly anybody writes, and weights on GPUs,
where each layer would have to wait for the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import torch

# a copy, or the tensor's own memory with the count of writes to it
_Mark: TypeAlias = tuple[torch.Tensor, int | None]
_BITS = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}


class Snapshot:
    """The weights that something was computed from, and the filters that were there."""

    def __init__(
        self,
        weights: Sequence[torch.Tensor],
        filters: Sequence[torch.Tensor] = (),
        exact: bool = False,
    ) -> None:
        """With ``exact``, weights on a GPU are compared bit by bit, too."""
        self._weights = [_copied(w) if exact or _at_hand(w) else _counted(w) for w in weights]
        self._filters = [_counted(each) for each in filters]

    def holds(self, weights: Sequence[torch.Tensor], filters: Sequence[torch.Tensor] = ()) -> bool:
        """Whether all of them are what they were."""
        with _untraced():
            return _same(self._weights, weights) and _same(self._filters, filters)


def refresh(module: torch.nn.Module) -> None:
    """Expand the filters of a module in evaluation mode anew, of escnn's own layers too."""
    with torch.no_grad():
        for part in module.modules():
            if not part.training and hasattr(part, "expand_parameters"):
                part.train(True)
                part.train(False)


@contextmanager
def _untraced() -> Iterator[None]:
    """Keep comparisons out of a graph that is being recorded."""
    if not torch.jit.is_tracing():
        yield
        return
    recorded = torch._C._get_tracing_state()
    torch._C._set_tracing_state(None)
    try:
        yield
    finally:
        torch._C._set_tracing_state(recorded)


def _at_hand(tensor: torch.Tensor) -> bool:
    return tensor.device.type == "cpu"


def _copied(tensor: torch.Tensor) -> _Mark:
    return tensor.detach().clone(), None


def _counted(tensor: torch.Tensor) -> _Mark:
    # as long as the memory is held, no other tensor can have its place
    return tensor.detach(), _writes(tensor)


def _writes(tensor: torch.Tensor) -> int:
    # tensors of inference mode count none
    return 0 if tensor.is_inference() else tensor._version


def _same(marks: list[_Mark], tensors: Sequence[torch.Tensor]) -> bool:
    return len(marks) == len(tensors) and all(map(_unchanged, marks, tensors))


def _unchanged(mark: _Mark, tensor: torch.Tensor) -> bool:
    before, writes = mark
    if any(getattr(before, kind) != getattr(tensor, kind) for kind in ("dtype", "device", "shape")):
        return False
    if writes is None:
        return torch.equal(_bits(before), _bits(tensor.detach()))
    return before.data_ptr() == tensor.data_ptr() and writes == _writes(tensor)


def _bits(tensor: torch.Tensor) -> Any:
    # a number that is none equals nothing, itself included
    return tensor.view(_BITS[tensor.element_size()]) if tensor.is_floating_point() else tensor
