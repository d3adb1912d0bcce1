"""Functions of one number: by name, or anybody's own, after a trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F

from ..bridge import BadArgument

Function = Callable[[torch.Tensor], torch.Tensor]

# the prefixes that escnn puts in front of names, by where the function acts
_PREFIXES = ("p_", "n_", "c_")


def _squash(lengths: torch.Tensor) -> torch.Tensor:
    return lengths / (1.0 + lengths)


_FUNCTIONS: dict[str, Function] = {
    "relu": torch.relu,
    "elu": F.elu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "squash": _squash,
    "leaky_relu": F.leaky_relu,
    "gelu": F.gelu,
    "silu": F.silu,
    "swish": F.silu,
    "mish": F.mish,
    "selu": F.selu,
    "celu": F.celu,
    "relu6": F.relu6,
    "softsign": F.softsign,
    "hardtanh": F.hardtanh,
    "hardsigmoid": F.hardsigmoid,
    "hardswish": F.hardswish,
    "logsigmoid": F.logsigmoid,
    "tanhshrink": F.tanhshrink,
    "identity": lambda x: x,
    "abs": torch.abs,
    "square": torch.square,
    "sin": torch.sin,
    "cos": torch.cos,
    "exp": torch.exp,
}

# the same, written over numbers that nobody else has
_OVER: dict[Function, Function] = {
    torch.relu: torch.relu_,
    F.elu: F.elu_,
    torch.sigmoid: torch.sigmoid_,
    torch.tanh: torch.tanh_,
}


def over(function: Function) -> Function:
    """The function in place, where PyTorch has it so."""
    return _OVER.get(function, function)


def names() -> list[str]:
    """The functions known by name."""
    return list(_FUNCTIONS)


def function(choice: str | Function, argument: str = "fun") -> Function:
    """The function that is meant: a name, with or without escnn's prefix, or any callable."""
    if isinstance(choice, str):
        plain = choice[2:] if choice.startswith(_PREFIXES) else choice
        if plain not in _FUNCTIONS:
            raise BadArgument(
                argument,
                "a function, or the name of one",
                f'"{choice}"',
                f"Known by name: {', '.join(_FUNCTIONS)}.",
            )
        return _FUNCTIONS[plain]
    _try(choice, argument)
    accepted: Function = choice
    return accepted


def _try(candidate: Any, argument: str) -> None:
    """Whether a function works on each number by itself, which equivariance needs."""
    grid = torch.linspace(-2.0, 2.0, 24).reshape(2, 3, 4)
    with torch.no_grad():
        try:
            whole = candidate(grid.clone())
            alone = candidate(grid.flatten()[5:7].clone())
        except Exception as problem:
            raise BadArgument(
                argument,
                "a function of a torch tensor of any shape",
                f"one that fails: {' '.join(str(problem).split()).rstrip('. ')}",
                "Try it by itself, for example on `torch$randn(2L, 3L, 4L)`.",
            ) from problem
    if not isinstance(whole, torch.Tensor) or whole.shape != grid.shape:
        what = (
            f"of shape {tuple(whole.shape)}"
            if isinstance(whole, torch.Tensor)
            else "something else"
        )
        raise BadArgument(
            argument,
            "a function that gives a torch tensor of the shape that it gets",
            f"one that gives {what}",
            "Build it from functions such as `torch$relu()`.",
        )
    if not torch.allclose(whole.flatten()[5:7], alone, atol=1e-5):
        raise BadArgument(
            argument,
            "a function of one number at a time",
            "one whose values depend on the others or on chance",
            "A softmax, a norm or a dropout would not be equivariant here.",
        )
