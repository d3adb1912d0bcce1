"""Representations from subgroups, checked by what mathematics says of them."""

import itertools

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import induction

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

C4, C6, D4, D6 = (
    *(group.cyclic_group(4), group.cyclic_group(6)),
    *(group.dihedral_group(4), group.dihedral_group(6)),
)
SO2, O2, SO3, O3 = group.so2_group(3), group.o2_group(3), group.so3_group(2), group.o3_group(2)


def is_representation(rho):
    elements = list(rho.group.testing_elements())
    pairs = itertools.islice(itertools.product(elements[::3], elements[::4]), 12)
    return all(np.allclose(rho(a @ b), rho(a) @ rho(b), atol=1e-6) for a, b in pairs)


@pytest.mark.parametrize(
    ("which", "subgroup", "size"),
    [(C6, 2, 3), (C6, 3, 2), (D4, [None, 4], 2), (D6, [0, 2], 3), (D4, "trivial", 8)],
)
def test_quotients_permute_cosets(which, subgroup, size):
    rho = induction.quotient_representation(which, subgroup)
    assert rho.size == size
    assert is_representation(rho)
    assert all(set(np.round(rho(g), 6).reshape(-1)) <= {0.0, 1.0} for g in which.elements)


def test_induced_sums_hold_what_their_parts_induce():
    psi = C4.irrep(1) + C4.irrep(2) + C4.trivial_representation
    turned = induction.named(
        group.change_basis(psi, np.linalg.qr(np.arange(16.0).reshape(4, 4) ** 2 % 7)[0], "q"), None
    )
    for inner in (psi, turned):
        rho = induction.induced_from_subgroup(D4, [None, 4], inner)
        assert rho.size == 8
        assert is_representation(rho)
        # the first block is the subgroup's own
        element = D4.element((0, 1))
        assert np.allclose(rho(element)[:4, :4], inner(C4.element(1)), atol=1e-6)


def test_finite_quotients_of_continuous_groups():
    assert induction.quotient_representation(O2, [None, float("inf")]).size == 2
    assert induction.quotient_representation(O3, "so3").size == 2
    assert induction.quotient_representation(SO3, "self").size == 1
    for which, subgroup in ((SO2, 3), (O2, [0.0, 1]), (SO3, "ico")):
        with pytest.raises(BadArgument, match="finitely many cosets"):
            induction.quotient_representation(which, subgroup)


def test_representatives_are_one_of_each_coset_and_not_remembered():
    psi = group.cyclic_group(2).irrep(1)
    usual = induction.induced_from_subgroup(C4, 2, psi)
    other = induction.induced_from_subgroup(C4, 2, psi, [C4.element(0), C4.element(3)])
    assert not np.allclose(usual(C4.element(1)), other(C4.element(1)))
    assert induction.induced_from_subgroup(C4, 2, psi) == usual
    for wrong in ([C4.element(0)], [C4.element(0), C4.element(2)], [D4.identity] * 2):
        with pytest.raises(BadArgument, match="representatives"):
            induction.quotient_representation(C4, 2, wrong)


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_band_limited_representations_agree_with_escnn_where_it_has_them(limit):
    assert induction.bl_regular(SO3, limit) == SO3.bl_regular_representation(limit)
    assert induction.bl_sphere(O3, limit).size == (limit + 1) ** 2
    ours = induction.spectral_regular(SO2, [[i] for i in range(limit + 1)])
    assert sorted(ours.irreps) == sorted(SO2.bl_regular_representation(limit).irreps)


def test_band_limited_representations_where_escnn_has_none():
    assert sorted(induction.bl_regular(D4, 2).irreps) == sorted(D4.regular_representation.irreps)
    assert induction.bl_quotient(SO2, 7, 3).irreps == [(0,), (3,), (6,)]
    assert induction.bl_induced(D4, 2, [1], [None, 4]).irreps == [(1, 1)] * 2


def test_frequencies_that_are_not_there():
    with pytest.raises(BadArgument, match="at most 2"):
        induction.bl_regular(C4, 3)
    with pytest.raises(BadArgument, match="`g`"):
        induction.bl_irreps(group.octa_group(), 1)
    with pytest.raises(BadArgument, match="`l`"):
        induction.bl_induced(SO3, 0, [1], [False, float("inf")])
    with pytest.raises(BadArgument, match="irreps"):
        induction.spectral_quotient(C4, 4, [[1]])
    with pytest.raises(BadArgument, match="`g`"):
        induction.bl_sphere(SO2, 1)
