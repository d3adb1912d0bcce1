"""Reordered coordinates: parts that never mix, and the regular representation where it is one."""

import numpy as np
import pytest

import escnn_r
from escnn_r.group.disentangling import disentangle
from escnn_r.group.subgroups import read

escnn_r.prepare()
group = pytest.importorskip("escnn.group")


def holds(which, found):
    permutation = found["change_of_basis"]
    assert set(np.unique(permutation)) <= {0.0, 1.0}
    assert np.allclose(permutation @ permutation.T, np.eye(which.size))
    total = group.directsum(found["representations"])
    for element in list(which.group.testing_elements())[:12]:
        moved = permutation @ np.asarray(which(element)) @ permutation.T
        assert np.allclose(total(element), moved, atol=1e-6)


@pytest.mark.parametrize(
    ("which", "subgroup", "count"),
    [
        (group.dihedral_group(3), [0, 1], 3),
        (group.dihedral_group(5), [1, 1], 5),
        (group.dihedral_group(6), [1, 3], 2),
        (group.dihedral_group(6), [None, 6], 2),
        (group.cyclic_group(10), 5, 2),
        (group.octa_group(), 4, 6),
    ],
)
def test_restricted_regular_representations_are_regular_ones(which, subgroup, count):
    small = which.regular_representation.restrict(read(which, subgroup))
    found = disentangle(small)
    assert found["representations"] == [small.group.regular_representation] * count
    holds(small, found)


@pytest.mark.parametrize("which", [group.cyclic_group(6), group.dihedral_group(4)])
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_sums_fall_into_their_parts(which, seed):
    parts = [which.regular_representation, *which.irreps()]
    size = sum(part.size for part in parts)
    shuffle = np.eye(size)[np.random.default_rng(seed).permutation(size)]
    rho = group.directsum(parts, change_of_basis=shuffle, name=f"shuffled {seed}")
    found = disentangle(rho)
    assert len(found["representations"]) == len(parts)
    assert found["representations"].count(which.regular_representation) == 1
    holds(rho, found)


def test_nonlinearities_of_the_parts_are_those_of_the_whole():
    d4 = group.dihedral_group(4)
    quotient = d4.quotient_representation((None, 2))
    rho = quotient.restrict((None, 4))
    parts = disentangle(rho)["representations"]
    assert all("pointwise" in part.supported_nonlinearities for part in parts)


def test_what_cannot_be_split_stays_itself():
    d3 = group.dihedral_group(3)
    assert disentangle(d3.irrep(1, 1))["representations"] == [d3.irrep(1, 1)]
    so2 = group.so2_group(3)
    found = disentangle(so2.bl_regular_representation(2))
    assert len(found["representations"]) == 3
    holds(so2.bl_regular_representation(2), found)
