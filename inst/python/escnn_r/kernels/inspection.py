"""Looking at kernel bases: their sizes, elements, and the filters beneath them."""

from __future__ import annotations

from typing import Any, cast

import numpy.typing as npt

from ..bridge import BadArgument, arrays
from ..group import GivenIrrep, irrep_name, read_irrep
from .protocols import (
    BasisLike,
    ChosenLike,
    KernelBasisLike,
    SteerableBasisLike,
    SteerableFiltersLike,
    is_chosen,
)

_IDS = ("j", "_j", "in_irrep", "out_irrep")
_COUNTS = ("i", "s", "k", "t", "m")


def plain(attribute: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an element as plain data, counted from 1."""
    values: dict[str, Any] = {}
    for key, value in attribute.items():
        name = key.replace(":", "_").lstrip("_") if key != "_j" else "j_restricted"
        if key in _IDS:
            values[name] = irrep_name(value)
        elif key.endswith("idx") or key in _COUNTS or key == "basis_id":
            values[name] = int(value) + 1
        elif key == "shape":
            values["rows"], values["columns"] = (int(size) for size in value)
        else:
            values[name] = value.item() if hasattr(value, "item") else value
    return values


def attributes(basis: BasisLike) -> list[dict[str, Any]]:
    """The attributes of all elements.

    Upstream's two ways to them each fail somewhere: by position for circular
    shells, one after the other for kernels whose filters are filtered.
    """
    from escnn import kernels

    if isinstance(basis, kernels.AdjointBasis):
        return attributes(basis.basis)
    if is_chosen(basis):
        chosen = [
            each for each, keep in zip(attributes(basis.basis), basis.keep, strict=True) if keep
        ]
        return [{**each, "idx": position} for position, each in enumerate(chosen)]
    if isinstance(basis, kernels.UnionBasis):
        return _of_union(basis)
    if isinstance(basis, kernels.HarmonicPolynomialR3Generator):
        orders = [(order, m) for order in range(basis.L + 1) for m in range(2 * order + 1)]
        return [
            {"idx": i, "j": (order % 2, order), "m": m, "irrep:frequency": order, "shape": (1, 1)}
            for i, (order, m) in enumerate(orders)
        ]
    elements = cast(KernelBasisLike, basis)
    if hasattr(basis, "steerable_attrs_iter"):
        return [dict(each) for each in elements]
    return [dict(elements[position]) for position in range(len(elements))]


def _of_union(basis: Any) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    for number, part in enumerate(basis._bases):
        for each in attributes(part):
            own = {"shape": basis.shape, "basis_id": number, "basis_idx": each["idx"]}
            elements.append({**each, **own, "idx": len(elements)})
    return elements


def list_elements(basis: BasisLike, positions: list[int] | None = None) -> list[dict[str, Any]]:
    """The attributes of some elements as plain data; positions count from 0."""
    elements = attributes(basis)
    return [plain(elements[i]) for i in (range(len(elements)) if positions is None else positions)]


def size(basis: BasisLike) -> list[int]:
    """Number of elements, rows and columns."""
    from escnn.kernels import HarmonicPolynomialR3Generator

    if isinstance(basis, HarmonicPolynomialR3Generator):
        return [int(basis.d), 1, 1]
    kernels = cast(KernelBasisLike, basis)
    return [int(kernels.dim), *(int(s) for s in kernels.shape)]


def dimensionality(basis: BasisLike) -> int:
    """How many coordinates a point has."""
    from escnn import kernels

    if isinstance(basis, kernels.GaussianRadialProfile):
        return 1
    if isinstance(basis, kernels.HarmonicPolynomialR3Generator):
        return 3
    if isinstance(basis, kernels.UnionBasis):
        return dimensionality(basis._bases[0])
    if hasattr(basis, "action"):
        return int(basis.action.size)
    return dimensionality(cast(ChosenLike, basis).basis)


def describe_basis(basis: BasisLike) -> dict[str, Any]:
    """Class, size, group and space of a basis."""
    from escnn.kernels import PointBasis

    core = _core(basis)
    group = getattr(core, "group", getattr(core, "G", None))
    ends = ends_of(core)
    return {
        "class": type(basis).__name__,
        "size": size(basis),
        "dimensionality": dimensionality(basis),
        "point": isinstance(filters_of(core), PointBasis),
        "group": None if group is None else group.name,
        "in": None if ends is None else _label(ends[0]),
        "out": None if ends is None else _label(ends[1]),
        "reach": _reach(basis),
    }


def ends_of(core: object) -> tuple[Any, Any] | None:
    """The representations, or irreps, that kernels lead between; None of filters."""
    for kind in ("repr", "irrep"):
        if hasattr(core, f"in_{kind}"):
            return getattr(core, f"in_{kind}"), getattr(core, f"out_{kind}")
    return None


def _label(representation: Any) -> str:
    """An irrep's name as `repr_irrep()` takes its id, or the representation's own."""
    known = getattr(representation, "id", None)
    return str(representation.name) if known is None else irrep_name(known)


def _core(basis: Any) -> Any:
    """The basis within wrappers that only turn points or choose elements."""
    from escnn.kernels import AdjointBasis, UnionBasis

    while isinstance(basis, AdjointBasis) or is_chosen(basis):
        basis = basis.basis
    return basis._bases[0] if isinstance(basis, UnionBasis) else basis


def filters_of(core: KernelBasisLike) -> SteerableFiltersLike:
    """The filters that a basis of kernels is made of; other bases themselves."""
    return cast(SteerableFiltersLike, getattr(core, "basis", core))


def _reach(basis: Any) -> float:
    """A distance from the origin beyond which all kernels are small."""
    from escnn.kernels import GaussianRadialProfile

    profiles = [m for m in basis.modules() if isinstance(m, GaussianRadialProfile)]
    ends = [float((p.radii + 2 * p.sigma).max()) for p in profiles]
    orbits = [m for m in basis.modules() if hasattr(m, "points") and hasattr(m, "X")]
    ends += [float(o.points.norm(dim=1).max()) + 2 * float(o.sigma) for o in orbits]
    return max(ends, default=1.0)


def core_with(basis: BasisLike, method: str) -> SteerableBasisLike:
    """The basis within wrappers, which must have this method."""
    core = _core(basis)
    if not hasattr(core, method):
        raise BadArgument(
            "basis", "a basis of steerable filters or kernels", f"a {type(basis).__name__}"
        )
    return core


def _id(core: Any, j: Any) -> Any:
    return read_irrep(filters_of(core).group, j, "j").id


def basis_name(basis: KernelBasisLike, j: GivenIrrep) -> str:
    """The name that attributes have for an irrep of the filters."""
    return irrep_name(_id(_core(basis), j))


def dim_harmonic(basis: KernelBasisLike, j: GivenIrrep) -> int:
    """How many elements come from filters that change by irrep j."""
    core = core_with(basis, "dim_harmonic")
    return int(core.dim_harmonic(_id(core, j)))


def harmonic_multiplicity(basis: KernelBasisLike, j: GivenIrrep) -> int:
    """How often irrep j is among the filters."""
    core = filters_of(core_with(basis, "js"))
    return int(core.multiplicity(_id(core, j)))


def steerable_attributes(
    basis: KernelBasisLike, j: GivenIrrep | None = None
) -> list[dict[str, Any]]:
    """The attributes of the invariant spaces of filters beneath a basis."""
    core = filters_of(core_with(basis, "js"))
    spaces = list(core.steerable_attrs_iter())
    if j is not None:
        # upstream's own iteration by irrep fails for filters that are filtered
        id = _id(core, j)
        spaces = [each for each in spaces if each["j"] == id]
    return [plain(each) for each in spaces]


def ring_coeff(basis: KernelBasisLike, idx: int) -> npt.NDArray[Any]:
    """The coefficients of the irrep at a position of ``js``, from 0."""
    core = core_with(basis, "js")
    if not hasattr(core, "coeff"):
        raise BadArgument(
            "basis",
            "a basis of kernels between two irreps",
            f"a {type(basis).__name__}",
            "For example `kernel_wigner_eckart_basis(basis, in_irrep, out_irrep)`.",
        )
    if not 0 <= idx < len(core.js):
        raise BadArgument("idx", f"a position from 1 to {len(core.js)}", str(idx + 1))
    return arrays.to_array(core.coeff(idx))
