"""Plain forms of nonlinearities, invariant maps and the norm of fields."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from escnn.nn import GroupPooling

from .. import plain, plain_fields
from ..registry import CONVERTERS, converter
from .parts import channels, copied, in_blocks


def _field_and_part(key: tuple[int, int] | int | str) -> tuple[int, int]:
    """Channels of a field and of its parts, by a key of escnn's tables."""
    return key if isinstance(key, tuple) else (int(key), int(key))


def _named(function: Any) -> Any:
    """The function without side effects on its argument."""
    inplace = {"relu_": torch.relu, "elu_": F.elu, "sigmoid_": torch.sigmoid, "tanh_": torch.tanh}
    return inplace.get(getattr(function, "__name__", ""), function)


_MODULES: dict[str, Any] = {
    "relu": torch.nn.ReLU,
    "elu": torch.nn.ELU,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
}
CONVERTERS |= {
    "ReLU": lambda module: torch.nn.ReLU(),
    "ELU": lambda module: torch.nn.ELU(module.alpha),
    "LeakyReLU": lambda module: torch.nn.LeakyReLU(module._negative_slope),
    "ConcatenatedNonLinearity": lambda module: plain.Concatenated(_named(module._function)),
    "VectorFieldNonLinearity": lambda module: plain.VectorField(module._rotations),
    "MaxPoolChannels": lambda module: plain.FieldMax(module.kernel_size),
}


@converter("PointwiseNonLinearity")
def _pointwise(module: Any) -> Any:
    name = getattr(module._function, "__name__", "")
    if name in _MODULES:
        return _MODULES[name]()
    return plain.Pointwise(_named(module._function))


@converter("NormNonLinearity", "InducedNormNonLinearity")
def _length_function(module: Any) -> Any:
    biases = None if module.log_bias is None else copied(module.log_bias.exp().flatten())
    blocks, start = [], 0
    for key in module._order:
        size, part = _field_and_part(key)
        stop = start + module._nfields[key]
        bias = None if biases is None else biases[start:stop].reshape(-1, 1, 1)
        function = _named(module._function)
        body = plain.LengthFunction(size, part, function, bias, float(module.eps))
        where = channels(module, f"indices_{key}", key)
        blocks.append((where, where, body))
        start = stop
    return in_blocks(blocks)


@converter("GatedNonLinearity1", "InducedGatedNonLinearity1")
def _gated(module: Any) -> Any:
    size = getattr(module, "quotient_size", 1)
    gates = channels(module, "gates_indices", "gate")
    fields, doors, places = _doors(module, "input_indices", "output_indices", size)
    if not module.drop_gates:
        places = gates + places
    bias = module.bias.detach().flatten().repeat_interleave(size)
    return plain_fields.Gates(gates, bias, fields, doors, not module.drop_gates, places)


@converter("GatedNonLinearity2")
def _gated_by_another(module: Any) -> Any:
    fields, doors, places = _doors(module, "indices", "indices", 1)
    gates = list(range(module.in_type[0].size))
    return plain_fields.Gates(gates, copied(module.bias.flatten()), fields, doors, False, places)


def _doors(
    module: Any, inputs: str, outputs: str, size: int
) -> tuple[list[int], list[int], list[int]]:
    """Channels with gates, the number of each one's gate, and where they come to lie."""
    fields: list[int] = []
    doors: list[int] = []
    places: list[int] = []
    for key in module._order:
        where = channels(module, f"{inputs}_{key}", key)
        fields += where
        places += channels(module, f"{outputs}_{key}", key)
        start, count = doors[-1] + 1 if doors else 0, module._nfields[key] * size
        doors += [start + i for i in range(count) for _ in range(len(where) // count)]
    return fields, doors, places


@converter("GatedNonLinearityUniform")
def _own_gates(module: Any) -> Any:
    count = len(module.in_type)
    bias = copied(module.bias).reshape(count, -1)
    expansion = copied(module.expansion).to(bias)
    return plain_fields.OwnGates(count, bias, expansion, _named(module.gate_function))


@converter("FourierPointwise", "FourierELU", "QuotientFourierPointwise", "QuotientFourierELU")
def _fourier(module: Any) -> Any:
    there, back = copied(module.A), copied(module.Ainv)
    return plain_fields.Fourier(len(module.in_type), there, back, _named(module._function))


@converter("GroupPooling", "NormPool", "InducedNormPool")
def _invariant(module: Any) -> Any:
    blocks = []
    for key in module._contiguous:
        size, part = _field_and_part(key)
        largest = isinstance(module, GroupPooling)
        body: Any = plain.FieldMax(size) if largest else plain.FieldLength(size, part)
        inputs = channels(module, f"in_indices_{key}", key)
        blocks.append((inputs, channels(module, f"out_indices_{key}", key), body))
    return in_blocks(blocks)
