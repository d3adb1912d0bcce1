"""Restricted gspaces: the elements act as they did before."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import subgroups
from escnn_r.gspaces import factories, restriction

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
group = pytest.importorskip("escnn.group")

inf = float("inf")


def acts_alike(space, given):
    smaller = restriction.restrict_gspace(space, given)
    which = subgroups.subgroup_of(space, given)
    assert smaller.fibergroup == which.group
    for h in which.group.testing_elements():
        before = np.array(space.basespace_action(which.include(h)))
        np.testing.assert_allclose(np.array(smaller.basespace_action(h)), before, atol=1e-5)
    return smaller


CASES = [
    ("rot2dOnR2", {"N": 8}, [1, 2, 4, 8]),
    ("rot2dOnR2", {"N": -1}, [1, 6, inf]),
    ("flipRot2dOnR2", {"N": 4}, [4, [0, 4], [1, 2], [3, 1], "trivial"]),
    ("flipRot2dOnR2", {"N": 6, "axis": 3.0}, [3, [5, 1], [1, 3], [1, 2]]),
    ("flipRot2dOnR2", {"N": -1}, [inf, 4, [0.3, 4], [1.0, 1], [0, inf], [2.0, inf]]),
    ("flip2dOnR2", {"axis": 0.4}, [1, 2]),
    ("trivialOnR2", {}, [1]),
    ("flipRot3dOnR3", {}, ["so3", "ico", "full_ico", "octa", "full_octa", "inversion", "mirror"]),
    ("flipRot3dOnR3", {}, [3, ["cone", 3], ["cone", 0.6, 3], [True, None, 3], [True, 0.6, 3]]),
    ("rot3dOnR3", {}, ["ico", "octa", 4, inf, [True, 3], [0.6, 3], [0.6, inf]]),
    ("icoOnR3", {}, ["self", 2, 3, 5, [True, 1], "trivial"]),
    ("octaOnR3", {}, ["self", 2, 3, 4, [True, 1]]),
    ("fullIcoOnR3", {}, ["first", "second", [2, 5], [1, 3], "self"]),
    ("fullOctaOnR3", {}, ["first", "second", [2, 4], [1, 3], [2, [True, 1]]]),
    ("dihedralOnR3", {"n": 4}, [2, 4, [0, 4], [1, 2], [0, 2], [1, 1], [3, 1]]),
    ("dihedralOnR3", {"n": -1}, [inf, 4, [0.3, 4], [0.3, 1], [0.3, inf]]),
    ("conicalOnR3", {"n": 4}, [2, 4, [0, 4], [1, 2], [1, 1], [3, 1]]),
    ("conicalOnR3", {"n": -1}, [inf, 4, [0.3, 4], [0.3, 1], [0.3, inf]]),
    ("rot2dOnR3", {"n": 6}, [1, 2, 3, 6]),
    ("cylindricalOnR3", {"n": 4}, ["first", "second", [2, 2], [1, 2]]),
    ("cylindricalOnR3", {"n": -1}, ["first", "second", [2, 3], [1, inf]]),
    ("fullCylindricalOnR3", {"n": 4}, [[2, [0, 2]], [1, [1, 2]], [2, 4], [2, [1, 1]], "second"]),
    ("fullCylindricalOnR3", {"n": -1}, [[2, [0.5, 2]], [1, [0.5, inf]], [2, inf], "first"]),
    ("mirOnR3", {"axis": 0.3}, [1, 2]),
    ("invOnR3", {}, [1, 2]),
    ("trivialOnR3", {}, [1]),
]


@pytest.mark.parametrize(("name", "arguments", "given"), CASES)
def test_elements_act_as_before(name, arguments, given):
    space = factories.build_gspace(name, **arguments)
    for each in given:
        acts_alike(space, each)


def test_elements_act_as_before_about_other_axes():
    turn = group.so3_group().element(np.array([0.1, 0.7, 0.5, 0.5]) / np.sqrt(1.0), "Q")
    space = factories.build_gspace("dihedralOnR3", n=6, axis=0.4, adjoint=turn)
    for each in (3, [1, 3], [2, 1]):
        acts_alike(space, each)
    # and twice in a row
    acts_alike(acts_alike(space, [1, 3]), [2, 1])


def test_points_lose_symmetries_too():
    smaller = restriction.restrict_gspace(gspaces.no_base_space(group.cyclic_group(6)), 3)
    assert smaller.dimensionality == 0 and smaller.fibergroup.order() == 3


def test_the_trap_that_this_avoids():
    """What escnn makes of a subgroup: nothing, or something that acts otherwise."""
    lost, wrong = [], []
    for name, arguments, given in CASES:
        space = factories.build_gspace(name, **arguments)
        for each in given:
            which = subgroups.subgroup_of(space, each)
            try:
                raw = space.restrict(which.id)[0]
            except Exception:
                lost.append((name, each))
                continue
            if not restriction._Action(space, which).is_that_of(raw):
                wrong.append((name, each))
    assert ("icoOnR3", 5) in lost and ("conicalOnR3", inf) in lost
    assert ("conicalOnR3", [0.3, inf]) in wrong and ("cylindricalOnR3", "second") in wrong


def test_field_types_are_restricted_with_their_space():
    from escnn.nn import FieldType

    space = factories.build_gspace("fullOctaOnR3")
    irreps = [space.irrep((0,), (1,)), space.trivial_repr]
    smaller = restriction.restrict_field_type(FieldType(space, irreps), [2, 4])
    assert smaller.gspace == restriction.restrict_gspace(space, [2, 4])
    assert smaller.size == 4
    e = smaller.gspace.fibergroup.elements[5]
    which = subgroups.subgroup_of(space, [2, 4])
    np.testing.assert_allclose(
        smaller.representation(e)[:3, :3], irreps[0](which.include(e)), atol=1e-6
    )


def test_other_subgroups_are_refused():
    with pytest.raises(BadArgument) as caught:
        restriction.restrict_gspace(factories.build_gspace("rot2dOnR2", N=4), 3)
    assert caught.value.argument == "subgroup"
