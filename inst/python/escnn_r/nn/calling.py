"""One forward of a module in one call: arrays become what it takes, arguments are looked at."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument, UnknownArgument, drawing_if, draws
from ..fields import FieldTypeLike, GeometricTensorLike, check_type, geometric_tensor
from .description import floating_tensor
from .plain_calls import plain_call
from .protocols import Tensors


@drawing_if(draws)
def run_module(module: torch.nn.Module, names: Sequence[str], *values: Any) -> Any:
    """The module on values, each with the name of its argument, or with none by position.

    Where it has field types, arrays and torch tensors become geometric tensors of these, in the
    module's own precision.
    """
    kinds: Any = getattr(module, "in_type", None)
    args: Sequence[Any]
    kwargs: dict[str, Any]
    if isinstance(kinds, dict):
        whole = len(values) == 1 and not names[0]
        inputs = values[0] if whole else dict(zip(names, values, strict=True))
        args, kwargs = [_by_label(module, kinds, inputs)], {}
    else:
        args, kwargs = _arguments(module, names, values)
        kinds = kinds if isinstance(kinds, (tuple, list)) else [kinds]
        args = [*_in_order(module, kinds, args), *args[len(kinds) :]]
    with plain_call(module):
        return module(*args, **kwargs)


def module_inputs(module: torch.nn.Module, values: Any) -> Tensors:
    """What a module takes: from one array, from several in order, or from several by label."""
    kind: Any = getattr(module, "in_type", None)
    if isinstance(kind, dict):
        return _by_label(module, kind, values)
    if isinstance(kind, (tuple, list)) and isinstance(values, (tuple, list)):
        return tuple(_in_order(module, kind, values))
    return _input(module, kind, values)


def _in_order(module: Any, kinds: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    return [_input(module, kind, value) for kind, value in zip(kinds, values, strict=False)]


def _by_label(module: Any, kinds: dict[str, Any], values: Any) -> dict[str, GeometricTensorLike]:
    if not isinstance(values, dict) or set(values) != set(kinds):
        labels = [label for label in values if label] if isinstance(values, dict) else []
        raise BadArgument(
            "x",
            f"a list with one tensor for each of {', '.join(kinds)}",
            _described(values),
            f"It has {', '.join(labels)}." if labels else None,
        )
    return {label: _input(module, kind, values[label]) for label, kind in kinds.items()}


def _arguments(
    module: Any, names: Sequence[str], values: Sequence[Any]
) -> tuple[Sequence[Any], dict[str, Any]]:
    """The arguments of ``forward``, by position as far as it goes."""
    signature = inspect.signature(module.forward)
    parameters = list(signature.parameters)
    args = [value for name, value in zip(names, values, strict=True) if not name]
    kwargs = {name: value for name, value in zip(names, values, strict=True) if name}
    # messages call the input `x`, whatever its name is in Python
    if "x" in kwargs and "x" not in parameters:
        args.insert(0, kwargs.pop("x"))
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        raise _misfit(parameters, args, kwargs) from None
    return bound.args, bound.kwargs


def _misfit(parameters: list[str], args: list[Any], kwargs: dict[str, Any]) -> BadArgument:
    """Why these are no arguments of a function of such parameters."""
    known = ["x", *parameters[1:]]
    unknown = [name for name in kwargs if name not in parameters]
    twice = [name for name in parameters[: len(args)] if name in kwargs]
    if unknown or (len(args) > len(parameters) and not twice):
        return UnknownArgument(unknown[0] if unknown else None, known)
    if twice:
        return BadArgument(twice[0], "given once", "twice, by its position and by its name")
    missing = next(name for name in parameters[len(args) :] if name not in kwargs)
    return BadArgument("x" if missing == parameters[0] else missing, "given", "left out")


def _input(module: Any, kind: FieldTypeLike | None, value: Any) -> Any:
    """A value as a geometric tensor of this type; modules without types take it as it is."""
    if kind is None or not hasattr(kind, "gspace"):
        return value
    if hasattr(value, "type") and hasattr(value, "coords"):
        check_type(value, kind)
        return value
    if isinstance(value, torch.Tensor):
        return geometric_tensor(value, kind)
    if _is_numeric(value):
        like, array = floating_tensor(module), np.atleast_1d(np.asarray(value))
        dtype = str(like.dtype).removeprefix("torch.")
        return geometric_tensor(array, kind, dtype=dtype, device=str(like.device))
    raise BadArgument("x", "an array or a geometric tensor", _described(value))


def _is_numeric(value: Any) -> bool:
    """Whether it comes from an array or a vector of numbers."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(each, (bool, int, float)) for each in value)
    return isinstance(value, (bool, int, float, np.ndarray))


def _described(value: Any) -> str:
    if isinstance(value, (list, tuple, dict)):
        return f"a list of length {len(value)}"
    if isinstance(value, str):
        return f'"{value}"'
    return "NULL" if value is None else f"a Python object of class <{type(value).__name__}>"
