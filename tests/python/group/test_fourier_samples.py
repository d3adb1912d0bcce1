"""Grids of Fourier layers: chosen, given as arguments, or as elements."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import fourier_samples

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

SO2 = group.so2_group(3)


def test_finite_groups_are_sampled_everywhere():
    for each in (group.cyclic_group(5), group.dihedral_group(3), group.octa_group()):
        assert fourier_samples.default(each, [], 3) == list(each.elements)


def test_the_grid_grows_with_the_frequency():
    assert len(fourier_samples.default(SO2, [(0,), (3,)], 7)) == 32
    assert len(fourier_samples.default(group.o2_group(3), [(1, 3)], 7)) == 64


def test_grids_of_rotations_are_closed_under_the_icosahedron():
    so3 = group.so3_group(1)
    found = fourier_samples.default(so3, [(1,)], 15)
    assert len(found) == 120
    turn = so3.grid("ico")[7]
    assert all(any(turn @ g == other for other in found) for g in found[::20])
    assert len(fourier_samples.default(group.o3_group(1), [(1, 1)], 15)) == 240


def test_products_are_sampled_in_both_factors():
    cylinder = group.cylinder_group(2)
    found = fourier_samples.default(cylinder, [((0,), (2,))], 5)
    assert len(found) == len(set(map(str, found))) == 2 * (8 * 2 + 8)


def test_arguments_may_be_in_lower_case_and_whole_floats():
    assert len(fourier_samples.grid(SO2, {"type": "regular", "n": 12.0}, [(1,)], 3)) == 12


@pytest.mark.parametrize(
    "given",
    [{"type": "none", "n": 3}, {"m": 3}, [], [1, 2], [group.cyclic_group(3).identity]],
)
def test_what_is_no_grid_is_refused(given):
    with pytest.raises(BadArgument, match="`grid` must be"):
        fourier_samples.grid(SO2, given, [(1,)], 3)
