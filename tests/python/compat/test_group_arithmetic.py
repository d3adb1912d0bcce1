"""Cold starts give what escnn gives."""

import itertools
import types

import numpy as np
import pytest

import escnn_r
from escnn_r.compat import changes, group_arithmetic

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
numerical = pytest.importorskip("escnn.group._numerical")
rotations = pytest.importorskip("escnn.group.groups.so3_utils")

GROUPS = [
    group.dihedral_group(5),
    group.octa_group(),
    group.direct_product(group.cyclic_group(3), group.cyclic_group(2)),
]


@pytest.mark.parametrize("g", GROUPS, ids=lambda g: g.name)
def test_characters_leave_out_what_has_no_solutions(g):
    irreps = list(g.irreps())
    for left, right in itertools.islice(itertools.product(irreps, irreps), 12):
        size = 0
        for third in irreps:
            solved = group._clebsh_gordan._clebsh_gordan_tensor(
                left.id, right.id, third.id, type(g).__name__, **g._keys
            )
            assert group_arithmetic._never(left, right, third) == (solved.shape[2] == 0)
            found = g._clebsh_gordan_coeff(left, right, third)
            assert found.shape == solved.shape and np.array_equal(found, solved)
            size += solved.shape[2] * third.size
        assert size == left.size * right.size


def test_groups_without_end_are_solved_as_before():
    g = group.o2_group(3)
    assert not group_arithmetic._never(g.irrep(1, 1), g.irrep(1, 1), g.irrep(1, 3))


@pytest.mark.parametrize(
    "g",
    [*GROUPS, group.cyclic_group(7), group.dihedral_group(4), group.full_octa_group()],
    ids=lambda g: g.name,
)
def test_regular_representations_are_escnns_to_the_bit(g):
    build = group.representation.build_regular_representation
    assert build is group_arithmetic._regular
    wanted = next(old for _, _, name, old in changes._permanent if name == build_name)
    irreps, basis, inverse = build(g)
    theirs = wanted(g)
    assert irreps == theirs[0]
    assert np.array_equal(basis, theirs[1]) and np.array_equal(inverse, theirs[2])


build_name = "build_regular_representation"


def test_equations_are_those_of_scipy(monkeypatch):
    g = group.octa_group()
    left = [g.irrep(1)(e) for e in g.generators]
    right = [g.irrep(2)(e) for e in g.generators]
    found = numerical.build_sylvester_constraint(left, right)
    assert isinstance(found, group_arithmetic._Matrix)
    monkeypatch.setattr(group_arithmetic, "_SMALL", 0)
    wanted = numerical.build_sylvester_constraint(left, right)
    assert not isinstance(wanted, np.ndarray)
    assert np.array_equal(found.todense(), wanted.todense())


def test_rotations_are_compared_as_before():
    fresh = types.ModuleType("fresh")
    with open(rotations.__file__) as source:
        fresh.__dict__.update(__name__=rotations.__name__, __package__=rotations.__package__)
        exec(compile(source.read(), rotations.__file__, "exec"), fresh.__dict__)
    assert fresh._equal is not rotations._equal
    random = np.random.default_rng(0)
    quaternions = random.normal(size=(20, 4))
    quaternions /= np.linalg.norm(quaternions, axis=1, keepdims=True)
    for a in quaternions:
        for b in (a, -a, a + 3e-6, a + 3e-8, quaternions[0]):
            b = b / np.linalg.norm(b)
            assert rotations._equal(a, b, "Q") == fresh._equal(a, b, "Q")
            assert rotations._equal(a, b, "MAT", "Q", "Q") == fresh._equal(a, b, "MAT", "Q", "Q")
    for bad in (2 * a, np.ones(3), "x"):
        assert not rotations._check_param(bad, "Q")
    assert rotations._check_param(a, "Q")


def test_what_was_there_can_be_put_back():
    from escnn import group

    ours = group.Group._clebsh_gordan_coeff
    try:
        changes.put_back("compat/test_group_arithmetic.py")
        assert group.Group._clebsh_gordan_coeff.__module__ == "escnn.group.group"
        assert group._numerical.build_sylvester_constraint.__module__.startswith("escnn.")
    finally:
        group_arithmetic.install(group)
    assert group.Group._clebsh_gordan_coeff.__qualname__ == ours.__qualname__


@pytest.mark.parametrize("g", [GROUPS[2], group.full_octa_group()], ids=lambda g: g.name)
def test_products_keep_their_elements(g):
    theirs = next(old for _, owner, name, old in changes._permanent if name == "elements")
    made = theirs.fget(g)
    assert g.elements == made and [str(e) for e in g.elements] == [str(e) for e in made]
    # kept, so neither the list nor the order is computed again
    assert g.elements is g.elements and g.order() == len(made)
    assert group.o3_group(2).elements is None
    endless = group.direct_product(group.so2_group(2), group.cyclic_group(2))
    assert endless.elements is None and endless.order() == -1
    again = group.direct_product(group.cyclic_group(3), group.cyclic_group(2))
    assert again == GROUPS[2] and again.elements == GROUPS[2].elements
