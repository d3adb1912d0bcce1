"""What all layers with a steerable basis share: private bases, and filters that are up to date.

escnn keeps every sampled basis in a cache and puts the very object into each
layer that wants it, so that ``a.double()`` turns the basis of ``b`` too. In
evaluation mode it keeps the filter with its graph, and keeps it still when
other weights are loaded. ``Steerable`` in front of a class puts that right, and
has its weights expanded by ``expansion``.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch

from ..bridge import BadArgument
from ..fields import GeometricTensorLike, own_buffers
from ..kernels import elements
from .expansion import expanding
from .freshness import Snapshot
from .low_precision import autocast_on

# what weights are expanded into, under escnn's names
_EXPANDED = ("filter", "matrix", "expanded_bias")


class Steerable:
    """In front of an escnn class whose weights are expanded over a basis."""

    training: bool
    in_type: Any
    _parameters: dict[str, torch.nn.Parameter | None]
    _buffers: Any
    _basissampler: Any
    expand_parameters: Callable[[], Any]

    def __init__(self, in_type: Any, *args: Any, **kwargs: Any) -> None:
        """Build the layer, its basis filter given as a function or as limits."""
        if kwargs.get("basis_filter") is not None:
            kwargs["basis_filter"] = elements.chosen(kwargs["basis_filter"])
        try:
            with expanding():
                super().__init__(in_type, *args, **kwargs)  # type: ignore[call-arg]
        except ValueError as problem:
            if isinstance(problem, BadArgument) or "is empty" not in str(problem):
                raise
            raise _empty(type(self).__name__, in_type, args, kwargs) from problem
        # expansions are the layer's own already
        if hasattr(self, "_basissampler"):
            self._basissampler = own(self._basissampler)
        self._expanded_from = Snapshot([])
        self.register_load_state_dict_post_hook(_after_loading)  # type: ignore[attr-defined]

    def train(self, mode: bool = True) -> Steerable:
        """Set the mode; in evaluation mode the filter is a constant without a graph."""
        if not mode and not self.training:
            self._catch_up()
            return self
        return self._switch(mode)

    def _switch(self, mode: bool) -> Any:
        with torch.no_grad():
            super().train(mode)  # type: ignore[misc]
        self._expanded_from = Snapshot(self._own_weights())
        return self

    def refresh(self) -> None:
        """Expand the weights again, in evaluation mode."""
        if not self.training:
            # escnn expands on the way from training to evaluation only
            self.training = True
            self._switch(False)

    def forward(self, input: GeometricTensorLike, *args: Any, **kwargs: Any) -> GeometricTensorLike:
        """Run on input of the layer's own precision, with an up-to-date filter."""
        self._ready(getattr(input, "tensor", None))
        return super().forward(input, *args, **kwargs)  # type: ignore[misc]

    def _expanded(self, name: str, values: torch.Tensor) -> tuple[torch.Tensor, Any]:
        """The filter or matrix for input of these values, and the bias."""
        self._ready(values)
        if self.training:
            expanded: tuple[torch.Tensor, Any] = self.expand_parameters()
            return expanded
        return self._buffers[name], self._buffers.get("expanded_bias")

    def _ready(self, values: Any) -> None:
        """See to the filter of evaluation mode, and look at the precision of the input."""
        self._catch_up()
        weights = self._parameters.get("weights")
        # the usual case, seen at once
        if weights is None or values is None or values.dtype != weights.dtype:
            _same_dtype(self, values)

    def _catch_up(self) -> None:
        """Expand again if the weights were written to since."""
        if not self.training and not self._expanded_from.holds(self._own_weights()):
            self.refresh()

    def _own_weights(self) -> list[torch.Tensor]:
        return [p for p in self._parameters.values() if p is not None]

    def _apply(self, *args: Any, **kwargs: Any) -> Any:
        done = super()._apply(*args, **kwargs)  # type: ignore[misc]
        # a filter made in the new precision is better than one cast to it
        self.refresh()
        return done

    def _load_from_state_dict(
        self, state_dict: Any, prefix: str, metadata: Any, strict: Any, missing: Any, *rest: Any
    ) -> None:
        # loading writes in place, and escnn's cache has the same memory
        own_buffers(self)
        # what is expanded follows from the weights, whichever mode it was saved in
        derived = {prefix + name for name in _EXPANDED}
        state = {key: value for key, value in state_dict.items() if key not in derived}
        lacking: list[str] = []
        super()._load_from_state_dict(  # type: ignore[misc]
            state, prefix, metadata, strict, lacking, *rest
        )
        missing.extend(key for key in lacking if key not in derived)


def _after_loading(module: Any, incompatible: Any) -> None:
    module.refresh()


def _same_dtype(layer: Any, values: Any) -> None:
    parameter = next(iter(layer.parameters(recurse=False)), None)
    if values is None or parameter is None or values.dtype == parameter.dtype:
        return
    if autocast_on(values.device.type) or not values.is_floating_point():
        return
    has, dtype = (str(d).removeprefix("torch.") for d in (parameter.dtype, values.dtype))
    raise BadArgument(
        "x",
        f"of the module's own precision, {has}",
        dtype,
        f'Make it with `geometric_tensor(x, type, dtype = "{has}")`'
        + (", or turn the module with `model$double()`." if dtype == "float64" else "."),
    )


def _empty(name: str, in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exception:
    from .checks import unreached  # it needs the classes of layers

    return unreached.empty(name, in_type, args[0] if args else kwargs["out_type"])


def own(tree: torch.nn.Module) -> torch.nn.Module:
    """A twin of a tree of modules, whose tensors are shared until one side changes.

    Changing dtype or device gives the twin tensors of its own, and loading
    copies first; so nothing has to be copied here.
    """
    pairs = {id(part): (part, copy.copy(part)) for part in _parts(tree)}
    for part, twin in pairs.values():
        state = {name: _mapped(value, pairs) for name, value in vars(part).items()}
        state["_buffers"] = {name: _plain(value) for name, value in part._buffers.items()}
        vars(twin).update(state)
    return pairs[id(tree)][1]


def _parts(tree: Any) -> list[Any]:
    """All modules of a tree; PyTorch's own walk leaves out those that equal others, as bases do."""
    by_id: dict[int, Any] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if part is not None and id(part) not in by_id:
            by_id[id(part)] = part
            waiting.extend(part._modules.values())
    return list(by_id.values())


def _mapped(value: Any, pairs: dict[int, tuple[Any, Any]]) -> Any:
    """The value with modules replaced by their twins, in containers too."""
    if isinstance(value, torch.nn.Module):
        return pairs[id(value)][1] if id(value) in pairs else value
    if type(value) in (list, tuple):
        return type(value)(_mapped(each, pairs) for each in value)
    if isinstance(value, dict):
        twin = copy.copy(value)
        for key, each in value.items():
            twin[key] = _mapped(each, pairs)
        return twin
    return value


def _plain(buffer: Any) -> Any:
    """A buffer of the cache as it was made, whatever has been done to the cache since."""
    if buffer is None or not buffer.is_floating_point():
        return buffer
    return buffer.to(device="cpu", dtype=torch.get_default_dtype())
