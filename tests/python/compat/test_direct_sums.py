"""Direct sums and comparisons of representations give what escnn gives."""

import itertools

import numpy as np
import pytest

import escnn_r
from escnn_r.compat import changes

escnn_r.prepare()
group = pytest.importorskip("escnn.group")


def _theirs(name):
    return next(
        old for row, _, at, old in changes._permanent if at == name and "direct_sums" in row.test
    )


def _sums():
    octa, so3, o2 = group.full_octa_group(), group.so3_group(3), group.o2_group(3)
    yield octa.regular_representation
    yield so3.bl_regular_representation(2)
    yield group.directsum([o2.irrep(1, 2), o2.irrep(0, 0), o2.irrep(1, 1), o2.irrep(1, 2)])
    yield o2.irrep(1, 1).tensor(o2.irrep(1, 2))
    yield group.cyclic_group(5).quotient_representation(1)


@pytest.mark.parametrize("rho", list(_sums()), ids=repr)
@pytest.mark.parametrize("with_basis", [True, False])
def test_direct_sums_are_escnns_to_the_bit(rho, with_basis):
    irreps = [rho.group.irrep(*each) for each in rho.irreps]
    given = (rho.change_of_basis, rho.change_of_basis_inv) if with_basis else (None, None)
    ours = group.representation.direct_sum_factory(irreps, *given)
    assert ours.__module__ == "escnn_r.compat.representations"
    theirs = _theirs("direct_sum_factory")(irreps, *given)
    for element in rho.group.testing_elements():
        mine, wanted = ours(element), theirs(element)
        assert type(mine) is type(wanted) is np.ndarray and mine.dtype == wanted.dtype
        assert np.array_equal(mine, wanted)
        # each call has numbers of its own
        mine += 1
        assert np.array_equal(ours(element), wanted)


def test_a_basis_that_does_not_fit_is_refused_and_its_inverse_worked_out():
    c3 = group.cyclic_group(3)
    irreps = [c3.irrep(0), c3.irrep(1)]
    factory = group.representation.direct_sum_factory
    basis = np.array([[2.0, 0, 0], [0, 1, 1], [0, 0, 1]])
    value = factory(irreps, basis)(c3.element(1))
    theirs = _theirs("direct_sum_factory")(irreps, basis)(c3.element(1))
    assert np.array_equal(value, theirs)
    with pytest.raises(AssertionError):
        factory(irreps, np.eye(2))
    with pytest.raises(AssertionError):
        factory(irreps, basis, basis)


def test_representations_are_equal_as_before():
    d4 = group.dihedral_group(4)
    some = [d4.irrep(1, 1), d4.regular_representation, d4.irrep(0, 0), d4.trivial_representation]
    some += [group.directsum([each, each], name=f"twice {each.name}") for each in some[:2]]
    some += [group.cyclic_group(4).irrep(1), group.cyclic_group(4).regular_representation]
    compare = _theirs("__eq__")
    for one, other in itertools.product(some, [*some, "irrep", None]):
        assert (one == other) == compare(one, other)
        assert (one != other) != compare(one, other)
    assert len({*some, *some}) == len(set(some))
