"""What is done with a module that is there: modes, resets, filters, bases."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..group import irrep_name
from .plain_calls import choose_training


def set_mode(module: torch.nn.Module, mode: bool) -> torch.nn.Module:
    """Training mode or evaluation mode; filters are expanded without a graph."""
    with torch.no_grad():
        module.train(mode)
    choose_training(module)
    return module


def reset_module(module: torch.nn.Module, parameters: bool) -> torch.nn.Module:
    """Forget running statistics, and with ``parameters`` the learnt scales and shifts too."""
    method = "reset_parameters" if parameters else "reset_running_stats"
    norms = [part for part in module.modules() if hasattr(part, method)]
    resettable = [
        part for part in norms if type(part).__module__.split(".")[0] in ("escnn", "escnn_r")
    ]
    if not resettable:
        raise BadArgument(
            "x",
            "a batch normalisation, or a module with one",
            f"a {type(module).__name__} without any",
            "Other layers have no statistics; build them again for new weights.",
        )
    with torch.no_grad():
        for part in resettable:
            getattr(part, method)()
    return module


def module_filters(module: torch.nn.Module, points: npt.ArrayLike | None = None) -> dict[str, Any]:
    """The filter, matrix or kernel that a layer's weights stand for, and its bias."""
    if not hasattr(module, "expand_parameters"):
        raise _without_basis(module)
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
        expanded = module.expand_parameters(points) if on_points else module.expand_parameters()
    weight, bias = expanded if isinstance(expanded, tuple) else (expanded, None)
    return {
        "filter": weight.detach().clone(),
        "bias": None if bias is None else bias.detach().clone(),
    }


def basis_table(layer: torch.nn.Module) -> dict[str, list[Any]]:
    """The elements of a layer's basis beside their weights, in columns; fields from 1."""
    basis = getattr(layer, "basisexpansion", getattr(layer, "basissampler", None))
    if basis is None:
        raise _without_basis(layer)
    elements = list(basis.get_basis_info())
    attributes = {"radius": "radius", "sigma": "sigma", "frequency": "irrep:frequency"}
    numbers = {
        name: [None if (v := e.get(key)) is None else float(v) for e in elements]
        for name, key in attributes.items()
    }
    return {
        "in_field": [int(e["in_field_position"]) + 1 for e in elements],
        "out_field": [int(e["out_field_position"]) + 1 for e in elements],
        "in_irrep": [irrep_name(e["in_irrep"]) for e in elements],
        "out_irrep": [irrep_name(e["out_irrep"]) for e in elements],
        **numbers,
        "weight": [float(w) for w in layer.weights.detach()],
    }


def _without_basis(module: torch.nn.Module) -> BadArgument:
    return BadArgument(
        "x",
        "a layer with a steerable basis: a convolution, a linear or a tensor product layer",
        f"a {type(module).__name__}",
        "Take one layer of a sequence, for example `model[[1]]`.",
    )
