"""Subgroups: ids from plain values, and maps that are homomorphisms and inverses."""

from math import inf, nan, pi

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import subgroup_ids, subgroups

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

C8 = group.cyclic_group(8)
D6 = group.dihedral_group(6)
SO2 = group.so2_group(3)
O2 = group.o2_group(3)
SO3 = group.so3_group(2)
O3 = group.o3_group(2)
ICO = group.ico_group()
OCTA = group.octa_group()
FULL_ICO = group.full_ico_group()
FULL_OCTA = group.full_octa_group()
CYLINDER = group.cylinder_group(3)
FULL_CYLINDER = group.full_cylinder_group(3)
C4D3 = group.direct_product(group.cyclic_group(4), group.dihedral_group(3))
D3D3 = group.double_group(group.dihedral_group(3))
QUARTER = np.array([0.5, 0.5, 0.5, 0.5])

CASES = [
    (C8, 1, "C1"),
    (C8, 4.0, "C4"),
    (C8, inf, "C8"),
    (D6, 3, "C3"),
    (D6, [None, 6], "C6"),
    (D6, [nan, 2.0], "C2"),
    (D6, [4.0, 1.0], "C2"),
    (D6, [5, 3], "D3"),
    (D6, [4, 6], "D6"),
    (SO2, 5, "C5"),
    (SO2, inf, "SO(2)"),
    (O2, 5, "C5"),
    (O2, [None, inf], "SO(2)"),
    (O2, [0, 1], "C2"),
    (O2, [5.0, 4], "D4"),
    (O2, [2 * pi, 3], "D3"),
    (O2, [-0.7, inf], "O(2)"),
    (SO3, 4, "C4"),
    (SO3, [None, inf], "SO(2)"),
    (SO3, [True, 3.0], "D3"),
    (SO3, [0.6, 3], "D3"),
    (SO3, [0.6, inf], "O(2)"),
    (SO3, [False, 3, SO3.element(QUARTER, "Q")], "C3"),
    (SO3, ["octa", SO3.element(QUARTER, "Q")], "Octahedral"),
    (O3, 4, "C4"),
    (O3, "so3", "SO(3)"),
    (O3, "ico", "Icosahedral"),
    (O3, "full_octa", "FullOctahedral"),
    (O3, "inversion", "C2"),
    (O3, "mirror", "C2"),
    (O3, ["cone", 4], "D4"),
    (O3, ["cone", 0.6, inf], "O(2)"),
    (O3, [True, None, 4], "CylindricalDiscrete"),
    (O3, [1.0, True, 3], "FullCylindricalDiscrete"),
    (O3, [False, 0.6, 3], "D3"),
    (ICO, 5, "C5"),
    (ICO, [0.0, 3.0], "C3"),
    (ICO, [True, 1], "C2"),
    (OCTA, [False, 4], "C4"),
    (FULL_ICO, [2, 5], "C2 X C5"),
    (FULL_ICO, ["self", "self"], "C2 X Icosahedral"),
    (FULL_OCTA, [1, "octa"], "Octahedral"),
    (FULL_OCTA, [2, 4], "C2 X C4"),
    (CYLINDER, [2, 4], "C2 X C4"),
    (CYLINDER, [2, inf], "C2 X SO(2)"),
    (FULL_CYLINDER, [2, [0.5, 4]], "C2 X D4"),
    (FULL_CYLINDER, [1, [0, inf]], "O(2)"),
    (C4D3, [2, [None, 3]], "C2 X C3"),
    (C4D3, [4, [1, 1]], "C4 X C2"),
    (C4D3, "first", "C4"),
    (C4D3, "second", "D3"),
    (D3D3, "diagonal", "D3"),
    (D3D3, [[None, 3], [0, 1]], "C3 X C2"),
    *[
        (g, word, None)
        for g in (C8, D6, SO2, O2, SO3, O3, ICO, OCTA, FULL_ICO, FULL_OCTA, FULL_CYLINDER, D3D3)
        for word in ("trivial", "self")
    ],
]


def some(which, count=8):
    found = list(which.testing_elements())
    return found[:: max(1, len(found) // count)]


@pytest.mark.parametrize(("parent", "given", "name"), CASES)
def test_maps_are_homomorphisms_and_inverses(parent, given, name):
    found = subgroups.subgroup_of(parent, given)
    if name is not None:
        assert found.group.name == name
    elements = some(found.group)
    for a in elements:
        assert found.include(a).group == parent
        assert found.restrict(found.include(a)) == a
        for b in elements:
            assert found.include(a @ b) == found.include(a) @ found.include(b)
    np.random.seed(1)
    for g in [*some(parent, 30), *(parent.sample() for _ in range(3))]:
        inside = found.restrict(g)
        assert inside is None or found.include(inside) == g
    if not parent.continuous:
        members = sum(found.restrict(g) is not None for g in parent.elements)
        assert members == found.group.order()


def test_the_traps_that_this_avoids():
    """Maps of escnn's that fail: of products, and of axes that aren't the first of equal ones."""
    product = group.direct_product(group.cyclic_group(6), group.dihedral_group(5))
    _, include, restrict = product.subgroup((3, (None, 5)))
    inside = include(product.subgroup((3, (None, 5)))[0].elements[4])
    with pytest.raises(AssertionError):
        restrict(inside)
    ours = subgroups.subgroup_of(product, [3, [None, 5]])
    assert ours.include(ours.restrict(inside)) == inside
    with pytest.raises(ValueError):
        raw, include, _ = D6.subgroup((5, 3))
        [include(e) for e in raw.elements]
    cube = type(OCTA)()
    _, _, restrict = cube.subgroup((False, 4))
    assert sum(restrict(e) is not None for e in cube.elements) == 3
    with pytest.raises(NotImplementedError):
        _ = OCTA.subgroup_self_id


@pytest.mark.parametrize(
    ("parent", "given"),
    [
        (C8, 3),
        (C8, 0),
        (C8, 2.5),
        (C8, "no such"),
        (C8, [1, 2]),
        (D6, [0, 4]),
        (D6, [0.5, 3]),
        (D6, [True, 3]),
        (O2, [0.5, 0]),
        (SO3, "tetra"),
        (SO3, [None]),
        (O3, [2, None, 3]),
        (ICO, 4),
        (ICO, [True, 3]),
        (C4D3, "diagonal"),
        (C4D3, 2),
        (C4D3, [3, "self"]),
    ],
)
def test_what_is_no_subgroup_is_told(parent, given):
    with pytest.raises(BadArgument) as caught:
        subgroups.subgroup_of(parent, given)
    assert caught.value.argument == "id"
    assert parent.name in str(caught.value)
    assert caught.value.hint


def test_flags_that_became_numbers_are_not_taken_for_axes():
    for given in ([1.0, 4.0], [0.0, 4.0]):
        with pytest.raises(BadArgument) as caught:
            subgroups.read(SO3, given)
        assert "list()" in caught.value.hint


def test_ids_read_as_they_are_typed():
    texts = {
        "4": (C8, 4),
        "c(NA, 3)": (D6, 3),
        "c(2, 1)": (D6, [2, 1]),
        "c(NA, Inf)": (O2, [None, inf]),
        "list(TRUE, 3)": (SO3, [True, 3]),
        '"octa"': (OCTA, "self"),
        "list(2, c(0.5, 4))": (FULL_CYLINDER, [2, [0.5, 4]]),
        'list("cone", Inf)': (O3, ["cone", inf]),
    }
    for text, (parent, given) in texts.items():
        assert subgroups.describe_subgroup(subgroups.subgroup_of(parent, given))["id"] == text


def test_all_subgroups_of_finite_groups():
    def orders(g):
        return [each.group.order() for each in subgroups.list_subgroups(g)]

    assert orders(C8) == [1, 2, 4, 8]
    # the dihedral group of order 2n has sigma(n) + tau(n) subgroups
    assert len(orders(D6)) == (1 + 2 + 3 + 6) + 4
    assert orders(OCTA) == [1, 2, 3, 4, 24]
    assert len(orders(C4D3)) == 3 * (1 + 3 + 2)
    assert len(orders(D3D3)) == 37
    for each in subgroups.list_subgroups(C4D3):
        members = [g for g in C4D3.elements if each.restrict(g) is not None]
        assert len(members) == each.group.order()
    with pytest.raises(BadArgument, match="finite"):
        subgroups.list_subgroups(SO2)


def test_subgroups_are_compared_and_passed_on():
    assert subgroups.subgroup_of(D6, [1, 3]) == subgroups.subgroup_of(D6, [3, 3])
    assert subgroups.subgroup_of(D6, [1, 3]) != subgroups.subgroup_of(D6, [0, 3])
    found = subgroups.subgroup_of(D6, 3)
    assert subgroups.read(D6, found) == (None, 3)
    assert len({found, subgroups.subgroup_of(D6, 3)}) == 1
    with pytest.raises(BadArgument, match="C8"):
        subgroups.read(C8, found)


def test_several_elements_at_once():
    found = subgroups.subgroup_of(C8, 4)
    inside = subgroups.map_elements(found, C8.elements, False)
    assert [None if e is None else e.value for e in inside] == [0, None, 1, None, 2, None, 3, None]
    assert subgroups.map_elements(found, found.group.elements, True) == C8.elements[::2]
    with pytest.raises(BadArgument, match="C8"):
        subgroups.map_elements(found, found.group.elements, False)


def test_hints_exist_for_every_family():
    for g in (C8, D6, SO2, O2, SO3, O3, ICO, OCTA, C4D3, D3D3):
        assert len(subgroup_ids.hint(g)) > 20
