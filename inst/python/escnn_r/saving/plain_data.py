"""Values as plain data (what JSON has) and back: numbers, lists, arrays, named functions.

Whatever JSON cannot tell apart carries its kind in a one-entry dictionary:
``{"tuple": [...]}``, ``{"array": ...}``.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument

Writer = Callable[[Any], Any]

# the only functions that a recipe may name: pointwise ones, which a layer applies
FUNCTIONS = {
    f"{home.__name__}.{name}": getattr(home, name)
    for home, names in {
        torch: ("relu", "tanh", "sigmoid", "sin", "cos", "abs", "exp", "square", "selu"),
        torch.nn.functional: (
            *("relu", "elu", "gelu", "silu", "mish", "softplus", "leaky_relu", "celu"),
            *("hardtanh", "softsign", "tanhshrink", "hardswish", "logsigmoid", "selu"),
        ),
    }.items()
    for name in names
}

# the types of numbers that arrays and layers in a recipe have
ARRAY_TYPES = (
    *("bool", "uint8", "int8", "int16", "int32", "int64"),
    *("float16", "float32", "float64"),
)
DTYPES = {
    name: getattr(torch, name) for name in ("bfloat16", "complex64", "complex128", *ARRAY_TYPES)
}


def write(value: Any, other: Writer) -> Any:
    """Plain data for ``value``; ``other`` writes what isn't a number, text or container."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"number": repr(value)}
    if isinstance(value, np.generic):
        return write(value.item(), other)
    if isinstance(value, list):
        return [write(each, other) for each in value]
    if isinstance(value, tuple):
        return {"tuple": [write(each, other) for each in value]}
    if isinstance(value, dict):
        return {"dict": [[write(k, other), write(v, other)] for k, v in value.items()]}
    if isinstance(value, np.ndarray):
        return {"array": _array(value)}
    if isinstance(value, torch.Tensor):
        return {"tensor": _array(value.detach().cpu().numpy())}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).removeprefix("torch.")}
    for name, function in FUNCTIONS.items():
        if value is function:
            return {"function": name}
    return other(value)


def read(data: Any, other: Writer) -> Any:
    """The value that ``write()`` wrote; ``other`` reads the kinds that it doesn't know."""
    if isinstance(data, list):
        return [read(each, other) for each in data]
    if not isinstance(data, dict):
        return data
    if len(data) != 1:
        return other(data)
    (kind, content), *_ = data.items()
    if kind == "tuple":
        return tuple(read(each, other) for each in content)
    if kind == "dict":
        return {read(k, other): read(v, other) for k, v in content}
    if kind in _READERS:
        return _READERS[kind](content)
    return other(data)


def _array(values: Any) -> dict[str, Any]:
    values = np.asarray(values)
    kind = values.dtype.newbyteorder("<")
    return {
        "type": str(values.dtype),
        "shape": list(values.shape),
        "base64": base64.b64encode(values.astype(kind).tobytes()).decode(),
    }


def _from_array(content: dict[str, Any]) -> Any:
    if content["type"] not in ARRAY_TYPES:
        raise BadArgument(
            "model", "a recipe of plain numbers", f'one with an array of "{content["type"]}"'
        )
    kind = np.dtype(content["type"])
    raw = base64.b64decode(content["base64"], validate=True)
    if len(raw) != kind.itemsize * math.prod(content["shape"]):
        raise BadArgument(
            "model",
            "a recipe whose arrays are as long as their shapes say",
            f"one with {len(raw)} bytes for an array of shape {tuple(content['shape'])}",
        )
    values = np.frombuffer(raw, dtype=kind.newbyteorder("<")).astype(kind)
    return values.reshape(content["shape"])


def _dtype(name: str) -> torch.dtype:
    if name not in DTYPES:
        raise BadArgument("model", "a recipe of known types", f'one of "{name}"')
    return DTYPES[name]


def _function(name: str) -> Any:
    if name not in FUNCTIONS:
        raise BadArgument(
            "model", "a recipe whose functions are pointwise ones of PyTorch", f'one with "{name}"'
        )
    return FUNCTIONS[name]


_READERS: dict[str, Callable[[Any], Any]] = {
    "number": float,
    "array": _from_array,
    "tensor": lambda content: torch.from_numpy(_from_array(content)),
    "dtype": _dtype,
    "function": _function,
}
