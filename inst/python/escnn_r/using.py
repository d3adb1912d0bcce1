"""What is done with a module that is there: modes, resets, filters, plain PyTorch."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import torch

from .equivariance import evaluation
from .errors import BadArgument

# input sizes that a plain copy is compared on, until the module accepts one.
_SIZES = {0: (0,), 2: (11, 33, 65), 3: (9, 17, 33)}


def train(module: Any, mode: bool) -> Any:
    """Training mode or evaluation mode; filters are expanded without a graph."""
    with torch.no_grad():
        module.train(mode)
    return module


def reset(module: Any, parameters: bool) -> Any:
    """Forget running statistics, and with ``parameters`` the learnt scales and shifts too."""
    method = "reset_parameters" if parameters else "reset_running_stats"
    norms = [part for part in module.modules() if hasattr(part, method)]
    ours = [part for part in norms if type(part).__module__.split(".")[0] in ("escnn", "escnn_r")]
    if not ours:
        raise BadArgument(
            "x",
            "a batch normalisation, or a module with one",
            f"a {type(module).__name__} without any",
            "Other layers have no statistics; build them again for new weights.",
        )
    with torch.no_grad():
        for part in ours:
            getattr(part, method)()
    return module


def filters(module: Any, points: Any = None) -> dict[str, Any]:
    """The filter, matrix or kernel that a layer's weights stand for, and its bias."""
    if not hasattr(module, "expand_parameters"):
        raise BadArgument(
            "x",
            "a layer with a steerable basis: a convolution, a linear or a tensor product layer",
            f"a {type(module).__name__}",
            "Take one layer of a sequence, for example `model[[1]]`.",
        )
    on_points = hasattr(module, "basissampler")
    if on_points == (points is None):
        raise BadArgument(
            "points",
            "given for a point convolution, whose filter is a function of the place"
            if on_points
            else "left out, except for point convolutions",
            "NULL" if on_points else "points",
        )
    with torch.no_grad():
        if on_points:
            points = torch.as_tensor(np.array(points)).to(module.weights)
        found = module.expand_parameters(points) if on_points else module.expand_parameters()
    weight, bias = found if isinstance(found, tuple) else (found, None)
    return {
        "filter": weight.detach().clone(),
        "bias": None if bias is None else bias.detach().clone(),
    }


def plain(module: Any) -> Any:
    """A PyTorch module without escnn that computes the same, compared before it is given."""
    with evaluation(module):
        try:
            found = copy.deepcopy(module.export()).eval()
        except NotImplementedError as problem:
            raise BadArgument(
                "x",
                "a module whose layers all have a form in plain PyTorch",
                f"one with {_without_export(module)}, which has none",
            ) from problem
        for size in _SIZES[module.in_type.gspace.dimensionality]:
            given = _noise(module, size)
            try:
                expected = module(given).tensor
            except (RuntimeError, AssertionError, ValueError):
                continue
            _compare(module, found, given, expected)
            return found
    raise BadArgument("x", "a module that takes images of 11 to 65 pixels", "one that does not")


def _without_export(module: Any) -> str:
    from escnn.nn import EquivariantModule

    parts = [part for part in module.modules() if isinstance(part, EquivariantModule)]
    named = [type(p).__name__ for p in parts if type(p).export is EquivariantModule.export]
    return named[0] if named else type(module).__name__


def _noise(module: Any, size: int) -> Any:
    """White noise, which is there at the border too, where paddings differ."""
    from escnn.nn import GeometricTensor

    parameter = next(iter(module.parameters()), torch.zeros(()))
    shape = (2, module.in_type.size, *[size] * module.in_type.gspace.dimensionality)
    generator = torch.Generator().manual_seed(0)
    values = torch.randn(shape, generator=generator).to(parameter)
    return GeometricTensor(values, module.in_type)


def _compare(module: Any, found: Any, given: Any, expected: torch.Tensor) -> None:
    try:
        result = found(given.tensor)
    except (RuntimeError, TypeError) as problem:
        result, why = None, str(problem)
    else:
        why = f"it gives values of shape {tuple(result.shape)}"
        if result.shape == expected.shape:
            error = float((result - expected).abs().max() / expected.abs().max().clamp(min=1e-12))
            if error < 1e-4:
                return
            why = f"it is off by {error:.1e}, relative to the largest value"
    raise BadArgument(
        "x",
        "a module whose layers escnn exports rightly",
        f"a {type(module).__name__} whose plain form differs: {why}",
        'Padding modes other than "zeros", output padding and ceil mode are not exported rightly.',
    )
