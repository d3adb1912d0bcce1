"""The parts of kernel bases, and arguments that they refuse."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument, EmptyBasis
from escnn_r.kernels import inspection, parts, values

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

C4, O2 = group.cyclic_group(4), group.o2_group(3)


@pytest.fixture
def profile():
    return parts.gaussian_radial_profile([0, 1], 0.6)


@pytest.fixture
def circles(profile):
    return parts.shells_basis("CircularShellsBasis", 3, profile)


def worst(basis):
    return max(values.check_basis_equivariance(basis)["error"])


@pytest.mark.parametrize(("radii", "sigma"), [([0, 1], [1, 2, 3]), ([1], [0]), ([1], [-1.0])])
def test_widths_fit_and_are_positive(radii, sigma):
    with pytest.raises(BadArgument, match="sigma"):
        parts.gaussian_radial_profile(radii, sigma)


def test_filters_see_plain_attributes_and_answer_with_truth_values(profile):
    seen = []

    def keep(attribute):
        seen.append(attribute)
        return attribute["irrep_frequency"] == 1

    basis = parts.shells_basis("SphericalShellsBasis", 2, profile, keep)
    assert len(basis) == 6
    assert {each["j"] for each in seen} == {"irrep_0,0", "irrep_1,1", "irrep_0,2"}
    assert seen[0]["idx"] == 1
    with pytest.raises(BadArgument, match="filter"):
        parts.shells_basis("CircularShellsBasis", 2, profile, lambda a: "yes")
    with pytest.raises(EmptyBasis):
        parts.shells_basis("CircularShellsBasis", 2, profile, lambda a: False)


@pytest.mark.parametrize("ends", [([0, 0], [1, 1]), ([1, 1], [1, 2]), ([1, 0], [1, 1])])
def test_kernels_between_irreps(circles, ends):
    assert worst(parts.irrep_basis("WignerEckartBasis", circles, *ends)) < 1e-5


@pytest.mark.parametrize("subgroup", [[None, 4], [0.0, 2], [None, float("inf")]])
def test_kernels_for_subgroups(circles, subgroup):
    name = "RestrictedWignerEckartBasis"
    which, options = parts._equivariance(circles, name, subgroup)
    for irrep in which.irreps()[:3]:
        basis = parts.irrep_basis(name, circles, which.trivial_representation, irrep, subgroup)
        assert worst(basis) < 1e-5
    assert set(options) == {"sg_id"}
    with pytest.raises(BadArgument, match="subgroup"):
        parts.irrep_basis(name, circles, [0], [0])


def test_unions_share_shape_and_space(circles):
    with pytest.raises(BadArgument, match="bases_list"):
        parts.union_basis([circles, parts.gaussian_radial_profile([1], 1)])
    both = parts.union_basis([circles, circles])
    assert [each["idx"] for each in inspection.attributes(both)] == list(range(2 * len(circles)))


@pytest.mark.parametrize("wrong", [np.eye(3), 2 * np.eye(2), np.ones((2, 2))])
def test_adjoints_are_orthogonal(circles, wrong):
    with pytest.raises(BadArgument, match="adjoint"):
        parts.adjoint_basis(circles, wrong)


def test_orbits_refuse_what_moves():
    space = C4.homspace(2)
    with pytest.raises(BadArgument, match="root"):
        parts.orbit_basis(space, 0.3, C4.irrep(1), [1.0, 0.0])
    with pytest.raises(BadArgument, match="root"):
        parts.orbit_basis(space, 0.3, C4.irrep(1), [1.0, 0.0, 0.0])
    with pytest.raises(BadArgument, match="`x`"):
        parts.orbit_basis(space, 0.3)
    with pytest.raises(BadArgument, match="action"):
        parts.orbit_basis(space, 0.3, O2.irrep(1, 1), [1.0, 0.0])
    basis = parts.orbit_basis(C4.homspace(1), 0.3, C4.irrep(1), [1.0, 0.0], harmonics=[[0], [1]])
    assert worst(basis) < 1e-5
    assert len(basis) == 3
