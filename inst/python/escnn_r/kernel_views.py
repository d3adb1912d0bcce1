"""Looking at kernel bases: their elements, values at points, and whether they are equivariant."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from . import convert
from .errors import BadArgument
from .groups import irrep_name
from .representations import irrep_of

_IDS = ("j", "_j", "in_irrep", "out_irrep")
_COUNTS = ("i", "s", "k", "t", "m")


def plain(attribute: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an element as plain data, counted from 1."""
    found: dict[str, Any] = {}
    for key, value in attribute.items():
        name = key.replace(":", "_").lstrip("_") if key != "_j" else "j_restricted"
        if key in _IDS:
            found[name] = irrep_name(value)
        elif key.endswith("idx") or key in _COUNTS or key == "basis_id":
            found[name] = int(value) + 1
        elif key == "shape":
            found["rows"], found["columns"] = (int(size) for size in value)
        else:
            found[name] = value.item() if hasattr(value, "item") else value
    return found


def attributes(basis: Any) -> list[dict[str, Any]]:
    """The attributes of all elements.

    Taken one after the other, as upstream's own access by position is wrong
    for circular shells.
    """
    inner = getattr(basis, "basis", None)
    if type(basis).__name__ == "AdjointBasis":
        return attributes(inner)
    if type(basis).__name__ == "ChosenBasis":
        return [
            {**each, "idx": position}
            for position, each in enumerate(np.array(attributes(inner), dtype=object)[basis.keep])
        ]
    if type(basis).__name__ == "HarmonicPolynomialR3Generator":
        orders = [(order, m) for order in range(basis.L + 1) for m in range(2 * order + 1)]
        return [
            {"idx": i, "j": (order % 2, order), "m": m, "irrep:frequency": order, "shape": (1, 1)}
            for i, (order, m) in enumerate(orders)
        ]
    if type(basis).__name__ == "GaussianRadialProfile":
        return [basis[position] for position in range(len(basis))]
    return [dict(each) for each in basis]


def elements(basis: Any, positions: list[int] | None = None) -> list[dict[str, Any]]:
    """The attributes of some elements as plain data; positions count from 0."""
    found = attributes(basis)
    return [plain(found[i]) for i in (range(len(found)) if positions is None else positions)]


def size(basis: Any) -> list[int]:
    """Number of elements, rows and columns."""
    if type(basis).__name__ == "HarmonicPolynomialR3Generator":
        return [int(basis.d), 1, 1]
    return [int(basis.dim), *(int(s) for s in basis.shape)]


def dimensionality(basis: Any) -> int:
    """How many coordinates a point has."""
    kind = type(basis).__name__
    if kind == "GaussianRadialProfile":
        return 1
    if kind == "HarmonicPolynomialR3Generator":
        return 3
    if kind == "UnionBasis":
        return dimensionality(basis._bases[0])
    if hasattr(basis, "action"):
        return int(basis.action.size)
    return dimensionality(basis.basis)


def describe(basis: Any) -> dict[str, Any]:
    """Class, size, group and space of a basis."""
    core = _core(basis)
    group = getattr(core, "group", getattr(core, "G", None))
    ends = [getattr(core, name, None) for name in ("in_repr", "out_repr")]
    if ends[0] is None:
        ends = [getattr(core, name, None) for name in ("in_irrep", "out_irrep")]
    return {
        "class": type(basis).__name__,
        "size": size(basis),
        "dimensionality": dimensionality(basis),
        "point": type(_filters(core)).__name__ == "PointBasis",
        "group": None if group is None else group.name,
        "in": None if ends[0] is None else _label(ends[0]),
        "out": None if ends[1] is None else _label(ends[1]),
        "reach": _reach(basis),
    }


def _label(representation: Any) -> str:
    """An irrep's name as `repr_irrep()` takes its id, or the representation's own."""
    known = getattr(representation, "id", None)
    return str(representation.name) if known is None else irrep_name(known)


def _core(basis: Any) -> Any:
    """The basis within wrappers that only turn points or choose elements."""
    while type(basis).__name__ in ("AdjointBasis", "ChosenBasis"):
        basis = basis.basis
    return basis._bases[0] if type(basis).__name__ == "UnionBasis" else basis


def _filters(core: Any) -> Any:
    return getattr(core, "basis", core)


def _reach(basis: Any) -> float:
    """A distance from the origin beyond which all kernels are small."""
    profiles = [m for m in basis.modules() if type(m).__name__ == "GaussianRadialProfile"]
    ends = [float((p.radii + 2 * p.sigma).max()) for p in profiles]
    orbits = [m for m in basis.modules() if hasattr(m, "points") and hasattr(m, "X")]
    ends += [float(o.points.norm(dim=1).max()) + 2 * float(o.sigma) for o in orbits]
    return max(ends, default=1.0)


def _points(basis: Any, points: Any) -> torch.Tensor:
    wanted = dimensionality(basis)
    if points is None:
        if not describe(basis)["point"]:
            raise BadArgument("points", f"a matrix of {wanted} columns, a point a row", "NULL")
        return torch.zeros(1, wanted)
    values = np.asarray(points, dtype=float)
    if values.ndim == 1:
        values = values[:, None] if wanted == 1 else values[None, :]
    if values.ndim != 2 or values.shape[1] != wanted:
        columns = "1 column" if wanted == 1 else f"{wanted} columns"
        raise BadArgument(
            "points",
            f"a matrix of {columns}, a point a row",
            f"one of dim c({', '.join(map(str, values.shape))})",
        )
    return convert.to_tensor(values)


def _values(basis: Any, points: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        if type(basis).__name__ == "HarmonicPolynomialR3Generator":
            found: torch.Tensor = basis(points)[:, :, None, None]
        else:
            found = basis.sample(points)
    return found


def sample(basis: Any, points: Any = None) -> npt.NDArray[Any]:
    """The elements at points, of shape (points, elements, rows, columns)."""
    return convert.to_array(_values(basis, _points(basis, points)))


def _steerable(basis: Any, method: str) -> Any:
    core = _core(basis)
    if not hasattr(core, method):
        raise BadArgument(
            "basis", "a basis of steerable filters or kernels", f"a {type(basis).__name__}"
        )
    return core


def harmonics(basis: Any, points: Any) -> dict[str, npt.NDArray[Any]]:
    """The steerable filters beneath a basis at points, by irrep."""
    core = _filters(_steerable(basis, "js"))
    if not hasattr(core, "sample_as_dict"):
        raise BadArgument("basis", "a basis of steerable filters", f"a {type(basis).__name__}")
    where = _turned(basis, _points(basis, points))
    with torch.no_grad():
        found = core.sample_as_dict(where)
    return {irrep_name(j): convert.to_array(values) for j, values in found.items()}


def _turned(basis: Any, points: torch.Tensor) -> torch.Tensor:
    """The points as the innermost basis sees them."""
    while type(basis).__name__ in ("AdjointBasis", "ChosenBasis"):
        if type(basis).__name__ == "AdjointBasis":
            points = points @ basis.adj.T
        basis = basis.basis
    return points


def sample_harmonics(basis: Any, points: Any) -> dict[str, npt.NDArray[Any]]:
    """The kernels by irrep of the filters, from points or from sampled filters."""
    core = _steerable(basis, "sample_harmonics")
    with torch.no_grad():
        if isinstance(points, dict):
            ids = {irrep_name(j): j for j in core.js}
            if not set(ids) <= set(points):
                raise BadArgument(
                    "points",
                    f"points, or filters for {', '.join(ids)}",
                    f"filters for {', '.join(points) or 'nothing'}",
                )
            filters = {j: convert.to_tensor(np.asarray(points[name])) for name, j in ids.items()}
        else:
            where = _turned(basis, _points(basis, points))
            filters = core.basis.sample_as_dict(where)
        found = core.sample_harmonics(filters)
    return {irrep_name(j): convert.to_array(found[j]) for j in core.js}


def _id(core: Any, j: Any) -> Any:
    return irrep_of(_filters(core).group, j, "j").id


def name_of(basis: Any, j: Any) -> str:
    """The name that attributes have for an irrep of the filters."""
    return irrep_name(_id(_core(basis), j))


def dim_harmonic(basis: Any, j: Any) -> int:
    """How many elements come from filters that change by irrep j."""
    core = _steerable(basis, "dim_harmonic")
    return int(core.dim_harmonic(_id(core, j)))


def multiplicity(basis: Any, j: Any) -> int:
    """How often irrep j is among the filters."""
    core = _filters(_steerable(basis, "js"))
    return int(core.multiplicity(_id(core, j)))


def steerable_attributes(basis: Any, j: Any = None) -> list[dict[str, Any]]:
    """The attributes of the invariant spaces of filters beneath a basis."""
    core = _filters(_steerable(basis, "js"))
    found = list(core.steerable_attrs_iter())
    if j is not None:
        found = list(core.steerable_attrs_j_iter(_id(core, j)))
    return [plain(each) for each in found]


def coeff(basis: Any, idx: int) -> npt.NDArray[Any]:
    """The coefficients of the irrep at a position of ``js``, from 0."""
    core = _steerable(basis, "js")
    if not hasattr(core, "coeff"):
        raise BadArgument(
            "basis",
            "a basis of kernels between two irreps",
            f"a {type(basis).__name__}",
            "For example `kernel_wigner_eckart_basis(basis, in_irrep, out_irrep)`.",
        )
    if not 0 <= idx < len(core.js):
        raise BadArgument("idx", f"a position from 1 to {len(core.js)}", str(idx + 1))
    return convert.to_array(core.coeff(idx))


def same(first: Any, second: Any) -> bool:
    """Whether two bases have the same elements.

    Upstream compares neither axes nor filters; here values at points decide.
    """
    if type(first) is not type(second) or size(first) != size(second):
        return False
    if describe(first) != describe(second):
        return False
    generator = torch.Generator().manual_seed(0)
    points = torch.randn(11, dimensionality(first), generator=generator).abs() + 0.1
    return bool(torch.allclose(_values(first, points), _values(second, points), atol=1e-6))


# Whether kernels do what they are for


def check_equivariance(basis: Any, seed: int = 0) -> dict[str, Any]:
    """The relative error of each testing element: values at moved points against moved values."""
    generator = torch.Generator().manual_seed(int(seed))
    points = torch.randn(20, dimensionality(basis), generator=generator)
    group, act, change = _actions(basis)
    names, errors = [], []
    before = _values(basis, points).double().numpy()
    for element in list(group.testing_elements())[:24]:
        moved = points @ torch.as_tensor(act(element), dtype=points.dtype).T
        found = _values(basis, moved).double().numpy()
        wanted = change(element, before)
        names.append(str(element))
        scale = max(float(np.linalg.norm(wanted)), 1e-12)
        errors.append(float(np.linalg.norm(found - wanted)) / scale)
    return {"element": names, "error": errors}


def _actions(basis: Any) -> tuple[Any, Any, Any]:
    """Group, its matrices on points, and what it does to values."""
    kind = type(basis).__name__
    if kind == "AdjointBasis":
        group, act, change = _actions(basis.basis)
        turn = basis.adj.double().numpy()
        return group, lambda g: turn.T @ act(g) @ turn, change
    if kind == "ChosenBasis":
        return _actions(basis.basis)
    if kind == "UnionBasis":
        return _actions(basis._bases[0])
    if kind == "HarmonicPolynomialR3Generator":
        standard = basis.G.standard_representation()
        return basis.G, standard, lambda g, v: np.einsum("ij,pjrc->pirc", basis.rho(g), v)
    if kind == "GaussianRadialProfile":
        raise BadArgument("basis", "a basis on a space that a group acts on", f"a {kind}")
    if hasattr(basis, "action"):
        return basis.group, basis.action, lambda g, v: _filters_moved(basis, g, v)
    return _kernel_actions(basis)


def _filters_moved(basis: Any, element: Any, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    from scipy.linalg import block_diag

    blocks = [basis.group.irrep(*j)(element) for j, count in basis.js for _ in range(count)]
    return np.einsum("ij,pjrc->pirc", block_diag(*blocks), values)


def _kernel_actions(basis: Any) -> tuple[Any, Any, Any]:
    ends: list[Any] = [
        getattr(basis, f"{end}_{kind}", None) for kind in ("repr", "irrep") for end in ("in", "out")
    ]
    in_repr, out_repr = ends[:2] if ends[0] is not None else ends[2:]
    options = getattr(basis, "_irrep__basis_kwargs", {})
    sg_id = options.get("sg_id", getattr(basis, "sg_id", None))
    outer = basis.basis.group
    include = (lambda g: g) if sg_id is None else outer.subgroup(sg_id)[1]

    def change(element: Any, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.einsum("rR,peRC,Cc->perc", out_repr(element), values, in_repr(~element))

    return basis.group, lambda g: basis.basis.action(include(g)), change
