"""Layers that can only give zero, and fields that get nothing or lead nowhere.

A layer with a basis has a map for each pair of a representation of its input and one of its
output that share what the layer can do. Which pairs have none is known once it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import torch

from ...bridge import EmptyBasis
from ...fields import FieldTypeLike, field_label, field_type_label
from ...group import representation_label
from .. import layers
from .advice import advise

# what decides which kernels a convolution has
_SHAPING = ("kernel_size", "dilation", "samples", "width", "n_rings")
_LIMITS = {
    "basis_filter": "A `basis_filter` that keeps more",
    "frequencies_cutoff": "A higher `frequencies_cutoff`",
    "rings": "Leaving out `rings`",
    "sigma": "Leaving out `sigma`",
}
# sizes that are tried for a hint, by the number of dimensions
_SIZES = {2: (3, 5, 7), 3: (3, 5)}
# waves for each pixel of a ring's radius, about as many as fit
_CUTOFF = {2: 3.0, 3: 2.0}
# those that are tried for points, which have no pixels
_POINT_CUTOFFS = {2: (4.0, 6.0, 9.0, 12.0), 3: (3.0, 4.0, 6.0)}

_PRODUCTS = (
    "Tensor products (`nn_tensor_product_module()`) and Fourier nonlinearities "
    "(`nn_fourier_pointwise()`) lead to other irreps; norm nonlinearities do not."
)
_MAPS = f"A linear map leads from an irrep to the same irrep only. {_PRODUCTS}"

Pairs = set[tuple[str, str]]


def empty(
    name: str, in_type: FieldTypeLike, out_type: FieldTypeLike, hint: str | None = None
) -> EmptyBasis:
    """The error for a layer of this class whose every output would be zero."""
    ins, outs = field_type_label(in_type), field_type_label(out_type)
    if name == "Linear":
        allowed = f"of fields that share an irrep with {ins}"
        return EmptyBasis(
            "out_type", allowed, f"{outs}, which only the zero map leads to", hint or _MAPS
        )
    return EmptyBasis(
        "out_type",
        f"of fields that an equivariant kernel can make of {ins}",
        f"{outs}, for which {name} has no such kernel",
        hint,
    )


def explained(
    name: str, in_type: FieldTypeLike, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> EmptyBasis:
    """The same error for a convolution, with what would lead to the output."""
    settings = _named(args, kwargs)
    out_type = settings.pop("out_type")
    hint = _leading(name, in_type, in_type.representations, out_type.representations, settings)
    return empty(name, in_type, out_type, hint)


def look(name: str, layer: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuse a layer that gives zero for every input; advise where fields are left out."""
    basis = _basis(layer)
    if basis is None:
        return
    pairs = basis._representations_pairs
    if not pairs:
        raise empty(name, layer.in_type, layer.out_type, _bias_alone(layer) + _MAPS)
    if name == "TensorProductModule":
        _symmetric(layer)
        return
    settings = _named(args, kwargs)
    settings.pop("out_type", None)
    hint = _outputs(name, layer, {out for _, out in pairs}, settings)
    _inputs(name, layer, {into for into, _ in pairs}, settings, hint)


def _basis(layer: Any) -> Any:
    for name in ("_basisexpansion", "_basissampler"):
        basis = getattr(layer, name, None)
        if hasattr(basis, "_representations_pairs"):
            return basis
    return None


def _named(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    return {**dict(zip(("out_type", "kernel_size"), args, strict=False)), **kwargs}


def _bias_alone(layer: Any) -> str:
    if getattr(layer, "bias", None) is None:
        return ""
    return "A bias alone is the same for every input. "


def _outputs(name: str, layer: Any, reached: set[str], settings: dict[str, Any]) -> str:
    """Say which fields of the output get nothing, and what would lead there."""
    missed = _without(layer.out_type, reached)
    if not missed:
        return ""
    fields = [layer.out_type.representations[at] for at in missed]
    biased = getattr(layer, "bias", None) is not None and all(map(_has_trivial, fields))
    hint = _leading(name, layer.in_type, layer.in_type.representations, fields, settings)
    gets = ("gets", "get")[len(missed) > 1]
    nothing = "nothing but a bias" if biased else "nothing from any field of the input"
    advise(
        "basis",
        f"{_listed(layer.out_type, missed)} of `out_type` {gets} {nothing}: "
        f"{name} has no map that leads there. {hint}",
    )
    return hint


def _inputs(
    name: str, layer: Any, used: set[str], settings: dict[str, Any], last_hint: str
) -> None:
    """Say which fields of the input are of no use, and what would make use of them."""
    unused = _without(layer.in_type, used)
    if not unused:
        return
    fields = [layer.in_type.representations[at] for at in unused]
    outs = layer.out_type.representations
    hint = _leading(name, layer.in_type, fields, outs, settings)
    hint = "" if hint == last_hint else f" {hint}"
    if all(each.is_trivial() for each in outs):
        hint = f" `nn_norm_pool()` makes invariants of such fields.{hint}"
    advise(
        "basis",
        f"{_listed(layer.in_type, unused)} of the input {('is', 'are')[len(unused) > 1]} not used: "
        f"{name} has no map that leads from there to `out_type`.{hint}",
    )


def _without(kind: Any, names: set[str]) -> list[int]:
    """The positions of the fields whose representations aren't among these."""
    if all(name in names for name in {r.name for r in kind._unique_representations}):
        return []
    return [at for at, r in enumerate(kind.representations) if r.name not in names]


def _listed(kind: Any, positions: list[int], most: int = 3) -> str:
    labels = [field_label(kind, at) for at in positions[:most]]
    more = len(positions) - most
    text = ", ".join(labels) + (f" and {more} more" if more > 0 else "")
    if len(positions) == 1:
        return text.replace("field", "Field", 1)
    return "Fields " + text.replace("field ", "")


def _has_trivial(representation: Any) -> bool:
    return any(representation.group.irrep(*each).is_trivial() for each in representation.irreps)


def _leading(
    name: str, in_type: Any, ins: Iterable[Any], outs: Iterable[Any], settings: dict[str, Any]
) -> str:
    """What leads from some fields to others, tried with one field of each kind."""
    if "kernel_size" not in settings and "PointConv" not in name:
        return _MAPS
    space = in_type.gspace
    types = [space.type(*{r.name: r for r in reprs}.values()) for reprs in (ins, outs)]
    labels = {r.name: representation_label(r) for r in types[1].representations}
    for tried, words in _tries(settings, space.dimensionality):
        pairs = _pairs(name, (types[0], types[1]), tried)
        if pairs:
            return f"{words} leads to {', '.join(sorted({labels[out] for _, out in pairs}))}."
    up_to = _tried(settings, space.dimensionality)
    return f"No kernel{up_to} does: go by way of other irreps, of vectors for example. {_PRODUCTS}"


def _tried(settings: dict[str, Any], d: int) -> str:
    """How far was looked for a kernel, in words."""
    size, largest = settings.get("kernel_size"), _SIZES[d][-1]
    if size is None:
        return f" up to `frequencies_cutoff = {_POINT_CUTOFFS[d][-1]:g}`"
    return f" up to `kernel_size = {largest}`" if size < largest else " of this size"


def _tries(settings: dict[str, Any], d: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Settings that allow more kernels, in the order in which they are suggested."""
    shape = {n: settings[n] for n in _SHAPING if settings.get(n) is not None}
    limits = {n: settings[n] for n in _LIMITS if settings.get(n) is not None}
    for left_out in limits:
        rest = {n: value for n, value in limits.items() if n != left_out}
        yield shape | rest, _LIMITS[left_out]
    if len(limits) > 1:
        yield shape, f"Leaving out {' and '.join(f'`{n}`' for n in limits)}"
    # radii belong to one size
    kept = {n: value for n, value in limits.items() if n not in ("rings", "sigma")}
    size = shape.get("kernel_size")
    if size is None:
        for n in _POINT_CUTOFFS[d]:
            if n > limits.get("frequencies_cutoff", _CUTOFF[d]):
                yield shape | kept | {"frequencies_cutoff": n}, f"`frequencies_cutoff = {n:g}`"
        return
    larger = [n for n in _SIZES[d] if n > size]
    for n in larger:
        yield shape | kept | {"kernel_size": n}, f"`kernel_size = {n}`"
    for n in [size, *larger]:
        wide = {"kernel_size": n, "frequencies_cutoff": _CUTOFF[d]}
        yield (
            shape | wide,
            " with ".join(
                ([] if n == size else [f"`kernel_size = {n}`"])
                + [f"`frequencies_cutoff = {_CUTOFF[d]:g}`"]
            ),
        )


def _pairs(name: str, types: tuple[Any, Any], settings: dict[str, Any]) -> Pairs:
    try:
        layer = layers.find(name)(*types, bias=False, initialize=False, **settings)
    except Exception:
        # what is tried for a hint must not take the place of what it is a hint for
        return set()
    return set(_basis(layer)._representations_pairs)


def _symmetric(layer: Any) -> None:
    """Refuse products of a field with itself that cancel, as a vector times itself does."""
    count, size = len(layer.in_type), layer.in_type.representations[0].size
    with torch.no_grad():
        # drawn at random, so that what cancels here cancels for all weights
        matrix = layer.expand_parameters().view(count, -1, size, size)
        if (matrix + matrix.transpose(2, 3)).abs().max() > 1e-4 * matrix.abs().max():
            return
    label = representation_label(layer.in_type.representations[0])
    raise EmptyBasis(
        "out_type",
        f"of fields that the product of {label} with itself leads to",
        f"{field_type_label(layer.out_type)}, for which the products cancel",
        "`repr_direct_sum()` makes one field of several: products of different parts don't cancel.",
    )
