"""Kernel bases at points: their values, what these tell apart, and whether they are equivariant."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays
from ..group import ElementLike, irrep_name
from .costs import check_samples
from .inspection import core_with, describe_basis, dimensionality, ends_of, filters_of, size
from .protocols import BasisLike, KernelBasisLike, SteerableKernelsLike, is_chosen


def _points(basis: Any, points: Any) -> torch.Tensor:
    dimension = dimensionality(basis)
    if points is None:
        if not describe_basis(basis)["point"]:
            raise BadArgument(
                "points", f"a matrix of {dimension} columns, one row for each point", "NULL"
            )
        return torch.zeros(1, dimension)
    values = np.asarray(points, dtype=float)
    if values.ndim == 1:
        values = values[:, None] if dimension == 1 else values[None, :]
    if values.ndim != 2 or values.shape[1] != dimension:
        columns = "1 column" if dimension == 1 else f"{dimension} columns"
        raise BadArgument(
            "points",
            f"a matrix of {columns}, one row for each point",
            f"one of dim c({', '.join(map(str, values.shape))})",
        )
    return arrays.to_tensor(values)


def _values(basis: Any, points: torch.Tensor) -> torch.Tensor:
    from escnn.kernels import HarmonicPolynomialR3Generator

    with torch.no_grad():
        if isinstance(basis, HarmonicPolynomialR3Generator):
            values: torch.Tensor = basis(points)[:, :, None, None]
        else:
            values = basis.sample(points)
    return values


def sample_basis(basis: BasisLike, points: npt.ArrayLike | None = None) -> npt.NDArray[Any]:
    """The elements at points, of shape (points, elements, rows, columns)."""
    where = _points(basis, points)
    check_samples(size(basis), len(where))
    return arrays.to_array(_values(basis, where))


def evaluate_harmonics(
    basis: KernelBasisLike, points: npt.ArrayLike | None
) -> dict[str, npt.NDArray[Any]]:
    """The steerable filters beneath a basis at points, by irrep."""
    core = filters_of(core_with(basis, "js"))
    if not hasattr(core, "sample_as_dict"):
        raise BadArgument("basis", "a basis of steerable filters", f"a {type(basis).__name__}")
    where = _turned(basis, _points(basis, points))
    with torch.no_grad():
        filters = core.sample_as_dict(where)
    return {irrep_name(j): arrays.to_array(values) for j, values in filters.items()}


def _turned(basis: Any, points: torch.Tensor) -> torch.Tensor:
    """The points as the innermost basis sees them."""
    from escnn.kernels import AdjointBasis

    while isinstance(basis, AdjointBasis) or is_chosen(basis):
        if isinstance(basis, AdjointBasis):
            points = points @ basis.adj.T
        basis = basis.basis
    return points


def sample_harmonics(
    basis: KernelBasisLike, points: npt.ArrayLike | dict[str, Any] | None
) -> dict[str, npt.NDArray[Any]]:
    """The kernels by irrep of the filters, from points or from sampled filters."""
    core = core_with(basis, "sample_harmonics")
    with torch.no_grad():
        if isinstance(points, dict):
            ids = {irrep_name(j): j for j in core.js}
            if not set(ids) <= set(points):
                raise BadArgument(
                    "points",
                    f"points, or filters for {', '.join(ids)}",
                    f"filters for {', '.join(points) or 'nothing'}",
                )
            filters = {j: arrays.to_tensor(np.asarray(points[name])) for name, j in ids.items()}
        else:
            where = _turned(basis, _points(basis, points))
            filters = cast(SteerableKernelsLike, core).basis.sample_as_dict(where)
        by_irrep = cast(SteerableKernelsLike, core).sample_harmonics(filters)
    return {irrep_name(j): arrays.to_array(by_irrep[j]) for j in core.js}


def same_basis(first: BasisLike, second: BasisLike) -> bool:
    """Whether two bases have the same elements.

    Upstream compares neither axes nor filters; here values at points decide.
    """
    if type(first) is not type(second) or size(first) != size(second):
        return False
    if describe_basis(first) != describe_basis(second):
        return False
    generator = torch.Generator().manual_seed(0)
    points = torch.randn(11, dimensionality(first), generator=generator).abs() + 0.1
    return bool(torch.allclose(_values(first, points), _values(second, points), atol=1e-6))


# Whether kernels do what they are for


def check_basis_equivariance(basis: BasisLike, seed: int = 0) -> dict[str, Any]:
    """The relative error of each testing element: values at moved points against moved values."""
    generator = torch.Generator().manual_seed(int(seed))
    points = torch.randn(20, dimensionality(basis), generator=generator)
    group, act, change = actions(basis)
    names, errors = [], []
    before = _values(basis, points).double().numpy()
    for element in list(group.testing_elements())[:24]:
        moved = points @ torch.as_tensor(act(element), dtype=points.dtype).T
        actual = _values(basis, moved).double().numpy()
        expected = change(element, before)
        names.append(str(element))
        scale = max(float(np.linalg.norm(expected)), 1e-12)
        errors.append(float(np.linalg.norm(actual - expected)) / scale)
    return {"element": names, "error": errors}


def actions(basis: Any) -> tuple[Any, Any, Any]:
    """Group, its matrices on points, and what it does to values."""
    from escnn import kernels

    if isinstance(basis, kernels.AdjointBasis):
        group, act, change = actions(basis.basis)
        turn = basis.adj.double().numpy()
        return group, lambda g: turn.T @ act(g) @ turn, change
    if is_chosen(basis):
        return actions(basis.basis)
    if isinstance(basis, kernels.UnionBasis):
        return actions(basis._bases[0])
    if isinstance(basis, kernels.HarmonicPolynomialR3Generator):
        standard = basis.G.standard_representation()
        return basis.G, standard, lambda g, v: np.einsum("ij,pjrc->pirc", basis.rho(g), v)
    if isinstance(basis, kernels.GaussianRadialProfile):
        kind = type(basis).__name__
        raise BadArgument("basis", "a basis on a space that a group acts on", f"a {kind}")
    if hasattr(basis, "action"):
        return basis.group, basis.action, lambda g, v: _filters_moved(basis, g, v)
    return _kernel_actions(basis)


def _filters_moved(basis: Any, element: Any, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    from scipy.linalg import block_diag

    blocks = [basis.group.irrep(*j)(element) for j, count in basis.js for _ in range(count)]
    return np.einsum("ij,pjrc->pirc", block_diag(*blocks), values)


def _kernel_actions(basis: Any) -> tuple[Any, Any, Any]:
    ends = ends_of(basis)
    assert ends is not None  # filters have an action of their own
    in_repr, out_repr = ends
    options = getattr(basis, "_irrep__basis_kwargs", {})
    sg_id = options.get("sg_id", getattr(basis, "sg_id", None))
    outer = basis.basis.group
    include = (lambda g: g) if sg_id is None else outer.subgroup(sg_id)[1]

    def change(element: ElementLike, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.einsum("rR,peRC,Cc->perc", out_repr(element), values, in_repr(~element))

    return basis.group, lambda g: basis.basis.action(include(g)), change
