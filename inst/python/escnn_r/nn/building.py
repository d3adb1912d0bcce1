"""Building modules: one constructor for every class, and pipes of them."""

from __future__ import annotations

from typing import Any, cast

from ..bridge import BadArgument, EmptyBasis
from ..compat import trivial_fields
from ..fields import FieldTypeLike
from ..group import GroupLike, check_frequency
from . import costs, editing
from .checks import (
    advice,
    advice_on_vectors,  # noqa: F401 registers itself
    fibre,  # noqa: F401 registers itself
    gates,  # noqa: F401 registers itself
    preconditions,
    spatial,  # noqa: F401 registers itself
    unreached,
)
from .layers import find
from .protocols import EquivariantModuleLike, Source, Types


def out_type_of(source: Source) -> Types:
    """What comes out of a pipe so far: a field type itself, or a module's output type."""
    return source.out_type if hasattr(source, "out_type") else source


def one_type(source: Source) -> FieldTypeLike | tuple[FieldTypeLike, ...]:
    """The type to build on, or a tuple of types for a layer of several inputs."""
    kind = out_type_of(source)
    if isinstance(kind, dict) or not (isinstance(kind, tuple) or hasattr(kind, "representations")):
        raise BadArgument(
            "x",
            "a field type, or a module with one output",
            f"a module whose last layer gives {'branches' if kind else 'no field type'}",
            "Bring branches together with `nn_merge()`." if kind else None,
        )
    return kind


def build_module(
    class_name: str, source: Source, *args: Any, **kwargs: Any
) -> EquivariantModuleLike:
    """Make a layer on top of ``source``; on a module, the sequence of both.

    The sequence is a new one made of the same layers, so that ``source``
    stays as it was.
    """
    in_type = one_type(source)
    trivial_fields.mend(in_type)
    preconditions.check(class_name, in_type, args, kwargs)
    costs.check_layer(class_name, in_type, args, kwargs)
    advice.about(class_name, in_type, args, kwargs, start=in_type is source)
    try:
        layer = find(class_name)(in_type, *args, **kwargs)
    except EmptyBasis as problem:
        raise unreached.explained(
            class_name, cast(FieldTypeLike, in_type), args, kwargs
        ) from problem
    unreached.look(class_name, layer, args, kwargs)
    return layer if in_type is source else build_sequence([source, layer])


def build_sequence(parts: list[Any], names: list[str] | None = None) -> EquivariantModuleLike:
    """A SequentialModule, with nested sequences laid flat and types checked in order."""
    return editing.join(parts, names)


def merge_modules(source: EquivariantModuleLike | None, pairs: list[Any]) -> EquivariantModuleLike:
    """Modules on labelled branches, after ``source`` if it is a module that gives these."""
    from .layers import branches

    layer = branches.MergeModule(pairs)
    if source is None:
        return layer
    types = out_type_of(source)
    if not isinstance(types, dict):
        raise BadArgument(
            "x",
            "a module that gives branches, or NULL",
            f"a {type(source).__name__}, which gives one output",
            "Make branches with `nn_branching()`.",
        )
    branches.check(types, layer.in_type)
    return build_sequence([source, layer])


def build_harmonics(degree: int, group: GroupLike) -> EquivariantModuleLike:
    """Harmonic polynomials of points, which start from coordinates and so have no source."""
    check_frequency("O3", degree, "l")
    return find("HarmonicPolynomialR3")(degree, group)
