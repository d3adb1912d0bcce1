"""Cold starts: what escnn computes of a group before anything is in its cache.

For a product of two irreps escnn solves for all irreps of the group, one null space each.
Characters tell beforehand which of them occur, and the equations are set up without
sparse matrices, which cost more than they save at the size of irreps. The equations that
are solved are the same, so their solutions are, to the bit. Rotations are compared
without the detour of numpy's functions for arrays, with the same verdicts. A regular
representation takes the irreps of each element, and no products of elements. A direct
product keeps its elements, as other groups do: escnn makes and checks them all each time,
even to tell the group's order.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from .changes import replace

# above this many numbers sparse matrices are worth their overhead
_SMALL = 200_000


def install(group: Any) -> None:
    """Put all of it into ``escnn.group``."""
    tensors, numerical, base = group._clebsh_gordan, group._numerical, group.Group
    solve, build = base._clebsh_gordan_coeff, numerical.build_sylvester_constraint

    def coefficients(self: Any, m: Any, n: Any, j: Any) -> npt.NDArray[np.float64]:
        left, right, third = (self.irrep(*self.get_irrep_id(each)) for each in (m, n, j))
        if _never(left, right, third):
            return np.zeros((left.size, right.size, 0, third.size))
        tensor: npt.NDArray[np.float64] = solve(self, m, n, j)
        return tensor

    def constraint(rho_1: list[Any], rho_2: list[Any]) -> Any:
        size = len(rho_1) * (len(rho_1[0]) * rho_2[0].shape[0]) ** 2
        plain = all(isinstance(rho, np.ndarray) for rho in (*rho_1, *rho_2))
        return _equations(rho_1, rho_2) if plain and size < _SMALL else build(rho_1, rho_2)

    # which escnn takes where scikit-learn is installed: it fails on escnn's own matrices
    replace(numerical, "randomized_svd", None)
    replace(group.representation, "build_regular_representation", _regular)
    _compare_quickly(group.groups)
    replace(base, "_clebsh_gordan_coeff", coefficients)
    _keep_elements(group.directproduct.DirectProductGroup)
    for module in (tensors, numerical):
        replace(module, "build_sylvester_constraint", constraint)


def _keep_elements(product: Any) -> None:
    make = product.elements

    def elements(self: Any) -> list[Any] | None:
        known: list[Any] | None = vars(self).get("_escnn_r_elements")
        if known is None:
            # of an infinite group there is no list
            known = vars(self)["_escnn_r_elements"] = make.fget(self)
        return known

    replace(product, "elements", property(elements, doc=make.__doc__))


def _compare_quickly(groups: Any) -> None:
    rotations = groups.so3_utils
    equal, convert, rotation = rotations._equal, rotations._to_scipy_rot, rotations.Rotation

    def to_scipy(element: Any, param: str) -> Any:
        if param != "Q" or not isinstance(element, np.ndarray) or element.shape != (4,):
            return convert(element, param)
        # numpy's isclose(norm, 1)
        if not abs(math.sqrt(float(element @ element)) - 1.0) <= 1e-8 + 1e-5:
            raise AssertionError
        return rotation.from_quat(element)

    def same(
        e1: Any,
        e2: Any,
        param: str = rotations.PARAMETRIZATION,
        param1: str | None = None,
        param2: str | None = None,
        atol: float = 1e-7,
        rtol: float = 1e-5,
    ) -> bool:
        if (param1 or param) == (param2 or param) == "Q":
            one, two = np.asarray(e1).reshape(-1), np.asarray(e2).reshape(-1)
            if len(one) == len(two) == 4:
                one, two = (q / math.sqrt(float(q @ q)) for q in (one, two))
                bound = atol + rtol * abs(two)
                return bool((abs(one - two) <= bound).all() or (abs(one + two) <= bound).all())
        equal_values: bool = equal(e1, e2, param, param1, param2, atol, rtol)
        return equal_values

    for module in vars(groups).values():
        for name, old, new in (("_equal", equal, same), ("_to_scipy_rot", convert, to_scipy)):
            if getattr(module, name, None) is old:
                replace(module, name, new)


def _regular(
    group: Any,
) -> tuple[list[Any], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Irreps and change of basis of a regular representation, as escnn has them, to the bit.

    escnn multiplies all pairs of elements for a trace, which is the group's order for the
    identity and zero for all others.
    """
    elements = group.elements
    order = len(elements)
    irreps: list[Any] = []
    blocks = []
    for irrep in group.irreps():
        often = irrep.character(group.identity) / irrep.sum_of_squares_constituents
        if not math.isclose(often, round(often), abs_tol=1e-9):
            raise ValueError(f"Multiplicity of irrep {irrep.id} is no integer: {often}")
        irreps += [irrep] * round(often)
        matrices = np.array([irrep(e) for e in elements])
        # the first columns of the irrep's matrix, one after another
        columns = matrices[:, :, : round(often)].transpose(0, 2, 1)
        blocks.append(columns.reshape(order, -1) * np.sqrt(irrep.size))
    basis = np.concatenate(blocks, axis=1) / np.sqrt(order)
    return irreps, basis, basis.T


class _Matrix(np.ndarray[Any, np.dtype[np.float64]]):
    """An array that answers what is asked of a sparse matrix."""

    def todense(self) -> Any:
        return np.asarray(self)


def _equations(rho_1: list[Any], rho_2: list[Any]) -> Any:
    """The Sylvester equations of two representations, for some elements."""
    one, two = np.eye(len(rho_1[0])), np.eye(len(rho_2[0]))
    rows = [np.kron(two, a) + np.kron(-b.T, one) for a, b in zip(rho_1, rho_2, strict=True)]
    return np.concatenate(rows).view(_Matrix)


def _never(left: Any, right: Any, third: Any) -> bool:
    """Whether an irrep is none of the product of two others, by their characters."""
    group = left.group
    if group.order() <= 0 or group.order() > 1000:
        return False
    characters = _characters(group)
    product = characters[left.id] * characters[right.id] * characters[third.id]
    return bool(abs(product.mean()) < 0.5)


def _characters(group: Any) -> dict[Any, npt.NDArray[np.float64]]:
    # kept by the group, as groups have no hash
    known: dict[Any, Any] = vars(group).setdefault("_escnn_r_characters", {})
    if not known:
        for irrep in group.irreps():
            known[irrep.id] = np.array([np.trace(irrep(g)) for g in group.elements])
    return known
