"""Representations of one's own are representations, or refused."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import custom_representations as own

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

C4, D3, SO2 = group.cyclic_group(4), group.dihedral_group(3), group.so2_group(2)


def rotation(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def test_from_irreps():
    q = np.eye(3)[[2, 0, 1]]
    made = own.own_representation(C4, "mine", [[0], "irrep_1"], q, ["norm"])
    expected = q @ (C4.irrep(0) + C4.irrep(1))(C4.element(1)) @ q.T
    assert np.allclose(made(C4.element(1)), expected)
    assert made.supported_nonlinearities == {"norm"}


def test_from_matrices():
    made = own.representation_from_matrices(D3, "again", lambda g: D3.regular_representation(g))
    assert sorted(made.irreps) == sorted(D3.regular_representation.irreps)
    sign = own.representation_from_matrices(D3, "sign", lambda g: -1.0 if g.value[0] else 1.0)
    assert sign.irreps == [(1, 0)]


@pytest.mark.parametrize(
    "wrong", [lambda g: 2 * np.eye(2), lambda g: np.ones((1, 2)), lambda g: np.eye(1 + g.value % 2)]
)
def test_matrices_that_are_no_representation(wrong):
    with pytest.raises(BadArgument, match="representation"):
        own.representation_from_matrices(C4, "wrong", wrong)


def test_matrices_need_a_finite_group():
    with pytest.raises(BadArgument, match="`g`"):
        own.representation_from_matrices(SO2, "wrong", lambda g: np.eye(2))


def test_irreps_from_functions():
    made = own.own_irrep(C4, [1], "mine", lambda g: rotation(g.value * np.pi / 2), 2, "C")
    assert np.allclose(made(C4.element(3)), rotation(3 * np.pi / 2))
    assert made.endomorphism_basis().shape == (2, 2, 2)
    fast = own.own_irrep(SO2, [9], "fast", lambda g: rotation(9 * g.value), 2, "C")
    assert np.allclose(fast(SO2.element(0.1)), rotation(0.9))


@pytest.mark.parametrize(("size", "type", "what"), [(2, "C", "irreducible"), (3, "C", "size")])
def test_functions_that_are_no_irrep(size, type, what):
    with pytest.raises(BadArgument, match=what):
        own.own_irrep(C4, [1], "wrong", lambda g: np.eye(size), size, type)
