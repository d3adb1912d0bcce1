"""Initial weights, drawn anew."""

from __future__ import annotations

from typing import Any

import torch

from ..bridge import BadArgument, seeded
from .expansion import expanding
from .freshness import refresh


def draw_weights(
    module: torch.nn.Module, rule: str, seed: int | None, cache: bool
) -> torch.nn.Module:
    """Draw the weights of all steerable layers of a module by a rule, as all or none."""
    from escnn.nn import init

    layers = [each for each in module.modules() if _steerable(each)]
    if not layers:
        raise BadArgument(
            "x",
            "a convolution or a linear layer, or a module with some",
            f"a {type(module).__name__} without any",
        )
    drawn = []
    with torch.no_grad(), seeded(seed), expanding():
        for layer in layers:
            fresh = layer.weights.detach().clone()
            basis = getattr(layer, "_basisexpansion", None) or layer._basissampler
            try:
                if rule == "generalized_he":
                    # a cache would keep expansions alive, which need none
                    slow = cache and not hasattr(basis, "he_variances")
                    init.generalized_he_init(fresh, basis, cache=slow)
                else:
                    init.deltaorthonormal_init(fresh, basis)
            except (AssertionError, KeyError, ValueError) as problem:
                raise BadArgument(
                    "x",
                    f"of layers whose types suit the rule {rule}",
                    f"one with a {type(layer).__name__} whose types don't",
                    "Use `init_generalized_he()`, which suits all.",
                ) from problem
            drawn.append((layer, fresh))
        for layer, fresh in drawn:
            layer.weights.copy_(fresh)
        refresh(module)
    return module


def _steerable(layer: Any) -> bool:
    has_basis = hasattr(layer, "_basisexpansion") or hasattr(layer, "_basissampler")
    return has_basis and isinstance(getattr(layer, "weights", None), torch.Tensor)
