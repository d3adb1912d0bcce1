"""Collections of elements."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import elements, sampling

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

SO3, O3, O2 = group.so3_group(), group.o3_group(), group.o2_group()
POLE = np.array([0.0, 0.0, 1.0])


def points(found):
    return np.stack([elements.element_matrix(e) @ POLE for e in found])


@pytest.mark.parametrize("g", [SO3, O3], ids=str)
@pytest.mark.parametrize(
    ("kind", "n", "m"),
    [
        ("ico", None, None),
        ("cube", None, None),
        ("cube_vertices", None, None),
        ("fibonacci", 10, None),
        ("healpix", 12, None),
        ("longlat", 3, 4),
    ],
)
def test_spheres_are_hit_where_they_should_be(g, kind, n, m):
    wanted = sampling.sphere_points(kind, n, m)
    np.testing.assert_allclose(points(sampling.sphere_grid(g, kind, n, m)), wanted, atol=1e-9)


def test_the_trap_that_this_avoids():
    wanted = sampling.sphere_points("longlat", 3, 4)
    np.testing.assert_allclose(points(SO3.sphere_grid("longlat", 3, 4)), -wanted, atol=1e-9)


def test_random_spheres_have_a_seed():
    first = points(sampling.sphere_grid(SO3, "rand", 5, seed=1))
    np.testing.assert_array_equal(first, points(sampling.sphere_grid(SO3, "rand", 5, seed=1)))
    assert not np.allclose(first, points(sampling.sphere_grid(SO3, "rand", 5, seed=2)))


def test_spheres_are_moved():
    turn = SO3.element(np.array([0.5, 0.5, 0.5, 0.5]), "Q")
    moved = points(sampling.sphere_grid(SO3, "fibonacci", 6, adjoint=turn))
    still = sampling.sphere_points("fibonacci", 6)
    np.testing.assert_allclose(moved, still @ elements.element_matrix(turn).T, atol=1e-9)


def test_grids_of_all_groups():
    assert len(sampling.element_grid(group.cyclic_group(6), n=3)) == 3
    assert len(sampling.element_grid(group.dihedral_group(6), n=2)) == 4
    assert len(sampling.element_grid(group.octa_group())) == 24
    assert len(sampling.element_grid(O2, n=4)) == 8
    assert len(sampling.grid_of_rotations(O2, "regular", 4)) == 4
    assert len(sampling.grid_of_rotations(O3, "tetra")) == 12
    product = group.direct_product(group.cyclic_group(4), O2)
    assert len(sampling.element_grid(product, n=[2, 3])) == 12
    assert len(sampling.element_grid(product, ["rand", "regular"], [5, 1], seed=1)) == 10
    assert len(sampling.element_grid(product, "rand", 7)) == 7
    for type, n in (("hopf", 30), ("fibonacci", 30), ("thomson", 3), ("rand", 3)):
        found = sampling.element_grid(O3, type, n)
        assert len({hash(e) for e in found}) == len(found)


def test_grids_are_conjugated():
    turn = O3.element((1, np.array([0.5, 0.5, 0.5, 0.5])), "Q")
    plain, moved = (
        sampling.element_grid(O3, "tetra"),
        sampling.element_grid(O3, "tetra", adjoint=turn),
    )
    assert all(b == turn @ a @ ~turn for a, b in zip(plain, moved, strict=True))


def test_samples():
    assert sampling.sample_elements(SO3, seed=1) == sampling.sample_elements(SO3, seed=1)
    assert len(sampling.sample_elements(group.ico_group(), 4)) == 4


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: sampling.element_grid(SO3), "type"),
        (lambda: sampling.element_grid(SO3, "hopf", 3), "n"),
        (lambda: sampling.element_grid(SO3, "fibonacci"), "n"),
        (lambda: sampling.element_grid(O2, "cube"), "type"),
        (lambda: sampling.element_grid(group.cyclic_group(6), n=4), "n"),
        (lambda: sampling.element_grid(SO3, "cube", adjoint=O2.identity), "adjoint"),
        (lambda: sampling.grid_of_rotations(SO3, "cube"), "g"),
        (lambda: sampling.sphere_grid(O2, "cube"), "g"),
        (lambda: sampling.sphere_grid(SO3, "no"), "type"),
        (lambda: sampling.sphere_grid(SO3, "longlat", 3), "m"),
        (lambda: sampling.sphere_grid(SO3, "cube", adjoint=O2.identity), "adjoint"),
        (
            lambda: sampling.element_grid(
                group.direct_product(group.cyclic_group(4), O2), ["rand"] * 3, 2
            ),
            "type",
        ),
    ],
)
def test_what_cannot_be_made_is_told(call, argument):
    with pytest.raises(BadArgument) as caught:
        call()
    assert caught.value.argument == argument
