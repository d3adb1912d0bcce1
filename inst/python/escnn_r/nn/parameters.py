"""The weights of a module: counted, read as arrays, and set."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays
from .freshness import refresh


def parameter_table(module: torch.nn.Module) -> dict[str, list[Any]]:
    """Name, shape, count and whether it is trained, of each parameter once."""
    parameters = list(module.named_parameters())
    return {
        "name": [name for name, _ in parameters],
        "shape": [[int(s) for s in p.shape] for _, p in parameters],
        "count": [int(p.numel()) for _, p in parameters],
        "trained": [bool(p.requires_grad) for _, p in parameters],
    }


def read_parameters(module: torch.nn.Module) -> dict[str, Any]:
    """Each parameter as an array of its own."""
    return {name: arrays.to_array(p.detach()) for name, p in module.named_parameters()}


def write_parameters(module: torch.nn.Module, values: dict[str, Any]) -> torch.nn.Module:
    """Set parameters by name; layers in evaluation mode expand their filters anew."""
    known = dict(module.named_parameters())
    fitting = {name: _fitting(name, value, known) for name, value in values.items()}
    with torch.no_grad():
        for name, value in fitting.items():
            known[name].copy_(value)
    refresh(module)
    return module


def _fitting(name: str, value: Any, known: dict[str, Any]) -> torch.Tensor:
    if name not in known:
        raise BadArgument(
            "weights",
            f"a list named by parameters: {', '.join(known) or 'there are none'}",
            f'one with "{name}"',
        )
    expected = tuple(known[name].shape)
    values = (
        value if isinstance(value, torch.Tensor) else arrays.to_tensor(np.asarray(value), "float64")
    )
    shape = tuple(values.shape)
    if shape != expected and (values.numel() != known[name].numel() or len(expected) > 1):
        raise BadArgument(
            "weights",
            f'arrays of the parameters\' dim: "{name}" has c({", ".join(map(str, expected))})',
            f"one of c({', '.join(map(str, shape))})",
        )
    return values.reshape(expected)


def one_parameter(
    values: npt.ArrayLike | torch.Tensor, dtype: str, trained: bool
) -> torch.nn.Parameter:
    """A parameter with these values."""
    if not isinstance(values, torch.Tensor):
        values = arrays.to_tensor(np.asarray(values), dtype)
    return torch.nn.Parameter(values, requires_grad=trained)
