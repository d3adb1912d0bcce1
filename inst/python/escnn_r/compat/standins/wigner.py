"""Wigner D matrices, a drop-in for ``lie_learn``'s ``wigner_D_matrix``.

A rotation about the y axis is a rotation about z seen after swapping y and z:
``D(alpha, beta, gamma) = Z(alpha) J Z(beta) J Z(gamma)``, where ``Z`` rotates about z and the
involution ``J`` represents the half turn about the axis y + z. ``J`` is found once a degree
with integer arithmetic, so the only rounding is that of five small matrices.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, copysign, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

_CONVENTIONS = {"normalization": "quantum", "order": "centered", "condon_shortley": "cs"}


def _quarter_turn(degree: int, m: int, n: int) -> float:
    """Return the entry d^degree_mn(pi / 2) of the Wigner small d matrix."""
    total = sum(
        (-1) ** (m - n + k) * comb(degree + n, k) * comb(degree - n, degree - m - k)
        for k in range(max(0, n - m), min(degree + n, degree - m) + 1)
    )
    numerator = total * total * comb(2 * degree, degree + n)
    return copysign(sqrt(numerator / (comb(2 * degree, degree + m) * 4**degree)), total)


@lru_cache(maxsize=64)
def _real_to_complex(degree: int) -> npt.NDArray[np.complex128]:
    """Return the unitary matrix whose columns are the real harmonics in complex ones."""
    basis = np.zeros((2 * degree + 1, 2 * degree + 1), dtype=np.complex128)
    basis[degree, degree] = 1.0
    for m in range(1, degree + 1):
        sign = (-1) ** m
        basis[degree - m, degree - m] = -1j * sqrt(0.5)
        basis[degree + m, degree - m] = 1j * sign * sqrt(0.5)
        basis[degree - m, degree + m] = sqrt(0.5)
        basis[degree + m, degree + m] = sign * sqrt(0.5)
    basis.setflags(write=False)
    return basis


@lru_cache(maxsize=64)
def _axis_swap(degree: int) -> npt.NDArray[np.float64]:
    """Return J, the representation of the half turn with Euler angles (pi/2, pi/2, pi/2)."""
    # a turn by pi / 2 about z is exp(i m pi / 2) in this convention: an exact power of i
    orders = range(-degree, degree + 1)
    phases = (1, 1j, -1, -1j)
    swap = np.array(
        [[phases[(m + n) % 4] * _quarter_turn(degree, m, n) for n in orders] for m in orders]
    )
    basis = _real_to_complex(degree)
    real = np.ascontiguousarray((basis.conj().T @ swap @ basis).real)
    real.setflags(write=False)
    return real


def _rotate_z(degree: int, angle: float) -> npt.NDArray[np.float64]:
    """Return the real representation of a rotation about z."""
    orders = np.arange(-degree, degree + 1)
    rotation: npt.NDArray[np.float64] = np.diag(np.cos(orders * angle))
    index = np.arange(2 * degree + 1)
    # `+=`: the middle entry lies on both diagonals
    rotation[index, index[::-1]] += -np.sin(orders * angle)
    return rotation


def _angle(name: str, value: npt.ArrayLike) -> float:
    """Return one angle as a float."""
    array = np.asarray(value, dtype=np.float64)
    if array.size != 1:
        raise ValueError(f"`{name}` must be a single angle, not an array of shape {array.shape}.")
    return float(array.item())


def wigner_D_matrix(
    l: int,  # noqa: E741
    alpha: npt.ArrayLike,
    beta: npt.ArrayLike,
    gamma: npt.ArrayLike,
    field: str = "real",
    normalization: str = "quantum",
    order: str = "centered",
    condon_shortley: str = "cs",
) -> npt.NDArray[Any]:
    """Return the Wigner D matrix of degree ``l`` at the intrinsic ZYZ Euler angles.

    Args:
        l: the degree, a whole number >= 0.
        alpha: the last rotation, about z, in radians.
        beta: the middle rotation, about y.
        gamma: the first rotation, about z.
        field: ``"real"`` or ``"complex"`` spherical harmonics as basis.
        normalization: only ``"quantum"``.
        order: only ``"centered"``: orders run from ``-l`` to ``l``.
        condon_shortley: only ``"cs"``: with the Condon-Shortley phase.

    Returns:
        An orthogonal (or unitary) matrix of shape ``(2 * l + 1, 2 * l + 1)``.

    Raises:
        ValueError: for another convention, a bad degree, or angles that are not scalars.
    """
    conventions = {
        "normalization": normalization,
        "order": order,
        "condon_shortley": condon_shortley,
    }
    for name, supported in _CONVENTIONS.items():
        if conventions[name] != supported:
            raise ValueError(f"`{name}` must be {supported!r}, not {conventions[name]!r}.")
    if field not in ("real", "complex"):
        raise ValueError(f"`field` must be 'real' or 'complex', not {field!r}.")
    degree = int(l)
    if degree != l or degree < 0:
        raise ValueError(f"`l` must be a whole number >= 0, not {l!r}.")

    swap = _axis_swap(degree)
    first, middle, last = (
        _rotate_z(degree, _angle(name, value))
        for name, value in (("alpha", alpha), ("beta", beta), ("gamma", gamma))
    )
    matrix: npt.NDArray[Any] = first @ swap @ middle @ swap @ last
    if field == "complex":
        basis = _real_to_complex(degree)
        matrix = basis @ matrix @ basis.conj().T
    return matrix
