"""Measuring equivariance: f(g.x) against g.f(x), element by element."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument, check_examples
from ..fields import FieldTypeLike, GeometricTensorLike, check_type, is_exact, transform, type_label
from ..nn import (
    EquivariantModuleLike,
    Tensors,
    call,
    each,
    evaluation,
    flat,
    floating_tensor,
    module_label,
)
from .element_names import angle_and_flip, element_name
from .random_inputs import others_like, radius, random_cloud, random_input

# random inputs: others to compare with are needed where elements are interpolated
_FEW, _MANY = 2, 6
# sizes tried for random input, until the module accepts one
_SIZES = {0: (0,), 2: (33, 65, 129), 3: (17, 33)}


def check_equivariance(
    module: EquivariantModuleLike,
    x: Tensors | None = None,
    elements: list[Any] | None = None,
    seed: int = 0,
    order: int = 2,
) -> dict[str, Any]:
    """Compare f(g.x) with g.f(x) for every element, over columns of equal length.

    Errors of elements that map the grid onto itself are taken over the whole
    output; those of the others over the disc (or ball) that a rotation keeps
    inside, beside the error of interpolating the input itself, there and back,
    and as a share of how far outputs of other inputs are.
    """
    sources, targets = _types(module)
    chosen = _elements(sources[0], _last_space(module, targets[0]), elements)
    with evaluation(module, exact=True):
        if x is None:
            x = _input(module, seed, _MANY if _interpolates(sources, targets, chosen) else _FEW)
        if len(flat(x)) != len(sources):
            raise BadArgument("x", f"a list of {len(sources)} tensors", f"{len(flat(x))}")
        for tensor, source in zip(flat(x), sources, strict=True):
            check_type(tensor, source)
            check_examples(tensor.tensor, "x")
        plain = call(module, x)
        reference = None
        if len(flat(x)[0].tensor) == 1 and _interpolates(sources, targets, chosen):
            reference = call(module, each(lambda one: others_like(one, _MANY - 1, seed), x))
        rows = [_compare(module, x, plain, reference, *pair, order) for pair in chosen]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    first, result = flat(x)[0], flat(plain)[0]
    return {
        "columns": columns,
        "module": module_label(module),
        "group": targets[0].gspace.fibergroup.name,
        "in_type": type_label(module.in_type),
        "out_type": type_label(module.out_type),
        "input_shape": [int(s) for s in first.tensor.shape],
        "output_shape": [int(s) for s in result.tensor.shape],
        "dtype": str(first.tensor.dtype).removeprefix("torch."),
    }


def _types(module: Any) -> tuple[list[Any], list[Any]]:
    sources = flat(getattr(module, "in_type", None))
    targets = flat(getattr(module, "out_type", None))
    if not all(hasattr(kind, "gspace") for kind in [*sources, *targets]):
        raise BadArgument(
            "module",
            "a module with input and output types",
            f"a {type(module).__name__}, which has none",
        )
    return sources, targets


def _last_space(module: Any, target: Any) -> Any:
    """The gspace of the output or, of a vector, the last one before it.

    A point knows nothing of the space that its group acted on.
    """
    if target.gspace.dimensionality:
        return target.gspace
    for part in reversed(list(module.modules())):
        for kind in flat(getattr(part, "in_type", None)):
            space: Any = getattr(kind, "gspace", target.gspace)
            if space.dimensionality and space.fibergroup == target.gspace.fibergroup:
                return space
    return target.gspace


def _elements(source: Any, outer: Any, elements: list[Any] | None) -> list[tuple[Any, Any]]:
    """Pairs of an element acting on the input and the same one acting on the output.

    They differ in a network that restricts to a subgroup on its way.
    """
    inner = source.gspace
    if elements is None:
        elements = list(outer.testing_elements)
    pairs = []
    for element in elements:
        if element.group == outer.fibergroup:
            pairs.append((_carry(element, outer, inner), element))
        elif element.group == inner.fibergroup:
            pairs.append((element, _carry(element, inner, outer)))
        else:
            raise BadArgument(
                "elements",
                f"elements of {outer.fibergroup.name}, the group of the module's output",
                f"one of {element.group.name}",
            )
    if not pairs:
        raise BadArgument("elements", "at least one group element", "none")
    return pairs


def _carry(element: Any, source: Any, target: Any) -> Any:
    """The same transformation of space, as an element of another gspace's group."""
    if source == target or source.fibergroup == target.fibergroup:
        return element
    plan = None
    if hasattr(source, "_inclusion") and hasattr(target, "_restriction"):
        plan = target._restriction(source._inclusion(element))
    if plan is None:
        raise BadArgument(
            "elements",
            f"elements of {target.fibergroup.name}, the group of the module's output",
            f"{element} of {source.fibergroup.name}",
        )
    return plan


def _interpolates(sources: list[Any], targets: list[Any], pairs: list[tuple[Any, Any]]) -> bool:
    """Whether some element doesn't map the grid onto itself."""
    return not all(
        is_exact(kind.gspace, element)
        for pair in pairs
        for kinds, element in zip((sources, targets), pair, strict=True)
        for kind in kinds
    )


def _input(module: Any, seed: int, batch: int) -> Any:
    from escnn.nn import MaskModule

    like = floating_tensor(module)
    dtype, device = like.dtype, like.device
    if any(getattr(part, "takes_points", False) for part in module.modules()):
        return each(lambda kind: random_cloud(kind, seed, dtype, device), module.in_type)
    problem: Exception | None = None
    dimension = flat(module.in_type)[0].gspace.dimensionality
    # a mask takes one size only
    masks = [int(p.mask.shape[-1]) for p in module.modules() if isinstance(p, MaskModule)]
    for size in masks or _SIZES[dimension]:

        def draw(kind: FieldTypeLike, size: int = size) -> GeometricTensorLike:
            return random_input(kind, size, batch, seed, dtype, device)

        x = each(draw, module.in_type)
        try:
            call(module, x)
        except (RuntimeError, AssertionError, ValueError) as caught:
            problem = caught
            continue
        return x
    raise BadArgument(
        "x",
        "given for this module, which accepts none of the sizes tried",
        "NULL",
        "Give input of a size that it takes, for example with `geometric_tensor()`.",
    ) from problem


def _compare(
    module: Any, x: Any, plain: Any, reference: Any, g_in: Any, g_out: Any, order: int
) -> dict[str, Any]:
    inputs, before = flat(x), flat(plain)
    exact = all(is_exact(one.type.gspace, g_in) for one in inputs)
    exact = exact and all(is_exact(one.type.gspace, g_out) for one in before)
    if inputs[0].coords is not None:
        exact = True
    after = flat(call(module, each(lambda one: transform(one, g_in, order), x)))
    pairs, others, floor = [], [], 0.0
    known = before if reference is None else flat(reference)
    for one, other, output in zip(before, known, after, strict=True):
        actual = output.tensor.double()
        expected = transform(one, g_out, order).tensor.double()
        inside = 1.0 if exact else _inside(actual)
        pairs.append(((actual * inside).flatten(), (expected * inside).flatten()))
        if reference is None:
            others.append(_to_others(expected * inside))
        else:
            others.append(_from_one(expected * inside, other.tensor.double() * inside))
    if not exact:
        floor = max(_round_trip(one, g_in, order) for one in inputs)
    actual, expected = (torch.cat(side) for side in zip(*pairs, strict=True))
    error = float((actual - expected).norm())
    angle, flip = angle_and_flip(inputs[0].type.gspace, g_in)
    return {
        "element": element_name(before[0].type.gspace, g_out),
        "angle": angle,
        "flip": flip,
        "exact": exact,
        "max_error": float((actual - expected).abs().max()),
        "relative_error": _ratio(error, float(expected.norm())),
        "interpolation_error": floor,
        "share_of_others": 0.0 if exact else _ratio(error, float(np.sqrt(sum(others)))),
    }


def _inside(values: torch.Tensor) -> torch.Tensor:
    d = values.dim() - 2
    size = min(values.shape[2:], default=1)
    if size == 1 or len(set(values.shape[2:])) > 1:
        return torch.ones((), dtype=values.dtype, device=values.device)
    return (radius(size, d) <= 1).to(values)


def _relative(actual: torch.Tensor, expected: torch.Tensor) -> float:
    return _ratio(float((actual - expected).norm()), float(expected.norm()))


def _to_others(values: torch.Tensor) -> float:
    """How far outputs are from those of other inputs, squared, as far as the whole batch counts."""
    n = len(values)
    # of all pairs the mean, by the spread about the mean
    return 2 * n / max(n - 1, 1) * float((values - values.mean(0)).square().sum())


def _from_one(value: torch.Tensor, others: torch.Tensor) -> float:
    """How far the output of a single input is from those of others, squared, in the mean."""
    return float((others - value).square().sum()) / len(others)


def _ratio(error: float, scale: float) -> float:
    if scale == 0.0:
        return 0.0 if error == 0.0 else float("inf")
    return error / scale


def _round_trip(x: Any, element: Any, order: int) -> float:
    """What interpolating the input there and back loses."""
    back = transform(transform(x, element, order), ~element, order)
    inside = _inside(x.tensor.double())
    return _relative(back.tensor.double() * inside, x.tensor.double() * inside)
