"""The plain network of a model: made, fused, and compared with the model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch

from ..bridge.errors import BadArgument
from ..group.description import channels
from ..nn.evaluation_mode import exactly
from ..nn.inputs_and_outputs import flat
from ..nn.protocols import EquivariantModuleLike
from . import affine, layers, nonlinearities, spatial  # noqa: F401 (they register what they convert)
from .registry import NoPlainForm, convert
from .traced import Traced

TOLERANCE = 1e-5
# input sizes that are tried, until the model accepts one
_SIZES = {0: (0,), 2: (11, 28, 33, 65, 129), 3: (9, 17, 28, 33)}


def plain(module: torch.nn.Module) -> torch.nn.Module:
    """The fused plain network of a module; the module must be in evaluation mode."""
    with torch.no_grad():
        found = affine.fuse(convert(module))
    for parameter in found.parameters():
        parameter.requires_grad_(False)
    return found.eval()


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings about sizes that a trace takes for constants, and without gradients.

    Exactly, too, so that what is compared differs by rounding alone.
    """
    with warnings.catch_warnings(), torch.no_grad(), exactly():
        warnings.simplefilter("ignore")
        yield


def types(module: EquivariantModuleLike) -> list[Any]:
    """The field types of a module's inputs, in order."""
    return flat(module.in_type)


def noise(
    module: torch.nn.Module, size: list[int], batch: int, seed: int = 0
) -> tuple[torch.Tensor, ...]:
    """White noise for each input, which is there at the border too, where paddings differ."""
    parameter = next((p for p in module.parameters() if p.is_floating_point()), torch.zeros(()))
    generator = torch.Generator().manual_seed(seed)
    return tuple(
        torch.randn((batch, kind.size, *size), generator=generator).to(parameter)
        for kind in types(module)
    )


def run(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """What a model gives for tensors, in evaluation mode."""
    # advice about sizes is not asked for here
    with quietly():
        found = Traced(module)(*inputs)
    return found if isinstance(found, tuple) else (found,)


def as_tuple(found: torch.Tensor | Sequence[torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """One tensor, or several, as a tuple."""
    return tuple(found) if isinstance(found, (tuple, list)) else (found,)


def error(found: tuple[torch.Tensor, ...], expected: tuple[torch.Tensor, ...]) -> float:
    """The largest difference, relative to the largest value; infinite where shapes differ."""
    worst = 0.0
    if len(found) != len(expected):
        return float("inf")
    for one, other in zip(found, expected, strict=True):
        if one.shape != other.shape:
            return float("inf")
        if other.numel() == 0:
            continue
        # on the CPU, as they may be on different devices, and not all have doubles
        one, other = one.detach().cpu().double(), other.detach().cpu().double()
        gap = (one - other).abs().max()
        scale = other.abs().max().clamp(min=1e-12)
        value = float(gap / scale)
        # what is no number in one must be none in the other
        worst = max(worst, value if value == value else float("inf"))
    return worst


def size_for(module: EquivariantModuleLike, given: Sequence[int] | None = None) -> list[int]:
    """The size of an input: as given, with or without channels, or the first that works."""
    kinds = types(module)
    d = kinds[0].gspace.dimensionality
    if given is not None:
        sizes = [int(s) for s in given]
        if len(sizes) == d + 1 and len(kinds) == 1 and sizes[0] != kinds[0].size:
            raise BadArgument(
                "input",
                f"a size with {channels(kinds[0].size)}, as the model's input has",
                f"one with {sizes[0]}",
            )
        if len(sizes) not in (d, d + 1):
            axes = {2: "height, width", 3: "depth, height, width"}.get(d, "channels")
            raise BadArgument(
                "input", f"c({axes}), with or without the channels", f"{len(sizes)} numbers"
            )
        size = sizes[len(sizes) - d :]
        try:
            run(module, noise(module, size, 1))
        except (RuntimeError, AssertionError, ValueError) as problem:
            raise BadArgument(
                "input",
                "a size that the model takes",
                " x ".join(map(str, size)) or "a point",
                str(problem).split("\n")[0],
            ) from problem
        return size
    tried = [*_masks(module), *_SIZES.get(d, (28,))]
    for n in tried:
        size = [n] * d
        try:
            run(module, noise(module, size, 1))
        except (RuntimeError, AssertionError, ValueError):
            continue
        return size
    raise BadArgument(
        "input",
        "the size of the model's input",
        "NULL",
        f"The model takes none of the sizes {', '.join(map(str, tried))}.",
    )


def _masks(module: Any) -> list[int]:
    return [int(part.S) for part in module.modules() if type(part).__name__ == "MaskModule"]


def checked(module: torch.nn.Module, size: list[int]) -> torch.nn.Module:
    """The plain network, compared with the model; if they differ, the layer is named."""
    made = plain(module)
    inputs = noise(module, size, 2)
    expected = run(module, inputs)
    with quietly():
        found = error(as_tuple(made(*[x.clone() for x in inputs])), expected)
    if found > TOLERANCE * slack(expected):
        raise NoPlainForm(culprit(module, inputs), f"whose plain form is off by {found:.1e}")
    return made


def slack(expected: tuple[torch.Tensor, ...]) -> float:
    """How many times the tolerance numbers of this precision need."""
    return {torch.float64: 1.0, torch.float32: 1.0}.get(expected[0].dtype, 1e3)


def culprit(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> torch.nn.Module:
    """The first layer of a sequence whose plain form differs; else the module itself."""
    if type(module).__name__ != "SequentialModule":
        return module
    value: Any = inputs
    for layer in module._modules.values():
        expected = run(layer, value)
        try:
            found = as_tuple(plain(layer)(*[x.clone() for x in value]))
        except (RuntimeError, TypeError):
            return culprit(layer, value)
        if error(found, expected) > TOLERANCE * slack(expected):
            return culprit(layer, value)
        value = expected
    return module
