"""Homogeneous spaces."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import homogeneous_spaces

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

SO3 = group.so3_group(3)
SPHERE = homogeneous_spaces.homogeneous_space(SO3, [None, float("inf")])


def test_bases_change_by_their_irrep():
    np.random.seed(1)
    a, b = SO3.sample(), SO3.sample()
    for rho in range(3):
        for psi in range(2):
            first, second = (homogeneous_spaces.homspace_basis(SPHERE, e, rho, psi) for e in (a, b))
            assert list(first.shape) == homogeneous_spaces.homspace_dimension_basis(
                SPHERE, rho, psi
            )
            moved = np.einsum("oi,ijp->ojp", SO3.irrep(rho)(b @ ~a), first)
            np.testing.assert_allclose(moved, second, atol=1e-9)


def test_functions_have_a_matrix():
    found = homogeneous_spaces.homspace_scalar_basis(SPHERE, SO3.identity, 2)
    assert found.shape == (5, 1)
    # upstream gives an array of three dimensions
    assert SPHERE.scalar_basis(SO3.identity, SO3.irrep(2)).shape == (5, 1, 1)


def test_complete_bases_belong_to_the_induced_representation():
    np.random.seed(2)
    a, b = SO3.sample(), SO3.sample()
    induced = homogeneous_spaces.induced_representation(SPHERE, 1, [1, [2]])
    first, second = (
        homogeneous_spaces.homspace_complete_basis(SPHERE, e, 1, [1, 2]) for e in (a, b)
    )
    np.testing.assert_allclose(induced(b @ ~a) @ first, second, atol=1e-9)
    assert "\n" not in induced.name


def test_names_belong_to_one_representation():
    made = homogeneous_spaces.induced_representation(SPHERE, 0, [0, 1], "one")
    assert homogeneous_spaces.induced_representation(SPHERE, 0, [0, 1], "one") is made
    with pytest.raises(BadArgument) as caught:
        homogeneous_spaces.induced_representation(SPHERE, 0, [2], "one")
    assert caught.value.argument == "name"
    # what upstream does with it
    assert SPHERE.induced_representation((0,), [(2,)], "one") is made


def test_cosets_in_products_are_right():
    g = group.full_octa_group()
    space = homogeneous_spaces.homogeneous_space(g, ["self", 4])
    same = [e for e in g.elements if homogeneous_spaces.same_coset(space, g.identity, e)]
    assert len(same) == 8
    assert homogeneous_spaces.describe_homspace(space) == {
        "group": "FullOctahedral",
        "stabiliser": "C2 X C4",
        "points": 6,
    }
    assert homogeneous_spaces.describe_homspace(SPHERE)["points"] == -1


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: homogeneous_spaces.homogeneous_space(SO3, "no"), "subgroup"),
        (
            lambda: homogeneous_spaces.same_coset(SPHERE, SO3.identity, group.o3_group().identity),
            "e2",
        ),
        (lambda: homogeneous_spaces.homspace_basis(SPHERE, SO3.identity, "no", 0), "rho"),
        (lambda: homogeneous_spaces.homspace_basis(SPHERE, SO3.identity, 1, SO3.irrep(1)), "psi"),
        (
            lambda: homogeneous_spaces.homspace_dimension_basis(
                SPHERE, SO3.irrep(1) + SO3.irrep(0), 0
            ),
            "rho",
        ),
        (lambda: homogeneous_spaces.induced_representation(SPHERE, 3, [1]), "irreps"),
        (lambda: homogeneous_spaces.induced_representation(SPHERE, 0, [1, 1]), "irreps"),
    ],
)
def test_what_does_not_fit_is_told(call, argument):
    with pytest.raises(BadArgument) as caught:
        call()
    assert caught.value.argument == argument
