"""Plain forms of nonlinearities, invariant maps and the norm of fields."""

from __future__ import annotations

from typing import Any

import torch

from . import plain, plain_fields
from .layers import copied, simplest, span
from .registry import converter


def like(module: torch.nn.Module, tensor: torch.Tensor) -> torch.Tensor:
    """A tensor in the precision that the module computes in."""
    parameter = next((p for p in module.parameters() if p.is_floating_point()), None)
    copy = copied(tensor)
    return copy if parameter is None else copy.to(parameter)


def field_and_part(key: tuple[int, int] | int | str) -> tuple[int, int]:
    """Channels of a field and of its parts, by a key of escnn's tables."""
    return key if isinstance(key, tuple) else (int(key), int(key))


def _named(function: Any) -> Any:
    """The function without side effects on its argument."""
    F = torch.nn.functional
    inplace = {
        "relu_": torch.relu,
        "elu_": F.elu,
        "sigmoid_": torch.sigmoid,
        "tanh_": torch.tanh,
    }
    return inplace.get(getattr(function, "__name__", ""), function)


_MODULES: dict[str, Any] = {
    "relu": torch.nn.ReLU,
    "elu": torch.nn.ELU,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
}


@converter("ReLU")
def _relu(module: Any) -> Any:
    return torch.nn.ReLU()


@converter("ELU")
def _elu(module: Any) -> Any:
    return torch.nn.ELU(module.alpha)


@converter("LeakyReLU")
def _leaky(module: Any) -> Any:
    return torch.nn.LeakyReLU(module._negative_slope)


@converter("PointwiseNonLinearity")
def _pointwise(module: Any) -> Any:
    name = getattr(module._function, "__name__", "")
    if name in _MODULES:
        return _MODULES[name]()
    return plain.Pointwise(_named(module._function))


@converter("ConcatenatedNonLinearity")
def _concatenated(module: Any) -> Any:
    return plain.Concatenated(_named(module._function))


@converter("VectorFieldNonLinearity")
def _vector_field(module: Any) -> Any:
    return plain.VectorField(module._rotations)


@converter("NormNonLinearity", "InducedNormNonLinearity")
def _length_function(module: Any) -> Any:
    parts, places, start = [], [], 0
    biases = None if module.log_bias is None else copied(module.log_bias.exp().flatten())
    for key in module._order:
        size, part = field_and_part(key)
        channels = span(getattr(module, f"indices_{key}"), module._contiguous[key])
        stop = start + module._nfields[key]
        bias = None if biases is None else biases[start:stop].reshape(-1, 1, 1)
        body = plain.LengthFunction(size, part, _named(module._function), bias, float(module.eps))
        parts.append((channels, body))
        places += channels
        start = stop
    return simplest(parts, places)


@converter("GatedNonLinearity1", "InducedGatedNonLinearity1")
def _gated(module: Any) -> Any:
    size = getattr(module, "quotient_size", 1)
    gates = span(module.gates_indices, module._contiguous["gate"])
    bias = module.bias.detach().flatten().repeat_interleave(size)
    fields: list[int] = []
    doors: list[int] = []
    places = [] if module.drop_gates else list(gates)
    start = 0
    for key in module._order:
        stop = start + module._nfields[key]
        contiguous = module._contiguous[key]
        taken = span(getattr(module, f"input_indices_{key}"), contiguous)
        fields += taken
        places += span(getattr(module, f"output_indices_{key}"), contiguous)
        wide = len(taken) // ((stop - start) * size)
        doors += [gate for gate in range(start * size, stop * size) for _ in range(wide)]
        start = stop
    return plain_fields.Gates(gates, bias, fields, doors, not module.drop_gates, places)


@converter("GatedNonLinearity2")
def _gated_by_another(module: Any) -> Any:
    fields: list[int] = []
    doors: list[int] = []
    start = 0
    for key in module._order:
        stop = start + module._nfields[key]
        fields += span(getattr(module, f"indices_{key}"), module._contiguous[key])
        doors += [gate for gate in range(start, stop) for _ in range(int(key))]
        start = stop
    gates = list(range(module.in_type[0].size))
    bias = copied(module.bias.flatten())
    return plain_fields.Gates(gates, bias, fields, doors, False, list(fields))


@converter("GatedNonLinearityUniform")
def _own_gates(module: Any) -> Any:
    bias = copied(module.bias).reshape(len(module.in_type), -1)
    expansion = like(module, module.expansion)
    return plain_fields.OwnGates(len(module.in_type), bias, expansion, _named(module.gate_function))


@converter("FourierPointwise", "FourierELU", "QuotientFourierPointwise", "QuotientFourierELU")
def _fourier(module: Any) -> Any:
    function = _named(module._function)
    return plain_fields.Fourier(
        len(module.in_type), copied(module.A), copied(module.Ainv), function
    )


@converter("GroupPooling", "NormPool", "InducedNormPool")
def _invariant(module: Any) -> Any:
    from escnn.nn import GroupPooling

    parts, places = [], []
    for key, contiguous in module._contiguous.items():
        size, part = field_and_part(key)
        largest = isinstance(module, GroupPooling)
        body: Any = plain.FieldMax(size) if largest else plain.FieldLength(size, part)
        parts.append((span(getattr(module, f"in_indices_{key}"), contiguous), body))
        places += span(getattr(module, f"out_indices_{key}"), contiguous)
    return simplest(parts, places)


@converter("MaxPoolChannels")
def _max_channels(module: Any) -> Any:
    return plain.FieldMax(module.kernel_size)


@converter("FieldNorm")
def _field_norm(module: Any) -> Any:
    from ..nn import escaped

    parts, places = [], []
    for name, size in module._sizes:

        def part(what: str, name: str = name) -> Any:
            return copied(getattr(module, f"{escaped(name)}_{what}", None))

        channels = span(part("indices"), module._contiguous[name])
        scale, bias, along = part("weight"), part("bias"), part("change_of_basis")
        shift = None if bias is None else bias @ along.t()
        body = plain_fields.FieldNorm(size, part("avg"), scale, shift, module.eps)
        parts.append((channels, body))
        places += channels
    return simplest(parts, places)
