"""Sums, products, restrictions and parts of representations."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import named_representations, plain_values, representations

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

C4, C8, D4 = group.cyclic_group(4), group.cyclic_group(8), group.dihedral_group(4)


def test_irreps_of_groups_and_representations():
    assert representations.all_irreps(D4) == D4.irreps()
    both = D4.irrep(1, 1) + D4.trivial_representation
    assert [each.id for each in representations.all_irreps(both)] == [(1, 1), (0, 0)]


@pytest.mark.parametrize("given", [[1, 1], "irrep_1,1", D4.irrep(1, 1)])
def test_irreps_by_id_name_and_themselves(given):
    assert named_representations.irrep_id(D4, given) == [1, 1]
    assert representations.irrep_multiplicity(D4.regular_representation, given) == 2


def test_decompositions_count_each_irrep_once():
    found = representations.decompose(D4.regular_representation)
    assert sum(each["size"] * each["multiplicity"] for each in found) == 8
    assert all(each["size"] == each["multiplicity"] for each in found)


def test_names_leave_the_memory_of_the_group_alone():
    before = dict(C4.representations)
    made = representations.named(C4.regular_representation, "mine")
    assert made.name == "mine"
    assert C4.representations == before
    element = C4.element(1)
    assert np.allclose(made(element), C4.regular_representation(element))
    assert made.character(element) == C4.regular_representation.character(element)
    with pytest.raises(BadArgument, match="name"):
        representations.named(C4.irrep(1), "regular")


@pytest.mark.parametrize("matrix", [np.eye(3), np.zeros((4, 4)), np.full((4, 4), np.nan)])
def test_changes_of_basis_are_invertible_and_fit(matrix):
    with pytest.raises(BadArgument, match="change_of_basis"):
        representations.change_basis(C4.regular_representation, matrix)


def test_products_need_one_group():
    with pytest.raises(BadArgument, match="r2"):
        representations.tensor_product(C4.irrep(1), C8.irrep(1))


def test_special_representations_are_methods_or_properties():
    so2, ico = group.so2_group(2), group.ico_group()
    assert representations.special_representation(so2, "standard_representation") == so2.irrep(1)
    assert representations.special_representation(ico, "standard_representation").size == 3
    with pytest.raises(BadArgument, match="`g`"):
        representations.special_representation(C4, "standard_representation")


@pytest.mark.parametrize("j", range(5))
def test_coefficients_outside_the_triangle_have_no_slices(j):
    so3 = group.so3_group(4)
    found = representations.clebsch_gordan(so3, [1], [1], [j])
    assert found.shape == (3, 3, int(j <= 2), 2 * j + 1)
    # upstream gives zeros instead
    assert so3._clebsh_gordan_coeff((1,), (1,), (j,)).shape[2] == 1


def test_commuting_matrices_commute():
    basis = representations.endomorphism_basis(D4.regular_representation)
    assert basis.shape == (8, 8, 8)
    for element in plain_values.group_elements(D4):
        matrix = D4.regular_representation(element)
        assert np.allclose(matrix @ basis, basis @ matrix)
