"""Gspaces: reflections and half turns happen where they were asked for."""

from math import cos, pi, sin

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import action_on_arrays
from escnn_r.gspaces import factories
from escnn_r.kernels import bases_of_gspaces as bases

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
group = pytest.importorskip("escnn.group")

AXES = [0.0, 0.3, 1.0, pi / 2, 2.5, -1.5, 4.0]


def actions(space):
    return [np.array(space.basespace_action(e)) for e in space.fibergroup.elements]


def half_turn(axis):
    """The half turn about a horizontal axis."""
    c, s = cos(2 * axis), sin(2 * axis)
    return np.array([[c, s, 0], [s, -c, 0], [0, 0, -1]])


def mirror(axis, d=3):
    """The reflection in the line (or upright plane) through the axis."""
    c, s = cos(2 * axis), sin(2 * axis)
    return np.array([[c, s, 0], [s, -c, 0], [0, 0, 1]])[:d, :d]


def has(space, matrix):
    return any(np.allclose(action, matrix, atol=1e-6) for action in actions(space))


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("n", [1, 3, 4])
def test_axes_in_three_dimensions(axis, n):
    assert has(factories.build_gspace("dihedralOnR3", n=n, axis=axis), half_turn(axis))
    assert has(factories.build_gspace("conicalOnR3", n=n, axis=axis), mirror(axis))
    full = factories.build_gspace("fullCylindricalOnR3", n=n, axis=axis)
    assert has(full, half_turn(axis)) and has(full, -np.eye(3))
    assert len(actions(full)) == 4 * n


@pytest.mark.parametrize("axis", AXES)
def test_axes_of_single_mirrors(axis):
    assert has(factories.build_gspace("mirOnR3", axis=axis), mirror(axis))
    assert has(factories.build_gspace("flip2dOnR2", axis=axis), mirror(axis, 2))
    assert has(factories.build_gspace("flipRot2dOnR2", N=3, axis=axis), mirror(axis, 2))


def test_the_trap_that_this_avoids():
    assert not has(gspaces.conicalOnR3(3, axis=0.3), mirror(0.3))
    assert not has(gspaces.mirOnR3(axis=0.3), mirror(0.3))
    assert not has(gspaces.fullCylindricalOnR3(3, axis=0.3), half_turn(0.3))


def test_the_default_axis_is_the_vertical_one():
    assert has(factories.build_gspace("conicalOnR3", n=3), mirror(pi / 2))
    assert has(factories.build_gspace("mirOnR3"), mirror(pi / 2))
    assert has(factories.build_gspace("fullCylindricalOnR3", n=3), half_turn(pi / 2))
    assert has(factories.build_gspace("dihedralOnR3", n=3, axis=None), half_turn(pi / 2))


def test_missing_arguments_are_left_to_escnn():
    space = factories.build_gspace("rot2dOnR2", N=4, maximum_frequency=None)
    assert space == gspaces.rot2dOnR2(4)
    assert factories.build_gspace("octaOnR3") == gspaces.octaOnR3()


def test_adjoints_may_come_from_both_groups():
    # a quarter turn about x takes the axis of rotation from z to y
    quaternion = np.array([sin(pi / 4), 0, 0, cos(pi / 4)])
    turns = {
        "SO3": group.so3_group(1).element(quaternion),
        "O3": group.o3_group(1).element((0, quaternion)),
    }
    for adjoint in turns.values():
        found = actions(factories.build_gspace("rot2dOnR3", n=4, adjoint=adjoint))
        assert len(found) == 4
        for action in found:
            np.testing.assert_allclose(action @ [0, 1, 0], [0, 1, 0], atol=1e-6)


def test_other_adjoints_are_refused():
    with pytest.raises(BadArgument, match=r"element of SO\(3\) or O\(3\), not one of C4"):
        factories.build_gspace("rot2dOnR3", n=4, adjoint=group.cyclic_group(4).element(1))


def test_spaces_of_subgroups():
    assert factories.gspace_of_subgroup(2, [None, 4], 3) == gspaces.rot2dOnR2(4)
    assert factories.gspace_of_subgroup(3, "full_octa", 3) == gspaces.fullOctaOnR3()
    assert factories.gspace_orders(gspaces.flipRot2dOnR2(4)) == {"rotations": 4, "flips": 1}
    with pytest.raises(BadArgument, match="plane"):
        factories.gspace_orders(gspaces.octaOnR3())
    with pytest.raises(BadArgument, match="single point"):
        factories.base_space_action(gspaces.no_base_space(group.cyclic_group(2)))
    assert factories.base_space_action(gspaces.octaOnR3()).size == 3


def test_fields_are_moved_exactly():
    space = gspaces.rot2dOnR2(4)
    x = np.random.default_rng(0).standard_normal((2, 4, 5, 5))
    e = space.fibergroup.element(1)
    moved = action_on_arrays.act_on_array(space, x, space.regular_repr, e).numpy()
    for channel in range(4):
        expected = np.rot90(x[:, channel], axes=(1, 2))
        np.testing.assert_allclose(moved[:, (channel + 1) % 4], expected, atol=1e-12)
    for wrong in (
        (x, space.trivial_repr, e),
        (x[0], space.regular_repr, e),
        (x, gspaces.rot2dOnR2(8).regular_repr, e),
        (x, space.regular_repr, group.cyclic_group(8).element(1)),
    ):
        with pytest.raises(BadArgument):
            action_on_arrays.act_on_array(space, *wrong)


def test_kernel_bases():
    space = gspaces.rot2dOnR2(4)
    trivial, regular = space.trivial_repr, space.regular_repr
    one = bases.kernel_basis(space, trivial, regular, [0.0, 1.0], [0.5], 2)
    assert one.dim == bases.kernel_basis(space, trivial, regular, [0, 1], [0.5, 0.5], 2).dim
    # without a limit, as many waves as a ring of pixels holds
    free = bases.kernel_basis(space, trivial, regular, [0, 1], [0.5])
    assert free.dim == bases.kernel_basis(space, trivial, regular, [0, 1], [0.5], 3).dim
    assert bases.fiber_intertwiner_basis(space, regular, regular).dim == 4
    for call in (
        lambda: bases.kernel_basis(space, trivial, regular),
        lambda: bases.kernel_basis(space, trivial, regular, [1.0], [0.0]),
        lambda: bases.kernel_basis(space, trivial, space.irrep(1), [0.0], [0.5]),
        lambda: bases.kernel_basis(space, trivial, gspaces.rot2dOnR2(8).trivial_repr, [1], [1]),
        lambda: bases.fiber_intertwiner_basis(space, trivial, space.irrep(1)),
    ):
        with pytest.raises(BadArgument):
            call()
