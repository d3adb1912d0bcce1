"""Kernel factories: every one of escnn's, with what it leaves out or gets wrong put right."""

import inspect

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument, EmptyBasis
from escnn_r.kernels import factories, inspection
from escnn_r.kernels import values as kernel_values

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
kernels = pytest.importorskip("escnn.kernels")

C4, D3, O2 = group.cyclic_group(4), group.dihedral_group(3), group.o2_group(3)
RINGS = {"radii": [0.0, 1.0], "sigma": [0.6]}


def worst(basis):
    return max(kernel_values.check_basis_equivariance(basis)["error"])


def test_the_table_holds_all_factories():
    known = {n for n in kernels.__all__ if n.startswith("kernels_")}
    assert set(factories.FACTORIES) == known


@pytest.mark.parametrize("which", [group.full_ico_group(), group.full_octa_group()])
def test_full_polyhedral_kernels_which_upstream_leaves_unwritten(which):
    name = "kernels_FullIco_act_R3" if which.order() == 120 else "kernels_FullOcta_act_R3"
    vector = which.irrep((1,), (1,))
    with pytest.raises(NotImplementedError):
        getattr(kernels, name)(which.trivial_representation, vector, [1.0], 0.6)
    basis = factories.build_basis(
        name, which.trivial_representation, vector, **RINGS, maximum_frequency=2
    )
    assert worst(basis) < 1e-5


@pytest.mark.parametrize("kind", ["Tetra", "FullTetra", "Pyrito"])
def test_groups_that_escnn_lacks(kind):
    with pytest.raises(BadArgument, match="doesn't have"):
        factories.build_basis(f"kernels_{kind}_act_R3", C4.irrep(1), C4.irrep(1), **RINGS)


@pytest.mark.parametrize("offset", [0, 1, 2])
def test_offsets_agree_with_a_higher_maximum(offset):
    regular = C4.regular_representation
    basis = factories.build_basis(
        "kernels_CN_act_R2", regular, regular, **RINGS, maximum_frequency=None, max_offset=offset
    )
    assert worst(basis) < 1e-5
    # among all elements, those with the smallest number of periods, counted by hand
    full = factories.build_basis(
        "kernels_CN_act_R2", regular, regular, **RINGS, maximum_frequency=4 + 4 * offset
    )

    def periods(each):
        low = {s * each["in_irrep"][0] + t * each["out_irrep"][0] for s in (1, -1) for t in (1, -1)}
        steps = range(-9, 10)
        return min(abs(k) for k in steps for f in low if abs(f + 4 * k) == each["j"][1])

    wanted = sum(periods(each) <= offset for each in inspection.attributes(full))
    assert len(basis) == wanted


def test_frequencies_are_asked_for_or_found():
    trivial = C4.trivial_representation
    with pytest.raises(BadArgument, match="maximum_frequency"):
        factories.build_basis(
            "kernels_CN_act_R2", trivial, trivial, **RINGS, maximum_frequency=None
        )
    found = factories.build_basis(
        "kernels_O2_act_R2", O2.irrep(1, 1), O2.irrep(1, 2), **RINGS, maximum_frequency=None
    )
    assert max(each["irrep:frequency"] for each in inspection.attributes(found)) == 3


def test_nothing_left_is_an_error_of_its_own_kind():
    with pytest.raises(EmptyBasis) as caught:
        factories.build_basis("kernels_on_point", O2.irrep(0, 0), O2.irrep(1, 1))
    assert caught.value.as_dict()["kind"] == "empty_basis"


@pytest.mark.parametrize("sigma", [1, [1], [1.0, 2.0]])
def test_whole_widths_are_fine(sigma):
    trivial = C4.trivial_representation
    basis = factories.build_basis(
        "kernels_CN_act_R3", trivial, trivial, radii=[0, 1], sigma=sigma, maximum_frequency=1
    )
    assert len(basis) == 4


def test_adjoints_of_aliased_kernels_which_upstream_compares_with_the_plane():
    ico = group.ico_group()
    ends = ico.irrep(0), ico.irrep(1)
    name = "kernels_aliased_Ico_act_R3_icosahedron"
    turn = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    with pytest.raises(ValueError, match="broadcast"):
        getattr(kernels, name)(*ends, [0.0, 1.0], 0.6, adjoint=turn)
    assert worst(factories.build_basis(name, *ends, **RINGS, adjoint=turn)) < 1e-5


def test_factories_have_the_arguments_that_the_table_passes_on():
    for name, factory in factories.FACTORIES.items():
        parameters = set(inspect.signature(getattr(kernels, name)).parameters)
        assert {"in_repr", "out_repr"} <= parameters
        if factory.by is not None:
            assert "sg_id" in inspect.signature(getattr(kernels, factory.by)).parameters


def angular(basis):
    """Frequencies around the third axis of each element, on a circle of radius 1."""
    angles = 2 * np.pi * np.arange(32) / 32
    circle = np.stack([np.cos(angles), np.sin(angles), 0 * angles + 0.4], 1)
    values = basis.sample(torch.tensor(circle, dtype=torch.float32)).numpy()
    power = np.abs(np.fft.rfft(values.reshape(32, basis.dim, -1), axis=0)) ** 2
    return power.sum(2).argmax(0).tolist()


def test_offsets_in_space_are_about_the_axis():
    trivial = C4.trivial_representation
    build = factories.build_basis
    given = {"radii": [1.0], "sigma": [0.6], "maximum_frequency": 9}
    counts = {}
    for offset, around in ((None, {0, 4, 8}), (0, {0}), (1, {0, 4}), (2, {0, 4, 8})):
        basis = build("kernels_CN_act_R3", trivial, trivial, **given, max_offset=offset)
        assert set(angular(basis)) == around
        counts[offset] = basis.dim
    # one zonal harmonic of each degree, and two of order 4 and of order 8 where they can be
    assert counts == {None: 10 + 2 * 6 + 2 * 2, 0: 10, 1: 10 + 2 * 6, 2: 10 + 2 * 6 + 2 * 2}
    assert worst(build("kernels_CN_act_R3", trivial, trivial, **given, max_offset=0)) < 1e-5


def test_mixed_frequencies_are_told():
    trivial = group.dihedral_group(4).trivial_representation
    given = {"radii": [1.0], "sigma": [0.6], "maximum_frequency": 5, "max_offset": 0}
    with pytest.raises(BadArgument, match="NULL for these") as caught:
        factories.build_basis("kernels_DN_conical_act_R3", trivial, trivial, **given)
    assert "0, 4" in caught.value.hint
